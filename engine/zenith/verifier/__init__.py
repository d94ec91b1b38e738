"""Proof that a recording plays the same again, or the place where it does not."""

from zenith.verifier.difference import Difference
from zenith.verifier.verdict import Verdict
from zenith.verifier.verify import verify

__all__ = ["Difference", "Verdict", "verify"]
