"""Saves of an App: what systems ask for in a tick, and what menus show outside of one."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zenith.app.content import (
    checked_resources,
    load_game,
    load_resources,
    pack_game,
    pack_resources,
    unpack_game,
)
from zenith.app.scenes import Scene
from zenith.app.state import make_canonical
from zenith.errors import SaveError, UsageError, ZenithError
from zenith.saves import MemoryDisk, Migrations, SaveDone, SaveFolder, SaveInfo
from zenith.saves.container import for_menus
from zenith.saves.slots import checked_slot
from zenith.userdata import folder_name, user_folder
from zenith.version import VERSION

if TYPE_CHECKING:
    from zenith.app.app import App

Answer = dict[str, Any]
NOWHERE: Final = Path("memory")


class Saves:
    """The saves of an App; systems use them as `world.saves`, menus and tools as `app.saves`.

    They are in the player's folder while a person plays, or in the folder given;
    otherwise, as in tests, in memory.

    Attributes:
        game: The game's name, in saves and as the player's folder.
        home: The folder of saves and settings; None is the player's own.
        migrations: What brings old saves up to the present version.
        now: Tells the time in seconds since 1970, to be noted in saves; None notes none.
    """

    def __init__(self, app: App, folder: Path | None, migrations: Migrations) -> None:
        self.game = folder_name(app.title)
        self.migrations = migrations
        self.now: Callable[[], float] | None = None
        self._app = app
        self.home = folder
        self._memory = MemoryDisk()
        self._waiting: list[Callable[[], None]] = []
        self._played_before = 0

    def twin(self, app: App) -> Saves:
        """Return saves of the same game in memory, for another App."""
        return Saves(app, None, self.migrations)

    @property
    def welcomed(self) -> bool:
        """Whether a person is about to play, although there is no window yet."""
        return self.now is not None

    def welcome(self, now: Callable[[], float]) -> None:
        """Prepare for a person who plays.

        Args:
            now: Tells the time in seconds since 1970, to be noted in saves.
        """
        self.now = now

    def of(self, scene: Scene) -> WorldSaves:
        """Return these saves as a scene's world knows them."""
        return WorldSaves(self, scene)

    @property
    def folder(self) -> SaveFolder:
        """Where saves are at this moment."""
        return self.open_folder("saves", self.migrations)

    def settings_folder(self) -> SaveFolder:
        """Return where settings are at this moment."""
        return self.open_folder("settings", Migrations(1, {}))

    def open_folder(self, name: str, migrations: Migrations) -> SaveFolder:
        """Return a folder of the player's, or one in memory where nobody plays.

        Raises:
            SaveError: The player has no folder, and none can be made.
        """
        if self.home is None and not self._app.attended:
            return SaveFolder(NOWHERE / name, self.game, migrations, self._memory, VERSION)
        try:
            home = user_folder(self.game) if self.home is None else self.home
        except OSError as error:
            raise SaveError(f"The folder for saves cannot be made: {error}.") from None
        return SaveFolder(home / name, self.game, migrations, engine=VERSION)

    def list(self) -> tuple[SaveInfo, ...]:
        """Return what each slot holds; one that cannot be loaded says why.

        Raises:
            SaveError: The folder cannot be looked into.
        """
        return self.folder.list()

    def thumbnail(self, slot: str) -> bytes:
        """Return the small PNG file that a save brings along, or nothing.

        Raises:
            SaveError: There is no save that could be read.
        """
        return self.folder.picture(slot)

    def later(self, job: Callable[[], None]) -> None:
        """Keep something to do for the end of the tick."""
        self._waiting.append(job)

    def begin_tick(self) -> None:
        """Forget what a tick that failed half-way had asked for."""
        self._waiting.clear()

    def settle(self) -> None:
        """Carry out what systems asked for in this tick."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                job()

    def write(
        self,
        scene: Scene,
        slot: str,
        title: str,
        details: Mapping[str, Any],
        only: Sequence[type[Any]] | None,
    ) -> None:
        """Save now, in a tick, and tell the scene how it went."""
        app = self._app

        def save() -> None:
            if only is None:
                payload, kind = pack_game(app), "game"
            else:
                payload, kind = pack_resources(scene.name, scene.world, only), "resources"
            self.folder.write(
                slot,
                payload,
                kind=kind,
                title=title,
                details=details,
                ticks=self._played_before + app.ticks + 1,
                picture=self._picture(),
                saved_at=None if self.now is None else self.now(),
            )

        done = app.outside.ask("saves.write", lambda: _tried(save))
        if only is None:
            make_canonical(app)
        scene.world.send(SaveDone(slot, done["ok"], done["message"], "write"))

    def read(self, scene: Scene, slot: str) -> None:
        """Load now, in a tick, and tell the scene then on top how it went."""
        found = self._app.outside.ask("saves.read", lambda: self._found(slot))
        ok, message = found["ok"], found["message"]
        world = scene.world
        if ok:
            try:
                self._load(scene, found)
                world = world if found["kind"] == "resources" else self._app.world
            except ZenithError as error:
                ok, message = False, str(error)
        world.send(SaveDone(slot, ok, message, "read"))

    def delete(self, scene: Scene, slot: str) -> None:
        """Take a slot's saves away now, in a tick, and tell the scene how it went."""
        ask = self._app.outside.ask
        done = ask("saves.delete", lambda: _tried(lambda: self.folder.delete(slot)))
        scene.world.send(SaveDone(slot, done["ok"], done["message"], "delete"))

    def list_in_tick(self) -> tuple[SaveInfo, ...]:
        """Return what each slot holds, as an answer that is recorded."""
        found = self._app.outside.ask("saves.list", self._listed)
        return tuple(SaveInfo(**entry) for entry in found)

    def check_in_tick(self) -> None:
        """Check that a tick runs.

        Raises:
            UsageError: None does, so that no recording would know of what is asked for.
        """
        if not self._app.outside.open:
            raise UsageError(
                "world.saves is for systems and scripts, while a tick runs; "
                "outside of one there is app.saves."
            )

    def _listed(self) -> Sequence[Answer]:
        # The time of day is nothing that a simulation may know.
        try:
            return [{**asdict(info), "saved_at": None} for info in self.folder.list()]
        except SaveError:
            return []

    def _found(self, slot: str) -> Answer:
        try:
            read = self.folder.read(slot)
        except SaveError as error:
            return {"ok": False, "message": str(error)}
        return {
            "ok": True,
            "message": read.info.notice,
            "kind": read.info.kind,
            "version": read.info.version,
            "ticks": read.info.ticks,
            "file": read.file,
            "payload": base64.b64encode(read.payload).decode(),
        }

    def _load(self, scene: Scene, found: Answer) -> None:
        app, file = self._app, found["file"]
        payload = base64.b64decode(found["payload"])
        origin = (payload, found["version"], self.migrations, file)
        if found["kind"] == "resources":
            load_resources(app, scene.world, *origin)
            return
        load_game(app, unpack_game(app, *origin))
        self._played_before = found["ticks"] - app.ticks - 1

    def _picture(self) -> bytes:
        painter = self._app.devices.painter
        if painter is None:
            return b""
        self._app.draw()
        return painter.thumbnail()


class WorldSaves:
    """What systems use as `world.saves`: the App's saves, asked for by one scene."""

    def __init__(self, saves: Saves, scene: Scene) -> None:
        self._saves = saves
        self._scene = scene

    def write(
        self,
        slot: str,
        *,
        title: str = "",
        details: Mapping[str, Any] | None = None,
        only: Sequence[type[Any]] | None = None,
    ) -> None:
        """Save at the end of the tick; a `SaveDone` event tells how it went.

        Args:
            slot: Where to: up to 40 lower-case letters, digits, blanks, "-" and "_".
            title: For a menu, as "Level 3".
            details: More for a menu: data as JSON knows it.
            only: Resources of this world to save instead of every scene.

        Raises:
            BadValue: The slot's name, the title or the details may not be.
            MissingResource: The world does not have one of those chosen.
            UsageError: No tick runs.
        """
        saves, scene = self._saves, self._scene
        saves.check_in_tick()
        checked_slot(slot)
        shown = for_menus(title, details)
        chosen = None if only is None else checked_resources(scene.world, only)
        saves.later(lambda: saves.write(scene, slot, *shown, chosen))

    def read(self, slot: str) -> None:
        """Load at the end of the tick; a `SaveDone` event tells the world then on top.

        Raises:
            BadValue: The slot's name may not be.
            UsageError: No tick runs.
        """
        saves, scene = self._saves, self._scene
        saves.check_in_tick()
        checked_slot(slot)
        saves.later(lambda: saves.read(scene, slot))

    def delete(self, slot: str) -> None:
        """Take away all that a slot holds, at the end of the tick.

        Raises:
            BadValue: The slot's name may not be.
            UsageError: No tick runs.
        """
        saves, scene = self._saves, self._scene
        saves.check_in_tick()
        checked_slot(slot)
        saves.later(lambda: saves.delete(scene, slot))

    def list(self) -> tuple[SaveInfo, ...]:
        """Return what each slot holds; one that cannot be loaded says why.

        Raises:
            UsageError: No tick runs.
        """
        self._saves.check_in_tick()
        return self._saves.list_in_tick()


def _tried(call: Callable[[], None]) -> Answer:
    try:
        call()
    except SaveError as error:
        return {"ok": False, "message": str(error)}
    return {"ok": True, "message": ""}
