"""Golden pictures of what components draw: each was looked at and found right."""

import math

import pytest

import zenith as zn
from pictures import check_picture, drawn_by
from studio import BLUE, GOLD, GREEN, RED, Studio
from zenith import CircleShape, LineShape, PolygonShape, RectangleShape, Sprite, Text, Transform
from zenith.transforms import update


@pytest.fixture(scope="module")
def studio(gpu, tmp_path_factory):
    studio = Studio(gpu, tmp_path_factory.mktemp("pictures"))
    yield studio
    studio.close()


@pytest.fixture
def check(gpu, tmp_path):
    def compare(name, pixels):
        check_picture(name, pixels, drawn_by(gpu), folder=tmp_path)

    return compare


@pytest.fixture
def world():
    return zn.World()


def dot(world, x, y):
    """Mark the place of a Transform."""
    world.spawn(Transform(x=x, y=y), CircleShape(1.5, zn.WHITE))


def test_sprites_tinted_faded_and_flipped(studio, check, world):
    looks = [
        Sprite("flag"),
        Sprite("flag", tint=zn.Color(1.0, 0.5, 0.5, 1.0)),
        Sprite("flag", tint=zn.Color(0.0, 1.0, 1.0, 0.6)),
        Sprite("flag", opacity=0.4),
        Sprite("flag", visible=False),
        Sprite("flag", flip_x=True),
        Sprite("flag", flip_y=True),
        Sprite("flag", flip_x=True, flip_y=True),
        Sprite("flag", width=36.0, height=12.0),
        Sprite("flag", width=36.0),
        Sprite("crate"),
        Sprite("ball", tint=GOLD),
    ]
    for k, look in enumerate(looks):
        world.spawn(Transform(x=22 + k % 4 * 40, y=15 + k // 4 * 30), look)
    check("sprites_looks", studio.shoot(world, size=(164, 96)))


def test_sprites_turned_stretched_and_hung_by_their_origin(studio, check, world):
    poses = [
        (Transform(rotation=math.pi / 6), {}),
        (Transform(rotation=math.pi / 2), {}),
        (Transform(scale_x=1.5, scale_y=0.75), {}),
        (Transform(scale_x=-1.0), {}),
        (Transform(scale_y=-1.0), {}),
        (Transform(), {"origin_x": 0.0, "origin_y": 0.0}),
        (Transform(), {"origin_x": 1.0, "origin_y": 1.0}),
        (Transform(rotation=0.5), {"origin_x": 0.0, "origin_y": 0.0}),
        (Transform(rotation=0.5, scale_x=1.5, scale_y=1.5), {"origin_x": 0.5, "origin_y": 1.0}),
        (Transform(rotation=-0.5, scale_x=-1.0), {"origin_x": 0.0, "origin_y": 0.0}),
    ]
    for k, (pose, look) in enumerate(poses):
        pose.x, pose.y = 24 + k % 5 * 44, 30 + k // 5 * 50
        world.spawn(pose, Sprite("flag", **look))
        dot(world, pose.x, pose.y)
    check("sprites_poses", studio.shoot(world, size=(228, 110)))


def test_blend_modes(studio, check, world):
    for k, color in enumerate((RED, GREEN, BLUE)):
        world.spawn(Transform(x=80, y=15 + k * 30), RectangleShape(160, 30, color))
    world.spawn(Transform(x=80, y=83), RectangleShape(160, 14, zn.WHITE))
    for k, blend in enumerate(("alpha", "add", "multiply", "screen")):
        tint = zn.Color(1.0, 0.7, 0.3, 1.0)
        x = 20 + k * 40
        world.spawn(Transform(x=x, y=20), Sprite("glow", tint=tint, blend=blend))
        world.spawn(Transform(x=x, y=56), RectangleShape(24, 24, tint, radius=6, blend=blend))
        world.spawn(Transform(x=x, y=80), CircleShape(9, tint, opacity=0.5, blend=blend))
    check("blends", studio.shoot(world))


def test_rectangles_filled_outlined_and_rounded(studio, check, world):
    shapes = [
        RectangleShape(28, 18, RED),
        RectangleShape(28, 18, RED, outline=1),
        RectangleShape(28, 18, RED, outline=4),
        RectangleShape(28, 18, GREEN, radius=6),
        RectangleShape(28, 18, GREEN, radius=6, outline=2),
        RectangleShape(28, 18, GREEN, radius=50),
        RectangleShape(28, 18, BLUE, opacity=0.5),
        RectangleShape(28, 18, BLUE, origin_x=0.0, origin_y=0.0),
        RectangleShape(1, 18, GOLD),
        RectangleShape(28, 1, GOLD),
    ]
    for k, shape in enumerate(shapes):
        x, y = 22 + k % 5 * 36, 16 + k // 5 * 30
        world.spawn(Transform(x=x, y=y), shape)
    world.spawn(Transform(x=30, y=85, rotation=0.4), RectangleShape(36, 18, GOLD, radius=5))
    world.spawn(Transform(x=90, y=85, rotation=0.4), RectangleShape(36, 18, GOLD, outline=2))
    world.spawn(Transform(x=150, y=85, scale_x=1.5, scale_y=-0.5), RectangleShape(24, 24, GOLD))
    check("rectangles", studio.shoot(world, size=(188, 110)))


def test_circles_filled_and_outlined(studio, check, world):
    shapes = [
        CircleShape(12, RED),
        CircleShape(12, RED, outline=1),
        CircleShape(12, RED, outline=5),
        CircleShape(1, RED),
        CircleShape(12, GREEN, opacity=0.4),
        CircleShape(12, GREEN, visible=False),
    ]
    for k, shape in enumerate(shapes):
        world.spawn(Transform(x=18 + k * 28, y=20), shape)
    world.spawn(Transform(x=40, y=60, scale_x=2, scale_y=1), CircleShape(10, BLUE))
    world.spawn(Transform(x=100, y=60.5, scale_x=0.5, scale_y=0.5), CircleShape(40, BLUE))
    check("circles", studio.shoot(world, size=(180, 90)))


STAR = [
    (math.sin(k * math.pi / 5) * (22 - k % 2 * 12), -math.cos(k * math.pi / 5) * (22 - k % 2 * 12))
    for k in range(10)
]


def test_polygons_convex_and_not(studio, check, world):
    hook = [(-18, -18), (18, -18), (18, -8), (-8, -8), (-8, 18), (-18, 18)]
    world.spawn(Transform(x=25, y=30), PolygonShape(color=RED))
    world.spawn(Transform(x=70, y=30), PolygonShape(STAR, GOLD))
    world.spawn(Transform(x=120, y=30), PolygonShape(list(reversed(STAR)), GOLD, opacity=0.5))
    world.spawn(Transform(x=30, y=80, rotation=0.3), PolygonShape(hook, GREEN))
    world.spawn(Transform(x=80, y=80, scale_x=-1, scale_y=1), PolygonShape(hook, GREEN))
    world.spawn(Transform(x=130, y=80, scale_x=1.5, scale_y=0.5), PolygonShape(STAR, BLUE))
    check("polygons", studio.shoot(world, size=(160, 110)))


def test_lines_open_and_closed(studio, check, world):
    zigzag = [(0, 0), (15, 20), (30, 0), (45, 20), (60, 0)]
    for k, width in enumerate((1, 2, 6)):
        world.spawn(Transform(x=8, y=8 + k * 28), LineShape(zigzag, width, RED))
    box = [(0, 0), (40, 0), (40, 24), (0, 24)]
    world.spawn(Transform(x=90, y=10), LineShape(box, 3, GREEN, closed=True))
    world.spawn(Transform(x=90, y=50), LineShape(box, 3, GREEN, opacity=0.5))
    world.spawn(Transform(x=115, y=95), LineShape(STAR, 2, GOLD, closed=True))
    world.spawn(Transform(x=20, y=104), LineShape([(0, 0), (60, 0)], 1, BLUE))
    world.spawn(Transform(x=20, y=110), LineShape([(0, 0), (0, 0), (60, 4)], 4, BLUE))
    check("lines", studio.shoot(world, size=(160, 120)))


def test_texts_of_several_sizes_and_colours(studio, check, world):
    for y, size, color in ((2, 8, RED), (12, 12, GREEN), (26, 16, BLUE), (44, 32, GOLD)):
        world.spawn(Transform(x=4, y=y), Text("Zenith, 01!", size, color=color))
    world.spawn(Transform(x=4, y=84), Text("Half there", 16, opacity=0.5))
    world.spawn(Transform(x=120, y=84), Text("not there", 16, visible=False))
    world.spawn(Transform(x=4, y=104), Text("é € \u4f60 gjpq (ÄÖ)", 14))
    check("text_sizes", studio.shoot(world, size=(240, 124)))


def test_texts_aligned_wrapped_and_turned(studio, check, world):
    words = "The quick brown fox\njumps."
    for k, align in enumerate(("left", "center", "right")):
        x = 4 + k * 84
        world.spawn(
            Transform(x=x, y=4),
            RectangleShape(76, 60, BLUE, outline=1, origin_x=0, origin_y=0),
        )
        world.spawn(Transform(x=x, y=4), Text(words, 12, align=align, width=76))
    world.spawn(Transform(x=4, y=70), Text("a\nb\nc", 12, line_height=1.5, color=GREEN))
    middle = {"origin_x": 0.5, "origin_y": 0.5}
    world.spawn(Transform(x=80, y=95, rotation=-0.4), Text("Turned", 16, color=GOLD, **middle))
    world.spawn(Transform(x=160, y=95, scale_x=2, scale_y=1), Text("Wide", 16, **middle))
    world.spawn(Transform(x=220, y=95), Text("two\nlines", 12, align="center", **middle))
    for x in (80, 160, 220):
        dot(world, x, 95)
    check("text_places", studio.shoot(world, size=(256, 130)))


def test_all_kinds_in_one_layer_keep_their_order_in_one_draw_call(studio, check, world):
    kinds = [
        lambda: CircleShape(11, BLUE),
        lambda: Sprite("flag"),
        lambda: RectangleShape(20, 14, RED, radius=4),
        lambda: Text("Zen", 14, origin_x=0.5, origin_y=0.5),
        lambda: PolygonShape([(-10, 8), (0, -10), (10, 8)], GREEN),
        lambda: LineShape([(-12, -6), (12, 6)], 3, GOLD),
    ]
    for k in range(24):
        row, step = divmod(k, 12)
        world.spawn(Transform(x=16 + step * 11.5, y=24 + row * 40 + step % 2 * 6), kinds[k % 6]())
    check("interleaved", studio.shoot(world))
    assert studio.stats.draw_calls == 1


def test_order_of_an_interleaved_layer_is_the_order_of_spawning(studio, world):
    """Each covers the one before it wholly; what shows is the last."""
    covers = [
        (RectangleShape(40, 40, RED), (230, 51, 51)),
        (CircleShape(30, GREEN), (77, 204, 77)),
        (PolygonShape([(-30, -30), (30, -30), (30, 30), (-30, 30)], BLUE), (77, 128, 255)),
        (LineShape([(-30, 0), (30, 0)], 60, GOLD), (255, 204, 51)),
        (RectangleShape(40, 40, zn.BLACK), (0, 0, 0)),
    ]
    for look, color in covers:
        world.spawn(Transform(x=20, y=20), look)
        assert tuple(studio.shoot(world, size=(40, 40))[20, 20, :3].tolist()) == color
        assert studio.stats.draw_calls == 1


def test_parent_carries_its_children(studio, check, world):
    for x, turn, size in ((50, 0.0, 1.0), (130, 0.5, 1.0), (220, -0.5, 1.5)):
        pose = Transform(x=x, y=50, rotation=turn, scale_x=size, scale_y=size)
        mother = world.spawn(pose, RectangleShape(40, 24, BLUE))
        child = world.spawn(Transform(x=26), Sprite("flag"), parent=mother)
        world.spawn(Transform(y=16, rotation=0.3), Text("kid", 16), parent=child)
        world.spawn(Transform(x=-26), CircleShape(6, RED), parent=mother)
    update(world)
    check("children", studio.shoot(world, size=(320, 110)))
