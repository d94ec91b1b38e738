"""Physics: steps the bodies of a World and tells who touched whom."""

from __future__ import annotations

from typing import Any, Final

from zenith.components import Gravity
from zenith.errors import BadValue
from zenith.maths import Circle, Rect
from zenith.physics import queries
from zenith.physics.actors import Actor
from zenith.physics.bodies import Buffers
from zenith.physics.characters import move_characters
from zenith.physics.checks import FARTHEST
from zenith.physics.contacts import Touching
from zenith.physics.drag import WATCHED, Drag
from zenith.physics.queries import RayHit
from zenith.physics.roster import STANDS_BELOW, Roster
from zenith.physics.sleep import put_to_sleep, sleepers
from zenith.world import Entity, World

WARM_UP_STEPS: Final = 4
NO_GRAVITY: Final = Gravity()


class Physics:
    """Rigid bodies for one World, by pymunk (Chipmunk).

    The World is the state: entities with a Body move, colliders without one
    stand still, and the pymunk Space is made from their columns. Nothing but
    the table of touching pairs is kept besides, so that a Physics set as a
    resource of its World is saved and restored with it.

    Args:
        substeps: Steps per tick. More keep fast small bodies from passing
            through thin walls, at the same multiple of the cost.
        iterations: Rounds of the solver per step. More make tall stacks firmer.

    Raises:
        BadValue: Either is below 1.

    >>> from zenith import Body, CircleCollider, Gravity, Transform, World
    >>> world, physics = World(), Physics()
    >>> world.set_resource(Gravity(y=60.0))
    >>> ball = world.spawn(Transform(), CircleCollider(radius=8), Body())
    >>> for _ in range(60):
    ...     physics.step(world, 1 / 60)
    >>> round(ball[Body].velocity_y, 6)
    60.0
    """

    def __init__(self, *, substeps: int = 1, iterations: int = 10) -> None:
        for name, value in (("substeps", substeps), ("iterations", iterations)):
            if not 1 <= value <= 1000:
                raise BadValue(f"Physics {name} is {value}; expected a number from 1 to 1000.")
        self._substeps = substeps
        self._iterations = iterations
        self._touching = Touching()
        self._buffers = Buffers()
        self._roster: Roster | None = None
        self._drag = Drag()
        self._restored = False
        self._asleep: list[Entity] = []
        self._canonical: tuple[object, ...] | None = None
        self._at_rest = False

    def step(self, world: World, dt: float) -> None:
        """Move characters and bodies by one tick; send a Contact for what began or ceased to touch.

        Characters go first, for they know where kinematic bodies will be. Poses and
        velocities changed since the last step are taken over before: a pose set
        keeps the velocity, and both wake the body.

        Args:
            world: The World; one Physics serves one.
            dt: Seconds per tick, above 0.

        Raises:
            BadValue: A body, collider or Gravity holds what cannot be: NaN, a
                negative size or mass, a Body below a parent. The message names
                entity and field.
        """
        if not 0.0 < dt <= 10.0:
            raise BadValue(f"Physics.step was given dt {dt!r}; expected seconds above 0, up to 10.")
        if self._restored:
            self.rebuild(world, dt)
        if not self._at_rest:
            self._canonical = None
        roster = self._bound(world)
        if not roster.empty():
            try:
                roster.update()
                roster.bodies.take_changes(world)
                move_characters(roster, dt)
                if roster.bodies.actors:
                    self._simulate(roster, dt)
            except BaseException:
                self._abandon(roster)
                raise
        self._touching.report(world)

    def sync(self, world: World) -> None:
        """Let queries see the World as it is now, without moving time on.

        `step` does it anyhow; call it where something spawned or moved in this
        tick must be found at once.

        Raises:
            BadValue: As `step` does.
        """
        if self._restored:
            self.rebuild(world)
        roster = self._bound(world)
        if not roster.empty():
            try:
                roster.update()
                roster.bodies.take_changes(world)
            except BaseException:
                self._abandon(roster)
                raise

    def rebuild(self, world: World, dt: float = 1 / 60) -> None:
        """Make the Space anew from the World alone, so that a restored World goes on alike.

        A Space remembers more than columns hold: which contact pushed how hard.
        So it takes four steps and puts everything back where it was after each,
        which lets towers stand; bodies that slept sleep on. A run that is rebuilt
        at a tick goes on bit by bit as one that is restored from a snapshot of
        that tick. Poses, velocities and contacts told of are not changed.

        Args:
            world: The World.
            dt: Seconds per tick.

        Raises:
            BadValue: As `step` does.
        """
        if self._restored:
            self._canonical = None
        roster = self._new_roster(world) if self._restored else self._bound(world)
        try:
            roster.update()
            if not roster.knows_all():
                roster = self._new_roster(world)
                roster.update()
            if self._canonical is None or self._canonical != self._marks(roster, dt):
                self._make_canonical(roster, dt)
        except BaseException:
            self._abandon(roster)
            raise
        self._restored = False

    def _make_canonical(self, roster: Roster, dt: float) -> None:
        sleeping = self._sleepers(roster)
        roster.reseat()
        self._drag = Drag()
        self._touching.forget_space()
        if roster.bodies.actors:
            self._warm_up(roster, dt / self._substeps)
        put_to_sleep(sleeping, self._touching.told)
        self._canonical = self._marks(roster, dt)
        # What sleeps altogether is stepped without any change.
        self._at_rest = len(sleeping) == len(roster.bodies.actors)

    def _sleepers(self, roster: Roster) -> list[Actor]:
        if not self._restored:
            return sleepers(roster.bodies.actors)
        asleep = {entity.handle for entity in self._asleep if entity.alive}
        found = [a for a in roster.bodies.actors if a.entity.handle in asleep]
        return sorted((a for a in found if a.traits[0] == "dynamic"), key=lambda a: a.serial)

    def _marks(self, roster: Roster, dt: float) -> tuple[object, ...]:
        """Return what is another one once a Space differs from what a rebuild would make."""
        world = roster.world
        gravity = world.resource(Gravity) if world.has_resource(Gravity) else NO_GRAVITY
        looked = roster.bodies.token(world), roster.bodies.versions(world, *WATCHED)
        told, asleep = frozenset(self._touching.told), len(sleepers(roster.bodies.actors))
        return (roster.revision, dt, gravity.x, gravity.y, told, asleep, *looked)

    def _warm_up(self, roster: Roster, dt: float) -> None:
        bodies = roster.bodies
        gravity = self._prepare(roster)
        target, centred = bodies.target(), bodies.all_centred()
        bodies.write_all(target, centred)
        for _ in range(WARM_UP_STEPS):
            self._drag.lift(bodies, gravity)
            marks = roster.listener.step(roster.space, dt)
            self._touching.note(marks, roster.voices, bodies.state)
            bodies.write_all(target, centred)
        bodies.reindex()

    def _abandon(self, roster: Roster) -> None:
        """Throw away a Space that an error left half-way; the next step makes it anew."""
        roster.close()
        self._roster = None
        self._canonical = None
        self._touching.forget_space()

    def _bound(self, world: World) -> Roster:
        roster = self._roster
        if roster is None or roster.world is not world:
            if roster is not None:
                self._touching.set_state([])
            roster = self._new_roster(world)
        return roster

    def _new_roster(self, world: World) -> Roster:
        if self._roster is not None:
            self._roster.close()
        self._roster = Roster(world, self._touching, self._buffers, self._iterations)
        self._drag = Drag()
        self._canonical = None
        return self._roster

    def _prepare(self, roster: Roster) -> Gravity:
        """Take over what changed by hand; return the gravity."""
        gravity = NO_GRAVITY
        if roster.world.has_resource(Gravity):
            gravity = roster.world.resource(Gravity)
        pull = (gravity.x, gravity.y)
        if roster.space.gravity != pull:
            if not (abs(gravity.x) <= FARTHEST and abs(gravity.y) <= FARTHEST):
                raise BadValue(f"Gravity is {pull}; expected finite numbers, in pixels/s2.")
            roster.space.gravity = pull
            roster.space.idle_speed_threshold = STANDS_BELOW if any(pull) else 0.0
        roster.bodies.take_changes(roster.world)
        self._drag.read(roster.bodies, roster.world)
        return gravity

    def _simulate(self, roster: Roster, dt: float) -> None:
        bodies = roster.bodies
        gravity = self._prepare(roster)
        known = bodies.state.copy()
        self._drag.slow(bodies, gravity, dt)
        before = bodies.state
        for _ in range(self._substeps):
            self._drag.lift(bodies, gravity)
            marks = roster.listener.step(roster.space, dt / self._substeps)
            if marks:
                self._at_rest, self._canonical = False, None
                self._touching.note(marks, roster.voices, before)
            before = bodies.read()
        bodies.state = known
        bodies.put_back(before, roster.world)

    # Questions.

    def ray(self, x1: float, y1: float, x2: float, y2: float, mask: str = "") -> RayHit | None:
        """Return the first solid collider on the way from (x1, y1) to (x2, y2), or None.

        Sensors do not stop a ray, nor does a collider in which it starts
        without entering. All questions see the World as the last `step` left it.

        Args:
            x1: Start, in the world.
            y1: Start, in the world.
            x2: End, in the world.
            y2: End, in the world.
            mask: Names of the layers to look at, by blanks; empty is all.

        Raises:
            BadValue: A coordinate is not finite.
        """
        return queries.ray(self._roster, x1, y1, x2, y2, mask) if self._roster else None

    def at(self, x: float, y: float, mask: str = "") -> tuple[Entity, ...]:
        """Return the entities whose colliders, sensors included, cover a point, in spawn order."""
        return queries.at(self._roster, x, y, mask) if self._roster else ()

    def in_rect(self, rect: Rect, mask: str = "") -> tuple[Entity, ...]:
        """Return the entities whose colliders, sensors included, overlap a rectangle."""
        return queries.in_rect(self._roster, rect, mask) if self._roster else ()

    def in_circle(self, circle: Circle, mask: str = "") -> tuple[Entity, ...]:
        """Return the entities whose colliders, sensors included, overlap a circle."""
        return queries.in_circle(self._roster, circle, mask) if self._roster else ()

    # State.

    def fresh(self) -> Physics:
        """Return a Physics with the same settings, for another World."""
        return Physics(substeps=self._substeps, iterations=self._iterations)

    def get_state(self) -> dict[str, Any]:
        """Return the pairs whose begin was told and whose end was not, and the bodies that sleep.

        Both in spawn order.
        """
        asleep = [e for e in self._asleep if e.alive]
        if not self._restored:
            actors = self._roster.bodies.actors if self._roster is not None else []
            asleep = [a.entity for a in sleepers(actors) if a.entity.alive]
        return {"told": self._touching.get_state(), "asleep": asleep}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave; the next step rebuilds the Space."""
        self._touching.set_state(state["told"])
        self._asleep = list(state["asleep"])
        self._restored = True
