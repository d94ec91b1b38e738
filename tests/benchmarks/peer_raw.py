"""Bare moderngl and numpy: one instanced draw and nothing else; no engine can be faster."""

import moderngl
import numpy as np
import scene
from scene import HEIGHT, SIDE, WIDTH, Motion

VERTEX = (
    """
#version 330
in vec3 in_pose;
out vec2 uv;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at = (corner - 0.5) * SIDE;
    float c = cos(in_pose.z), s = sin(in_pose.z);
    vec2 place = in_pose.xy + mat2(c, s, -s, c) * at;
    gl_Position = vec4(place / vec2(WIDTH, HEIGHT) * 2.0 - 1.0, 0.0, 1.0);
    uv = corner;
}
""".replace("SIDE", f"{SIDE}.0")
    .replace("WIDTH", f"{WIDTH}.0")
    .replace("HEIGHT", f"{HEIGHT}.0")
)
FRAGMENT = """
#version 330
in vec2 uv;
out vec4 color;
uniform sampler2D picture;
void main() { color = texture(picture, uv); }
"""


def open_context():
    try:
        return moderngl.create_context(330, standalone=True)
    except Exception:
        return moderngl.create_context(330, standalone=True, backend="egl")


def build(count):
    context = open_context()
    target = context.simple_framebuffer((WIDTH, HEIGHT))
    context.texture((32, 32), 4, np.full((32, 32, 4), 200, np.uint8)).use(0)
    program = context.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
    staging = np.zeros((count, 3), np.float32)
    buffer = context.buffer(staging)
    content = [(buffer, "3f/i", "in_pose")]
    vertices = context.vertex_array(program, content, mode=moderngl.TRIANGLE_STRIP)
    motion = Motion(count)
    context.enable_only(moderngl.BLEND)

    def frame():
        motion.step()
        staging[:, 0], staging[:, 1], staging[:, 2] = motion.x, motion.y, motion.angle
        target.use()
        target.clear()
        buffer.write(staging)
        vertices.render(vertices=4, instances=count)

    return frame


scene.main("raw moderngl", build)
