"""The pass that brings the whole picture to the window through a game's own shader."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from zenith.errors import AssetMissing, DeviceError, ShaderError
from zenith.gpu import Device, Quads, Size, Target
from zenith.render.batch import FrameStats
from zenith.render.glsl import problems_of, read_effect, whole_fragment
from zenith.render.sources import SCREEN, engine_shader, touches
from zenith.render.view import Frame
from zenith.scenefile.problem import Problem

HOUR: Final = 3600
"""After so many seconds a shader's time begins again at 0."""


def shader_time(ticks: int, alpha: float, rate: float) -> float:
    """Return a shader's time in seconds, precise however long the game has run.

    Args:
        ticks: Ticks run so far.
        alpha: How far between the last two, 0 to 1.
        rate: Ticks per second.

    >>> shader_time(60, 1.0, 60.0), shader_time(60 * 3600 + 30, 1.0, 60.0)
    (1.0, 0.5)
    """
    if ticks < 1:
        return 0.0
    return ((ticks - 1) % max(round(HOUR * rate), 1) + alpha) / rate


def compile_effect(device: Device, file: Path) -> Quads:
    """Return the program of a game's shader.

    Raises:
        ShaderError: It does not compile, told by the lines of its file.
    """
    source = read_effect(file)
    try:
        return device.quads(engine_shader("screen.vert.glsl"), whole_fragment(source), [])
    except DeviceError as error:
        raise ShaderError(*problems_of(str(error), str(file), source)) from None


class ScreenPass:
    """Compiles shaders when they are first used, and draws the picture through one.

    One that does not compile is told of once in the log, and the picture is drawn
    without it. Once one compiled, its program stays in use until a later text of
    its file compiles.
    """

    def __init__(self, device: Device, find: Callable[[str], Path]) -> None:
        """Make a pass.

        Args:
            device: The graphics device.
            find: Returns the file of a shader, or raises AssetMissing.
        """
        self._device = device
        self._find = find
        self._programs: dict[str, Quads | None] = {}
        self._target: Target | None = None

    def begin(self, name: str, size: Size) -> Target | None:
        """Return where to draw what goes through a shader, or None if it does not compile.

        Args:
            name: The shader's name.
            size: Pixels of the part of the window that shows the virtual screen.

        Raises:
            AssetMissing: There is no such shader.
        """
        if name not in self._programs:
            problems = self._compile(name, self._find(name))
            if problems:
                logging.getLogger("zenith").warning("%s", ShaderError(*problems))
        if self._programs[name] is None:
            return None
        if self._target is None or self._target.size != size:
            self._drop_target()
            self._target = self._device.target(size)
        return self._target

    def finish(
        self,
        name: str,
        source: Target,
        target: Target,
        frame: Frame,
        time: float,
        stats: FrameStats,
    ) -> None:
        """Draw what `begin` returned into the window."""
        program = self._programs[name]
        assert program is not None
        values = {"size": frame.virtual, "time": (time,), "scale": (frame.scale,)}
        program.draw(
            target,
            count=1,
            viewport=frame.box,
            blend="alpha",
            texture=source,
            uniforms={name: np.array(v, np.float32).tobytes() for name, v in values.items()},
        )
        stats.draw_calls += 1

    def forget(self, files: Iterable[Path]) -> list[Problem]:
        """Compile anew what was made of these files; return what is wrong with them.

        What no longer compiles stays as it was.
        """
        changed = list(files)
        stems = {file.stem for file in changed}
        everything = touches(changed, SCREEN)
        found: list[Problem] = []
        for name in sorted(self._programs):
            if everything or PurePosixPath(name).stem in stems:
                try:
                    found += self._compile(name, self._find(name))
                except AssetMissing as error:
                    found.append(Problem(f"{name}.glsl", "", "no such file any more", str(error)))
        return found

    def _compile(self, name: str, file: Path) -> list[Problem]:
        """Put a shader's program in the place of an earlier one; return what is wrong with it."""
        before = self._programs.setdefault(name, None)
        try:
            self._programs[name] = compile_effect(self._device, file)
        except ShaderError as error:
            return list(error.args)
        if before is not None:
            before.release()
        return []

    def _drop_target(self) -> None:
        if self._target is not None:
            self._target.release()
            self._target = None

    def release(self) -> None:
        """Give everything on the device back."""
        self._drop_target()
        for program in self._programs.values():
            if program is not None:
                program.release()
        self._programs.clear()
