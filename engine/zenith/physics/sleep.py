"""Bodies that sleep, and who wakes with whom: what a rebuilt Space is to be told."""

from __future__ import annotations

from collections.abc import Iterable

from zenith.physics.actors import Actor
from zenith.physics.contacts import Key


def sleepers(actors: Iterable[Actor]) -> list[Actor]:
    """Return the bodies that sleep, in the order their entities were spawned."""
    return sorted((a for a in actors if a.body.is_sleeping), key=lambda a: a.serial)


def put_to_sleep(actors: list[Actor], touching: Iterable[Key]) -> None:
    """Let bodies sleep, those that touch as one group: what wakes one of them wakes all.

    Args:
        actors: Dynamic bodies of one Space that are awake, in spawn order.
        touching: The pairs that touch.
    """
    leader = {actor.serial: actor.serial for actor in actors}
    for low, high, sensor in touching:
        if not sensor and low in leader and high in leader:
            _join(leader, low, high)
    bodies = {actor.serial: actor.body for actor in actors}
    for serial, body in bodies.items():
        first = _first(leader, serial)
        if first == serial:
            body.sleep()
        else:
            body.sleep_with_group(bodies[first])


def _join(leader: dict[int, int], a: int, b: int) -> None:
    """Make two groups one; the body spawned first leads, so that it falls asleep first."""
    first, second = sorted((_first(leader, a), _first(leader, b)))
    leader[second] = first


def _first(leader: dict[int, int], serial: int) -> int:
    while leader[serial] != serial:
        serial = leader[serial]
    return serial
