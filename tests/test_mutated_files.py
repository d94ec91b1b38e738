"""Scene, prefab and project files spoilt by the thousand: only our errors, soon and in bounds."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mutating
import mutations

FILES = 1_000_000
CHUNK = 10_000
SEED = "zenith"
HERE = Path(__file__).parent


def chunk(folder, seed, first, count):
    """Let a child process read spoilt files; return what it found, and its counts."""
    command = [sys.executable, str(HERE / "mutating.py"), folder, seed, first, count]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    ended = bool(lines) and "number" not in lines[-1]
    if done.returncode or not ended:
        lost = {"number": first, "error": f"exit {done.returncode}: {done.stderr[-2000:]}"}
        return [*lines, lost], Counter()
    return lines[:-1], Counter(lines[-1])


def test_spoilt_files_are_read_or_refused(tmp_path):
    *found, counts = mutating.run(tmp_path, SEED, 0, 900)
    assert found == []
    assert sum(counts.values()) == 900
    assert all(counts.get(f"{kind} read", 0) > 10 for kind in mutating.FIRST)
    assert all(counts.get(f"{kind} refused", 0) > 10 for kind in mutating.FIRST)


@pytest.mark.skipif(mutating.resource is None, reason="the bounds need a system that has them")
def test_a_child_tells_what_it_finds(tmp_path):
    found, counts = chunk(tmp_path, SEED, 0, 30)
    assert found == []
    assert sum(counts.values()) == 30


def test_what_is_no_error_of_ours_is_a_finding(tmp_path, monkeypatch):
    def stumble(self, file):
        raise KeyError("planted")

    monkeypatch.setattr(mutating.Readers, "prefab", stumble)
    *found, counts = mutating.run(tmp_path, SEED, 0, 9)
    assert counts["prefab finding"] == 3
    assert {finding["kind"] for finding in found} == {"prefab"}
    assert all("KeyError: 'planted'" in finding["error"] for finding in found)


@pytest.mark.skipif(mutating.resource is None, reason="the bounds need a system that has them")
def test_a_file_that_takes_too_long_is_a_finding(tmp_path, monkeypatch):
    def spin(self, file):
        while True:
            pass

    monkeypatch.setattr(mutating, "SECONDS", 0.02)
    monkeypatch.setattr(mutating.Readers, "scene", spin)
    first, _ = mutating.run(tmp_path, SEED, 0, 1)
    assert "TooSlow" in first["error"]


def test_the_same_seed_spoils_the_same_way():
    sample = mutating.samples()["project"][0]
    once, again = (sample.spoilt(random.Random("zenith/7")) for _ in range(2))
    assert once == again
    assert once != sample.data


def test_the_sound_files_are_sound(tmp_path):
    readers = mutating.Readers(tmp_path)
    for kind, kept in mutating.samples().items():
        assert mutating.outcome(readers, kind, kept[0].data) == "read"
        assert mutating.outcome(readers, kind, kept[0].write(kept[0].value)) == "read"
    assert b"\xc3\xa9" in mutations.SCENE.encode()


@pytest.mark.full
def test_a_million_spoilt_files_are_read_or_refused(tmp_path, capsys):
    found, counts = [], Counter()

    def one(first):
        return chunk(tmp_path / str(first), SEED, first, CHUNK)

    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for findings, some in pool.map(one, range(0, FILES, CHUNK)):
            found += findings
            counts += some
            with capsys.disabled():
                print(f"\n{sum(counts.values()):9,} spoilt files: {len(found)} findings", end="")
    with capsys.disabled():
        print("", *(f"{kind}: {count:,}" for kind, count in sorted(counts.items())), sep="\n")
        print(*found[:20], sep="\n")
    assert found == []
    assert sum(counts.values()) == FILES
