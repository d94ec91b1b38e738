"""Every action of the editor, done by its name; each has a test here that is called like it."""

from pathlib import Path

import pytest

import projects
import zenith as zn
from zenith_editor.model.actions import Action, Actions
from zenith_editor.model.commands import ACTIONS
from zenith_editor.model.editor import Editor
from zenith_editor.model.operations import PutEntities, SetField, SetPart
from zenith_editor.model.play import State
from zenith_editor.model.preferences import Preferences, load_preferences
from zenith_editor.model.recent import Recents


@pytest.fixture
def editor(tmp_path):
    """An editor with the scene "meadow" of a project open."""
    folder = tmp_path / f"p_{tmp_path.name}"
    folder.mkdir()
    (tmp_path / "user").mkdir()
    projects.make(folder)
    made = Editor(tmp_path / "user")
    made.open(folder)
    yield made
    made.play.stop()
    if made.workspace is not None:
        made.workspace.leave()


def do(editor, name, *answers):
    """Do an action and answer what it asks; nothing may go wrong."""
    told = len(editor.messages)
    assert ACTIONS.run(name, editor), editor.messages[told:] or f"{name} is not enabled"
    for answer in answers:
        editor.answer(answer)
    assert not [m for m in editor.messages[told:] if m.error]
    assert editor.asks == []


def keys(editor):
    return list(editor.document.entities())


def select(editor, *chosen):
    editor.document.selection.set(chosen)


def transform(editor, key):
    return editor.document.scene.entities[key].components.get("Transform", {})


# File.


def test_file_open_project(editor, tmp_path):
    other = tmp_path / f"q_{tmp_path.name}"
    other.mkdir()
    projects.make(other)
    do(editor, "file.open_project", str(other))
    assert editor.project.game.folder == other
    assert editor.recents.all()[0].folder == str(other)
    assert ACTIONS.run("file.open_project", editor)
    assert str(other) in editor.asks.pop().options


def test_file_new(editor):
    do(editor, "file.new")
    assert (keys(editor), editor.tab.title) == ([], "new scene")


def test_file_open(editor):
    do(editor, "file.open", "prefabs/cart.prefab")
    assert editor.document.scene.kind == "prefab"
    assert ACTIONS.run("file.open", editor)
    assert editor.asks.pop().options == ("prefabs/cart.prefab", "scenes/meadow.scene")


def test_file_save(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "file.save")
    assert not editor.document.dirty
    assert "Hero" in editor.document.path.read_text()
    do(editor, "file.new")
    editor.document.do("Add", PutEntities({"a": zn.EntityData()}))
    do(editor, "file.save", "scenes/other.scene")
    assert editor.document.path.name == "other.scene"
    zn.save_scene(zn.SceneDocument(), editor.document.path)
    editor.document.do("Name", SetPart("a", "name", "b"))
    do(editor, "file.save", "yes")
    assert list(zn.load_scene(editor.document.path).entities) == ["a"]


def test_file_save_as(editor):
    do(editor, "file.save_as", "scenes/copy.scene")
    folder = editor.project.game.folder / "scenes"
    assert (folder / "copy.scene").read_bytes() == (folder / "meadow.scene").read_bytes()
    do(editor, "file.save_as", "scenes/meadow.scene", "yes")


def test_file_save_all(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "file.open", "prefabs/cart.prefab")
    editor.document.do("Name", SetPart("wheel", "name", "Wheel"))
    do(editor, "file.save_all")
    assert editor.project.dirty == []
    assert not ACTIONS.get("file.save_all").enabled(editor)


def test_file_reload(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "file.reload")
    assert editor.document.scene.entities["hero"].name == "hero"


def test_file_close(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "file.close", "yes")
    assert not editor.has_tab
    do(editor, "file.open", "scenes/meadow.scene")
    do(editor, "file.close")
    assert not editor.has_tab


def test_file_leave(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "file.leave", "yes")
    assert not editor.running
    folder = Path(editor.recents.all()[0].folder)
    again = Editor(folder.parent / "user")
    again.open(folder)
    assert again.project.lost == []
    do(again, "file.leave")


# Edit.


def test_edit_undo(editor):
    before = editor.document.text
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    do(editor, "edit.undo")
    assert editor.document.text == before
    assert not ACTIONS.run("edit.undo", editor)


def test_edit_redo(editor):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    after = editor.document.text
    do(editor, "edit.undo")
    do(editor, "edit.redo")
    assert editor.document.text == after


def test_edit_cut(editor):
    select(editor, "hero")
    do(editor, "edit.cut")
    assert "hero" not in keys(editor)
    assert list(editor.clip.entities) == ["hero"]


def test_edit_copy(editor):
    select(editor, "hero")
    do(editor, "edit.copy")
    assert "hero" in keys(editor)
    select(editor, "cart/wheel")
    assert not ACTIONS.get("edit.copy").enabled(editor)


def test_edit_paste(editor):
    select(editor, "stone")
    do(editor, "edit.copy")
    do(editor, "edit.paste")
    assert editor.selected == ("stone-2",)
    from zenith_editor.model.clipboard import copied_component

    editor.clip = copied_component(editor.document, "hero", "Walker")
    do(editor, "edit.paste")
    assert "Walker" in editor.document.scene.entities["stone-2"].components


def test_edit_duplicate(editor):
    select(editor, "stone")
    do(editor, "edit.duplicate")
    assert transform(editor, "stone-2") == {"x": 100.0}


def test_edit_delete(editor):
    select(editor, "cart/wheel", "hero")
    do(editor, "edit.delete")
    assert keys(editor) == ["cart", "stone"]


def test_edit_add(editor):
    select(editor, "hero")
    do(editor, "edit.add")
    assert editor.document.scene.entities["entity"].parent == "hero"


def test_edit_rename(editor):
    select(editor, "hero")
    do(editor, "edit.rename", "Bob")
    assert editor.document.scene.entities["hero"].name == "Bob"


def test_edit_select_all(editor):
    select(editor, "stone")
    do(editor, "view.lock")
    do(editor, "edit.select_all")
    assert editor.selected == ("cart", "cart/wheel", "hero")


def test_edit_select_none(editor):
    select(editor, "stone")
    do(editor, "edit.select_none")
    assert editor.selected == ()


def test_edit_select_parent(editor):
    select(editor, "cart/wheel", "hero")
    do(editor, "edit.select_parent")
    assert editor.selected == ("cart",)


def test_edit_select_children(editor):
    select(editor, "cart")
    do(editor, "edit.select_children")
    assert editor.selected == ("cart/wheel",)


# Arrange.


def test_arrange_group(editor):
    select(editor, "hero", "stone")
    do(editor, "arrange.group")
    assert transform(editor, "group") == {"x": 50.0}
    assert editor.document.scene.entities["hero"].parent == "group"


def test_arrange_unparent(editor):
    select(editor, "hero", "stone")
    do(editor, "arrange.group")
    select(editor, "hero")
    do(editor, "arrange.unparent")
    assert editor.document.scene.entities["hero"].parent == ""
    assert transform(editor, "hero") == {}


def test_arrange_up(editor):
    select(editor, "stone")
    do(editor, "arrange.up")
    assert keys(editor) == ["cart", "cart/wheel", "stone", "hero"]


def test_arrange_down(editor):
    select(editor, "cart")
    do(editor, "arrange.down")
    assert keys(editor) == ["hero", "cart", "cart/wheel", "stone"]


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("left", 99.0, 0.0),
        ("right", 101.0, 0.0),
        ("up", 100.0, -1.0),
        ("down", 100.0, 1.0),
        ("left_cell", 84.0, 0.0),
        ("right_cell", 116.0, 0.0),
        ("up_cell", 100.0, -16.0),
        ("down_cell", 100.0, 16.0),
    ],
)
def test_arrange_nudge(editor, name, x, y):
    select(editor, "stone")
    do(editor, f"arrange.nudge_{name}")
    found = {"x": 0.0, "y": 0.0, **transform(editor, "stone")}
    assert found == {"x": x, "y": y}
    do(editor, f"arrange.nudge_{name}")
    assert len(editor.document.history.labels) == 1
    do(editor, "game.play")
    do(editor, f"arrange.nudge_{name}")
    assert [c.field for c in editor.play.changes] == ["x" if y == 0.0 else "y"]


# Prefabs.


def test_prefab_make(editor):
    select(editor, "hero")
    do(editor, "prefab.make", "walker")
    assert (editor.project.game.folder / "prefabs" / "walker.prefab").is_file()
    assert editor.document.scene.entities["hero"].prefab == "walker"
    assert editor.document.scene.kind == "scene"
    assert not editor.project.tabs[1].document.dirty


def test_prefab_place(editor):
    editor.tab.view.x, editor.tab.view.y = 20.4, 30.0
    do(editor, "prefab.place", "cart")
    assert transform(editor, "cart-2") == {"x": 20.0, "y": 30.0}


def test_prefab_open(editor):
    select(editor, "cart/wheel")
    do(editor, "prefab.open")
    assert editor.document.scene.kind == "prefab"


def test_prefab_apply_all(editor):
    select(editor, "cart")
    editor.tab.inspector.set("Sprite", "opacity", 0.5)
    editor.tab.inspector.set("Transform", "x", 9.0)
    do(editor, "prefab.apply_all")
    assert editor.document.scene.entities["cart"].components == {"Transform": {"x": 9.0}}
    prefab = editor.project.open_prefab("cart").document
    assert prefab.scene.entities["body"].components["Sprite"]["opacity"] == 0.5


def test_prefab_revert_all(editor):
    select(editor, "cart/wheel")
    editor.tab.inspector.set("Transform", "y", 50.0)
    do(editor, "prefab.revert_all")
    assert editor.document.scene.entities["cart"].overrides == {}


def test_prefab_unpack(editor):
    select(editor, "cart")
    do(editor, "prefab.unpack")
    assert keys(editor) == ["cart", "hero", "stone", "cart-wheel"]
    assert editor.document.scene.entities["cart"].prefab == ""


def test_prefab_select(editor):
    do(editor, "prefab.place", "cart")
    do(editor, "prefab.select")
    assert editor.selected == ("cart", "cart-2")


# View.


@pytest.mark.parametrize("tool", ["select", "move", "rotate", "scale"])
def test_view_tools(editor, tool):
    do(editor, f"view.{tool}")
    assert editor.tool == tool


def test_view_frame(editor):
    select(editor, "stone")
    do(editor, "view.frame")
    assert editor.frame_wanted
    editor.tab.view.frame(editor.tab.picker().cover(["stone"]), 320.0, 160.0)
    assert (editor.tab.view.x, editor.tab.view.y, editor.tab.view.zoom) == (100.0, 0.0, 8.0)


def test_view_zoom_one(editor):
    editor.tab.view.zoom = 3.0
    do(editor, "view.zoom_one")
    assert editor.tab.view.zoom == 1.0


def test_view_hide(editor):
    select(editor, "cart")
    do(editor, "view.hide")
    assert editor.tab.marks.unseen(editor.document.entities()) == {"cart", "cart/wheel"}
    assert not editor.document.dirty


def test_view_lock(editor):
    select(editor, "stone")
    do(editor, "view.lock")
    assert editor.tab.picker().at(zn.Vec2(100.0, 0.0)) == []
    do(editor, "view.lock")
    assert editor.tab.picker().at(zn.Vec2(100.0, 0.0)) == ["stone"]


def test_view_show_all(editor):
    select(editor, "stone")
    do(editor, "view.hide")
    do(editor, "view.lock")
    do(editor, "view.show_all")
    assert editor.tab.marks.unpickable(editor.document.entities()) == set()


@pytest.mark.parametrize("name", ["grid", "pixel", "angle", "scale"])
def test_view_snap(editor, tmp_path, name):
    before = getattr(editor.preferences.snapping, name)
    do(editor, f"view.snap_{name}")
    assert getattr(editor.preferences.snapping, name) is not before
    assert load_preferences(tmp_path / "user") == editor.preferences


@pytest.mark.parametrize(
    ("name", "preference"), [("grid", "show_grid"), ("colliders", "show_colliders")]
)
def test_view_shows(editor, name, preference):
    do(editor, f"view.{name}")
    assert not getattr(editor.preferences, preference)


def test_view_theme(editor):
    do(editor, "view.theme")
    assert editor.preferences.theme == "light"
    do(editor, "view.theme")
    assert editor.preferences.theme == "dark"


# Game.


def frames(editor, count, start=10.0):
    editor.frame(start)
    for k in range(1, count + 1):
        editor.frame(start + k / 60)


def test_game_play(editor):
    do(editor, "game.play")
    frames(editor, 30)
    assert editor.play.app.ticks == 30
    do(editor, "game.play")
    assert editor.stopped


def test_game_play_game(editor):
    do(editor, "file.new")
    do(editor, "game.play_game")
    assert editor.play.app.scene.name == "meadow"


def test_game_pause(editor):
    do(editor, "game.play")
    do(editor, "game.pause")
    assert editor.play.state is State.PAUSED
    do(editor, "game.pause")
    assert editor.play.state is State.PLAYING


def test_game_step(editor):
    do(editor, "game.play")
    do(editor, "game.step")
    assert (editor.play.app.ticks, editor.play.state) == (1, State.PAUSED)


def test_game_back(editor):
    do(editor, "game.play")
    frames(editor, 10)
    do(editor, "game.back")
    assert editor.play.app.ticks == 9


def test_game_back_second(editor):
    do(editor, "game.play")
    frames(editor, 100)
    do(editor, "game.back_second")
    assert editor.play.app.ticks == 40
    do(editor, "game.back_second")
    assert editor.play.app.ticks == 0


def test_game_slower(editor):
    do(editor, "game.slower")
    assert editor.play.speed == 0.5
    for _ in range(9):
        do(editor, "game.slower")
    assert editor.play.speed == 0.1


def test_game_faster(editor):
    for _ in range(9):
        do(editor, "game.faster")
    assert editor.play.speed == 8.0


def test_game_normal(editor):
    do(editor, "game.faster")
    do(editor, "game.normal")
    assert editor.play.speed == 1.0


def test_game_keep(editor):
    do(editor, "game.play")
    editor.play.do([SetField("stone", "Transform", "x", 50.0)])
    do(editor, "game.play")
    do(editor, "game.keep")
    assert transform(editor, "stone") == {"x": 50.0}
    assert editor.to_keep == []
    assert not ACTIONS.get("game.keep").enabled(editor)


# All of them.


def with_a_test():
    """Return the names of actions that have a test here, as written or by a parameter."""
    source = Path(__file__).read_text("utf-8")
    return {
        action.name
        for action in ACTIONS
        if f'"{action.name}"' in source
        or (action.name.startswith("arrange.nudge_") and f'("{action.name[14:]}"' in source)
        or (action.name.startswith("view.") and f'"{action.name[5:].split("_")[-1]}"' in source)
    }


def test_every_action_has_a_test():
    assert {action.name for action in ACTIONS} - with_a_test() == set()


def test_no_two_actions_share_a_name_or_keys():
    names = [action.name for action in ACTIONS]
    shortcuts = [action.shortcut for action in ACTIONS if action.shortcut]
    assert len(names) == len(set(names))
    assert len(shortcuts) == len(set(shortcuts))
    for action in ACTIONS:
        if action.shortcut:
            assert ACTIONS.by_shortcut(action.shortcut) is action


def test_nothing_but_opening_and_settings_can_be_done_without_a_project():
    empty = Editor(Path("nowhere"))
    enabled = {action.name for action in ACTIONS if action.enabled(empty)}
    assert {"file.open_project", "file.leave", "view.theme"} <= enabled
    assert not any(name.startswith(("edit.", "arrange.", "prefab.")) for name in enabled)
    for name in enabled - {"file.leave"}:
        ACTIONS.run(name, empty)


def test_the_palette_finds_actions_that_can_be_done(editor):
    assert ACTIONS.search("pls", editor)[0].name == "game.play"
    assert ACTIONS.search("undo", editor) == []
    assert set(ACTIONS.menus()) == {"file", "edit", "arrange", "prefab", "view", "game"}


def test_a_misspelt_action_is_told_with_the_nearest():
    with pytest.raises(zn.UnknownName, match=r'Did you mean "edit\.undo"'):
        ACTIONS.get("edit.undoo")


def test_an_action_that_fails_is_told_and_the_editor_goes_on(editor):
    def fail(editor):
        raise zn.UsageError("not today")

    assert not Actions([Action("a.b", "Fail", fail)]).run("a.b", editor)
    assert (editor.messages[-1].text, editor.messages[-1].error) == ("not today", True)


# The editor as a whole.


def test_work_that_was_lost_is_asked_about(editor, tmp_path):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    editor.document.do("Name", SetPart("hero", "name", "Held"))
    folder = editor.project.game.folder
    editor.workspace.leave()
    for answer in ("later", "restore", "later", "forget"):
        again = Editor(tmp_path / "user")
        again.open(folder)
        assert again.asks[0].title == "meadow.scene has 2 changes that were never saved"
        again.answer(answer)
        assert again.document.dirty is (answer == "restore")
        again.workspace.leave()
    last = Editor(tmp_path / "user")
    last.open(folder)
    assert last.asks == []
    last.workspace.leave()


def test_files_that_others_changed_are_asked_about(editor):
    path = editor.document.path
    zn.save_scene(zn.SceneDocument(), path)
    editor.look_outside()
    editor.answer("keep mine")
    assert editor.document.dirty
    do(editor, "file.save")
    assert "hero" in path.read_text()
    zn.save_scene(zn.SceneDocument(), path)
    editor.look_outside()
    editor.answer("reload")
    assert keys(editor) == []
    path.unlink()
    editor.look_outside()
    assert editor.asks[0].options == ("keep mine",)
    editor.answer("keep mine")
    do(editor, "file.save")
    editor.look_outside()
    assert (path.is_file(), editor.asks) == (True, [])


def test_an_error_of_the_game_is_told_once(editor):
    folder = editor.project.game.folder
    toml = folder / "zenith.toml"
    toml.write_text(toml.read_text().replace(".earn", ".fail_late"))
    editor.leave_project()
    editor.open(folder)
    do(editor, "game.play")
    frames(editor, 20)
    assert editor.play.state is State.PAUSED
    told = [m.text for m in editor.messages if m.error]
    assert len(told) == 1
    assert "no more than 3" in told[0]


def test_running_entities_are_picked_where_they_went(editor):
    assert editor.picker().at(zn.Vec2(30.0, 0.0), zoom=10.0) == []
    select(editor, "hero")
    do(editor, "game.play")
    frames(editor, 30)
    assert editor.picker().at(zn.Vec2(30.0, 0.0), zoom=10.0) == ["hero"]
    assert editor.watching.title == "hero"


def test_a_game_that_ends_is_stopped(editor):
    do(editor, "game.play")
    editor.play.do([SetField("stone", "Transform", "x", 50.0)])
    editor.play.app.quit()
    frames(editor, 2)
    assert editor.stopped
    assert len(editor.to_keep) == 1


def test_another_project_is_not_opened_over_unsaved_work(editor, tmp_path):
    editor.document.do("Name", SetPart("hero", "name", "Hero"))
    other = tmp_path / "empty"
    other.mkdir()
    with pytest.raises(zn.ZenithError, match="Not saved: meadow"):
        editor.open(other)
    assert editor.document.dirty


def test_lists_and_settings_that_are_damaged_are_as_by_default(tmp_path):
    for text in ("", "[", "3", '{"folder": 1}', '[{"name": 1}]', "null", '{"snapping": 5}'):
        (tmp_path / "recent.json").write_text(text)
        (tmp_path / "preferences.json").write_text(text)
        assert Recents(tmp_path).all() == []
        assert load_preferences(tmp_path) == Preferences()
    (tmp_path / "preferences.json").write_text('{"theme": "light", "scale": "big"}')
    assert load_preferences(tmp_path) == Preferences(theme="light")


def test_recent_projects_are_listed_once_the_last_first(tmp_path):
    recents = Recents(tmp_path)
    for name in ("a", "b", "a"):
        recents.note(tmp_path / name, name)
    assert [one.name for one in recents.all()] == ["a", "b"]
    assert not recents.all()[0].there
    recents.forget(recents.all()[0].folder)
    assert [one.name for one in recents.all()] == ["b"]
