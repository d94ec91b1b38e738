"""The editor's view, used by a robot on real imgui without a graphics device."""

import pytest

import zenith as zn
from projects import make

pytest.importorskip("imgui_bundle")

from robot import robot_on
from zenith_editor.model.operations import SetComponent
from zenith_editor.model.play import State


@pytest.fixture
def robot(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    with robot_on(make(folder), tmp_path) as one:
        yield one


def pixel(robot, x, y):
    """Return at which pixel of the window a point of the world is."""
    left, top, right, bottom = robot.view.ui.viewport
    view = robot.editor.tab.view
    across = (left + right) / 2 + (x - view.x) * view.zoom
    return across, (top + bottom) / 2 + (y - view.y) * view.zoom


def value(robot, key, component, field):
    return robot.editor.document.scene.entities[key].components[component].get(field)


def errors(robot):
    return [message.text for message in robot.editor.messages if message.error]


def test_every_panel_is_shown_without_an_error(robot):
    assert {"viewport", "hierarchy/hero", "play", "file/scenes/meadow.scene"} <= set(robot.marks)
    assert errors(robot) == []


def test_a_click_in_the_viewport_selects_and_the_inspector_shows_it(robot):
    robot.click_at(*pixel(robot, 100, 0))
    assert robot.editor.selected == ("stone",)
    assert "inspector/Transform.x" in robot.marks
    robot.click_at(*pixel(robot, 50, 60))
    assert robot.editor.selected == ()


def test_dragging_in_the_viewport_moves_in_one_step_that_can_be_undone(robot):
    before = robot.editor.document.text
    start = pixel(robot, 100, 0)
    zoom = robot.editor.tab.view.zoom
    robot.drag(start, (start[0] + 20 * zoom, start[1] + 10 * zoom))
    assert value(robot, "stone", "Transform", "x") == 120.0
    assert value(robot, "stone", "Transform", "y") == 10.0
    assert robot.editor.document.history.labels == ["Move"]
    robot.press("Ctrl+Z")
    assert robot.editor.document.text == before
    robot.press("Ctrl+Y")
    assert value(robot, "stone", "Transform", "x") == 120.0


def test_escape_gives_up_a_drag_in_hand(robot):
    before = robot.editor.document.text
    x, y = pixel(robot, 100, 0)
    robot.point(x, y).button(True).point(x + 40, y)
    assert robot.editor.document.text != before
    robot.press("Escape").button(False)
    assert robot.editor.document.text == before
    assert robot.editor.document.history.next_redo == ""


def test_the_arm_of_the_move_handle_keeps_to_its_axis(robot):
    robot.click("hierarchy/stone").click("tool/move")
    x, y = pixel(robot, 100, 0)
    robot.drag((x + 40, y), (x + 40 + 8 * robot.editor.tab.view.zoom, y + 60))
    assert value(robot, "stone", "Transform", "x") == 108.0
    assert value(robot, "stone", "Transform", "y") is None


def test_a_box_selects_what_it_touches(robot):
    robot.drag(pixel(robot, 60, -40), pixel(robot, 140, 60))
    assert robot.editor.selected == ("stone",)


def test_the_wheel_zooms_to_the_pointer_and_the_middle_button_pans(robot):
    x, y = pixel(robot, 100, 0)
    before = robot.editor.tab.view.zoom
    robot.point(x, y).wheel(1.0)
    assert robot.editor.tab.view.zoom > before
    assert pixel(robot, 100, 0) == pytest.approx((x, y), abs=0.2)
    robot.button(True, 2).point(x + 30, y).button(False, 2)
    assert pixel(robot, 100, 0) == pytest.approx((x + 30, y), abs=0.2)


def test_arrows_nudge_delete_takes_away_and_copies_are_made(robot):
    robot.click_at(*pixel(robot, 100, 0)).press("Right")
    assert value(robot, "stone", "Transform", "x") == 101.0
    robot.press("Ctrl+D")
    assert robot.editor.selected == ("stone-2",)
    robot.press("Delete")
    assert "stone-2" not in robot.editor.document.entities()


def test_the_hierarchy_is_searched_and_entities_get_other_parents(robot):
    robot.drag(robot.center("hierarchy/stone"), robot.center("hierarchy/hero"))
    assert robot.editor.document.entities()["stone"].parent == "hero"
    robot.click("hierarchy/search").write("#none")
    assert "hierarchy/hero" not in robot.marks


def test_a_number_is_dragged_in_the_inspector_in_one_step_and_reset(robot):
    robot.click("hierarchy/stone")
    x, y = robot.center("inspector/Transform.x")
    robot.drag((x, y), (x + 40, y))
    assert value(robot, "stone", "Transform", "x") > 100.0
    assert robot.editor.document.history.labels == ["Set Transform.x"]
    robot.click("inspector/Transform.x/reset")
    assert value(robot, "stone", "Transform", "x") is None


def test_text_is_written_in_the_inspector(robot):
    robot.editor.document.do("Add", SetComponent("stone", "Text", {"text": ""}))
    robot.editor.document.selection.set(["stone"])
    robot.editor.document.do("Drop", SetComponent("stone", "Sprite", None))
    robot.frames(3).click("inspector/Text.text").write("Hello").press("Enter")
    assert value(robot, "stone", "Text", "text") == "Hello"


def test_components_are_added_by_search_and_removed(robot):
    robot.click("hierarchy/stone").click("inspector/add").write("walk")
    robot.press("Enter")
    assert "Walker" in robot.editor.document.scene.entities["stone"].components
    robot.frames(3).click("inspector/Walker/remove")
    assert "Walker" not in robot.editor.document.scene.entities["stone"].components


def test_play_pause_tick_rewind_and_stop_leave_the_document_as_it_was(robot):
    before = robot.editor.document.text
    robot.press("F5").frames(60)
    play = robot.editor.play
    assert play.state is State.PLAYING
    assert play.app.ticks >= 60
    robot.press("F6")
    ticks = play.app.ticks
    robot.press("F7")
    assert play.app.ticks == ticks + 1
    left, top, right, bottom = robot.marks["timeline"]
    robot.click_at(left + 0.5 * (right - left), (top + bottom) / 2)
    assert 0 < play.app.ticks < ticks
    robot.press("F5")
    assert robot.editor.stopped
    assert robot.editor.document.text == before
    assert errors(robot) == []


def test_a_change_made_while_playing_is_kept_as_one_step(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    with robot_on(make(folder), tmp_path, size=(1280, 1200)) as robot:
        robot.press("F5").press("F6").click("hierarchy/hero")
        x, y = robot.center("inspector/Walker.speed")
        robot.drag((x, y), (x + 30, y)).press("F5")
        robot.click("keep/apply")
        assert value(robot, "hero", "Walker", "speed") > 60.0
        assert robot.editor.to_keep == []
        assert robot.editor.document.history.labels == ["Keep 1 change from play"]


def test_the_palette_does_an_action_by_a_few_letters(robot):
    robot.press("Ctrl+K").write("seal").press("Enter")
    assert set(robot.editor.selected) == {"hero", "stone", "cart", "cart/wheel"}
    robot.press("Ctrl+K").write("nudge").press("Down").press("Enter")
    assert value(robot, "stone", "Transform", "x") != 100.0


def test_what_is_typed_into_a_number_may_be_arithmetic(robot):
    robot.click("hierarchy/stone")
    x, y = robot.center("inspector/Transform.x")
    with robot.held("Ctrl"):
        robot.click_at(x, y)
    robot.write("+10").press("Enter")
    assert value(robot, "stone", "Transform", "x") == 110.0
    assert robot.editor.document.history.labels == ["Set Transform.x"]
    with robot.held("Ctrl"):
        robot.click_at(*robot.center("inspector/Transform.x"))
    robot.write("*2").press("Escape").frames(2)
    assert value(robot, "stone", "Transform", "x") == 110.0


def test_saving_writes_the_file_and_leaving_unsaved_asks(robot):
    file = robot.editor.document.path
    robot.click_at(*pixel(robot, 100, 0)).press("Right")
    assert robot.editor.tab.title == "meadow*"
    robot.press("Ctrl+Q")
    robot.click("ask/cancel")
    assert robot.editor.running
    robot.press("Ctrl+S")
    assert robot.editor.tab.title == "meadow"
    assert zn.load_scene(file).entities["stone"].components["Transform"]["x"] == 101.0


def test_lost_work_is_offered_at_the_next_start(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    with robot_on(make(folder), tmp_path) as one:
        one.click_at(*pixel(one, 100, 0)).press("Right")
        text = one.editor.document.text
    with robot_on(folder, tmp_path) as again:
        again.click("ask/restore")
        assert again.editor.document.text == text


def test_a_project_that_was_opened_before_is_offered_where_none_is_open(tmp_path):
    folder = tmp_path / "walk"
    folder.mkdir()
    with robot_on(make(folder), tmp_path):
        pass
    with robot_on(None, tmp_path) as again:
        name = next(mark for mark in again.marks if mark.startswith("recent/"))
        again.click(name).frames(3)
        assert again.editor.tab.title == "meadow"
        assert errors(again) == []


def test_a_scene_is_chosen_from_a_list_and_files_follow_the_project(robot, tmp_path):
    robot.press("Ctrl+P").click("ask/prefabs/cart.prefab")
    assert robot.editor.tab.title == "cart"
    other = tmp_path / "other"
    other.mkdir()
    robot.editor.open(make(other))
    robot.frames(3)
    assert errors(robot) == []
    assert "file/scenes/meadow.scene" in robot.marks


def test_a_panel_that_fails_is_told_and_the_others_go_on(robot):
    def fail(ui):
        raise ValueError("no")

    robot.view._shell._hierarchy.show = fail
    robot.frames(3)
    assert errors(robot) == ["Hierarchy could not be shown: ValueError: no"]
    assert "viewport" in robot.marks
