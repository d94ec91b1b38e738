"""Loading in the background: asked for by a World, done by threads, heard as a recorded event."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zenith.app.workers import Job
from zenith.assets import EXTENSIONS, check_font, picture_size, sound_info
from zenith.errors import AssetBroken, BadValue, ZenithError, unknown
from zenith.loads import AssetLoaded, AssetRequests, Held
from zenith.world import World

if TYPE_CHECKING:
    from zenith.app.app import App

ASKED: Final = "assets.loaded"
_DECODED_RATE: Final = 44100
"""Samples a second that sounds are decoded to, of four bytes each."""


class Loading:
    """What an App loads in the background, and what its devices hold in memory."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._jobs: dict[tuple[str, str], Job] = {}

    def of(self, world: World) -> WorldAssets:
        """Return this as a World's systems know it."""
        return WorldAssets(world)

    def settle(self, world: World) -> None:
        """At the end of a tick, tell the World what arrived of all that it asked for."""
        if not world.has_resource(AssetRequests):
            return
        requests = world.resource(AssetRequests)
        if not requests.waiting:
            return
        waiting = [(kind, name) for kind, name in requests.waiting]
        for kind, name, message in self._app.outside.ask(ASKED, lambda: self._arrived(waiting)):
            requests.waiting = [w for w in requests.waiting if w != [kind, name]]
            requests.failed += bool(message)
            world.send(AssetLoaded(kind, name, not message, message))

    def held(self) -> list[Held]:
        """Return everything that devices hold: pictures, fonts and decoded sounds."""
        painter, audio = self._app.devices.painter, self._app.devices.audio
        return [
            *(painter.held() if painter is not None else ()),
            *(audio.held() if audio is not None else ()),
        ]

    def release_unused(self) -> None:
        """Free now what nobody uses; of itself that happens when scenes change, and now and then.

        Whoever needs it again gets it again, with the pause that decoding takes.
        """
        painter, audio = self._app.devices.painter, self._app.devices.audio
        if painter is not None:
            painter.release_unused()
        if audio is not None:
            audio.release_unused()

    def _arrived(self, waiting: list[tuple[str, str]]) -> list[list[str]]:
        """Return kind, name and what is wrong, or "", of all that is not waited for any longer."""
        found: list[list[str]] = []
        for kind, name in waiting:
            try:
                if self._is_there(kind, name):
                    found.append([kind, name, ""])
            except ZenithError as error:
                found.append([kind, name, str(error)])
        return found

    def _is_there(self, kind: str, name: str) -> bool:
        """Tell whether something can be used at once; begin to load it where nobody did.

        Raises:
            ZenithError: It cannot be had.
        """
        workers = self._app.devices.workers
        job = self._jobs.get((kind, name))
        if job is None:
            path = self._app.assets.find(kind, name)
            nbytes = _CHECKS[kind](path)
            if workers is None or kind not in workers.decoders:
                return True
            job = self._jobs[kind, name] = workers.submit(kind, path, nbytes)
        if workers is not None and not workers.fetch(job):
            return False
        del self._jobs[kind, name]
        if job.error:
            raise AssetBroken(job.error)
        return True


class WorldAssets:
    """What systems use as `world.assets`: loading in the background, for one World."""

    def __init__(self, world: World) -> None:
        self._world = world

    def load(self, kind: str, *names: str) -> None:
        """Load assets in the background; an `AssetLoaded` event tells of each one.

        Args:
            kind: "image", "sound", "music" or "font".
            names: Their names. One that is missing or damaged arrives as such.

        Raises:
            UnknownName: There is no such kind.
            BadValue: A name is no text.
        """
        if kind not in _CHECKS:
            raise unknown("kind of asset", kind, EXTENSIONS)
        requests = self._requests()
        if not requests.waiting:
            requests.asked = requests.failed = 0
        for name in names:
            given: Any = name
            if not isinstance(given, str):
                raise BadValue(f"The name of a {kind} is a text, not {given!r}.")
            if [kind, name] not in requests.waiting:
                requests.waiting = [*requests.waiting, [kind, name]]
                requests.asked += 1

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Kind and name of what did not arrive yet."""
        return tuple((kind, name) for kind, name in self._known().waiting)

    @property
    def asked(self) -> int:
        """How many were asked for since nothing was waited for."""
        return self._known().asked

    @property
    def arrived(self) -> int:
        """How many of them arrived, those that cannot be had included."""
        known = self._known()
        return known.asked - len(known.waiting)

    @property
    def failed(self) -> int:
        """How many of them cannot be had."""
        return self._known().failed

    @property
    def progress(self) -> float:
        """The share that arrived, from 0 to 1; 1 where nothing was asked for."""
        return self.arrived / self.asked if self.asked else 1.0

    def _known(self) -> AssetRequests:
        world = self._world
        there = world.has_resource(AssetRequests)
        return world.resource(AssetRequests) if there else AssetRequests()

    def _requests(self) -> AssetRequests:
        if not self._world.has_resource(AssetRequests):
            self._world.set_resource(AssetRequests())
        return self._world.resource(AssetRequests)


def _picture(path: Path) -> int:
    width, height = picture_size(path)
    return 4 * width * height


def _sound(path: Path) -> int:
    return _DECODED_RATE * 4 * math.ceil(sound_info(path).seconds)


def _piece(path: Path) -> int:
    sound_info(path, music=True)
    return 0  # it is streamed


def _font(path: Path) -> int:
    check_font(path)
    return path.stat().st_size


_CHECKS: Final[dict[str, Callable[[Path], int]]] = {
    "image": _picture,
    "sound": _sound,
    "music": _piece,
    "font": _font,
}
"""What looks at the beginning of a file, by kind, and tells how large it is decoded."""
