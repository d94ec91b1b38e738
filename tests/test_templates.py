"""Every template, made into a project with an odd name, checks, plays and tests itself."""

import os
import re
import subprocess
import sys

import pytest

import zenith as zn
from zenith.templates import make_project, templates

NAME = "My Gäme 2"
NAMES = sorted(templates())
ENDS = {"win": ("won", "finished"), "lose": ("over",)}
"""The scenes in which a recorded run may end, by its name."""


def recordings(template):
    return sorted((templates()[template] / "replays").glob("*.json"))


@pytest.fixture(scope="module", params=NAMES)
def project(request, tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("made") / NAME, request.param)


def test_it_has_what_every_project_has(project):
    for name in ("README.md", ".gitignore", "tests/test_game.py", "zenith.toml", "scenes"):
        assert (project / name).exists()
    assert len((project / "README.md").read_text("utf-8").splitlines()) <= 12


def test_it_plays_the_same_way_twice(project):
    game = zn.testing.load(project).ticks(30).press("confirm").ticks(10)
    game.hold("move", 1.0).ticks(80)
    assert game.app.title == NAME
    assert game.digest() == game.again().digest()


def test_nothing_in_it_has_to_be_mended(project):
    review = zn.check_project(project)
    assert [str(problem) for problem in review.problems] == []
    assert review.files > 3


def test_its_own_tests_pass(project):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=project,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_it_needs_nothing_but_the_engines_public_names(project):
    for file in project.rglob("*.py"):
        text = file.read_text("utf-8")
        assert not re.findall(r"^\s*(?:import|from) zenith\.", text, re.MULTILINE), file
        assert "examples/" not in text


@pytest.mark.parametrize("template", NAMES)
def test_every_scene_can_be_played_alone(template):
    for scene in sorted((templates()[template] / "scenes").glob("*.scene")):
        app = zn.testing.load(templates()[template]).app
        app.scenes.replace(scene.stem)
        for _ in range(60):
            app.tick()


@pytest.mark.full
@pytest.mark.parametrize("template", [name for name in NAMES if recordings(name)])
def test_all_that_decides_is_state(template):
    game = zn.testing.load(templates()[template])
    report = zn.testing.check_heavy(game, 400, player="win")
    assert report.passed, str(report)
    report = zn.testing.check_strict(game, 400, player="win")
    assert report.passed, str(report)


@pytest.mark.full
@pytest.mark.parametrize(
    ("template", "name"), [(t, file.stem) for t in NAMES for file in recordings(t)]
)
def test_its_recordings_end_as_their_names_say(template, name):
    recording = zn.Recording.load(templates()[template] / "replays" / f"{name}.json")
    game = zn.testing.load(templates()[template], seed=recording.seed)
    recording.check_version(zn.__version__, game.app.schema())
    game.replay(recording)
    assert game.app.scene.name in ENDS[name]
    assert game.app.drivers[0].checked >= recording.ticks // 60


@pytest.mark.parametrize(
    ("template", "name"), [(t, file.stem) for t in NAMES for file in recordings(t)]
)
def test_its_demo_still_plays_as_recorded(template, name):
    recording = zn.Recording.load(templates()[template] / "replays" / f"{name}.json")
    (run,) = zn.testing.batch(templates()[template], seeds=[recording.seed], ticks=300, player=name)
    assert run.error == ""
    assert run.digest == recording.digest_after(300)


def test_it_draws_something(project, gpu):
    pixels = zn.testing.load(project).ticks(30).picture()
    assert len({tuple(p) for p in pixels.reshape(-1, 4)[::97]}) > 1
