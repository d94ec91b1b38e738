"""Recordings: what each tick of a run knew, and the digests that a replay must reach."""

from zenith.replay.inputs import Inputs
from zenith.replay.recorder import Recorder
from zenith.replay.recording import Digests, Recording, platform_key

__all__ = ["Digests", "Inputs", "Recorder", "Recording", "platform_key"]
