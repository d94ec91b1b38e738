"""The thread that notices changed files, and `--watch` from one end to the other."""

import itertools
import json
import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

import pytest

import zenith as zn
from zenith import watching
from zenith.cli import main, playing
from zenith.reloading import matters
from zenith.watching import FileWatcher

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def watcher(tmp_path):
    folder = tmp_path / "game"
    (folder / "scenes").mkdir(parents=True)
    (folder / "scenes" / "room.scene").write_text("old", "utf-8")
    with FileWatcher(folder, partial(matters, folder=folder.resolve())) as watching:
        yield watching


def until(watcher, *files):
    """Wait until all these files were told of, and return everything that was."""
    found = set()
    while not found.issuperset(files):
        found |= watcher.wait()
    return found


def test_a_file_that_is_written_made_or_removed_is_told(watcher):
    room, hall = watcher.folder / "scenes/room.scene", watcher.folder / "scenes/hall.scene"
    assert watcher.take() == frozenset()
    room.write_text("new", "utf-8")
    assert until(watcher, room) == {room}
    hall.write_text("new", "utf-8")
    assert until(watcher, hall) == {hall}
    room.unlink()
    assert until(watcher, room) == {room}


def test_an_editor_that_renames_is_understood_and_what_it_leaves_is_not_told(watcher):
    room = watcher.folder / "scenes/room.scene"
    beside = room.with_name(".room.scene.swp")
    beside.write_text("new", "utf-8")
    room.with_name("4913").write_text("", "utf-8")
    room.rename(room.with_name("room.scene~"))
    beside.rename(room)
    assert until(watcher, room) == {room}
    zn.save_scene(zn.SceneDocument(), room)
    assert until(watcher, room) == {room}


def test_a_new_folder_is_watched_as_well(watcher):
    caves = watcher.folder / "scenes/caves"
    caves.mkdir()
    end = watcher.folder / "scenes/end.scene"
    end.write_text("", "utf-8")
    until(watcher, end)
    (caves / "bat.scene").write_text("", "utf-8")
    assert until(watcher, caves / "bat.scene") == {caves / "bat.scene"}


def test_a_hundred_files_are_told_and_waiting_ends_with_the_watcher(watcher):
    files = [watcher.folder / f"scenes/s{k}.scene" for k in range(100)]
    for file in files:
        file.write_text("{}", "utf-8")
    assert until(watcher, *files) == set(files)
    watcher.close()
    assert watcher.wait() == frozenset()


GAME = """\
import zenith as zn

@zn.component
class Goal:
    reached: int = 0

def look(world, dt):
    for entity, goal in world.query(zn.Entity, Goal):
        if goal.reached == 1:
            goal.reached = 1 // (goal.reached - 1)
        if goal.reached == 2:
            world.scenes.quit()
"""


@pytest.fixture
def game(tmp_path):
    """Write a project that runs until its scene file says otherwise."""
    folder = tmp_path / "endless"
    (folder / "scenes").mkdir(parents=True)
    (folder / "zenith.toml").write_text(
        'zenith = 1\nname = "Endless"\nstart = "room"\nmodules = ["endless"]\n'
        'systems = ["endless.look"]\n',
        "utf-8",
    )
    (folder / "endless.py").write_text(GAME, "utf-8")
    save(folder, "0")
    return folder


def save(folder, reached):
    """Write the scene as an editor does: beside the file, then renamed."""
    text = json.dumps({"zenith": "scene", "version": 1, "entities": {
        "goal": {"components": {"Goal": {"reached": "REACHED"}}}}}, indent=1)  # fmt: skip
    beside = folder / "scenes" / ".room.scene.tmp"
    beside.write_text(text.replace('"REACHED"', reached), "utf-8")
    beside.replace(folder / "scenes" / "room.scene")


def test_a_game_follows_its_files_while_it_runs(game):
    """The whole way: the command, the thread, a change, a mistake, a failing tick, the end."""
    command = [sys.executable, "-u", "-m", "zenith", "run", str(game), "--headless", "--watch"]
    process = subprocess.Popen(
        [*command, "--ticks", "1000000000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")

    def said(start):
        return next(line for line in lines if line.startswith(start))

    try:
        assert "watching" in said("watching")
        save(game, '"two"')
        said("not taken over:")
        place = next(lines)
        assert "room.scene:8:17: at /entities/goal/components/Goal/reached" in place
        assert 'found: "two"' in next(lines)
        save(game, "1")
        assert "room.scene in" in said("reloaded")
        said("ZeroDivisionError")
        said("The game waits for a file to change.")
        save(game, "2")
        assert "room.scene in" in said("reloaded")
        out, _ = process.communicate()
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "digest" in out


class Scripted:
    """Stands in for the thread: every few frames a scene is saved, and told of."""

    def __init__(self, folder, wanted):
        self.folder = folder
        self.frames = 0
        self.closed = False
        self.saves = {4: '"two"', 8: "1", 30: "2"}

    def take(self):
        self.frames += 1
        if self.frames not in self.saves:
            return frozenset()
        save(self.folder, self.saves[self.frames])
        return frozenset({self.folder / "scenes/room.scene"})

    def close(self):
        self.closed = True


def test_in_a_window_a_paused_game_goes_on_when_its_files_are_mended(game, monkeypatch, capsys):
    made, moments = [], itertools.count()
    monkeypatch.setattr(playing.time, "perf_counter", lambda: next(moments) / 60)
    monkeypatch.setattr(playing, "has_display", lambda: True)
    monkeypatch.setattr(
        watching, "FileWatcher", lambda *args: made.append(Scripted(*args)) or made[-1]
    )
    assert main(["run", str(game), "--watch"]) == 0
    told = capsys.readouterr().err
    steps = ["watching", "not taken over:", "reloaded room.scene in", "ZeroDivisionError"]
    places = [told.index(step) for step in steps]
    assert places == sorted(places)
    assert told.count("reloaded room.scene in") == 2
    assert made[0].closed


def test_watching_and_recording_exclude_each_other(game, capsys):
    for option in ("--record", "--replay"):
        assert main(["run", str(game), "--headless", "--watch", option, str(game / "r.json")]) == 1
        assert "leave out --watch, or --record and --replay" in capsys.readouterr().err


def test_without_the_package_it_is_said_how_to_install_it(game):
    script = textwrap.dedent(f"""
        import sys
        class Block:
            def find_spec(self, name, path=None, target=None):
                if name == "watchfiles":
                    raise ModuleNotFoundError("No module named 'watchfiles'", name=name)
        sys.meta_path.insert(0, Block())
        from zenith.cli import main
        sys.exit(main(["run", {str(game)!r}, "--headless", "--watch"]))
    """)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "--watch needs the package watchfiles: pip install zenith-engine[watch]"
    )
