"""Files that change while a game runs, and what becomes of them in it."""

from zenith.reloading.kinds import kind_of, matters
from zenith.reloading.outcome import Outcome
from zenith.reloading.reloader import Batch, Reloader

__all__ = ["Batch", "Outcome", "Reloader", "kind_of", "matters"]
