"""Recordings: what the player did in each tick, and the digests that a replay must reach."""

from zenith.replay.recording import Digests, Recorder, Recording, platform_key

__all__ = ["Digests", "Recorder", "Recording", "platform_key"]
