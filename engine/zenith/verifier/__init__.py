"""Proof that a recording plays the same again, or the place where it does not."""

from zenith.verifier.difference import Difference
from zenith.verifier.side_by_side import verify
from zenith.verifier.verdict import Verdict

__all__ = ["Difference", "Verdict", "verify"]
