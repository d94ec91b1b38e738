"""What a save of an App holds: its whole stack of scenes, or chosen resources."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zenith.app.kinds import game_kinds
from zenith.app.state import SceneState, StackState, put_back, take_stack
from zenith.errors import MissingResource, SaveCorrupt
from zenith.saves import Migrations
from zenith.saves.form import (
    checked,
    checked_layout,
    fields_today,
    is_present,
    layout,
    layout_of,
    to_data,
)
from zenith.saves.form import to_snapshot as in_columns
from zenith.schema import Types, schema_of
from zenith.world import World
from zenith.world.plain import Reader, write_fields
from zenith.world.snapshot import BROKEN

if TYPE_CHECKING:
    from zenith.app.app import App


def pack_game(app: App) -> bytes:
    """Return an App's whole stack of scenes, with how its components are laid out.

    Raises:
        BadValue: Something in it cannot be copied.
    """
    state = take_stack(app)
    worlds = [scene.world for scene in state.scenes]
    layouts = layout_of(worlds, [scene.world.types for scene in app.scenes.all])
    head = json.dumps(layouts).encode()
    return struct.pack("<Q", len(head)) + head + state.to_bytes()


def unpack_game(
    app: App, payload: bytes, version: int, migrations: Migrations, file: str
) -> StackState:
    """Return the state that `pack_game` wrote, brought up to today's version and components.

    Raises:
        ZenithError: It cannot be, and the message says why.
    """
    try:
        (length,) = struct.unpack_from("<Q", payload)
        layouts = checked_layout(json.loads(payload[8 : 8 + length]), file)
    except (struct.error, ValueError, RecursionError):
        raise SaveCorrupt(f"{file}: holds no game.") from None
    state = StackState.from_bytes(payload[8 + length :])
    types = types_of(app)
    if version == migrations.version and is_present(layouts, types):
        return state
    try:
        saved = [to_data(s.name, s.world, layouts) for s in state.scenes]
        scenes = checked(migrations.run({"scenes": saved}, version, file), file)
        made = tuple(
            SceneState(str(data["name"]), in_columns(data, before.world, layouts, types))
            for data, before in zip(scenes, state.scenes, strict=True)
        )
    except (*BROKEN, StopIteration) as error:
        raise SaveCorrupt(
            f"{file}: what it holds has not the form of saved scenes ({error!r})."
        ) from None
    return StackState(made, state.ticks, state.rest)


def load_game(app: App, state: StackState) -> None:
    """Make an App's stack that of a saved state; what the player holds and hears now stays.

    Raises:
        ZenithError: It does not fit; the App stays as it is.
    """
    sounds = {**state.rest["sounds"], "volumes": app.sounds.get_state()["volumes"]}
    rest = {**state.rest, "input": app.input.get_state(), "sounds": sounds}
    put_back(app, replace(state, rest=rest))
    app.history.forget()


def pack_resources(scene: str, world: World, only: Sequence[type[Any]]) -> bytes:
    """Return chosen resources of a World.

    Raises:
        MissingResource: The World does not have one of them.
        BadValue: Something in one cannot be copied.
    """
    layouts: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    for cls in only:
        schema, resource = schema_of(cls), world.resource(cls)
        written = write_fields(resource, schema, schema.name)
        resources[schema.name] = {f.saved_name: written[f.name] for f in schema.visible}
        layouts[schema.name] = layout(schema)
    scenes: list[dict[str, Any]] = [{"name": scene, "resources": resources, "tables": []}]
    return json.dumps({"layout": layouts, "scenes": scenes}).encode()


def load_resources(
    app: App, world: World, payload: bytes, version: int, migrations: Migrations, file: str
) -> None:
    """Give a World the resources that `pack_resources` wrote.

    Raises:
        ZenithError: They do not fit; the World stays as it is.
    """
    try:
        found: Any = json.loads(payload)
        layouts = checked_layout(found.pop("layout"), file)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise SaveCorrupt(f"{file}: holds no resources.") from None
    scenes = checked(migrations.run(found, version, file), file)
    try:
        made = [resource for scene in scenes for resource in _made(app, world, scene, layouts)]
    except BROKEN as error:
        raise SaveCorrupt(f"{file}: a resource has not the form of one ({error!r}).") from None
    for resource in made:
        world.set_resource(resource)


def _made(app: App, world: World, scene: dict[str, Any], layouts: dict[str, Any]) -> Iterator[Any]:
    types = types_of(app)
    reader = _reader(world, types)
    for name, fields in scene["resources"].items():
        schema = schema_of(types.get(name))
        yield reader.fields(schema.cls(), fields_today(schema, fields, layouts))


def _reader(world: World, types: Types) -> Reader:
    def view(handle: int, name: str) -> Any:
        return world.component(world.entity(handle), types.get(name))

    return Reader(world.entity, view, lambda name: types.get(name)())


def types_of(app: App) -> Types:
    """Return the components that a game has today."""
    types = Types()
    for scene in app.scenes.all:
        for cls in scene.world.types:
            types.learn(cls)
    for cls in game_kinds(app):
        types.learn(cls)
    return types


def checked_resources(world: World, only: Sequence[type[Any]]) -> tuple[type[Any], ...]:
    """Return the classes of chosen resources, each of which the World has.

    Raises:
        MissingResource: It does not have one.
        SchemaError: One is no component class.
    """
    for cls in only:
        if not world.has_resource(schema_of(cls).cls):
            raise MissingResource(
                f"The world has no resource {cls.__name__} to save; "
                f"add it with world.set_resource({cls.__name__}(...))."
            )
    return tuple(only)
