"""The wheel, built from the sdist, carries everything and works outside the checkout."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD = """
import os, sys
import hatchling.build as build
os.chdir(sys.argv[2])
print(getattr(build, sys.argv[1])(sys.argv[3]))
"""


def build(what, source, target):
    done = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(source), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    return target / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """A folder with the unpacked wheel, as an installation would have it."""
    home = tmp_path_factory.mktemp("build")
    sdist = build("build_sdist", ROOT, home)
    with tarfile.open(sdist) as archive:
        archive.extractall(home, filter="data")
    wheel = build("build_wheel", home / sdist.name.removesuffix(".tar.gz"), home)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home / "site")
    return home / "site"


def zenith(unpacked, *arguments, cwd):
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    return subprocess.run(
        [sys.executable, "-m", "zenith", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_installed_game_plays_outside_the_checkout(unpacked, tmp_path):
    done = zenith(unpacked, "play", "breakout", "--headless", "--ticks", "120", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ticks    120" in done.stdout


def test_the_installed_command_lists_games_from_the_wheel(unpacked, tmp_path):
    done = zenith(unpacked, "list", cwd=tmp_path)
    examples = ROOT / "examples"
    games = {f.parent.name for f in examples.glob("**/zenith.toml")}
    lessons = {f.stem for f in examples.glob("lessons/*.py")}
    assert {line.split()[0] for line in done.stdout.splitlines()} == games | lessons
    assert {"breakout", "01_hello"} <= games | lessons
    code = "import zenith; print(zenith.__file__)"
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert str(unpacked) in where.stdout.decode()


def test_the_installed_command_makes_a_project_that_plays(unpacked, tmp_path):
    done = zenith(unpacked, "new", "My Gäme 2", "--template", "topdown", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    project = tmp_path / "My Gäme 2"
    assert (project / ".gitignore").is_file()
    code = "from zenith.templates import templates; print(*templates().values(), sep='\\n')"
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert all(str(unpacked) in line for line in where.stdout.decode().splitlines())
    done = zenith(unpacked, "run", "--headless", "--demo", "win", "--ticks", "120", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "ticks    120" in done.stdout


def test_the_wheel_is_typed_and_its_version_is_the_engines(unpacked):
    import zenith

    assert (unpacked / "zenith" / "py.typed").is_file()
    assert (unpacked / f"zenith_engine-{zenith.__version__}.dist-info").is_dir()


def test_the_editors_model_comes_along(unpacked, tmp_path):
    code = "import zenith_editor.model.commands as c; print(len(list(c.ACTIONS)), c.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout.split()[0]) > 40
    assert str(unpacked) in done.stdout


def test_the_wheel_has_no_tests_and_nothing_else_at_the_top(unpacked):
    found = {entry.name.split("-")[0] for entry in unpacked.iterdir()}
    assert found == {"zenith", "zenith_editor", "zenith_engine"}


def test_every_runtime_package_has_a_lower_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert all(re.fullmatch(r"[\w-]+>=[\d.]+", line) for line in project["dependencies"])
    assert {"editor", "build", "dev"} <= set(project["optional-dependencies"])
