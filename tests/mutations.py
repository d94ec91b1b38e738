"""Sound files of each kind, and how to spoil them: by bytes, by what stands in them, or both."""

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path

import zenith as zn

HOSTILE = Path(__file__).parent / "hostile"


@zn.component
class Goal:
    points: int = 0
    place: zn.Vec2 = zn.Vec2()
    owner: zn.Entity | None = None
    anything: object = None
    words: list[str] = []


class Walker(zn.Script):
    speed: float = 1.0


TYPES = zn.Types([Goal, Walker])

SCENE = """{
  "zenith": "scene",
  "version": 1,
  "weather": ["rain", {"much": true}],
  "resources": {
    "Gravity": {"y": 900.0}
  },
  "entities": {
    "coin": {
      "prefab": "coin",
      "name": "c\u00e9",
      "components": {
        "Transform": {"x": 1.5}
      }
    },
    "goal": {
      "parent": "hero",
      "components": {
        "Goal": {
          "anything": {"$plain": ["l", ["e", "hero"], ["a", "<f8", [1], "0000000000000840"]]},
          "owner": "coin", "place": [1.0, 2.0], "points": 3, "words": ["a", "b"]
        },
        "Jetpack": {"fuel": 3}
      }
    },
    "hero": {
      "tags": ["x"],
      "order": 2,
      "components": {
        "PolygonShape": {"color": [1.0, 0.5, 0.0, 1.0], "points": [[0.0, 1.0], [2.0, 3.0]]},
        "Sprite": {"image": "crate", "layer": "hud", "opacity": 0.5},
        "Walker": {"speed": 2.0}
      }
    }
  }
}
"""
PREFAB = """{
  "zenith": "prefab",
  "version": 1,
  "entities": {
    "chest": {
      "components": {"Goal": {"owner": "coin", "points": 2}, "Sprite": {}, "Transform": {}}
    },
    "coin": {
      "parent": "chest",
      "prefab": "coin",
      "overrides": {"coin": {"components": {"Transform": {"y": -4.0}}}}
    },
    "lid": {
      "parent": "chest",
      "name": "lid",
      "tags": ["open"],
      "components": {"Transform": {"rotation": 0.5}, "Walker": {"speed": 3.0}}
    }
  }
}
"""
USER = """{"zenith": "scene", "version": 1, "entities": {
  "a": {"prefab": "chest", "components": {"Transform": {"x": 3.0}}},
  "b": {"prefab": "chest", "parent": "a", "overrides": {
    "lid": {"components": {"Walker": {"speed": 1.0}}}, "coin": {"removed": true}}}
}}
"""
PROJECT = """\
zenith = 1
name = "Moss and L\u00e4nterns"  # the window's title
description = "One line."
start = "level"
modules = ["hero", "things.coins"]
systems = ["hero.steer", "things.coins.turn"]
scene_migrations = ["hero.older"]
tick_rate = 60.0
seed = 0x1f
languages = ["en", "pt-BR"]

[window]
size = [1280, 720]
virtual_size = [320, 180]
scaling = "integer"
background = "#1a1c2c"
vsync = true
frame_cap = 1_000.5

[history]
seconds = 30
megabytes = 64

[actions]
jump = ["space", "pad:a"]
move = { negative = ["left"], positive = ["right"], stick = "pad:left_x", deadzone = 0.2 }

[layers]
draw = [
  "default",  # the first
  { name = "actors", y_sort = true }, { name = "hud", screen = true },
]
collision = ["default", "ground"]

[audio.buses]
music = 0.7
voice = 1.0

[settings]
best = 0
words = [1, [2.5, "three"], { four = true }]
"two words" = '''three'''

[saves]
version = 2
migrations = { 1 = "hero.older" }

[scenes.title]
systems = ["hero.steer"]
start = "hero.begin"
overlay = true

[scenes."menu/main"]
draw = "hero.paint"
"""

PIECES = [
    *(bytes([c]) for c in b'{}[],:"-09.\n\x00\xff'), b"1e999", b"NaN", b"null", b"true", b"\\u",
    b'"$plain"', b'"../x"', b'"hero"', b'"prefab"', b'"parent"', b"9" * 40, b"-0.0", b'"_moved"',
    b'"e"', b'"w"', b'"a"', b'"o"', b'"d"', b'["v"]', b'["c",1]', b'["s",[]]',
    b"=", b"'", b'"""', b"#", b"\r", b"\xef\xbb\xbf", b"[scenes.title]", b"[[layers]]", b"inf",
    b"1979-05-27", b"07:32:00", b"0x", b"1e5", b"a.b.c", b"\xe2\x80\xae", b"{ a = [] }",
]  # fmt: skip
VALUES = [
    None, True, False, 0, 1, -1, 2**31, 2**63, 2**64, -(10**30), 0.0, -0.0, 1.5, 1e308, 5e-324,
    float("nan"), float("inf"), "", " ", "a", "hero", "coin", "chest", "level", "../x", "/etc",
    "C:/x", "\\\\host\\share", "file:///x", "CON", "a\nb", "\u202ea", "\ud800", "\0", "x" * 300,
    "1", "hero.steer", "os.system", "__import__", "space", "#12345", "default", [], [[]], {},
    ["l", ["l"]], {"$plain": ["e", "hero"]}, {"$plain": ["o", "os.system", {}]}, {"": {}},
    [0.5, 0.5], [1e999, 2.0], [1, 2, 3, 4], ["hero"], {"prefab": "coin"}, {"parent": "goal"},
    {"components": {"Transform": {"x": "far"}}}, {"removed": True}, {"name": "actors"},
]  # fmt: skip


def mutated(data, rng):
    """Return bytes changed in a few places: flipped, cut, doubled, swapped or replaced."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data)) if data else 0
        to = min(len(data), at + rng.randint(1, 30))
        way = rng.randrange(8)
        if way == 0 and data:
            data[at] = rng.randrange(256)
        elif way == 1:
            del data[at:to]
        elif way == 2:
            data[at:at] = data[at:to]
        elif way == 3:
            data[at:at] = rng.choice(PIECES)
        elif way == 4:
            data[at:to] = rng.choice(PIECES)
        elif way == 5 and data:
            data[at] ^= 1 << rng.randrange(8)
        elif way == 6 and rng.random() < 0.2:
            del data[at:]
        else:
            words = re.findall(rb'"[^"\n]*"|[0-9.]+', data)
            if words:
                old, new = rng.choice(words), rng.choice([*words, *PIECES])
                data = bytearray(bytes(data).replace(old, new, 1))
    return bytes(data)


def places(value):
    """Yield every list or table within a value, with each of its keys."""
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def rebuilt(value, rng):
    """Return a copy of a document, changed in a few places as a value, not as text."""
    value = copy.deepcopy(value)
    for _ in range(rng.choice([1, 1, 2, 3])):
        there = list(places(value))
        if not there:
            return value
        (holder, key), (other, name) = rng.choice(there), rng.choice(there)
        way = rng.randrange(7)
        if way == 0:
            holder[key] = rng.choice(VALUES)
        elif way == 1:
            holder[key], other[name] = copy.deepcopy(other[name]), copy.deepcopy(holder[key])
        elif way == 2:
            holder[key] = copy.deepcopy(other[name])
        elif way == 3:
            del holder[key]
        elif way == 4:
            _doubled(holder, key, rng)
        elif way == 5 and isinstance(holder, dict):
            texts = [v for v in VALUES if isinstance(v, str)]
            keys = [k for h, k in there if isinstance(h, dict)]
            holder[rng.choice(keys if rng.random() < 0.7 else texts)] = holder.pop(key)
        elif isinstance(holder[key], str):
            words = [h[k] for h, k in there if isinstance(h[k], str)]
            holder[key] = rng.choice([*words, holder[key] + "x", holder[key].upper()])
    return value


def _doubled(holder, key, rng):
    """Put a copy of a part beside it, many of them, or into itself."""
    part = copy.deepcopy(holder[key])
    times = rng.choice([1, 1, 1, 3, 40])
    if isinstance(holder, list):
        holder[key:key] = [copy.deepcopy(part) for _ in range(times)]
        return
    for k in range(times):
        holder[f"{key}{k}"] = copy.deepcopy(part)
    if isinstance(part, dict) and rng.random() < 0.3:
        holder[key][key] = part


def as_json(value):
    """Return a document as JSON, well-formed or not quite: NaN and halves of letters stay."""
    return json.dumps(value, indent=1).encode()


def as_toml(value):
    """Return a document as TOML: tables at the top with headings, everything else in line."""
    if not isinstance(value, dict):
        return f"x = {_inline(value)}\n".encode()
    lines = [f"{_key(k)} = {_inline(v)}" for k, v in value.items() if not isinstance(v, dict)]
    for key, table in value.items():
        if isinstance(table, dict):
            lines += [f"[{_key(key)}]", *(f"{_key(k)} = {_inline(v)}" for k, v in table.items())]
    return "\n".join([*lines, ""]).encode()


def _key(key):
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key)


def _inline(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value)


@dataclass(frozen=True)
class Sample:
    """A sound file: its bytes, what stands in it, and how that is written."""

    data: bytes
    value: object
    write: object

    def spoilt(self, rng):
        """Return it changed: as a value, as bytes, or both, one after the other."""
        way = rng.randrange(4)
        data = self.data if way == 0 else self.write(rebuilt(self.value, rng))
        return mutated(data, rng) if way in (0, 3) else data
