"""Checks of a whole game: restored at every tick, run twice, drawn without being changed."""

from zenith.checks.divergence import Divergence, divergence
from zenith.checks.heavy import check_heavy
from zenith.checks.onlooker import Onlooker
from zenith.checks.report import Report
from zenith.checks.strict import check_strict

__all__ = ["Divergence", "Onlooker", "Report", "check_heavy", "check_strict", "divergence"]
