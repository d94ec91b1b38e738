"""Rigid bodies, colliders, contacts and questions to them; the only module that uses pymunk."""

from zenith.physics.engine import Physics
from zenith.physics.queries import RayHit

__all__ = ["Physics", "RayHit"]
