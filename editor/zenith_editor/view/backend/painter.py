"""Draws what Dear ImGui made into a framebuffer, and keeps its textures, by moderngl."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import moderngl
import numpy as np
from imgui_bundle import imgui

Size = tuple[int, int]
_VERTEX: Final = """
#version 330 core
uniform vec2 u_scale;
in vec2 in_position;
in vec2 in_uv;
in vec4 in_color;
out vec2 v_uv;
out vec4 v_color;
void main() {
    gl_Position = vec4(in_position * u_scale + vec2(-1.0, 1.0), 0.0, 1.0);
    v_uv = in_uv;
    v_color = in_color;
}
"""
_FRAGMENT: Final = """
#version 330 core
uniform sampler2D u_texture;
in vec2 v_uv;
in vec4 v_color;
out vec4 f_color;
void main() {
    f_color = v_color * texture(u_texture, v_uv);
}
"""
_VERTEX_BYTES: Final = 20
_BLEND: Final = (
    moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA,
)  # fmt: skip


class UiPainter:
    """Draws the interface. All state of the context that it relies on is set for each frame."""

    def __init__(self, context: moderngl.Context) -> None:
        """Compile the program; imgui's own context has to be current."""
        self._context: Any = context
        self._program: Any = context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._vertices = context.buffer(reserve=1 << 16, dynamic=True)
        self._indices = context.buffer(reserve=1 << 16, dynamic=True)
        content = [(self._vertices, "2f 2f 4f1", "in_position", "in_uv", "in_color")]
        self._array: Any = self._context.vertex_array(
            self._program, content, self._indices, index_element_size=4
        )
        self._owned: dict[int, Any] = {}
        self._shown: dict[int, Any] = {}
        allow_textures(int(context.info["GL_MAX_TEXTURE_SIZE"]))

    def show(self, texture: Any) -> imgui.ImTextureRef:
        """Return what imgui shows a texture by, in this frame only."""
        self._shown[texture.glo] = texture
        return imgui.ImTextureRef(texture.glo)

    def draw(self, framebuffer: Any, size: Size) -> None:
        """Draw what `imgui.render()` made."""
        for texture in imgui.get_platform_io().textures:
            self._keep(texture)
        data = imgui.get_draw_data()
        self._begin(framebuffer, size)
        for commands in data.cmd_lists:
            self._draw_list(commands, framebuffer, size)
        framebuffer.scissor = None
        self._shown.clear()

    def _begin(self, framebuffer: Any, size: Size) -> None:
        context = self._context
        framebuffer.use()
        framebuffer.scissor = None
        framebuffer.color_mask = (True, True, True, True)
        context.viewport = (0, 0, *size)
        context.enable_only(moderngl.BLEND)
        context.blend_func = _BLEND
        context.blend_equation = moderngl.FUNC_ADD
        context.wireframe = False
        # A sampler that somebody left bound would change how letters look.
        context.clear_samplers(0, 1)
        self._program["u_scale"].value = (2.0 / max(size[0], 1), -2.0 / max(size[1], 1))

    def _draw_list(self, commands: imgui.ImDrawList, framebuffer: Any, size: Size) -> None:
        vertices, indices = commands.vtx_buffer, commands.idx_buffer
        _upload(self._vertices, vertices.data_address(), vertices.size() * _VERTEX_BYTES)
        _upload(self._indices, indices.data_address(), indices.size() * 4)
        for command in commands.cmd_buffer:
            left, top, right, bottom = command.clip_rect
            x, y = max(int(left), 0), max(int(top), 0)
            width, height = min(int(right), size[0]) - x, min(int(bottom), size[1]) - y
            key = command.get_tex_id()
            texture = self._owned.get(key) or self._shown.get(key)
            if width <= 0 or height <= 0 or texture is None:
                continue
            framebuffer.scissor = (x, size[1] - y - height, width, height)
            texture.use(0)
            self._array.render(
                moderngl.TRIANGLES, vertices=command.elem_count, first=command.idx_offset
            )

    def _keep(self, texture: imgui.ImTextureData) -> None:
        """Do what imgui wants done to one of its textures."""
        status = texture.status
        if status == imgui.ImTextureStatus.want_create:
            self._create(texture)
        elif status == imgui.ImTextureStatus.want_updates:
            self._update(texture)
        elif status == imgui.ImTextureStatus.want_destroy and texture.unused_frames > 0:
            self._destroy(texture)

    def _create(self, texture: imgui.ImTextureData) -> None:
        size = (texture.width, texture.height)
        made = self._context.texture(size, 4, texture.get_pixels_array().tobytes())
        made.filter = (moderngl.LINEAR, moderngl.LINEAR)
        made.repeat_x = made.repeat_y = False
        self._owned[made.glo] = made
        texture.set_tex_id(made.glo)
        texture.set_status(imgui.ImTextureStatus.ok)

    def _update(self, texture: imgui.ImTextureData) -> None:
        shape = (texture.height, texture.width, texture.bytes_per_pixel)
        pixels = np.asarray(texture.get_pixels_array()).reshape(shape)
        made = self._owned[texture.get_tex_id()]
        for box in texture.updates:
            part = pixels[box.y : box.y + box.h, box.x : box.x + box.w]
            made.write(part.tobytes(), viewport=(box.x, box.y, box.w, box.h))
        texture.set_status(imgui.ImTextureStatus.ok)

    def _destroy(self, texture: imgui.ImTextureData) -> None:
        made = self._owned.pop(texture.get_tex_id(), None)
        if made is not None:
            made.release()
        texture.set_tex_id(0)
        texture.set_status(imgui.ImTextureStatus.destroyed)

    def release(self) -> None:
        """Give everything on the device back, before imgui's own context goes."""
        for texture in imgui.get_platform_io().textures:
            self._destroy(texture)
        for held in (self._array, self._program, self._vertices, self._indices):
            held.release()


class NoPainter:
    """Answers imgui's wishes for textures where nothing is drawn, as in tests."""

    def __init__(self) -> None:
        allow_textures(4096)

    def keep(self) -> None:
        """Do what imgui wants done to its textures, without any."""
        for texture in imgui.get_platform_io().textures:
            if texture.status == imgui.ImTextureStatus.want_destroy:
                self._forget(texture)
            elif texture.status != imgui.ImTextureStatus.destroyed:
                texture.set_tex_id(1)
                texture.set_status(imgui.ImTextureStatus.ok)

    def _forget(self, texture: imgui.ImTextureData) -> None:
        texture.set_tex_id(0)
        texture.set_status(imgui.ImTextureStatus.destroyed)

    def release(self) -> None:
        """Let go of them, before imgui's own context goes."""
        for texture in imgui.get_platform_io().textures:
            self._forget(texture)


def allow_textures(side: int) -> None:
    """Tell imgui that its textures are looked after, and how large they may be."""
    imgui.get_io().backend_flags |= imgui.BackendFlags_.renderer_has_textures
    platform = imgui.get_platform_io()
    platform.renderer_texture_max_width = platform.renderer_texture_max_height = side


def _upload(buffer: Any, address: int, size: int) -> None:
    if not size:
        return
    buffer.orphan(max(size, buffer.size))
    buffer.write((ctypes.c_char * size).from_address(address))
