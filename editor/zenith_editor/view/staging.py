"""A document's stage made ready to be drawn: seen from above, without what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

import zenith as zn
from zenith_editor.model.game import Game
from zenith_editor.model.tabs import Tab

_DRAWN: Final[tuple[type[Any], ...]] = (
    zn.Sprite, zn.RectangleShape, zn.CircleShape, zn.PolygonShape, zn.LineShape, zn.Text,
)  # fmt: skip


class Staging:
    """Makes stages ready; what it changes of them never comes to a document."""

    def __init__(self, game: Callable[[], Game]) -> None:
        self._game = game
        self._hidden: WeakKeyDictionary[Tab, tuple[int, int, int]] = WeakKeyDictionary()

    def world(self, tab: Tab) -> zn.World:
        """Return the World of a tab's stage as the viewport shows it."""
        self._hide(tab)
        world, view = tab.stage.world, tab.view
        _flatten(world)
        if not world.has_resource(zn.Camera):
            world.set_resource(zn.Camera(), transient=True)
        camera = world.resource(zn.Camera)
        camera.x, camera.y, camera.zoom, camera.rotation = view.x, view.y, view.zoom, 0.0
        camera.remember()
        return world

    def _hide(self, tab: Tab) -> None:
        """Leave out what is hidden; where that is another than before, the stage is made anew."""
        revision, seen = tab.marks.revision, self._hidden.get(tab, (0, 0, 0))
        if revision == seen[0] and not tab.marks.hidden:
            return
        if revision != seen[0]:
            tab.stage.use(self._game().types)
        entities = tab.stage.entities
        state = (revision, tab.stage.builds, tab.document.revision)
        if state == seen:
            return
        self._hidden[tab] = state
        for key in tab.marks.unseen(tab.document.entities()):
            for cls in _DRAWN:
                if entities[key].has(cls):
                    entities[key][cls].visible = False


def _flatten(world: zn.World) -> None:
    """Let layers that stay put on the screen lie in the world, where they are picked."""
    layers = world.resource(zn.Layers)
    if any(layer.screen for layer in layers):
        flat = zn.Layers(zn.Layer(layer.name, layer.y_sort) for layer in layers)
        world.set_resource(flat, transient=True)
