"""A game's own shader: what it is given, what is said of mistakes, how it is taken up again."""

import logging
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from pictures import check_picture, drawn_by
from studio import BLUE, GOLD, RED, Studio
from zenith import CircleShape, RectangleShape, Sprite, Text, Transform
from zenith.assets import engine_assets
from zenith.cli import main
from zenith.gpu import moderngl_device
from zenith.render import FrameStats, compile_effect, shader_time, sources
from zenith.render.glsl import LARGEST, problems_of, whole_fragment
from zenith.render.screenpass import ScreenPass
from zenith.render.view import fit

SAME = "vec4 effect(vec2 uv, vec2 pixel) {\n    return picture(uv);\n}\n"
BROKEN = "vec4 effect(vec2 uv, vec2 pixel) {\n    vec4 color = picture(uv);\n    return colr;\n}\n"
SIZE, VIRTUAL = (120, 90), (60, 30)
"""The virtual screen is shown twice as large, with bars of 15 pixels above and below."""
BUNDLED = sorted((engine_assets() / "shaders").glob("*.glsl"))


@pytest.fixture
def studio(gpu, tmp_path):
    studio = Studio(gpu, tmp_path)
    yield studio
    studio.close()


@pytest.fixture
def world():
    """Something that is different everywhere, on pixels and between them."""
    world = zn.World()
    world.spawn(Transform(x=20.5, y=14.5, rotation=0.3), Sprite("flag"))
    world.spawn(Transform(x=40, y=12), CircleShape(9.3, GOLD))
    world.spawn(Transform(x=31, y=25), RectangleShape(50, 5, BLUE, radius=2))
    world.spawn(Transform(x=2, y=2), Text("words", size=8))
    return world


def shader(studio, text, name="mine"):
    """Write a shader that can be named."""
    file = studio.folder / f"{name}.glsl"
    file.write_text(text, "utf-8")
    return file


def shoot(studio, world, name="mine", **options):
    return studio.shoot(
        world, size=SIZE, virtual_size=VIRTUAL, bars=RED, shader=name, **options
    ).astype(int)


def returning(value):
    return f"vec4 effect(vec2 uv, vec2 pixel) {{ return {value}; }}"


def test_a_shader_that_changes_nothing_changes_no_pixel(studio, world):
    shader(studio, SAME)
    assert np.array_equal(shoot(studio, world), shoot(studio, world, ""))


def test_a_shader_costs_one_draw_and_none_costs_none(studio, world):
    shader(studio, SAME)
    shoot(studio, world, "")
    assert studio.stats.draw_calls == 1
    shoot(studio, world)
    assert studio.stats.draw_calls == 2
    shoot(studio, world, "")
    assert studio.stats.draw_calls == 1


def test_places_go_from_the_upper_left_of_the_virtual_screen(studio, world):
    shader(studio, returning("vec4(uv, pixel.x / 255.0, 1.0)"))
    pixels = shoot(studio, world)
    red = [round(c * 255) for c in RED[:3]]
    assert pixels[14, 5, :3].tolist() == red == pixels[75, 5, :3].tolist()
    assert pixels[15, 0].tolist() == [1, 2, 0, 255]
    assert pixels[74, 119].tolist() == [254, 253, 60, 255]


def test_a_shader_knows_size_time_and_scale(studio, world):
    shader(studio, returning("vec4(size / 255.0, time / 255.0, 1.0)"))
    assert shoot(studio, world, time=7.0)[45, 60].tolist() == [60, 30, 7, 255]
    shader(studio, returning("vec4(vec3(scale / 255.0), 1.0)"), "larger")
    assert shoot(studio, world, "larger")[45, 60].tolist() == [2, 2, 2, 255]


def test_what_a_shader_leaves_clear_shows_the_bars(studio, world):
    shader(studio, returning("uv.x < 0.5 ? vec4(0.0) : picture(uv)"))
    pixels = shoot(studio, world)
    red = [round(c * 255) for c in RED[:3]]
    assert (pixels[15:75, :60, :3] == red).all()
    assert np.array_equal(pixels[:, 60:], shoot(studio, world, "")[:, 60:])


def test_beyond_its_edge_the_picture_has_the_colour_of_its_edge(studio, world):
    world.spawn(Transform(x=60, y=15), RectangleShape(2, 30, GOLD))
    shader(studio, returning("picture(uv + vec2(1.25, 0.0))"))
    assert (shoot(studio, world)[15:75, :, :3] == [255, 204, 51]).all()


def test_the_pointer_points_to_the_same_place_with_a_shader(studio, world):
    shader(studio, SAME)
    shoot(studio, world)
    assert studio.renderer.to_virtual(60, 45) == (30.0, 15.0)


@pytest.mark.parametrize("name", [file.stem for file in BUNDLED])
def test_bundled_shaders_look_as_they_did(studio, gpu, tmp_path, name):
    world = zn.World()
    world.spawn(Transform(x=30, y=28, scale_x=1.5, scale_y=1.5), Sprite("flag"))
    world.spawn(Transform(x=88, y=30), CircleShape(16, GOLD))
    world.spawn(Transform(x=60, y=60), RectangleShape(104, 10, BLUE, radius=3))
    world.spawn(Transform(x=8, y=56), Text("A shader", size=8))
    size = (480, 272)
    pixels = studio.shoot(
        world, size=size, virtual_size=(120, 68), bars=zn.BLACK, shader=name, time=1.5
    )
    check_picture(f"shader_{name}", pixels, drawn_by(gpu), folder=tmp_path)


@pytest.mark.parametrize("file", BUNDLED, ids=lambda f: f.stem)
def test_bundled_shaders_are_of_the_subset_that_browsers_have(gpu, monkeypatch, file):
    monkeypatch.setattr(moderngl_device, "GLSL_HEADER", "#version 300 es\n")
    try:
        compile_effect(gpu, file).release()
    except zn.ShaderError as error:
        if "version" not in str(error):
            raise
        pytest.skip("this driver compiles no GLSL ES")


SAID = {
    "Mesa": "fragment_shader\n=====\n0:3(12): error: `colr' undeclared\n",
    "NVIDIA": 'fragment_shader\n=====\n0(3) : error C1503: undefined variable "colr"\n',
    "AMD": "ERROR: 0:3: error(#143) Undeclared identifier: colr\nERROR: error(#273) 1 error\n",
    "Intel": "ERROR: 0:3: 'colr' : undeclared identifier\n",
}


@pytest.mark.parametrize("maker", list(SAID))
def test_what_each_compiler_says_is_told_by_the_line_of_the_file(maker):
    [problem] = problems_of(SAID[maker], "mine.glsl", BROKEN)
    column = 12 if maker == "Mesa" else 1
    assert (problem.file, problem.line, problem.column) == ("mine.glsl", 3, column)
    assert "colr" in problem.found
    assert not problem.found.startswith(("error", "C1503", "0"))
    assert "return colr;" in problem.expected


def test_compilers_get_no_letters_that_they_may_not_know():
    whole = whole_fragment("// Grün\n" + SAME)
    assert whole.isascii()
    assert whole.endswith("}\n")
    assert SAME in whole


def test_warnings_are_no_problems():
    said = "0:1(3): warning: `x' used uninitialized\n0(1) : warning C7050: x\n"
    [problem] = problems_of(said + SAID["Mesa"], "mine.glsl", BROKEN)
    assert problem.line == 3


@given(log=st.text(), source=st.text())
def test_whatever_a_compiler_says_some_problem_is_told(log, source):
    assert all(p.found for p in problems_of(log, "mine.glsl", source))
    assert problems_of(log, "mine.glsl", source)


@given(line=st.integers(1, 5000), above=st.integers(0, 40))
def test_a_line_beyond_the_file_is_never_told(line, above):
    [problem] = problems_of(f"0:{line}(1): error: x", "mine.glsl", "\n" * above + "x")
    assert problem.line == (line if line <= above + 1 else 0)


def problems(gpu, tmp_path, data):
    file = tmp_path / "wrong.glsl"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(zn.ShaderError) as raised:
        compile_effect(gpu, file)
    return raised.value.args


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("above", ["", "// Grün und blau\n\n", "#define X 1\n"])
def test_this_machine_tells_the_line_of_the_file(gpu, tmp_path, above, end):
    found = problems(gpu, tmp_path, (above + BROKEN).replace("\n", end))
    assert found[0].line == 3 + above.count("\n")
    assert "colr" in found[0].found
    assert "`return colr;`" in found[0].expected
    assert str(tmp_path / "wrong.glsl") in str(found[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        SAME.replace("effect", "efect"),
        SAME.rstrip("}\n"),
        SAME + "/* never closed",
        SAME + "void main() {}",
        SAME.replace("vec4 effect", "vec3 effect").replace("(uv);", "(uv).rgb;"),
    ],
    ids=["empty", "misspelt", "open", "comment", "main", "vec3"],
)
def test_a_file_of_another_form_is_told_what_form_is_expected(gpu, tmp_path, text):
    assert "vec4 effect(vec2 uv, vec2 pixel)" in problems(gpu, tmp_path, text)[0].expected


def test_files_that_are_no_text_are_refused_before_the_compiler_sees_them(gpu, tmp_path):
    [problem] = problems(gpu, tmp_path, b"// fine\n\xff\n")
    assert (problem.line, problem.found, problem.expected) == (2, "the byte 0xff", "UTF-8")
    [problem] = problems(gpu, tmp_path, b" " * (LARGEST + 1))
    assert "256 KB" in problem.expected
    with pytest.raises(zn.ShaderError, match="file that can be read"):
        compile_effect(gpu, tmp_path)


def test_a_shader_that_does_not_compile_is_told_once_and_left_out(studio, world, caplog):
    shader(studio, BROKEN)
    with caplog.at_level(logging.WARNING, "zenith"):
        pixels = [shoot(studio, world) for _ in range(3)]
    assert all(np.array_equal(p, shoot(studio, world, "")) for p in pixels)
    assert len(caplog.records) == 1
    assert "mine.glsl:3:" in caplog.text


def test_a_changed_shader_is_taken_and_a_broken_one_leaves_the_last(studio, world):
    file = shader(studio, returning("vec4(0.0, 1.0, 0.0, 1.0)"))
    assert shoot(studio, world)[45, 60, 1] == 255
    shader(studio, BROKEN)
    [problem, *_] = studio.renderer.forget_shaders([file])
    assert (problem.file, problem.line) == (str(file), 3)
    assert shoot(studio, world)[45, 60].tolist() == [0, 255, 0, 255]
    shader(studio, returning("vec4(0.0, 0.0, 1.0, 1.0)"))
    assert studio.renderer.forget_shaders([file]) == []
    assert shoot(studio, world)[45, 60].tolist() == [0, 0, 255, 255]


def test_a_shader_that_was_broken_at_the_start_is_taken_once_it_is_mended(studio, world):
    file = shader(studio, BROKEN)
    shoot(studio, world)
    shader(studio, returning("vec4(1.0)"))
    assert studio.renderer.forget_shaders([file]) == []
    assert shoot(studio, world)[45, 60].tolist() == [255] * 4


def test_a_shader_whose_file_went_away_stays_in_use(studio, world):
    file = shader(studio, returning("vec4(1.0)"))
    shoot(studio, world)
    file.unlink()
    [problem] = studio.renderer.forget_shaders([file])
    assert "mine" in str(problem)
    assert shoot(studio, world)[45, 60].tolist() == [255] * 4


def test_files_that_no_shader_came_from_are_let_be(studio, world):
    shader(studio, SAME)
    shoot(studio, world)
    shader(studio, BROKEN)
    assert studio.renderer.forget_shaders([studio.folder / "other.glsl"]) == []


def own_file(name):
    return Path(sources.__file__).parent / "shaders" / name


def test_the_engines_shaders_are_taken_up_again_too(studio, world, monkeypatch):
    """What compiled last stays in use, in batches that come later as well."""
    read = sources.engine_shader
    before = shoot(studio, world, "")
    monkeypatch.setattr(sources, "engine_shader", lambda name: read(name) + "broken")
    [problem] = studio.renderer.forget_shaders([own_file("quad.frag.glsl")])
    assert "quad.frag.glsl" in problem.file
    assert "error" in problem.found
    assert "\n" not in str(problem.found)
    assert np.array_equal(shoot(studio, world, ""), before)
    other = zn.World()
    other.spawn(Transform(x=30, y=15), CircleShape(9, GOLD))
    assert shoot(studio, other, "")[45, 60, 0] == 255

    def green(name):
        return read(name).replace(
            "f_color = v_color * share;", "f_color = vec4(0, share, 0, share);"
        )

    monkeypatch.setattr(sources, "engine_shader", green)
    assert studio.renderer.forget_shaders([own_file("quad.frag.glsl")]) == []
    assert shoot(studio, other, "")[45, 60].tolist() == [0, 255, 0, 255]


def test_the_engines_part_around_a_shader_is_taken_up_again(studio, world, monkeypatch):
    shader(studio, SAME)
    before = shoot(studio, world)
    monkeypatch.setattr("zenith.render.glsl.engine_shader", lambda name: "broken // EFFECT\n")
    assert studio.renderer.forget_shaders([own_file("screen.frag.glsl")])
    assert np.array_equal(shoot(studio, world), before)


def test_a_misspelt_shader_is_told_without_any_graphics(tmp_path):
    app = zn.App("Misspelt", window=zn.WindowSettings(shader="ctr"))
    with pytest.raises(zn.GameError, match=r'window.shader: There is no shader "ctr"'):
        app.tick()
    app = zn.App("Changed")
    app.tick()
    app.window.shader = "crtt"
    with pytest.raises(zn.GameError, match='Did you mean "crt"'):
        app.tick()
    app.window.shader = "crt"
    app.tick()


def test_a_misspelt_shader_is_told_by_the_renderer_too(studio, world):
    with pytest.raises(zn.AssetMissing, match='Did you mean "crt"'):
        shoot(studio, world, "crtt")
    assert np.array_equal(shoot(studio, world, ""), shoot(studio, world, ""))


def test_pictures_of_a_game_go_through_its_shader(tmp_path):
    shaders = tmp_path / "shaders"
    shaders.mkdir()
    clock = returning("vec4(vec3(time * 60.0 / 255.0), 1.0)")
    (shaders / "clock.glsl").write_text(clock, "utf-8")
    settings = zn.WindowSettings(shader="clock")
    game = zn.testing.drive(zn.App("Clock", assets=tmp_path, window=settings, size=(8, 8)))
    assert (game.picture()[..., :3] == 0).all()
    assert (game.ticks(9).picture()[..., :3] == 9).all()
    assert (game.ticks(30).picture()[..., :3] == 39).all()
    game.app.window.shader = ""
    assert game.picture()[0, 0, 0] == round(game.app.picture.background.r * 255)


def test_a_report_over_the_picture_does_not_go_through_the_shader(tmp_path):
    (tmp_path / "black.glsl").write_text(returning("vec4(0.0, 0.0, 0.0, 1.0)"), "utf-8")
    app = zn.App("B", assets=tmp_path, window=zn.WindowSettings(shader="black"), size=(8, 8))
    painter = zn.open_picture(app)
    app.devices.painter = painter
    app.draw()
    painter.cover(lambda canvas: canvas.rectangle(0, 0, 4, 8, zn.WHITE))
    assert painter.pixels()[4, 1].tolist() == [255] * 4
    assert painter.pixels()[4, 6].tolist() == [0, 0, 0, 255]
    assert painter.forget_shaders([tmp_path / "black.glsl"]) == []
    painter.close()


def test_check_shaders_finds_every_broken_one(tmp_path):
    for name, text in (("fine", SAME), ("wrong", BROKEN), ("empty", "")):
        (tmp_path / f"{name}.glsl").write_text(text, "utf-8")
    found = zn.check_shaders(zn.Assets([tmp_path, engine_assets()]))
    assert {Path(problem.file).stem for problem in found} == {"wrong", "empty"}
    assert zn.check_shaders(zn.Assets([engine_assets()])) == []


def test_time_is_even_after_thirty_days():
    """Between two ticks a float32 of it moves by a 60th of a second within 2 %."""
    start = 30 * 24 * 3600 * 60 + 59 * 60 * 60
    times = np.array([shader_time(start + k, 1.0, 60.0) for k in range(3000)], np.float32)
    steps = np.diff(times)
    assert np.abs(steps * 60 - 1).max() < 0.02
    assert times.max() < 3600


@given(ticks=st.integers(0, 10**10), alpha=st.floats(0, 1), rate=st.floats(1, 1000))
def test_time_stays_within_an_hour_and_never_goes_back_within_a_tick(ticks, alpha, rate):
    time = shader_time(ticks, alpha, rate)
    assert 0.0 <= time <= 3601.0
    assert time <= shader_time(ticks, 1.0, rate)


@given(ticks=st.integers(1, 10**10))
def test_a_tick_that_ends_is_the_next_one_that_begins(ticks):
    """But for once an hour, when time begins again."""
    end, begin = shader_time(ticks, 1.0, 60.0), shader_time(ticks + 1, 0.0, 60.0)
    assert end == pytest.approx(begin) or (end == pytest.approx(3600.0) and begin == 0.0)


class Counted:
    """Something on a device that counts how many of its kind there are."""

    def __init__(self, kind, alive, size=(0, 0)):
        self.size = size
        self._kind, self._alive = kind, alive
        alive[kind] = alive.get(kind, 0) + 1

    def draw(self, target, **options):
        pass

    def release(self):
        self._alive[self._kind] -= 1


class CountingDevice:
    """Compiles what has the word `picture` in it, and counts what was not given back."""

    def __init__(self):
        self.alive = {}

    def quads(self, vertex, fragment, streams):
        if "colr" in fragment:
            raise zn.DeviceError("0:3(1): error: `colr' undeclared")
        return Counted("program", self.alive)

    def target(self, size):
        return Counted("target", self.alive, size)


def test_a_thousand_reloads_and_resizes_leave_nothing_behind(tmp_path):
    device, file = CountingDevice(), tmp_path / "mine.glsl"
    file.write_text(SAME, "utf-8")
    screen = ScreenPass(device, lambda name: file)
    stats = FrameStats()
    for k in range(1000):
        size = (64 + k % 3, 32)
        source = screen.begin("mine", size)
        assert source.size == size
        screen.finish("mine", source, None, fit(size, None, "fit"), 0.0, stats)
        file.write_text(BROKEN if k % 2 else SAME, "utf-8")
        assert len(screen.forget([file])) == k % 2
        assert device.alive == {"program": 1, "target": 1}
    assert stats.draw_calls == 1000
    screen.release()
    assert device.alive == {"program": 0, "target": 0}


def test_the_device_is_asked_for_nothing_while_there_is_no_shader(studio, world, monkeypatch):
    made = []
    target = studio.gpu.target
    shoot(studio, world, "")
    monkeypatch.setattr(studio.gpu, "target", lambda size: made.append(size) or target(size))
    shoot(studio, world, "")
    assert made == []
    shader(studio, SAME)
    shoot(studio, world)
    shoot(studio, world)
    assert made == [(120, 60)]


def test_shaders_in_the_guide_compile(gpu, tmp_path):
    page = Path(__file__).parent.parent / "docs" / "guide" / "shaders.md"
    blocks = re.findall(r"^```glsl\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for k, block in enumerate(blocks):
        (tmp_path / f"{k}.glsl").write_text(block, "utf-8")
        compile_effect(gpu, tmp_path / f"{k}.glsl").release()
    assert blocks


def project(folder, name):
    """Write a project whose window has a shader."""
    text = f'zenith = 1\nname = "B"\nstart = "b"\n[scenes.b]\n[window]\nshader = "{name}"\n'
    (folder / "zenith.toml").write_text(text, "utf-8")
    return folder


def test_zenith_check_finds_misspelt_and_broken_shaders(tmp_path, capsys, monkeypatch):
    assert main(["check", str(project(tmp_path, "crt"))]) == 0
    assert main(["check", str(project(tmp_path, "crtt"))]) == 1
    told = capsys.readouterr().out
    assert 'no shader "crtt"' in told
    assert 'did you mean "crt"' in told
    (tmp_path / "mine.glsl").write_text(BROKEN, "utf-8")
    assert main(["check", str(project(tmp_path, "mine"))]) == 1
    assert "mine.glsl:3:" in capsys.readouterr().out

    def none():
        raise zn.DeviceError("OpenGL is not installed.")

    monkeypatch.setattr("zenith.desktop.open_offscreen", none)
    assert main(["check", "--strict", str(tmp_path)]) == 0
    assert "shaders were not compiled: OpenGL is not" in capsys.readouterr().err


def test_a_project_names_its_shader_in_its_file(tmp_path):
    app = zn.open_project(project(tmp_path, "dusk"))
    app.tick()
    assert app.window.shader == "dusk"
