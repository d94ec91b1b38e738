"""The kinds of assets: what their files may end with, and the folder where they usually lie."""

from __future__ import annotations

from typing import Final

EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "image": (
        ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga", ".qoi", ".webp",
        ".pnm", ".ppm", ".pgm", ".pbm",
    ),
    "sound": (".wav", ".ogg", ".opus", ".mp3", ".flac"),
    "music": (".ogg", ".wav", ".opus", ".mp3", ".flac"),
    "font": (".ttf", ".otf"),
    "shader": (".glsl",),
}  # fmt: skip
FOLDERS: Final[dict[str, str]] = {
    "image": "images",
    "sound": "sounds",
    "music": "music",
    "font": "fonts",
    "shader": "shaders",
}
