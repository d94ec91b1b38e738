"""What the editor can do, by name: one list for menus, toolbar, shortcuts, palette and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import zenith as zn
from zenith_editor.model.editor import Editor
from zenith_editor.model.search import fuzzy


def always(editor: Editor) -> bool:
    """Enable an action at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the editor can do.

    Attributes:
        name: What code, settings and tests call it, as "edit.undo".
        label: What menus call it.
        run: Does it.
        shortcut: Its keys, as "Ctrl+Z"; "" for none.
        enabled: Whether it can be done now.
        tooltip: One line that says what it does, where the label does not.
        games: Whether its keys work while a game that plays has the keyboard.
    """

    name: str
    label: str
    run: Callable[[Editor], object]
    shortcut: str = ""
    enabled: Callable[[Editor], bool] = always
    tooltip: str = ""
    games: bool = False

    @property
    def menu(self) -> str:
        """The menu that it stands in, as "edit"."""
        return self.name.partition(".")[0]


class Actions:
    """All actions, in the order of their menus.

    >>> actions = Actions([Action("edit.undo", "Undo", lambda editor: None, "Ctrl+Z")])
    >>> actions.get("edit.undo").label, actions.by_shortcut("Ctrl+Z").name
    ('Undo', 'edit.undo')
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        self._by_name = {action.name: action for action in actions}
        self._by_keys = {a.shortcut: a for a in self._by_name.values() if a.shortcut}

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_name.values())

    def get(self, name: str) -> Action:
        """Return the action of that name.

        Raises:
            UnknownName: There is none.
        """
        if name not in self._by_name:
            hint = zn.nearest(name, self._by_name)
            raise zn.UnknownName(f'The editor has no action "{name}".{hint}')
        return self._by_name[name]

    def by_shortcut(self, keys: str) -> Action | None:
        """Return the action of some keys, written as "Ctrl+Shift+Z"."""
        return self._by_keys.get(keys)

    def menus(self) -> dict[str, list[Action]]:
        """Return the actions of each menu."""
        found: dict[str, list[Action]] = {}
        for action in self:
            found.setdefault(action.menu, []).append(action)
        return found

    def search(self, query: str, editor: Editor) -> list[Action]:
        """Return the actions that fit some letters and can be done now, the best first."""
        known = [action for action in self if action.enabled(editor)]
        return fuzzy(query, known, lambda action: action.label)

    def run(self, name: str, editor: Editor) -> bool:
        """Do an action; what goes wrong is told. Return whether it was done."""
        action = self.get(name)
        if not action.enabled(editor):
            return False
        return editor.attempt(lambda: action.run(editor))
