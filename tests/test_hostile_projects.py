"""Project files and folders from strangers and from accidents: one clear error, no code run."""

import contextlib
import io
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mutations
import zenith as zn
from auditing import Watch
from mutations import HOSTILE, PROJECT
from zenith.assets import Assets, engine_assets
from zenith.cli import main
from zenith.errors import AssetMissing
from zenith.prefab import check_name
from zenith.project import parse_project
from zenith.project.toml import LARGEST_FILE
from zenith.scenefile import Misfit

PROJECTS = HOSTILE / "projects"
# What each project's message says: where, and words of what was found, expected, and the hint.
MESSAGES = json.loads((PROJECTS / "messages.json").read_text("utf-8"))
SMALL = 'zenith = 1\nname = "Moss"\nstart = "level"\n'
SOUND = SMALL + 'modules = ["hero"]\nsystems = ["hero.steer"]\n'
LEVEL = '{"zenith": "scene", "version": 1, "entities": {}}\n'
HERO = "def steer(world, dt):\n    pass\n"
TIE = """\
import zenith as zn

@zn.component
class Tie:
    to: zn.Entity | None = None

def steer(world, dt):
    pass
"""


@pytest.fixture
def game(tmp_path):
    """Write a small project that is sound."""
    return written(tmp_path / "moss")


def written(folder):
    """Write a small project into a folder."""
    for name in ("scenes", "prefabs", "assets/images"):
        (folder / name).mkdir(parents=True)
    (folder / "zenith.toml").write_text(SOUND, "utf-8")
    (folder / "hero.py").write_text(HERO, "utf-8")
    (folder / "scenes" / "level.scene").write_text(LEVEL, "utf-8")
    return folder


def link(at, to):
    """Make a link, where that is allowed."""
    try:
        at.symlink_to(to)
    except OSError:
        pytest.skip("links are not allowed here")


def told(text):
    """Check that what was told is for people: no traceback, nothing invisible."""
    assert "Traceback" not in text
    assert text.replace("\n", "").isprintable()


# Project files.


def test_there_is_a_message_for_every_broken_project():
    assert sorted(MESSAGES) == sorted(f.parent.name for f in PROJECTS.rglob("zenith.toml"))
    assert len(MESSAGES) >= 100


@pytest.mark.parametrize("name", MESSAGES)
def test_a_broken_project_says_where_what_and_what_to_do(name, capsys):
    folder, said = PROJECTS / name, MESSAGES[name]
    with pytest.raises(zn.ProjectError) as caught:
        zn.load_project(folder)
    text, problem = str(caught.value), caught.value.args[0]
    assert problem.file == str(folder / "zenith.toml")
    assert f"{problem.line}:{problem.column}" == said["where"]
    assert said["found"] in problem.found
    assert said["expected"] in problem.expected
    assert said["hint"] in problem.hint
    assert len(text.splitlines()) <= 6
    told(text)
    with pytest.raises(zn.ProjectError) as again:
        zn.open_project(folder)
    assert again.value.args == caught.value.args
    assert main(["check", str(folder)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(str(problem))
    told(printed)
    assert main(["check", "--json", str(folder)]) == 1
    first = json.loads(capsys.readouterr().out)["problems"][0]
    assert f"{first['line']}:{first['column']}" == said["where"]
    assert (first["file"], first["found"]) == (problem.file, problem.found)
    assert (first["expected"], first["hint"]) == (problem.expected, problem.hint)


@pytest.mark.parametrize(("mark", "ending"), [(b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n")])
def test_a_byte_order_mark_and_lines_of_windows_are_accepted(mark, ending):
    data = mark + PROJECT.encode().replace(b"\n", ending)
    assert parse_project(data, Path("game")).name == "Moss and L\u00e4nterns"


def test_a_file_cut_at_any_byte_is_read_or_told():
    data = PROJECT.encode()
    for length in range(len(data)):
        problems = ()
        try:
            parse_project(data[:length], Path("game"))
        except zn.ProjectError as error:
            problems = error.args
        assert problems or length > data.index(b'start = "level"')
        assert all(p.line and p.found and p.expected and p.hint for p in problems)


SLOW = {
    "dotted": ".".join(["a"] * 40_000) + " = 1",
    "dotted in quotes": ".".join(['"a b"'] * 40_000) + " = 1",
    "dotted heading": "[" + " . ".join(["'a b'"] * 25_000) + "]",
    "lists": "x = " + "[1, " * 60_000,
    "tables": "x = " + "[{ a = 1, b = " * 15_000,
    "digits": "seed = " + "9" * 200_000,
    "hexadecimal": "seed = 0x" + "f" * 200_000,
    "open quotes": '\\"""\n' * 50_000,
    "unknown keys": "".join(f"k{k} = 1\n" for k in range(20_000)),
    "unknown keys in scenes": "".join(f"[scenes.k{k}]\nx = 1\n" for k in range(12_000)),
    "scenes that lead out": "".join(f'[scenes."../{k}"]\n' for k in range(12_000)),
    "deep keys": "".join(f"{'a.' * 30}k{k} = 1\n" for k in range(3500)),
    "lines": "\n" * 250_000,
    "one word": "a" * 250_000,
    "modules": "modules = ["
    + ", ".join(f'"mod{k:03}{"x" * 40}"' for k in range(1000))
    + "]\n"
    + "".join(f'[scenes.k{k}]\nstart = "m{k}{"x" * 40}.b"\n' for k in range(2800)),
}
AT_ONCE = ("dotted", "dotted in quotes", "dotted heading", "lists", "tables", "digits")


@pytest.mark.parametrize("name", SLOW)
def test_what_might_take_long_is_told_soon(name):
    text, most = SMALL + SLOW[name], 0.05 if name in AT_ONCE else 3.0
    assert len(text) <= LARGEST_FILE

    def taken():
        start = time.process_time()
        with contextlib.suppress(zn.ProjectError):
            parse_project(text, Path("game"))
        return time.process_time() - start

    assert taken() < most or taken() < most  # the machine may do something else meanwhile


def test_dots_brackets_and_digits_in_texts_and_comments_are_no_mistake():
    text = "a.b." * 40 + "[" * 40 + "9" * 500
    found = parse_project(f'{SMALL}settings.a = "{text}" # {text}\n', Path("game"))
    assert found.settings == {"a": text}


def test_a_second_value_names_the_line_of_the_first():
    text = SMALL + "\n[window]\nvsync = true\n[layers]\n[window]\n"
    with pytest.raises(zn.ProjectError, match="it stands in line 5 already"):
        parse_project(text, Path("game"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "ring"])
def test_a_project_file_that_is_none_is_not_opened(game, kind, capsys):
    file = game / "zenith.toml"
    file.unlink()
    make = {
        "folder": file.mkdir,
        "pipe": lambda: os.mkfifo(file),
        "device": lambda: file.symlink_to("/dev/zero"),
        "ring": lambda: file.symlink_to(file),
    }
    make[kind]()
    for read in (zn.load_project, zn.open_project):
        with pytest.raises(zn.ProjectError, match=r"a folder|a device, pipe|cannot be read"):
            read(game)
    assert main(["check", str(game)]) == 1
    told("".join(capsys.readouterr()))


def test_an_enormous_project_file_is_not_read(game):
    with (game / "zenith.toml").open("wb") as file:
        file.truncate(500 * 2**20)
    with pytest.raises(zn.ProjectError, match="524,288,000 bytes"):
        zn.load_project(game)


# Whole projects.


@pytest.mark.parametrize(
    ("name", "at"),
    [("hero", "hero.py"), ("hero", "hero/__init__.py"), ("things.coins", "things/__init__.py")],
)
def test_a_module_outside_is_never_opened(game, tmp_path, name, at):
    outside = tmp_path / "beyond.py"
    outside.write_text("raise RuntimeError('imported from beyond')\n", "utf-8")
    (game / "hero.py").rename(game / ("own.py" if at == "hero.py" else "hero.py"))
    (game / at).parent.mkdir(exist_ok=True)
    link(game / at, outside)
    (game / "things").mkdir(exist_ok=True)
    (game / "things" / "coins.py").write_text("", "utf-8")
    (game / "zenith.toml").write_text(SMALL + f'modules = ["{name}"]\n', "utf-8")
    with Watch() as watch:
        with pytest.raises(zn.ProjectError, match="a module of the project"):
            zn.open_project(game)
        review = zn.check_project(game)
    assert [p.line for p in review.mistakes] == [4]
    assert str(game / "zenith.toml") in watch.opened
    assert str(outside.resolve()) not in map(os.path.realpath, watch.opened)


def test_only_modules_that_are_listed_are_imported(game):
    (game / "other.py").write_text("raise RuntimeError('not listed')\n", "utf-8")
    with Watch() as watch:
        assert zn.open_project(game).code.modules.keys() == {"hero"}
        assert zn.check_project(game).mistakes == ()
    run = [text for event, text in watch.heard if event == "exec"]
    assert any("hero.py" in text for text in run)
    assert not any("other.py" in text for text in run)
    assert "other" not in sys.modules


ENDING = {
    "raises": ("1 / 0\n", "ZeroDivisionError"),
    "exits": ("raise SystemExit(0)\n", "SystemExit"),
    "exits by sys": ("import sys\nsys.exit('bye')\n", "SystemExit: bye"),
    "base": ("class Odd(BaseException): pass\nraise Odd('x')\n", "Odd: x"),
    "recursion": ("def f(): f()\nf()\n", "RecursionError"),
    "memory": ("raise MemoryError\n", "MemoryError"),
    "syntax": ("def (\n", "invalid syntax"),
    "zeros": ("x = 1\0\n", "null bytes"),
    "brackets": ("(" * 5000 + ")" * 5000, "too many nested"),
    "names": ("def __getattr__(name): raise RuntimeError\n", 'no function "hero.steer"'),
}


@pytest.mark.parametrize("name", ENDING)
def test_a_module_that_ends_badly_is_a_mistake_like_others(game, name, capsys):
    code, words = ENDING[name]
    (game / "hero.py").write_text(code, "utf-8")
    assert zn.load_project(game).modules == ("hero",)
    with pytest.raises(zn.ZenithError):
        zn.open_project(game)
    assert main(["check", str(game)]) == 1
    printed = capsys.readouterr().out
    assert words in printed
    told(printed)


@pytest.mark.parametrize("code", ["while True: pass\n", "import os\nos._exit(3)\n"])
def test_a_module_that_never_ends_is_out_of_the_readers_reach(game, code):
    (game / "hero.py").write_text(code, "utf-8")
    with Watch(game) as watch:
        assert zn.load_project(game).modules == ("hero",)
    assert watch.heard == []
    assert watch.opened == [str(game / "zenith.toml")]


@pytest.mark.parametrize("place", ["scenes/out.scene", "out.scene"])
def test_a_scene_that_is_a_link_leading_out_is_not_opened(game, tmp_path, place):
    outside = tmp_path / "beyond.scene"
    outside.write_text(LEVEL, "utf-8")
    link(game / place, outside)
    (game / "zenith.toml").write_text(SMALL.replace("level", "out"), "utf-8")
    with Watch() as watch:
        with pytest.raises(zn.SceneError, match="it is a link that leads out of the project"):
            zn.open_project(game)
        review = zn.check_project(game)
    assert [p.found for p in review.mistakes] == ["a link that leads out of the project"]
    assert str(outside.resolve()) not in map(os.path.realpath, watch.opened)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_pipes_devices_rings_and_folders_in_a_project_are_told(game):
    for at in ("scenes/pipe.scene", "pipe.py", "assets/images/pipe.png"):
        os.mkfifo(game / at)
    for at in ("scenes/zero.scene", "zero.py", "assets/images/zero.png"):
        (game / at).symlink_to("/dev/zero")
    for at in ("scenes/ring.scene", "ring.py", "assets/images/ring.png"):
        (game / at).symlink_to(game / at)
    (game / "assets" / "me").symlink_to(game, target_is_directory=True)
    (game / "scenes" / "folder.scene").mkdir()
    (game / "folder.py").mkdir()
    found = {Path(p.file).name: p.found for p in zn.check_project(game).mistakes}
    assert "a device, pipe or socket" in found.pop("pipe.png")
    assert found == {
        "folder.scene": "a folder",
        "pipe.scene": "a device, pipe or socket",
        "ring.png": "a link that leads nowhere",
        "ring.scene": "a link that leads nowhere",
        "zero.png": "a link that leads out of the project",
        "zero.scene": "a link that leads out of the project",
    }


def test_enormous_files_in_a_project_are_not_read(game):
    for at in ("scenes/big.scene", "big.py", "assets/images/big.png"):
        with (game / at).open("wb") as file:
            file.truncate(2**31)
    start = time.process_time()
    review = zn.check_project(game)
    assert time.process_time() - start < 2.0
    assert sorted(Path(p.file).name for p in review.mistakes) == ["big.png", "big.py", "big.scene"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such names cannot be made there")
@pytest.mark.parametrize("folder", ["scenes", "prefabs", "assets/images", "."])
def test_twins_are_flagged(game, folder):
    suffix = {"prefabs": ".prefab", "assets/images": ".png"}.get(folder, ".scene")
    for name in ("caf\u00e9", "cafe\u0301", "CAF\u00c9"):
        (game / folder / f"{name}{suffix}").write_text("{", "utf-8")
    found = [p.found for p in zn.check_project(game).mistakes if "only in capitals" in p.found]
    assert len(found) == 2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="such names cannot be made there")
def test_names_that_cannot_be_seen_or_printed_are_written_out(game, capsys):
    for name in ("a\nb", "\u202egnp", "z\u200bero", os.fsdecode(b"\xff")):
        (game / "scenes" / f"{name}.scene").write_text("{", "utf-8")
    assert main(["check", str(game)]) == 1
    printed = capsys.readouterr().out
    told(printed)
    assert all(words in printed for words in ("a\\nb", "\\u202egnp", "z\\u200bero", "\\udcff"))
    assert main(["check", "--json", str(game)]) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 4


def test_a_missing_prefab_is_a_mistake_and_a_dangling_reference_a_warning(game):
    level = game / "scenes" / "level.scene"
    level.write_text(LEVEL.replace("{}", '{"a": {"prefab": "gone"}}'), "utf-8")
    (problem,) = zn.check_project(game).problems
    assert (problem.harmless, problem.pointer) == (False, "/entities/a/prefab")
    with pytest.raises(zn.PrefabError, match="gone"):
        zn.open_project(game)
    (game / "hero.py").write_text(TIE, "utf-8")
    tied = '{"a": {"components": {"Tie": {"to": "gone"}}}}'
    level.write_text(LEVEL.replace("{}", tied), "utf-8")
    (problem,) = zn.check_project(game).problems
    assert problem.harmless
    assert problem.found == '"gone", which is not there'
    assert zn.open_project(game).world.count() == 1


# Nothing else happens.


def hostile_names():
    """Return 500 names that must not lead out of a project, always the same."""
    rng = random.Random(5)
    heads = ["../", "..\\", "/", "\\", "//", "\\\\host\\share\\", "C:/", "c:\\", "C:", "file://"]
    heads += ["file:///", "http://a/", "~/", "~root/", "./../", "a/../../", "a\\..\\..\\", "..../"]
    heads += ["\\\\?\\C:\\", "\\\\.\\", "link/", "link/../", "%2e%2e/", "\u2025/", ".. /", "\0/"]
    tails = ["secret", "secret.png", "etc/passwd", "secret\0.png", "CON", "nul.png", "aux.", "a "]
    tails += ["..", "", ".", "COM1", "secret.scene", "secret.prefab", "a:b", "\u202egnp"]
    found = [head + tail for head in heads for tail in tails]
    while len(found) < 500:
        found.append(rng.choice(heads) + rng.choice(heads) + rng.choice(tails))
    return found[:500]


def test_no_name_leads_out_of_a_project(game, tmp_path):
    for suffix in ("", ".png", ".scene", ".prefab", ".wav"):
        (tmp_path / f"secret{suffix}").write_text("secret", "utf-8")
    with contextlib.suppress(OSError):
        for folder in ("assets/images", "scenes", "prefabs"):
            (game / folder / "link").symlink_to(tmp_path, target_is_directory=True)
    assets, prefabs, app = Assets.for_game(game), zn.Prefabs(game), zn.open_project(game)
    with Watch(game, engine_assets()) as watch:
        for name in hostile_names():
            for kind in ("image", "sound", "font", "shader"):
                with pytest.raises(AssetMissing):
                    assets.find(kind, name)
            with pytest.raises(zn.PrefabError):
                prefabs.get(name)
            with pytest.raises(zn.UnknownName):
                app.world.scenes.push(name)
            with contextlib.suppress(zn.ProjectError, Misfit):
                check_name(name)
                parse_project(SMALL.replace('"level"', json.dumps(name)), game)
    assert watch.heard == []


def read_all_files():
    """Read every hostile project, scene and prefab."""
    for name in MESSAGES:
        with contextlib.suppress(zn.ProjectError):
            zn.load_project(PROJECTS / name)
    for file in HOSTILE.rglob("*.scene"):
        with contextlib.suppress(zn.SceneError):
            zn.check_document(zn.load_scene(file), mutations.TYPES, zn.Prefabs(HOSTILE))
    for file in (HOSTILE / "prefabs").iterdir():
        world = zn.World()
        world.set_resource(zn.Prefabs(HOSTILE), transient=True)
        with contextlib.suppress(zn.SceneError):
            zn.spawn_prefab(world, file.stem)


def test_reading_runs_nothing_and_opens_nothing_else():
    read_all_files()  # what Python loads on first use is loaded now
    rng = random.Random(13)
    with Watch(HOSTILE) as watch:
        read_all_files()
        for _ in range(300):
            with contextlib.suppress(zn.ProjectError):
                parse_project(mutations.mutated(PROJECT.encode(), rng), PROJECTS / "nowhere")
        quiet = list(watch.heard)
        Path(__file__).read_bytes()
        compile("1", "planted", "eval")
    assert quiet == []
    assert {event for event, _ in watch.heard} >= {"open", "compile"}


# `zenith check` over everything at once.


def spoilt(text):
    """Return a strategy of a text's bytes, changed in a few places."""
    return st.integers(0, 10**6).map(
        lambda seed: mutations.mutated(text.encode(), random.Random(seed))
    )


BROKEN = sorted(PROJECTS.glob("*/zenith.toml"))
KEPT = sorted([*HOSTILE.glob("*.scene"), *HOSTILE.rglob("*.prefab")])
TOML = st.just(SOUND.encode()) | st.sampled_from(BROKEN).map(Path.read_bytes) | spoilt(SOUND + "\n")
CODE = st.sampled_from([HERO, TIE, *(code for code, _ in ENDING.values())])
DATA = st.sampled_from(KEPT).map(Path.read_bytes) | spoilt(mutations.SCENE)
NAMES = ["scenes/level.scene", "scenes/a/b.scene", "top.scene", "prefabs/coin.prefab", "x.prefab"]
ODD = ["scenes/o.scene", "prefabs/o.prefab", "o.py", "assets/images/o.png"]
ODDITIES = st.dictionaries(
    st.sampled_from(ODD), st.sampled_from(["ring", "out", "folder", "zeros"]), max_size=3
)


def put(at, what):
    """Put bytes, or something that is no plain file, at a place where there is nothing yet."""
    at.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(what, bytes):
        at.write_bytes(what)
    elif what == "zeros":
        at.write_bytes(bytes(100))
    elif what == "folder":
        at.mkdir()
    else:
        with contextlib.suppress(OSError):
            at.symlink_to(at if what == "ring" else at.parents[len(at.parts) - 2])


@settings(max_examples=100)
@given(TOML, CODE, st.dictionaries(st.sampled_from(NAMES), DATA, max_size=4), ODDITIES)
def test_check_never_stumbles_over_a_project(toml, hero, files, oddities):
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(out):
        folder = Path(name).resolve()
        for at, what in {
            "zenith.toml": toml, "hero.py": hero.encode(), **files, **oddities
        }.items():  # fmt: skip
            put(folder / at, what)
        start = time.process_time()
        review = zn.check_project(folder)
        code = main(["check", str(folder)])
        taken = time.process_time() - start
    assert taken < 5.0
    assert code == bool(review.mistakes)
    assert out.getvalue().endswith(
        (" to mend.\n", "mistake.\n", "mistakes.\n", "warning.\n", "warnings.\n")
    )
    told(out.getvalue())
    for problem in review.problems:
        told(str(problem))
        assert len(str(problem).split("\n")) <= 6
        assert problem.file.startswith(str(folder))
