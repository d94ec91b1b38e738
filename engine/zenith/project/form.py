"""The keys of a project file, table by table, and who reads each: the one place to add one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from zenith.project.values import (
    Read,
    action,
    choice,
    color,
    file_name,
    flag,
    function,
    language,
    layer,
    line,
    module,
    number,
    optional_function,
    optional_line,
    plain,
    several,
    size,
    table,
    version_key,
    word,
)
from zenith.screen import SCALINGS, WindowSettings

_BY_TYPE: Final[Mapping[str, Read]] = {
    "bool": flag,
    "float": number(0, 10000),
    "str": optional_line,
}
VERSION: Final = 1
"""The version of the form that this Zenith reads."""

TOP: Final[Mapping[str, Read]] = {
    "zenith": number(1, VERSION, whole=True),
    "name": line,
    "description": optional_line,
    "start": file_name,
    "modules": several(module, "modules"),
    "systems": several(function, "systems"),
    "scene_migrations": several(function, "functions"),
    "tick_rate": number(1, 1000),
    "seed": number(0, 2**63 - 1, whole=True),
    "languages": several(language, "languages"),
    "actions": table(word, action, "actions"),
    "settings": table(line, plain, "settings"),
}
WINDOW: Final[Mapping[str, Read]] = {
    "size": size,
    "virtual_size": size,
    "scaling": choice(*SCALINGS),
    "background": color,
    "bars": color,
    **{f.name: _BY_TYPE[str(f.type)] for f in fields(WindowSettings) if f.name != "size"},
}
HISTORY: Final[Mapping[str, Read]] = {
    "seconds": number(0.1, math.inf),
    "megabytes": number(0.1, math.inf),
}
LAYERS: Final[Mapping[str, Read]] = {
    "draw": several(layer, "layers"),
    "collision": several(word, "layers"),
}
AUDIO: Final[Mapping[str, Read]] = {
    "buses": table(word, number(0, 1), "volumes by bus"),
}
SAVES: Final[Mapping[str, Read]] = {
    "version": number(1, 10**6, whole=True),
    "migrations": table(version_key, function, "functions by version"),
}
SCENE: Final[Mapping[str, Read]] = {
    "systems": several(function, "systems"),
    "start": optional_function,
    "draw": optional_function,
    "overlay": flag,
}
TABLES: Final[Mapping[str, Mapping[str, Read]]] = {
    "window": WINDOW,
    "history": HISTORY,
    "layers": LAYERS,
    "audio": AUDIO,
    "saves": SAVES,
}
NEEDED: Final = ("zenith", "name", "start")
