"""The renderer: what a frame costs, what it relies on, and what it says when it cannot draw."""

import gc
import random
import sys

import moderngl
import numpy as np
import pytest

import zenith as zn
from studio import BLUE, GOLD, GREEN, NIGHT, RED, Studio
from zenith import Camera, CircleShape, LineShape, RectangleShape, Sprite, Text, Transform
from zenith.app import SceneView
from zenith.assets import Assets
from zenith.gpu.moderngl_device import GLTarget
from zenith.layers import Layer, Layers
from zenith.render import Renderer, fit
from zenith.transforms import remember, update

SMALL = (64, 36)


@pytest.fixture
def studio(gpu, tmp_path):
    studio = Studio(gpu, tmp_path)
    yield studio
    studio.close()


@pytest.fixture
def world():
    return zn.World()


def crowd(world, count):
    """Spawn sprites all over the picture."""
    rng = np.random.default_rng(1)
    pose = {"x": rng.uniform(0, 64, count), "y": rng.uniform(0, 36, count)}
    return world.spawn_many(count, {Transform: pose, Sprite: {"image": "flag"}})


def cost(studio, world, **options):
    """Draw a frame; return its draws, buffers written and sorts."""
    studio.shoot(world, size=SMALL, **options)
    return studio.stats.draw_calls, studio.stats.uploads, studio.stats.sorts


def move(world):
    for pose in world.columns(Transform):
        pose.x += 1.0


def test_a_picture_that_does_not_change_costs_one_draw(studio, world):
    crowd(world, 100)
    world.spawn(Transform(), Text("words"))
    world.spawn(Transform(), LineShape())
    first = cost(studio, world)
    assert first[0] == 1
    assert first[1] > 0
    for _ in range(3):
        assert cost(studio, world) == (1, 0, 0)
    assert studio.stats.sprites == 100 + 5 + 2


def test_moving_sprites_writes_poses_and_no_looks(studio, world):
    crowd(world, 100)
    cost(studio, world)
    for _ in range(3):
        remember(world)
        move(world)
        world.tick += 1
        assert cost(studio, world) == (1, 3, 0)


def test_what_came_to_rest_is_not_written_again(studio, world):
    crowd(world, 100)
    move(world)
    cost(studio, world, alpha=0.25)
    assert cost(studio, world, alpha=0.5) == (1, 3, 0)
    for _ in range(2):
        remember(world)
        world.tick += 1
        cost(studio, world, alpha=0.5)
    assert cost(studio, world, alpha=0.75) == (1, 0, 0)


def test_a_moving_camera_writes_poses_only(studio, world):
    crowd(world, 100)
    world.set_resource(Camera(x=32, y=18))
    cost(studio, world)
    world.resource(Camera).look_at(33, 18)
    assert cost(studio, world) == (1, 3, 0)


def test_a_changed_look_is_written_without_sorting(studio, world):
    handles = crowd(world, 100)
    cost(studio, world)
    world.entity(int(handles[50]))[Sprite].tint = RED
    assert cost(studio, world) == (1, 4, 0)
    assert cost(studio, world) == (1, 0, 0)


def test_spawning_and_despawning_sort_once(studio, world):
    crowd(world, 100)
    cost(studio, world)
    fresh = world.spawn(Transform(x=5, y=5), Sprite("crate"))
    assert cost(studio, world) == (1, 4, 1)
    assert cost(studio, world) == (1, 0, 0)
    fresh.despawn()
    assert cost(studio, world) == (1, 4, 1)
    assert cost(studio, world) == (1, 0, 0)


def test_a_change_of_layer_sorts_once(studio, world):
    handles = crowd(world, 100)
    cost(studio, world)
    world.entity(int(handles[3]))[Sprite].layer = "foreground"
    assert cost(studio, world) == (1, 4, 1)
    assert cost(studio, world) == (1, 0, 0)


def test_only_a_y_sorted_layer_sorts_when_things_move(studio, world):
    world.set_resource(Layers([Layer("default", y_sort=True)]), transient=True)
    crowd(world, 100)
    cost(studio, world)
    assert cost(studio, world) == (1, 0, 0)
    for pose in world.columns(Transform):
        pose.y += 1.0
    assert cost(studio, world)[2] == 1


def test_each_stretch_of_another_blend_takes_one_more_draw(studio, world):
    for blend in ("alpha", "add", "alpha", "multiply", "multiply", "alpha", "screen"):
        world.spawn(Transform(x=9, y=9), Sprite("glow", blend=blend))
    assert cost(studio, world)[0] == 4
    assert cost(studio, world) == (4, 0, 0)


def test_an_empty_world_costs_nothing(studio, world):
    world.spawn(Transform())
    assert cost(studio, world)[:2] == (0, 0)
    assert (studio.shoot(world, size=SMALL) == [26, 26, 51, 255]).all()


def calls_of(draw):
    """Count the calls, of Python and of C, that drawing makes."""
    counted = [0]

    def count(frame, event, argument):
        counted[0] += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        draw()
    finally:
        sys.setprofile(None)
    return counted[0]


def test_a_frame_makes_no_python_object_and_no_call_for_each_entity(studio):
    grown, calls = [], []
    for count in (100, 10_000):
        world = zn.World()
        crowd(world, count)

        def frame(world=world):
            remember(world)
            move(world)
            update(world)
            world.tick += 1
            studio.shoot(world, size=SMALL)

        for _ in range(3):
            frame()
        gc.collect()
        gc.disable()
        before = sys.getallocatedblocks()
        for _ in range(5):
            frame()
        grown.append(sys.getallocatedblocks() - before)
        gc.enable()
        calls.append(calls_of(frame))
    assert abs(grown[1] - grown[0]) < 100
    assert abs(calls[1] - calls[0]) < 100


def test_every_state_it_relies_on_is_set_by_itself(studio, world, gpu):
    crowd(world, 20)
    world.spawn(Transform(x=20, y=20), CircleShape(9, GOLD, blend="multiply"))
    world.spawn(Transform(x=30, y=20), Text("words", 16))
    options = {"virtual_size": (64, 30), "bars": RED, "size": SMALL}
    expected = studio.shoot(world, **options)
    for spoil in spoilers(gpu):
        studio.shoot(size=SMALL, background=RED)
        spoil()
        found = studio.shoot(world, **options)
        assert np.array_equal(found, expected), spoil.__name__


def spoilers(gpu):
    """Return functions that leave the context as no renderer would like to find it."""
    context = gpu._context
    other = gpu.target((8, 8))
    texture = gpu.texture((4, 4), 1, smooth=True)
    program = context.program(
        vertex_shader="#version 330\nin vec2 v; void main() { gl_Position = vec4(v, 0, 1); }",
        fragment_shader="#version 330\nout vec4 f; void main() { f = vec4(1); }",
    )
    points = context.buffer(np.array([[-1, -1], [3, -1], [-1, 3]], np.float32).tobytes())
    vertices = context.vertex_array(program, [(points, "2f", "v")])

    def blend():
        context.blend_func = moderngl.ZERO, moderngl.ONE
        context.blend_equation = moderngl.MAX
        context.disable(moderngl.BLEND)

    def tests():
        context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        context.front_face, context.cull_face = "cw", "front_and_back"

    def box():
        context.scissor = (1, 1, 3, 3)
        context.viewport = (2, 2, 4, 4)

    def target():
        other.framebuffer.use()
        other.framebuffer.scissor = (0, 0, 1, 1)
        other.framebuffer.color_mask = (False, False, False, False)
        other.framebuffer.clear(1.0, 0.0, 0.0, 1.0)

    def drawing():
        other.framebuffer.use()
        texture.handle.use(0)
        vertices.render()

    return blend, tests, box, target, drawing


def test_own_mask_and_scissor_of_a_target_do_not_stay(studio, world):
    crowd(world, 20)
    expected = studio.shoot(world, size=SMALL)
    studio.shoot(size=SMALL, background=RED)
    framebuffer = studio.target(SMALL).framebuffer
    framebuffer.scissor = (0, 0, 5, 5)
    framebuffer.color_mask = (True, False, True, False)
    framebuffer.viewport = (1, 1, 2, 2)
    assert np.array_equal(studio.shoot(world, size=SMALL), expected)


def test_it_draws_into_any_target(studio, world):
    crowd(world, 20)
    sizes = [SMALL, (20, 50), (1, 1), SMALL, (300, 8)]
    alone = {size: studio.shoot(world, size=size, virtual_size=SMALL) for size in sizes}
    for size in sizes:
        again = studio.shoot(world, size=size, virtual_size=SMALL)
        assert np.array_equal(again, alone[size])
        assert again.shape == (size[1], size[0], 4)


def test_one_pixel_shows_the_world_behind_it(studio, world):
    world.spawn(Transform(x=32, y=18), RectangleShape(64, 100, GREEN))
    pixel = studio.shoot(world, size=(1, 1), virtual_size=(64, 64), background=RED)
    assert pixel[0, 0].tolist() == [77, 204, 77, 255]


@pytest.mark.parametrize("scaling", ["fit", "integer", "stretch"])
def test_a_target_without_a_size_is_left_alone(studio, world, scaling):
    crowd(world, 3)
    framebuffer = studio.target(SMALL).framebuffer
    for size in ((0, 0), (0, 36), (64, 0)):
        target = GLTarget(framebuffer, lambda size=size: size, owned=False)
        for virtual in (None, (64, 36)):
            studio.renderer.draw(
                [SceneView(world, None, 1.0)],
                target,
                virtual_size=virtual,
                scaling=scaling,
                background=NIGHT,
                bars=RED,
            )
            assert studio.stats.draw_calls == 0
            assert np.isfinite(studio.renderer.to_virtual(3.0, 4.0)).all()
    studio.gpu.check()


def test_how_the_virtual_screen_lies_in_the_target():
    assert fit((200, 100), None, "fit").box == (0, 0, 200, 100)
    assert fit((200, 100), (100, 100), "fit").box == (50, 0, 100, 100)
    assert fit((100, 200), (100, 50), "fit").box == (0, 75, 100, 50)
    assert fit((250, 120), (100, 50), "integer").box == (25, 10, 200, 100)
    assert fit((50, 50), (100, 50), "integer").box == (0, 12, 50, 25)
    assert fit((50, 70), (100, 50), "stretch").box == (0, 0, 50, 70)
    frame = fit((200, 100), (50, 50), "fit")
    assert frame.to_virtual(50, 0) == (0.0, 0.0)
    assert frame.to_virtual(150, 100) == (50.0, 50.0)
    assert frame.to_virtual(0, 50) == (-25.0, 25.0)


def test_far_from_the_origin_nothing_trembles(studio, world):
    for x in range(0, 64, 7):
        world.spawn(Transform(x=x + 0.25, y=18), Sprite("flag"))
    near = studio.shoot(world, size=SMALL)
    far = zn.World()
    for x in range(0, 64, 7):
        far.spawn(Transform(x=x + 0.25 + 2.0**30, y=18 - 2.0**30), Sprite("flag"))
    camera = Camera(x=32 + 2.0**30, y=18 - 2.0**30)
    camera.remember()
    far.set_resource(camera)
    assert np.array_equal(studio.shoot(far, size=SMALL), near)


LOOKS = (
    lambda: Sprite("flag"),
    lambda: Sprite("glow", blend="multiply"),
    lambda: RectangleShape(12, 9, RED),
    lambda: CircleShape(6, BLUE, layer="background"),
    lambda: Text("ab", 12, color=GOLD),
    lambda: LineShape([(0, 0), (9, 5)], 2, GREEN),
)


def change(world, chance, handles):
    """Do one thing to a world that its picture shows."""
    what = chance.randrange(6)
    if what < 2 or len(handles) < 4:
        pose = Transform(x=chance.uniform(0, 64), y=chance.uniform(0, 36))
        handles.append(world.spawn(pose, chance.choice(LOOKS)()))
    elif what == 2:
        handles.pop(chance.randrange(len(handles))).despawn()
    elif what == 3:
        entity = chance.choice(handles)
        entity[Transform].x += 5.0
    elif what == 4:
        entity = chance.choice(handles)
        for look in (Sprite, RectangleShape, CircleShape, Text, LineShape):
            if entity.has(look):
                entity[look].opacity = chance.random()
                entity[look].layer = chance.choice(("background", "default", "hud"))
    else:
        entity = chance.choice(handles)
        if entity.has(LineShape):
            entity.remove(LineShape)
        else:
            entity.add(LineShape([(0, 0), (-9, 5)], 2, GREEN))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_between_frames_never_shows(studio, gpu, world, seed):
    """After any change the picture is the one that a renderer draws which sees the world anew."""
    chance, handles = random.Random(seed), []
    for _ in range(25):
        for _ in range(chance.randrange(3)):
            change(world, chance, handles)
        world.tick += 1
        shown = studio.shoot(world, size=SMALL)
        fresh = Studio(gpu, studio.folder)
        assert np.array_equal(fresh.shoot(world, size=SMALL), shown)
        fresh.close()


def test_stages_are_measured_where_a_clock_is_given(gpu, studio, world):
    ticks = iter(range(1000))
    renderer = Renderer(gpu, Assets([studio.folder]), clock=lambda: float(next(ticks)))
    world.spawn(Transform(), Sprite("flag"))
    renderer.draw([SceneView(world, None, 1.0)], studio.target(SMALL))
    expected = ["pack", "order", "gather", "blend", "upload", "draw"]
    assert renderer.stats.stages == dict.fromkeys(expected, 1.0)
    renderer.release()
