"""Game files are run up to their `app.run()`, each with its own modules."""

import os
import subprocess
import sys

import pytest

import zenith as zn
from zenith.app import load_app
from zenith.app.games import game_file, load_players
from zenith.app.launch import Captured, Launch, current_launch, launching
from zenith.errors import GameError, UsageError

RUNS = """
import zenith as zn
app = zn.App({title!r}, seed=5)
{more}
app.run()
raise SystemExit("run() came back")
"""


@pytest.fixture(autouse=True)
def _own_modules():
    """Forget the modules and folders of the games that a test loads."""
    path, modules = sys.path[:], set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def game(folder, title="Demo", more="", **modules):
    """Write a game into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.py").write_text(RUNS.format(title=title, more=more))
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    return folder


@pytest.mark.parametrize("form", [str, lambda path: path], ids=["text", "path"])
def test_a_file_and_its_folder_lead_to_the_same_app(tmp_path, form):
    folder = game(tmp_path / "one")
    for path in (folder, folder / "main.py"):
        app = load_app(form(path))
        assert (app.title, app.seed, app.frames) == ("Demo", 5, 0)
        app.tick()
        assert app.ticks == 1


def test_the_launcher_may_choose_the_seed(tmp_path):
    folder = game(tmp_path / "one")
    assert load_app(folder, seed=9).seed == 9
    assert load_app(folder, seed=0).seed == 0


def test_a_game_is_fresh_each_time_it_is_loaded(tmp_path):
    counts = "import state; state.count += 1; app.title = str(state.count)"
    folder = game(tmp_path / "one", more=counts, state="count = 0")
    assert load_app(folder).title == "1"
    assert load_app(folder).title == "1"


def test_a_game_runs_as_the_main_program(tmp_path):
    folder = game(tmp_path / "one", more='app.title = __name__ + " " + __file__')
    assert load_app(folder).title == f"__main__ {folder / 'main.py'}"
    assert sys.modules["__main__"].__dict__.get("app") is None


def test_run_may_be_called_under_the_guard_and_in_a_function(tmp_path):
    file = tmp_path / "guarded.py"
    file.write_text(
        "import zenith as zn\n"
        "def main():\n"
        "    zn.App('Guarded').run()\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    assert load_app(file).title == "Guarded"


def test_two_games_may_have_a_module_of_one_name(tmp_path):
    uses = "import levels; app.title = levels.NAME"
    first = game(tmp_path / "first", more=uses, levels="NAME = 'first'")
    second = game(tmp_path / "second", more=uses, levels="NAME = 'second'")
    assert [load_app(f).title for f in (first, second, first)] == ["first", "second", "first"]


@pytest.mark.parametrize("init", [True, False], ids=["package", "folder"])
def test_two_games_may_have_a_package_of_one_name(tmp_path, init):
    folders = []
    for name in ("first", "second"):
        folder = game(tmp_path / name, more="from parts.levels import NAME; app.title = NAME")
        (folder / "parts").mkdir()
        (folder / "parts" / "levels.py").write_text(f"NAME = {name!r}")
        if init:
            (folder / "parts" / "__init__.py").touch()
        folders.append(folder)
    assert [load_app(f).title for f in (*folders, folders[0])] == ["first", "second", "first"]


def test_a_folder_whose_name_begins_alike_keeps_its_modules(tmp_path):
    game(tmp_path / "game", more="import own_levels", own_levels="")
    other = tmp_path / "game2"
    other.mkdir()
    (other / "kept_module.py").touch()
    sys.path.append(str(other))
    import kept_module

    load_app(tmp_path / "game")
    load_app(game(tmp_path / "third"))
    assert sys.modules["kept_module"] is kept_module
    assert "own_levels" not in sys.modules


def test_a_game_may_import_while_it_runs(tmp_path):
    late = """
@app.scene.systems.append
def system(world, dt):
    import late
    world.tick = late.TICK
"""
    app = load_app(game(tmp_path / "one", more=late, late="TICK = 100"))
    app.tick()
    assert app.world.tick == 101


def test_the_path_holds_one_game_at_a_time(tmp_path):
    before = len(sys.path)
    folders = [str(game(tmp_path / name)) for name in ("a", "b", "c")]
    for folder in folders:
        load_app(folder)
    assert [p for p in sys.path if p in folders] == [folders[-1]]
    assert len(sys.path) <= before + 1


def test_assets_are_the_games_own(tmp_path):
    folder = game(tmp_path / "one")
    assert load_app(folder).assets.folders[:2] == (folder / "assets", folder)


def test_a_file_that_never_calls_run_is_told(tmp_path):
    file = tmp_path / "idle.py"
    file.write_text("import zenith as zn\napp = zn.App('Idle')\n")
    with pytest.raises(UsageError, match=r"idle\.py ran to its end without calling App\.run"):
        load_app(file)


@pytest.mark.parametrize("text", ["1 / 0", "import no_such_module", "x ="])
def test_a_file_that_fails_is_told_and_the_next_one_loads(tmp_path, text):
    file = tmp_path / "bad.py"
    file.write_text(text)
    with pytest.raises(GameError, match=r"bad\.py"):
        load_app(file)
    assert current_launch() is None
    assert load_app(game(tmp_path / "good")).title == "Demo"


def test_a_game_that_catches_every_exception_is_captured_all_the_same(tmp_path):
    file = tmp_path / "careful.py"
    file.write_text(
        "import zenith as zn\n"
        "try:\n"
        "    zn.App('Careful').run()\n"
        "except Exception:\n"
        "    print('oh no')\n"
    )
    assert load_app(file).title == "Careful"


def test_what_is_no_game_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"none\.py: this file does not exist"):
        load_app(tmp_path / "none.py")
    with pytest.raises(UsageError, match=r"neither zenith\.toml nor main\.py"):
        load_app(tmp_path)
    (tmp_path / "main.py").touch()
    assert game_file(tmp_path) == tmp_path / "main.py"


def test_run_hands_the_app_over_only_while_launching():
    app = zn.App("Handed over")
    with launching(Launch(seed=3)):
        assert current_launch() == Launch(seed=3)
        with pytest.raises(Captured) as caught:
            app.run()
    assert caught.value.app is app
    assert current_launch() is None


def test_players_of_a_game(tmp_path):
    folder = game(tmp_path / "one", demo="players = {'win': lambda world: {'move': 1.0}}")
    app = load_app(folder)
    players = load_players(folder)
    assert players["win"](app.world) == {"move": 1.0}


@pytest.mark.parametrize("text", ["", "players = {}", "players = [1]", "players = None"])
def test_a_demo_without_players_is_told(tmp_path, text):
    with pytest.raises(UsageError, match="has no `players`"):
        load_players(game(tmp_path / "one", demo=text))


def test_a_game_without_a_demo_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"demo\.py does not exist"):
        load_players(game(tmp_path / "one"))
    with pytest.raises(GameError, match="ZeroDivisionError"):
        load_players(game(tmp_path / "two", demo="1 / 0"))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_one_sentence_is_said_before_anything_is_opened():
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "XDG_RUNTIME_DIR")
    done = subprocess.run(
        [sys.executable, "-c", "import zenith; zenith.App('Seen').run()"],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("There is no display here")
    assert len(done.stderr.splitlines()) == 1
