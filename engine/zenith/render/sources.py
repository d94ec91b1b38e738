"""The engine's own shaders: read from beside this file, and again after they changed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Final

from zenith.gpu import Device

QUAD: Final = ("quad.vert.glsl", "quad.frag.glsl")
SCREEN: Final = ("screen.vert.glsl", "screen.frag.glsl")


def engine_shader(name: str) -> str:
    """Return the text of one of the engine's shaders."""
    return (resources.files("zenith.render") / "shaders" / name).read_text("utf-8")


def touches(files: Iterable[Path], names: Iterable[str]) -> bool:
    """Tell whether any of some files is one of the engine's shaders."""
    folder = Path(str(resources.files("zenith.render"))) / "shaders"
    own = {(folder / name).resolve() for name in names}
    return any(file.resolve() in own for file in files)


def _numbered(name: str) -> str:
    """Return one of the engine's shaders, its lines counted as in its file."""
    return f"#line 1\n{engine_shader(name)}"


class QuadSource:
    """The text of the program that draws every instance.

    Attributes:
        vertex: Source of its vertex shader.
        fragment: Source of its fragment shader.
        version: Changes with them.
    """

    def __init__(self) -> None:
        self.vertex, self.fragment = (_numbered(name) for name in QUAD)
        self.version = 0

    def reload(self, device: Device) -> None:
        """Read the files again; what compiled last stays where they do not.

        Raises:
            DeviceError: They do not compile.
        """
        vertex, fragment = (_numbered(name) for name in QUAD)
        device.quads(vertex, fragment, []).release()
        self.vertex, self.fragment = vertex, fragment
        self.version += 1
