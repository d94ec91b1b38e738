"""Named actions, and the keys, buttons and sticks bound to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zenith.errors import BadValue, UnknownName, nearest

MOUSE_BUTTONS: Final = ("left", "middle", "right", "back", "forward")
PAD_BUTTONS: Final = (
    "a", "b", "x", "y", "back", "guide", "start", "left_stick", "right_stick", "lb", "rb",
    "dpad_up", "dpad_down", "dpad_left", "dpad_right",
)  # fmt: skip
PAD_AXES: Final = ("left_x", "left_y", "right_x", "right_y", "lt", "rt")
KEYS: Final = frozenset(
    [
        *"abcdefghijklmnopqrstuvwxyz0123456789",
        *"-=[]\\;',./`",
        *(f"f{k}" for k in range(1, 16)),
        *(f"keypad {k}" for k in "0123456789"),
        "keypad +", "keypad -", "keypad *", "keypad /", "keypad .", "keypad enter", "keypad =",
        "space", "return", "escape", "tab", "backspace", "delete", "insert", "home", "end",
        "page up", "page down", "left", "right", "up", "down", "caps lock", "pause",
        "print screen", "scroll lock", "num lock", "menu",
        "left shift", "right shift", "left ctrl", "right ctrl", "left alt", "right alt",
        "left meta", "right meta",
    ]
)  # fmt: skip
"""Names of keys: what is printed on them, in lower case."""


@dataclass(frozen=True, slots=True)
class Button:
    """An action that is up or down.

    Attributes:
        bindings: What presses it: keys ("space", "left shift"), "mouse:left",
            "pad:a". Any of them will do.
    """

    bindings: tuple[str, ...]

    def __init__(self, *bindings: str) -> None:
        object.__setattr__(self, "bindings", tuple(check_binding(b) for b in bindings))


@dataclass(frozen=True, slots=True)
class Axis:
    """An action from -1 to 1.

    Attributes:
        negative: What pushes it towards -1.
        positive: What pushes it towards 1.
        stick: The gamepad axis that moves it, as "pad:left_x", or "".
        deadzone: How far the stick may rest from its middle, 0 to 1.
    """

    negative: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    stick: str = ""
    deadzone: float = 0.2

    def __post_init__(self) -> None:
        for binding in (*_several(self.negative), *_several(self.positive)):
            check_binding(binding)
        object.__setattr__(self, "negative", _several(self.negative))
        object.__setattr__(self, "positive", _several(self.positive))
        if self.stick:
            _check_among("stick", self.stick, [f"pad:{axis}" for axis in PAD_AXES])
        if not 0.0 <= self.deadzone < 1.0:
            raise BadValue(f"A dead zone is from 0 up to 1, not {self.deadzone}.")


def _several(bindings: Any) -> tuple[str, ...]:
    return (bindings,) if isinstance(bindings, str) else tuple(bindings)


def check_binding(binding: str) -> str:
    """Return a binding that names a real key or button.

    Raises:
        UnknownName: It names none; the message has the nearest.

    >>> check_binding("mouse:left")
    'mouse:left'
    """
    device, _, rest = binding.rpartition(":")
    if device == "mouse":
        return _check_among("mouse button", binding, [f"mouse:{b}" for b in MOUSE_BUTTONS])
    if device == "pad":
        return _check_among("gamepad button", binding, [f"pad:{b}" for b in PAD_BUTTONS])
    if binding not in KEYS:
        raise UnknownName(
            f'There is no key "{binding}".{nearest(binding, KEYS)} Keys are named by what is '
            'printed on them, in lower case; others are "mouse:left" and "pad:a".'
        )
    return binding


def _check_among(kind: str, binding: str, options: list[str]) -> str:
    if binding not in options:
        raise UnknownName(
            f'There is no {kind} "{binding}".{nearest(binding, options)} '
            f"Known: {', '.join(options)}."
        )
    return binding


DEFAULT_ACTIONS: Final[Mapping[str, Button | Axis]] = {
    "move": Axis(("left", "a", "pad:dpad_left"), ("right", "d", "pad:dpad_right"), "pad:left_x"),
    "move_y": Axis(("up", "w", "pad:dpad_up"), ("down", "s", "pad:dpad_down"), "pad:left_y"),
    "jump": Button("space", "up", "w", "pad:a"),
    "fire": Button("left ctrl", "x", "mouse:left", "pad:x"),
    "confirm": Button("return", "space", "keypad enter", "mouse:left", "pad:a"),
    "cancel": Button("escape", "backspace", "mouse:right", "pad:b"),
    "pause": Button("escape", "p", "pad:start"),
    "up": Button("up", "w", "pad:dpad_up"),
    "down": Button("down", "s", "pad:dpad_down"),
    "left": Button("left", "a", "pad:dpad_left"),
    "right": Button("right", "d", "pad:dpad_right"),
}
"""The actions every game has; a game's own of the same name replace them."""


class Actions:
    """The actions of a game, by name: the engine's own and the game's.

    >>> Actions({"dash": Button("left shift")})["dash"].bindings
    ('left shift',)
    """

    def __init__(self, own: Mapping[str, Button | Axis] | None = None) -> None:
        self._actions: dict[str, Button | Axis] = {**DEFAULT_ACTIONS}
        for name, action in (own or {}).items():
            self.bind(name, action)

    def bind(self, name: str, action: Button | Axis) -> None:
        """Set what an action is bound to, new or not."""
        if not isinstance(action, (Button, Axis)):
            raise BadValue(f'Action "{name}" is {action!r}; expected a Button or an Axis.')
        self._actions[name] = action

    def __getitem__(self, name: str) -> Any:
        found = self._actions.get(name)
        if found is None:
            raise UnknownName(
                f'There is no action "{name}".{nearest(name, self._actions)} '
                f"Known: {', '.join(self._actions)}."
            )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __len__(self) -> int:
        return len(self._actions)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Return every binding as plain data, for a settings file."""
        return {name: _plain(action) for name, action in self._actions.items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Mapping[str, Any]]) -> Actions:
        """Return the actions that `to_dict` described.

        Raises:
            UnknownName: A binding is misspelt.
            BadValue: An entry describes neither a button nor an axis.
        """
        return cls({name: _revived(name, entry) for name, entry in data.items()})


def _plain(action: Button | Axis) -> dict[str, Any]:
    if isinstance(action, Button):
        return {"button": list(action.bindings)}
    return {
        "negative": list(action.negative),
        "positive": list(action.positive),
        "stick": action.stick,
        "deadzone": action.deadzone,
    }


def _revived(name: str, entry: Mapping[str, Any]) -> Button | Axis:
    if "button" in entry:
        return Button(*entry["button"])
    try:
        return Axis(**entry)
    except TypeError:
        raise BadValue(f'Action "{name}" is {dict(entry)!r}; expected a button or an axis.') from None
