"""Playing in place: start, pause, single ticks, speed, the past."""

from __future__ import annotations

from functools import partial
from typing import Final

from zenith_editor.model.actions import Action
from zenith_editor.model.commands.when import has_project, has_tab, plays
from zenith_editor.model.editor import Editor
from zenith_editor.model.play import SPEEDS, State


def play_or_stop(editor: Editor) -> None:
    """Play the scene that is shown, or end the game."""
    if plays(editor):
        editor.stop()
    else:
        editor.start(editor.tab)


def play_game(editor: Editor) -> None:
    """Play the game from its start."""
    editor.start(None)


def pause(editor: Editor) -> None:
    """Hold the game, or let it go on."""
    if editor.play.state is State.PAUSED:
        editor.play.resume()
    else:
        editor.play.pause()


def step(editor: Editor) -> None:
    """Run one tick."""
    editor.play.step()


def _go(ticks: int, editor: Editor) -> None:
    first, last = editor.play.reach
    editor.play.seek(max(first, min(last, editor.play.app.ticks + ticks)))


def _faster(places: int, editor: Editor) -> None:
    nearest = min(SPEEDS, key=lambda speed: abs(speed - editor.play.speed))
    at = SPEEDS.index(nearest) + places
    editor.play.speed = SPEEDS[max(0, min(at, len(SPEEDS) - 1))]


def normal_speed(editor: Editor) -> None:
    """Play at the game's own speed."""
    editor.play.speed = 1.0


def keep_all(editor: Editor) -> None:
    """Put everything that was changed by hand in the last game into the scene."""
    editor.keep(list(editor.to_keep))


def _can_play(editor: Editor) -> bool:
    return plays(editor) or has_tab(editor)


def _can_play_game(editor: Editor) -> bool:
    return has_project(editor) and editor.project.game.project is not None


def _can_keep(editor: Editor) -> bool:
    return has_tab(editor) and bool(editor.to_keep) and not plays(editor)


ACTIONS: Final = (
    Action("game.play", "Play scene or stop", play_or_stop, "F5", _can_play, games=True),
    Action("game.play_game", "Play game", play_game, "Ctrl+F5", _can_play_game, games=True),
    Action("game.pause", "Pause", pause, "F6", plays, games=True),
    Action("game.step", "One tick", step, "F7", plays, games=True),
    Action("game.back", "Back one tick", partial(_go, -1), "Shift+F7", plays, games=True),
    Action("game.back_second", "Back one second", partial(_go, -60), "Ctrl+F7", plays, games=True),
    Action("game.slower", "Slower", partial(_faster, -1), "F8", games=True),
    Action("game.faster", "Faster", partial(_faster, 1), "F9", games=True),
    Action("game.normal", "Normal speed", normal_speed, "Shift+F8", games=True),
    Action("game.keep", "Keep all changes", keep_all, "", _can_keep),
)
