"""A robot that uses the editor's view as a person does: it finds items by name and presses."""

import contextlib

from imgui_bundle import imgui

from zenith_editor.model.editor import Editor
from zenith_editor.view.backend.keys import _NAMED, chord
from zenith_editor.view.backend.painter import NoPainter
from zenith_editor.view.pictures import NoPictures
from zenith_editor.view.view import View, begin_context

STEP = 1.0 / 60.0
MODIFIERS = {
    "Ctrl": imgui.Key.mod_ctrl, "Shift": imgui.Key.mod_shift, "Alt": imgui.Key.mod_alt,
}  # fmt: skip


class Robot:
    """Sends input to imgui and makes frames of a fixed length."""

    def __init__(self, editor, size=(1280, 720)):
        self.editor = editor
        self.size = size
        self.now = 10.0
        self._painter = NoPainter()
        self.view = View(editor, NoPictures())
        self.at = (0.0, 0.0)
        self.frames(3)

    @property
    def marks(self):
        return self.view.ui.marks

    def frames(self, count=1):
        for _ in range(count):
            self.now += STEP
            self.editor.frame(self.now)
            self.view.frame(self.size, STEP)
            self._painter.keep()
        return self

    def center(self, name):
        assert name in self.marks, f"{name} is not shown; there are {sorted(self.marks)}"
        left, top, right, bottom = self.marks[name]
        return (left + right) / 2, (top + bottom) / 2

    def point(self, x, y):
        self.at = (x, y)
        imgui.get_io().add_mouse_pos_event(x, y)
        return self.frames(2)

    def button(self, down, button=0):
        imgui.get_io().add_mouse_button_event(button, down)
        return self.frames(2)

    def click(self, name):
        return self.click_at(*self.center(name))

    def click_at(self, x, y):
        return self.point(x, y).button(True).button(False)

    def drag(self, start, end, steps=4):
        self.point(*start).button(True)
        for k in range(1, steps + 1):
            part = k / steps
            self.point(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
        return self.button(False)

    def wheel(self, amount):
        imgui.get_io().add_mouse_wheel_event(0.0, amount)
        return self.frames(2)

    @contextlib.contextmanager
    def held(self, *names):
        for name in names:
            imgui.get_io().add_key_event(MODIFIERS[name], True)
        self.frames()
        yield self
        for name in names:
            imgui.get_io().add_key_event(MODIFIERS[name], False)
        self.frames()

    def press(self, keys):
        *modifiers, key = keys.split("+")
        assert chord(keys)
        with self.held(*modifiers):
            imgui.get_io().add_key_event(_NAMED[key], True)
            self.frames(2)
            imgui.get_io().add_key_event(_NAMED[key], False)
            self.frames(2)
        return self

    def write(self, text):
        imgui.get_io().add_input_characters_utf8(text)
        return self.frames(2)

    def close(self):
        self._painter.release()


@contextlib.contextmanager
def robot_on(folder, user, size=(1280, 720)):
    context = begin_context()
    editor = Editor(user=user)
    if folder is not None:
        editor.open(folder)
    robot = Robot(editor, size)
    try:
        yield robot
    finally:
        editor.play.stop()
        if editor.workspace is not None:
            editor.workspace.leave()
        robot.close()
        imgui.destroy_context(context)
