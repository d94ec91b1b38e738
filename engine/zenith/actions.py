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
PAD_HALVES: Final[Mapping[str, tuple[str, float]]] = {
    "stick_left": ("left_x", -1.0),
    "stick_right": ("left_x", 1.0),
    "stick_up": ("left_y", -1.0),
    "stick_down": ("left_y", 1.0),
    "lt": ("lt", 1.0),
    "rt": ("rt", 1.0),
}
"""Sticks and triggers that also serve as buttons: the axis and the side that presses."""

NAMED_KEYS: Final = (
    *(f"f{k}" for k in range(1, 16)),
    *(f"keypad {k}" for k in "0123456789"),
    "keypad +", "keypad -", "keypad *", "keypad /", "keypad .", "keypad enter", "keypad =",
    "space", "return", "escape", "tab", "backspace", "delete", "insert", "home", "end",
    "page up", "page down", "left", "right", "up", "down", "caps lock", "pause",
    "print screen", "scroll lock", "num lock", "menu",
    "left shift", "right shift", "left ctrl", "right ctrl", "left alt", "right alt",
    "left meta", "right meta",
)  # fmt: skip
KEYS: Final = (*"abcdefghijklmnopqrstuvwxyz0123456789-=[]\\;',./`", *NAMED_KEYS)
"""Names of the keys of an English keyboard: what is printed on them, in lower case."""


@dataclass(frozen=True, slots=True)
class Button:
    """An action that is up or down.

    Attributes:
        bindings: What presses it: keys ("space", "left shift"), "mouse:left",
            "pad:a". Any of them will do.

    Raises:
        UnknownName: A binding is misspelt.
        BadValue: A binding is no text.
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
        deadzone: How far the stick may rest from its middle, 0 up to 1.

    Raises:
        UnknownName: A binding is misspelt.
        BadValue: The dead zone is out of range, or a binding is no text.
    """

    negative: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    stick: str = ""
    deadzone: float = 0.2

    def __post_init__(self) -> None:
        object.__setattr__(self, "negative", _several(self.negative))
        object.__setattr__(self, "positive", _several(self.positive))
        for binding in (*self.negative, *self.positive):
            check_binding(binding)
        stick: Any = self.stick
        if not isinstance(stick, str):
            raise BadValue(f'A stick is a text such as "pad:left_x", or "", not {stick!r:.60}.')
        if stick:
            _check_among("stick", self.stick, [f"pad:{axis}" for axis in PAD_AXES])
        zone: Any = self.deadzone
        if isinstance(zone, bool) or not isinstance(zone, (int, float)) or not 0.0 <= zone < 1.0:
            raise BadValue(f"A dead zone is from 0 up to 1, not {zone!r:.60}.")


def _several(bindings: Any) -> tuple[str, ...]:
    if isinstance(bindings, str):
        return (bindings,)
    try:
        return tuple(bindings)
    except TypeError:
        raise BadValue(f'Bindings are texts, as in ("left", "a"), not {bindings!r:.60}.') from None


def is_key(name: str) -> bool:
    """Tell whether a name is a key's: a named one, or one character that can be printed.

    >>> is_key("left shift"), is_key("ü"), is_key("Q")
    (True, True, False)
    """
    one = len(name) == 1 and name.isprintable() and not name.isspace() and name == name.lower()
    return one or name in NAMED_KEYS


def check_binding(binding: str) -> str:
    """Return a binding that names a real key or button.

    Raises:
        UnknownName: It names none; the message has the nearest.
        BadValue: It is no text.

    >>> check_binding("mouse:left")
    'mouse:left'
    """
    given: Any = binding
    if not isinstance(given, str):
        raise BadValue(f'A binding is a text such as "space" or "pad:a", not {given!r:.60}.')
    device, colon, _ = binding.partition(":")
    if colon and device == "mouse":
        return _check_among("mouse button", binding, [f"mouse:{b}" for b in MOUSE_BUTTONS])
    if colon and device == "pad":
        return _check_among(
            "gamepad button", binding, [f"pad:{b}" for b in (*PAD_BUTTONS, *PAD_HALVES)]
        )
    if not is_key(binding):
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
    "up": Button("up", "w", "pad:dpad_up", "pad:stick_up"),
    "down": Button("down", "s", "pad:dpad_down", "pad:stick_down"),
    "left": Button("left", "a", "pad:dpad_left", "pad:stick_left"),
    "right": Button("right", "d", "pad:dpad_right", "pad:stick_right"),
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
        """Set what an action is bound to, new or not.

        Raises:
            BadValue: It is neither a Button nor an Axis, or the name is no text.
        """
        found: Any = action
        if not isinstance(found, (Button, Axis)):
            raise BadValue(f'Action "{name}" is {found!r:.60}; expected a Button or an Axis.')
        named: Any = name
        if not isinstance(named, str) or not named:
            raise BadValue(f"An action is named by a text, not by {named!r:.60}.")
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
    def from_dict(cls, data: Mapping[str, Any]) -> Actions:
        """Return the actions that `to_dict` described.

        Raises:
            UnknownName: A binding is misspelt.
            BadValue: An entry describes neither a button nor an axis.

        >>> Actions.from_dict({"dash": {"button": ["e"]}})["dash"]
        Button(bindings=('e',))
        """
        given: Any = data
        if not isinstance(given, Mapping):
            raise BadValue(f"Actions are read from a table of names, not from {given!r:.60}.")
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


def _revived(name: str, entry: Any) -> Button | Axis:
    try:
        return Button(*_texts(entry["button"])) if "button" in entry else _axis(entry)
    except (TypeError, KeyError):
        raise BadValue(
            f'Action "{name}" is {entry!r:.60}; expected {{"button": [...]}} or '
            '{"negative": [...], "positive": [...], "stick": ..., "deadzone": ...}.'
        ) from None


def _axis(entry: Any) -> Axis:
    fields = {**entry}
    for side in ("negative", "positive"):
        fields[side] = _texts(fields.get(side, ()))
    return Axis(**fields)


def _texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts as it is; a bare text would fall apart into letters."""
    if isinstance(value, str):
        raise TypeError
    return tuple(value)
