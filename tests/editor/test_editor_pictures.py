"""The editor drawn for real, off-screen: pixels, what devices hold, and the command."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import zenith as zn
from projects import make

pytest.importorskip("imgui_bundle")

import pygame

from zenith.cli import edit_command
from zenith.cli import main as zenith
from zenith.images import load_image
from zenith.window.translate import Translator
from zenith_editor.model.commands import ACTIONS
from zenith_editor.model.editor import Editor
from zenith_editor.model.operations import SetComponent, SetField
from zenith_editor.model.play import State
from zenith_editor.view import hearing
from zenith_editor.view.backend.surfaces import PictureSurface
from zenith_editor.view.run import Session

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "examples" / "templates"
SIZE = (1280, 720)


class Drawn:
    """An editor off-screen that takes pygame's own events."""

    def __init__(self, path, user):
        self.editor = Editor(user=user)
        self.editor.open(path)
        self.surface = PictureSurface(SIZE)
        self.events = []
        self.surface.poll = self._poll
        self.session = Session(self.editor, self.surface)
        self.now = 10.0
        self.frames(6)

    def _poll(self):
        events, self.events = self.events, []
        return events

    def frames(self, count=3):
        for _ in range(count):
            self.now += 1 / 60
            self.session.frame(self.now, 1 / 60)
        return self

    def send(self, kind, **given):
        self.events.append(pygame.event.Event(kind, **given))
        return self.frames()

    def key(self, key, mod=0):
        self.send(pygame.KEYDOWN, key=key, mod=mod, unicode="")
        return self.send(pygame.KEYUP, key=key, mod=mod)

    def click(self, at):
        self.send(pygame.MOUSEMOTION, pos=at)
        self.send(pygame.MOUSEBUTTONDOWN, pos=at, button=1)
        return self.send(pygame.MOUSEBUTTONUP, pos=at, button=1)

    def drag(self, start, end):
        self.send(pygame.MOUSEMOTION, pos=start)
        self.send(pygame.MOUSEBUTTONDOWN, pos=start, button=1)
        self.send(pygame.MOUSEMOTION, pos=end)
        return self.send(pygame.MOUSEBUTTONUP, pos=end, button=1)

    def pixel(self, x, y):
        left, top, right, bottom = self.session.view.ui.viewport
        view = self.editor.tab.view
        across = (left + right) / 2 + (x - view.x) * view.zoom
        return round(across), round((top + bottom) / 2 + (y - view.y) * view.zoom)

    def colour(self, x, y):
        return self.surface.target.read()[y, x, :3].astype(int)


@pytest.fixture
def drawn(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    make(folder)
    scene = zn.SceneDocument()
    box = {"width": 40.0, "height": 40.0, "color": [1.0, 0.0, 0.0, 1.0]}
    scene.add(
        "box",
        zn.EntityData(
            "box", components={"Transform": {"x": 100.0, "y": 90.0}, "RectangleShape": box}
        ),
    )
    zn.save_scene(scene, folder / "scenes" / "meadow.scene")
    one = Drawn(folder, tmp_path)
    yield one
    one.session.close()


def test_the_engine_draws_the_scene_into_the_viewport(drawn):
    drawn.editor.prefer(show_grid=False)
    drawn.frames()
    assert drawn.colour(*drawn.pixel(100, 90)).tolist() == [255, 0, 0]
    assert drawn.colour(*drawn.pixel(100, 90 - 21)).tolist() != [255, 0, 0]
    assert drawn.colour(*drawn.pixel(100, 90 - 19)).tolist() == [255, 0, 0]


def test_what_is_dragged_is_drawn_where_it_was_let_go(drawn):
    drawn.editor.prefer(show_grid=False)
    drawn.drag(drawn.pixel(100, 90), drawn.pixel(180, 90))
    assert drawn.colour(*drawn.pixel(180, 90)).tolist() == [255, 0, 0]
    assert drawn.colour(*drawn.pixel(100, 90)).tolist() != [255, 0, 0]
    drawn.key(pygame.K_z, pygame.KMOD_LCTRL)
    assert drawn.colour(*drawn.pixel(100, 90)).tolist() == [255, 0, 0]


def test_what_is_hidden_is_not_drawn_until_everything_is_shown(drawn):
    drawn.editor.prefer(show_grid=False)
    drawn.editor.document.selection.set(["box"])
    drawn.key(pygame.K_h)
    assert drawn.colour(*drawn.pixel(90, 80)).tolist() != [255, 0, 0]
    drawn.key(pygame.K_RIGHT)
    assert drawn.colour(*drawn.pixel(90, 80)).tolist() != [255, 0, 0]
    drawn.key(pygame.K_h, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    assert drawn.colour(*drawn.pixel(90, 80)).tolist() == [255, 0, 0]
    components = drawn.editor.document.scene.entities["box"].components
    assert "visible" not in components["RectangleShape"]


def test_a_layer_that_stays_on_the_screen_is_drawn_where_it_is_picked(drawn):
    drawn.editor.prefer(show_grid=False)
    drawn.editor.document.do("Layer", SetField("box", "RectangleShape", "layer", "hud"))
    drawn.editor.tab.view.x += 60.0
    drawn.frames()
    assert drawn.colour(*drawn.pixel(100, 90)).tolist() == [255, 0, 0]


def test_an_error_in_the_game_pauses_it_and_the_console_says_where(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    drawn = Drawn(make(folder, systems=("fail_late",)), tmp_path)
    try:
        drawn.key(pygame.K_F5).frames(30)
        assert drawn.editor.play.state is State.PAUSED
        (text,) = [m.text for m in drawn.editor.messages if m.error]
        assert "no more than 3" in text
        assert "code_of_walk.py:" in text
        drawn.key(pygame.K_F5)
        assert drawn.editor.stopped
    finally:
        drawn.session.close()


def test_colliders_are_drawn_and_hidden_by_their_action(drawn):
    drawn.editor.prefer(show_grid=False)
    collider = {"width": 80.0, "height": 80.0}
    drawn.editor.document.do("Add", SetComponent("box", "BoxCollider", collider))
    drawn.frames()
    x, y = drawn.pixel(60, 90)
    shown = drawn.surface.target.read()[y, x - 2 : x + 3, 1].max()
    drawn.key(pygame.K_c)
    assert shown > drawn.surface.target.read()[y, x - 2 : x + 3, 1].max() + 40


def test_changed_code_is_taken_in_while_the_editor_is_open(drawn):
    file = next(drawn.editor.project.game.folder.glob("code_of_*.py"))
    text = file.read_text("utf-8").replace("speed: float", "height: float = 3.0\n    speed: float")
    file.write_text(text, "utf-8")
    drawn.frames(70)
    walker = drawn.editor.project.game.types.get("Walker")
    assert "height" in [info.name for info in zn.schema_of(walker).saved]


def test_a_click_gives_the_game_the_keyboard_and_one_elsewhere_takes_it_back(drawn):
    translator = Translator()

    def translate(events, to_virtual):
        return [one for event in events for one in translator.translate(event, to_virtual)]

    drawn.surface.translate = translate
    before = drawn.editor.document.text
    drawn.key(pygame.K_F5).frames(3)
    game = drawn.editor.play.app.input
    drawn.click(drawn.pixel(100, 90))
    drawn.send(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" ")
    assert game.pressed("jump")
    drawn.key(pygame.K_DELETE)
    drawn.click((1200, 700)).frames(3)
    assert not game.pressed("jump")
    drawn.key(pygame.K_F5)
    assert drawn.editor.document.text == before


def test_a_game_is_heard_while_it_plays_and_held_with_it(drawn, monkeypatch):
    done = []

    class Device:
        def __init__(self, assets):
            done.append("open")

        def perform(self, events):
            done.extend(type(event).__name__ for event in events)

        def pause(self, on):
            done.append(f"pause {on}")

        def close(self):
            done.append("close")

    monkeypatch.setattr(hearing, "AudioDevice", Device)
    play = drawn.editor.play
    heard = hearing.Hearing(play, silent=False)
    heard.frame()
    assert done == []
    ACTIONS.run("game.play", drawn.editor)
    heard.frame()
    ACTIONS.run("game.pause", drawn.editor)
    heard.frame()
    heard.frame()
    ACTIONS.run("game.play", drawn.editor)
    heard.frame()
    assert [one for one in done if one[0].islower()] == ["open", "pause True", "close"]


def test_a_template_is_edited_played_and_saved(tmp_path):
    folder = tmp_path / "platformer"
    shutil.copytree(TEMPLATES / "platformer", folder)
    file = folder / "scenes" / "level.scene"
    before = file.read_text("utf-8")
    drawn = Drawn(file, tmp_path)
    editor = drawn.editor
    try:
        editor.document.selection.set(["coin-01"])
        x = editor.tab.stage.entities["coin-01"][zn.Transform].x
        drawn.key(pygame.K_RIGHT)
        edited = editor.document.text
        drawn.key(pygame.K_z, pygame.KMOD_LCTRL).key(pygame.K_y, pygame.KMOD_LCTRL)
        assert editor.document.text == edited
        drawn.key(pygame.K_F5)
        assert not editor.stopped
        drawn.frames(60)
        assert editor.play.app.ticks >= 60
        assert file.read_text("utf-8") == before
        drawn.key(pygame.K_F5).key(pygame.K_s, pygame.KMOD_LCTRL)
        assert file.read_text("utf-8") == edited
        components = zn.load_scene(file).entities["coin-01"].components
        assert components["Transform"]["x"] == x + 1
        assert [m.text for m in editor.messages if m.error] == []
    finally:
        drawn.session.close()


def test_the_pointer_of_the_game_is_in_its_own_units(drawn):
    ACTIONS.run("game.play", drawn.editor)
    drawn.frames()
    left, top, right, bottom = drawn.session.view.ui.viewport
    at = drawn.session._pictures.to_virtual((right - left) / 2, (bottom - top) / 2)
    assert at == pytest.approx((160, 90), abs=1)


def test_the_editor_runs_in_a_window_until_it_is_closed(tmp_path, monkeypatch):
    folder = tmp_path / "walk"
    folder.mkdir()
    titles, frame = [], Session.frame

    def watched(session, now, seconds):
        frame(session, now, seconds)
        titles.append(pygame.display.get_caption()[0])
        if len(titles) == 3:
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    monkeypatch.setattr(Session, "frame", watched)
    assert zenith(["edit", str(make(folder)), "--size", "640x400"]) == 0
    assert titles[0] == "meadow - Walk - Zenith editor"
    assert len(titles) == 4


def test_the_command_writes_a_picture(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    file = tmp_path / "editor.png"
    command = ["edit", str(make(folder)), "--headless", "--frames", "6", "--screenshot", str(file)]
    assert zenith([*command, "--size", "800x600"]) == 0
    picture = load_image(file)
    assert picture.shape[:2] == (600, 800)
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 20


def test_a_missing_package_is_one_sentence(monkeypatch, capsys, tmp_path):
    def missing(name):
        raise ModuleNotFoundError("no", name="imgui_bundle")

    monkeypatch.setattr(edit_command.importlib, "import_module", missing)
    with pytest.raises(zn.UsageError, match=r"pip install zenith-engine\[editor\]"):
        edit_command.main([str(tmp_path)])


def test_the_command_opens_the_project_one_is_in_or_nothing(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert edit_command.chosen(None) is None
    (tmp_path / "zenith.toml").touch()
    assert edit_command.chosen(None) == Path()


def test_the_command_tells_of_what_it_cannot_do(capsys, tmp_path):
    assert zenith(["edit", str(tmp_path / "nowhere")]) == 1
    assert zenith(["edit", str(tmp_path), "--screenshot", "a.png"]) == 1
    assert "--headless" in capsys.readouterr().err


def test_names_that_are_nowhere_are_told_once_and_the_rest_is_drawn(drawn):
    drawn.editor.prefer(show_grid=False)
    sprite = {"image": "nosuch", "layer": "nowhere", "width": 30.0, "height": 30.0}
    words = {"text": "here", "font": "nofont", "size": 20.0}
    for name, fields in {"Sprite": sprite, "Text": words}.items():
        drawn.editor.document.do("wrong", SetComponent("box", name, fields))
    drawn.frames(20)
    told = [message.text for message in drawn.editor.messages if message.error]
    for name in ("nosuch", "nowhere", "nofont"):
        assert sum(f'"{name}"' in text for text in told) == 1
    assert drawn.colour(*drawn.pixel(82, 72)).tolist() == [255, 0, 0]
    assert tuple(drawn.colour(*drawn.pixel(90, 80)).tolist()) in {(60, 20, 70), (230, 60, 230)}
