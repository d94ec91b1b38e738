"""Keeps one pymunk Space in step with the entities of a World."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pymunk

from zenith.components import Body, OneWay
from zenith.physics.actors import CHARACTER, Actor, Traits, steady, traits_of, weigh
from zenith.physics.bodies import Bodies, Buffers
from zenith.physics.census import Census
from zenith.physics.checks import coordinate
from zenith.physics.contacts import Touching, Voice
from zenith.physics.filters import EVERYTHING, bits_of
from zenith.physics.listener import Listener
from zenith.physics.parts import Part
from zenith.physics.poses import Pose, kind_of, mount, own_placing, refuse_misfits
from zenith.physics.shapes import KINDS, Spec, make_shape, read_specs
from zenith.world import Entity, World

REACH: Final = 0.1
"""How far a character's shapes are grown, in px: it is to touch for certain what it leans on."""
SLEEP_AFTER = 0.5
"""Seconds that a body stands still before it sleeps."""
STANDS_BELOW = 4.0
"""Speed in px/s below which a body counts as standing still, where there is gravity."""


class Roster:
    """The Space and what is in it, by entity.

    Everything is added in the order entities were spawned, bodies before shapes,
    so that the same entities always make the same Space.

    Attributes:
        space: pymunk's side.
        bodies: The bodies that move, in arrays.
        voices: For whom each shape speaks.
        origins: The part that each shape is of, and its number there.
        listener: What pymunk calls.
        revision: How often `update` found something to do.
    """

    def __init__(self, world: World, touching: Touching, buffers: Buffers, iterations: int) -> None:
        self.world = world
        self.voices: dict[pymunk.Shape, Voice] = {}
        self.origins: dict[pymunk.Shape, tuple[Part, int]] = {}
        self.bits = bits_of(world)
        self.revision = 0
        self._touching = touching
        self._buffers = buffers
        self._iterations = iterations
        self._open_space()
        self._census = Census()
        self._actors: dict[int, Actor] = {}
        self._characters: dict[int, Actor] = {}
        self._parts: dict[int, Part] = {}
        self._hanging: dict[int, dict[int, None]] = {}
        self._borne: dict[int, dict[int, None]] = {}
        self._heavy: dict[Actor, None] = {}
        self._recruits: list[Actor] = []
        self._leavers: list[Actor] = []
        self._rehung = False

    def _open_space(self) -> None:
        self.space = pymunk.Space()
        self.space.iterations = self._iterations
        self.space.sleep_time_threshold = SLEEP_AFTER
        self.bodies = Bodies(self.space, self._buffers)
        self.listener = Listener(self.space, self._drop)
        self._floor = self.space.static_body

    def _drop(self, arbiter: pymunk.Arbiter) -> None:
        self._touching.drop(arbiter, self.voices)

    def close(self) -> None:
        """Hear nothing more of the Space, which is about to be emptied or thrown away."""
        self.listener.close(self.space)

    def empty(self) -> bool:
        """Tell whether there is nothing to simulate, and was not."""
        return not self._parts and not self._actors and self._census.empty(self.world)

    def update(self) -> None:
        """Add, change and remove bodies and shapes as entities came, changed and went.

        Raises:
            BadValue: A body or collider holds what cannot be.
        """
        dirty, gone = self._census.changes(self.world)
        for ancestor in self._census.moved_ancestors(self.world):
            dirty.extend(self._hanging.get(ancestor, ()))
        if not dirty and not gone:
            return
        self.revision += 1
        entities = self._in_order([*dirty, *self._below([*dirty, *gone])])
        for handle in sorted(gone):
            self._remove_part(handle)
            self._remove_actor(handle)
        for entity in entities:
            self._settle_actor(entity)
        for entity in entities:
            self._settle_part(entity)
        for actor in self._heavy:
            weigh(actor)
        self._heavy.clear()
        self._watch_ancestors()
        if self._recruits or self._leavers:
            self.bodies.enlist(self._recruits, self._leavers, self.world)
            self._recruits, self._leavers = [], []

    def knows_all(self) -> bool:
        """Tell whether every body and collider is still the entity it was made for.

        A World that went back may have given the handle of one to another since.
        """
        serials = self._census.serials()
        return all(
            serials.get(handle) == actor.serial for handle, actor in self._actors.items()
        ) and all(serials.get(handle) == part.serial for handle, part in self._parts.items())

    def reseat(self) -> None:
        """Put all there is into a new Space, as if it had been added there and nowhere else.

        What columns do not hold is forgotten: who pushed whom how hard, who
        came when, who sleeps. Bodies and shapes themselves are kept.
        """
        actors = sorted(self._actors.values(), key=lambda a: a.serial)
        parts = sorted(self._parts.values(), key=lambda p: p.serial)
        self._clear_space()
        past = self.space, self._floor  # pymunk must not free them while shapes name them
        self._open_space()
        for actor in actors:
            actor.shapes.clear()
            actor.mover.slot = -1
        self.space.add(*(actor.body for actor in actors))
        self.bodies.enlist(actors, [], self.world)
        self._recruits, self._leavers = [], []
        if actors:
            self.bodies.start()
        self._add_again(parts)
        for actor in actors:
            if len(actor.shapes) != 1:
                weigh(actor)
            elif actor.traits[2] or actor.traits[3]:
                steady(actor)
        del past

    def _clear_space(self) -> None:
        self.close()
        self.space.remove(*self.space.shapes)
        self.space.remove(*self.space.bodies)

    def _add_again(self, parts: list[Part]) -> None:
        """Add the shapes of all parts; those that share a body are weighed afterwards."""
        used = 0
        for part in parts:
            for spec in part.specs:
                used |= spec.categories | (spec.mask if spec.mask != EVERYTHING else 0)
            if part.actor is not None:
                part.actor.shapes.extend(part.shapes)
            else:
                for shape in part.shapes:
                    shape.body = self._floor
        self.bits.keep(used)
        for actor in self._actors.values():
            if len(actor.shapes) > 1:
                for shape in actor.shapes:
                    shape.mass = 0.0
        self.space.add(*(shape for part in parts for shape in part.shapes))

    def characters(self) -> list[Actor]:
        """Return every character, in spawn order."""
        return sorted(self._characters.values(), key=lambda actor: actor.serial)

    def one_way(self) -> set[int]:
        """Return the handles of the entities whose colliders stop only what comes from above."""
        found: set[int] = set()
        for table in self.world.tables(OneWay):
            found.update(table.handles.tolist())
        return found

    def pose_after(self, entity: Entity, dt: float) -> Pose | None:
        """Return where a body or standing collider is when the tick is over, None for others."""
        actor = self._actors.get(entity.handle)
        if actor is not None:
            return self.pose_of(actor, dt)
        part = self._parts.get(entity.handle)
        if part is None:
            return None
        return part.mount.placing.x, part.mount.placing.y, part.mount.placing.rotation

    def pose_of(self, actor: Actor, dt: float) -> Pose:
        """Return where a body is when the tick is over.

        A kinematic body's way is known beforehand; all others are taken to stay.
        """
        x, y, rotation, vx, vy, spin = self.bodies.state[:, actor.mover.slot].tolist()
        if actor.traits[0] != "kinematic":
            return x, y, rotation
        turn = 0.0 if actor.traits[3] else spin * dt
        return x + vx * dt, y + vy * dt, rotation + turn

    def _in_order(self, handles: Iterable[int]) -> list[Entity]:
        world = self.world
        entities = [world.entity(handle) for handle in dict.fromkeys(handles)]
        return sorted((e for e in entities if e.alive), key=world.serial)

    def _below(self, handles: list[int]) -> list[int]:
        """Return the parts that hang, or hung, on these entities."""
        found: list[int] = []
        for handle in handles:
            found.extend(self._borne.get(handle, ()))
        if self._census.has_children():
            for handle in handles:
                found.extend(self._descendants(self.world.entity(handle)))
        return found

    def _descendants(self, entity: Entity) -> list[int]:
        if not entity.alive:
            return []
        found: list[int] = []
        for child in entity.children:
            found.append(child.handle)
            found.extend(self._descendants(child))
        return found

    # Bodies.

    def _settle_actor(self, entity: Entity) -> None:
        if not kind_of(entity):
            self._remove_actor(entity.handle)
            return
        refuse_misfits(entity)
        traits = traits_of(entity)
        known = self._actors.get(entity.handle)
        if known is not None and known.traits[0] == traits[0]:
            if known.traits != traits:
                known.traits = traits
                known.body.activate()
                if traits[3]:
                    known.body.angular_velocity = 0.0
                self._heavy[known] = None
            return
        self._remove_actor(entity.handle)
        if traits[0] != "static":
            self._actors[entity.handle] = self._new_actor(entity, traits)

    def _new_actor(self, entity: Entity, traits: Traits) -> Actor:
        kind = pymunk.Body.DYNAMIC if traits[0] == "dynamic" else pymunk.Body.KINEMATIC
        made = pymunk.Body(body_type=kind)
        here = own_placing(entity)
        made.angle = here.rotation
        made.position = here.x, here.y
        body = entity.get(Body)
        if body is not None:
            made.velocity = (
                coordinate(body.velocity_x, entity, "Body.velocity_x"),
                coordinate(body.velocity_y, entity, "Body.velocity_y"),
            )
            spin = coordinate(body.spin, entity, "Body.spin")
            made.angular_velocity = 0.0 if traits[3] else spin
        self.space.add(made)
        actor = Actor(entity, self.world.serial(entity), made, traits)
        self._recruits.append(actor)
        self._heavy[actor] = None
        if traits is CHARACTER:
            self._characters[entity.handle] = actor
        return actor

    def _remove_actor(self, handle: int) -> None:
        actor = self._actors.pop(handle, None)
        if actor is None:
            return
        for shape in list(actor.shapes):
            self._remove_shape(shape)
        actor.shapes.clear()
        self._heavy.pop(actor, None)
        self._characters.pop(handle, None)
        self._leavers.append(actor)
        self.space.remove(actor.body)

    # Colliders.

    def _settle_part(self, entity: Entity) -> None:
        components = self.world.components(entity)
        kinds = [kind for kind in KINDS if kind in components]
        if not kinds:
            self._remove_part(entity.handle)
            return
        place = mount(entity)
        specs = read_specs(entity, kinds, place.placing, self.bits)
        actor = self._actors[place.carrier.handle] if place.moving else None
        known = self._parts.get(entity.handle)
        if known is not None and (known.specs, known.actor, known.mount.carrier) == (
            specs,
            actor,
            place.carrier,
        ):
            self._rehung = self._rehung or known.mount.between != place.between
            known.mount = place
            return
        self._remove_part(entity.handle)
        part = Part(entity, self.world.serial(entity), place, specs, actor)
        self._parts[entity.handle] = part
        self._rehung = self._rehung or bool(place.between)
        if place.carrier != entity:
            self._borne.setdefault(place.carrier.handle, {})[entity.handle] = None
        for spec in specs:
            self._add_shape(part, spec)

    def _add_shape(self, part: Part, spec: Spec) -> None:
        reach = REACH if part.actor is not None and part.actor.traits is CHARACTER else 0.0
        body = self._floor if part.actor is None else part.actor.body
        shape = make_shape(spec, body, 0.0 if spec.sensor else reach)
        speaker = part.entity if spec.sensor else part.mount.carrier
        mover = None if part.actor is None else part.actor.mover
        dynamic = part.actor is not None and part.actor.traits[0] == "dynamic"
        serial = part.serial if speaker is part.entity else self.world.serial(speaker)
        self.voices[shape] = Voice(serial, speaker, spec.sensor, dynamic, mover)
        self.origins[shape] = (part, len(part.shapes))
        part.shapes.append(shape)
        self.space.add(shape)
        if part.actor is not None:
            part.actor.shapes.append(shape)
            self._heavy[part.actor] = None
        else:
            self._wake_near(shape)

    def _wake_near(self, shape: pymunk.Shape) -> None:
        """Wake what a new wall touches: pymunk does so only when one is taken away."""
        for other in self.space.bb_query(shape.bb, pymunk.ShapeFilter()) if self._actors else ():
            body = other.body
            if body is not None and body.body_type == pymunk.Body.DYNAMIC:
                body.activate()

    def _remove_part(self, handle: int) -> None:
        part = self._parts.pop(handle, None)
        if part is None:
            return
        self._borne.get(part.mount.carrier.handle, {}).pop(handle, None)
        self._rehung = self._rehung or bool(part.mount.between)
        for shape in part.shapes:
            if shape in self.voices:
                self._remove_shape(shape)
                if part.actor is not None:
                    part.actor.shapes.remove(shape)
                    self._heavy[part.actor] = None

    def _remove_shape(self, shape: pymunk.Shape) -> None:
        self.space.remove(shape)
        self.listener.take()
        del self.voices[shape], self.origins[shape]
        body = shape.body
        if body is not None:
            shape.body = None

    def _watch_ancestors(self) -> None:
        if not self._rehung:
            return
        self._rehung = False
        self._hanging = {}
        for handle, part in self._parts.items():
            for ancestor in part.mount.between:
                self._hanging.setdefault(ancestor, {})[handle] = None
        self._census.watch_ancestors(self._hanging, self.world)
