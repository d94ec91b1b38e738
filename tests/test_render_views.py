"""Golden pictures of layers, cameras, scaling, time between ticks, canvases and scenes."""

import math

import pytest

import zenith as zn
from pictures import check_picture, drawn_by
from studio import BLUE, GOLD, GREEN, NIGHT, RED, Studio
from zenith import Camera, CircleShape, RectangleShape, Sprite, Text, Transform
from zenith.app import SceneView
from zenith.desktop import ScreenPainter, open_picture
from zenith.layers import Layer, Layers
from zenith.transforms import remember, update


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


def board(world):
    """Fill 160 x 90 so that every corner and every direction can be told apart."""
    middle = {"origin_x": 0.5, "origin_y": 0.5}
    world.spawn(Transform(x=80, y=45), RectangleShape(160, 90, BLUE, opacity=0.4))
    world.spawn(Transform(x=80, y=45), RectangleShape(160, 90, GOLD, outline=2))
    for x, y, word in ((20, 15, "NW"), (140, 15, "NE"), (20, 75, "SW"), (140, 75, "SE")):
        world.spawn(Transform(x=x, y=y), Text(word, 16, **middle))
    world.spawn(Transform(x=80, y=45), CircleShape(16, RED))
    world.spawn(Transform(x=80, y=45), Sprite("flag"))
    world.spawn(Transform(x=4, y=80), Text("hud", 8, color=GREEN, layer="hud"))


def test_layers_are_drawn_in_their_order_and_screen_layers_stay_put(studio, check, world):
    camera = Camera(x=60, y=45)
    camera.remember()
    world.set_resource(camera)
    for k, layer in enumerate(("hud", "foreground", "default", "background")):
        color = (GOLD, RED, GREEN, BLUE)[k]
        world.spawn(Transform(x=80 - k * 14, y=30 + k * 8), RectangleShape(40, 24, color, layer))
        world.spawn(Transform(x=64 - k * 14, y=20 + k * 8), Text(layer, 8, layer=layer))
    check("layers", studio.shoot(world))
    assert studio.stats.draw_calls == 1


def test_y_sorted_layer_puts_lower_ones_in_front(studio, check, world):
    world.set_resource(Layers(["default", Layer("floor", y_sort=True)]), transient=True)
    for k, y in enumerate((60, 30, 50, 40, 70)):
        x = 20 + k * 14
        world.spawn(Transform(x=x, y=y), RectangleShape(30, 40, (GOLD, RED, GREEN, BLUE, RED)[k]))
        look = {"layer": "floor", "origin_y": 1.0}
        color = (GOLD, RED, GREEN, BLUE, RED)[k]
        world.spawn(Transform(x=x + 70, y=y), RectangleShape(30, 40, color, **look))
    check("y_sorted", studio.shoot(world))


def test_y_sorted_layer_follows_what_moves(studio, world):
    world.set_resource(Layers([Layer("default", y_sort=True)]), transient=True)
    first = world.spawn(Transform(x=20, y=20), RectangleShape(20, 20, RED))
    world.spawn(Transform(x=20, y=21), RectangleShape(20, 20, BLUE))
    assert studio.shoot(world, size=(40, 40))[20, 20, 0] == 77
    first[Transform].y = 22
    assert studio.shoot(world, size=(40, 40))[20, 20, 0] == 230


@pytest.mark.parametrize(
    ("name", "pose"),
    [
        ("moved", {"x": 140, "y": 75}),
        ("zoomed", {"x": 80, "y": 45, "zoom": 2.0}),
        ("turned", {"x": 80, "y": 45, "rotation": math.pi / 6}),
        ("all", {"x": 20, "y": 15, "zoom": 1.5, "rotation": -math.pi / 4}),
    ],
)
def test_camera(studio, check, world, name, pose):
    board(world)
    camera = Camera(**pose)
    camera.remember()
    world.set_resource(camera)
    check(f"camera_{name}", studio.shoot(world))


@pytest.mark.parametrize(
    ("scaling", "size"),
    [
        ("fit", (240, 90)),
        ("fit", (120, 120)),
        ("fit", (400, 225)),
        ("integer", (360, 200)),
        ("integer", (120, 90)),
        ("stretch", (240, 90)),
    ],
)
def test_scaling(studio, check, world, scaling, size):
    board(world)
    options = {"virtual_size": (160, 90), "bars": zn.Color(0.5, 0.1, 0.4, 1.0)}
    name = f"scaling_{scaling}_{size[0]}x{size[1]}"
    check(name, studio.shoot(world, size=size, scaling=scaling, **options))


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_between_two_ticks(studio, check, world, alpha):
    """The camera goes right, so what rests goes left; the turn goes the short way round."""
    world.set_resource(Camera(x=80, y=45))
    world.resource(Camera).remember()
    rest = world.spawn(Transform(x=20, y=20), RectangleShape(12, 12, GREEN))
    mover = world.spawn(Transform(x=30, y=45, rotation=6.0), Sprite("flag"))
    world.spawn(Transform(y=18), CircleShape(4, RED), parent=mover)
    world.spawn(Transform(x=150, y=80), RectangleShape(12, 12, GOLD, layer="hud"))
    update(world)
    remember(world)
    pose = mover[Transform]
    pose.x, pose.y, pose.rotation = 90.0, 55.0, 0.4
    world.resource(Camera).x = 90.0
    update(world)
    check(f"between_{round(alpha * 10):02}", studio.shoot(world, alpha=alpha))
    assert rest.alive


def scribble(canvas):
    """Use everything a canvas has, in world places and in those of the screen."""
    canvas.rectangle(4, 4, 40, 20, RED)
    canvas.rectangle(50, 4, 40, 20, GREEN, radius=6, outline=2)
    canvas.circle(110, 14, 10, BLUE)
    canvas.circle(140, 14, 10, GOLD, outline=3)
    canvas.line(4, 30, 60, 44, GOLD, 2)
    canvas.path([(70, 30), (90, 44), (110, 30), (130, 44)], RED, 3)
    canvas.polygon([(140, 30), (156, 30), (148, 44)], GREEN)
    canvas.image("flag", 4, 50)
    canvas.image("flag", 60, 62, width=36, height=24, rotation=0.4, origin=(0.5, 0.5), tint=GOLD)
    canvas.image("glow", 90, 46, blend="add")
    size = canvas.text("Canvas", 120, 50, size=16, origin=(0.5, 0))
    canvas.rectangle(120 - size.x / 2, 50, *size, GOLD, outline=1)
    canvas.screen = True
    canvas.text(f"{canvas.width} x {canvas.height}", canvas.width - 2, 88, origin=(1, 1), size=8)
    canvas.circle(8, 82, 4)


def test_canvas(studio, check, world):
    world.spawn(Transform(x=80, y=45), RectangleShape(150, 80, BLUE, opacity=0.3))
    check("canvas", studio.shoot(SceneView(world, scribble, 1.0)))
    assert studio.stats.draw_calls == 2


def test_canvas_follows_the_camera_but_for_the_screen(studio, check, world):
    camera = Camera(x=80, y=45, zoom=0.5)
    camera.remember()
    world.set_resource(camera)
    check("canvas_zoomed", studio.shoot(SceneView(world, scribble, 1.0)))


def test_canvas_refuses_what_it_cannot_draw(studio, world):
    def shoot(hook):
        studio.shoot(SceneView(world, hook, 1.0))

    with pytest.raises(zn.UnknownName, match=r'blend mode of a canvas "ad"\. Did you mean "add"'):
        shoot(lambda canvas: canvas.circle(0, 0, 4, blend="ad"))
    with pytest.raises(zn.UnknownName, match='blend mode of a canvas "multiply"'):
        shoot(lambda canvas: canvas.circle(0, 0, 4, blend="multiply"))
    with pytest.raises(zn.BadValue, match="needs at least 3 points; found 2"):
        shoot(lambda canvas: canvas.polygon([(0, 0), (1, 1)]))
    with pytest.raises(zn.AssetMissing, match=r'no image "falg"\. Did you mean "flag"'):
        shoot(lambda canvas: canvas.image("falg", 0, 0))


def pause_menu(canvas):
    canvas.screen = True
    canvas.rectangle(0, 0, canvas.width, canvas.height, zn.Color(0.0, 0.0, 0.0, 0.6))
    canvas.text("Paused", 80, 45, size=24, origin=(0.5, 0.5))


def app_with_menu(folder):
    """Return an App whose menu lies over its game."""
    app = zn.App("Menus", size=(160, 90), assets=folder, background=NIGHT)
    board(app.world)
    menu = zn.Scene(draw=pause_menu, overlay=True, name="menu")
    app.scenes.push(menu)
    app.tick()
    menu.world.spawn(Transform(x=80, y=70), RectangleShape(60, 12, GOLD, radius=4))
    return app


def test_scene_over_another(studio, check, gpu):
    app = app_with_menu(studio.folder)
    app.devices.painter = painter = ScreenPainter(app, gpu, studio.target((160, 90)))
    app.draw()
    check("overlay", painter.pixels())
    painter.renderer.release()


def test_scene_that_is_no_overlay_hides_the_one_below(studio, gpu):
    app = app_with_menu(studio.folder)
    app.scenes.push(zn.Scene(name="title"))
    app.tick()
    app.devices.painter = painter = ScreenPainter(app, gpu, studio.target((160, 90)))
    app.draw()
    assert (painter.pixels() == painter.pixels()[0, 0]).all()
    assert painter.stats.draw_calls == 0
    painter.renderer.release()


def test_open_picture_draws_an_app_on_a_device_of_its_own(studio, check, tmp_path, world):
    board(world)
    before = studio.shoot(world)
    app = app_with_menu(studio.folder)
    app.devices.painter = painter = open_picture(app)
    app.draw()
    check("overlay", painter.pixels())
    assert (studio.shoot(world) == before).all()
    painter.save(tmp_path / "shot.png")
    check("overlay", zn.load_image(tmp_path / "shot.png"))
    painter.close()
    assert (studio.shoot(world) == before).all()
