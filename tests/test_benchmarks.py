"""The comparison with peers runs, and says who is missing and why."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMPARE = Path(__file__).parent / "benchmarks" / "compare.py"


def compare(*arguments):
    done = subprocess.run(
        [sys.executable, str(COMPARE), "--frames", "3", "--rounds", "1", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.usefixtures("gpu")
def test_zenith_and_the_peers_of_the_development_tools_are_measured():
    said = compare("--peers", "zenith", "raw", "pygame", "--counts", "50", "--json")
    found = json.loads(said)
    assert set(found["frame_ms"]["50"]) == {"zenith", "raw", "pygame"}
    assert all(taken > 0 for taken in found["frame_ms"]["50"].values())
    assert found["missing"] == {}


def test_a_peer_that_is_not_here_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    said = compare("--peers", "zenith", "love", "--counts", "50")
    assert "| zenith |" in said
    assert "love: not installed (at 50)" in said
