"""The pytest plugin, in projects of strangers: each runs in a pytest of its own."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import zenith as zn

ROOT = Path(__file__).resolve().parent.parent
GAME = """
import zenith as zn

def walk(world, dt):
    world.find("hero")[zn.Transform].x += 60 * dt * world.input.axis("move")

app = zn.App("Walk", systems=[walk], size=(64, 36))
app.world.spawn(zn.Transform(x=10, y=18), zn.RectangleShape(8, 8), name="hero")
app.run()
"""


@pytest.fixture
def project(tmp_path):
    """A project with a game in it; returns what runs pytest there."""
    (tmp_path / "mygame").mkdir()
    (tmp_path / "mygame" / "main.py").write_text(GAME, "utf-8")
    (tmp_path / "tests").mkdir()
    return Project(tmp_path)


class Project:
    def __init__(self, root):
        self.root = root

    def run(self, source, *arguments, settings=""):
        (self.root / "pytest.ini").write_text(f"[pytest]\n{settings}\n", "utf-8")
        (self.root / "tests" / "test_it.py").write_text(source, "utf-8")
        command = [
            sys.executable, "-m", "pytest", "-p", "zenith.pytest_plugin", "-p", "no:cacheprovider",
            "--strict-markers", "-W", "error", *arguments,
        ]  # fmt: skip
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment.pop("PYTEST_ADDOPTS", None)
        done = subprocess.run(
            command,
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


def test_a_game_is_named_by_a_marker_or_loaded_by_a_call(project):
    code, said = project.run(
        "import pytest\n"
        "import zenith as zn\n"
        "@pytest.mark.game('mygame', seed=7)\n"
        "def test_by_marker(game):\n"
        "    assert game.app.seed == 7\n"
        "    game.hold('move', 1).ticks(60)\n"
        "    assert round(game.find('hero')[zn.Transform].x) == 70\n"
        "def test_by_call(load_game):\n"
        "    assert load_game('../mygame').digest() == load_game('mygame').digest()\n"
    )
    assert code == 0, said
    assert "2 passed" in said


def test_a_game_is_named_in_the_settings(project):
    source = "def test_it(game):\n    assert game.ticks(3).app.ticks == 3\n"
    code, said = project.run(source, settings="zenith_game = mygame")
    assert code == 0, said
    code, said = project.run(source)
    assert code == 1
    assert "knows no game" in said
    code, said = project.run(source, settings="zenith_game = mygmae")
    assert code == 1
    assert "mygmae does not exist" in said


def test_what_a_game_saves_stays_out_of_the_home_folder(project):
    code, said = project.run(
        "import zenith as zn\n"
        "def test_it(load_game, tmp_path):\n"
        "    assert zn.user_folder('walk').is_relative_to(tmp_path)\n"
    )
    assert code == 0, said


WALK = (
    "import pytest\n"
    "@pytest.mark.game('mygame')\n"
    "def test_it(game, golden_picture):\n"
    "    golden_picture(game.hold('move', 1).ticks({ticks}), 'walk')\n"
)


@pytest.mark.usefixtures("gpu")
def test_golden_pictures_are_written_compared_and_shown(project):
    code, said = project.run(WALK.format(ticks=6))
    assert code == 1
    assert "--zenith-bless writes it" in said
    assert project.run(WALK.format(ticks=6), "--zenith-bless")[0] == 0
    golden = project.root / "tests" / "golden" / "walk.png"
    assert zn.load_image(golden).shape == (36, 64, 4)
    code, said = project.run(WALK.format(ticks=6))
    assert code == 0, said
    code, said = project.run(WALK.format(ticks=20), f"--basetemp={project.root / 'shown'}")
    assert code == 1
    assert "pixels differ from" in said
    assert "Computed, expected and difference are in" in said
    (shown,) = (project.root / "shown").rglob("walk.png")
    assert zn.load_image(shown).shape == (36, 64 * 3 + 8, 4)


def test_pictures_of_another_size_are_told(project):
    write = (
        "import numpy as np\n"
        "def test_it(golden_picture):\n"
        "    golden_picture(np.zeros(({height}, 20, 4), np.uint8), 'black')\n"
    )
    assert project.run(write.format(height=10), "--zenith-bless")[0] == 0
    code, said = project.run(write.format(height=11))
    assert code == 1
    assert "has 20 x 11 pixels" in said


def test_it_does_nothing_in_projects_that_do_not_use_it(project):
    code, said = project.run(
        "import os, sys\n"
        "home = os.environ.get('HOME')\n"
        "def test_it():\n"
        "    assert 'pygame' not in sys.modules and 'moderngl' not in sys.modules\n"
        "    assert os.environ.get('HOME') == home\n"
    )
    assert code == 0, said


def test_the_plugin_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert declared["entry-points"]["pytest11"] == {"zenith": "zenith.pytest_plugin"}
    assert (ROOT / "engine" / "zenith" / "pytest_plugin.py").is_file()
