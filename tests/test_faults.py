"""Fifty planted faults, and whether the verifier says where each of them is."""

import shutil
from pathlib import Path

import pytest

import faulty
import zenith as zn

FAULTS = faulty.faults()
BREAKOUT = Path(__file__).resolve().parent.parent / "examples" / "breakout"
QUICK = ("wall_clock", "unseeded_shuffle", "module_counter", "float32_leak")


@pytest.fixture(autouse=True)
def best_score():
    """Lay a file of the player where one of the faults reads it."""
    file = zn.user_folder("orchard") / "best.txt"
    zn.write_atomic(file, b"elm")


def located(fault, folder):
    """Plant a fault; return what the verifier says of it, and whether that is the place."""
    game = fault.plant(folder / fault.name)
    reference = faulty.GAME if fault.against else None
    verdict = zn.verify(faulty.RECORDING, game, against=reference)
    return verdict, fault.is_located(verdict)


def test_fifty_different_faults_are_planted():
    assert len(FAULTS) == 50
    assert len({fault.text for fault in FAULTS}) == 50
    assert len({tuple(fault.hunks) for fault in FAULTS}) == 50


def test_the_game_without_a_fault_plays_as_recorded():
    verdict = zn.verify(faulty.RECORDING, faulty.GAME)
    assert verdict.same, str(verdict)
    assert verdict.ticks == zn.Recording.load(faulty.RECORDING).ticks


@pytest.mark.parametrize("name", QUICK)
def test_a_fault_is_located(name, tmp_path):
    (fault,) = [fault for fault in FAULTS if fault.name.endswith(name)]
    verdict, found = located(fault, tmp_path)
    assert found, f"{fault.place}, tick {fault.tick}\n{verdict}"


@pytest.mark.full
def test_all_fifty_faults_are_located(tmp_path, capsys):
    missed = []
    for fault in FAULTS:
        verdict, found = located(fault, tmp_path)
        if not found:
            missed.append(f"{fault.name}: {fault.place}, tick {fault.tick}\n{verdict}")
    with capsys.disabled():
        print(f"\nplanted faults located: {len(FAULTS) - len(missed)} of {len(FAULTS)}")
    assert missed == []


def test_a_fault_in_the_bundled_game_is_located(tmp_path):
    game = tmp_path / "breakout"
    shutil.copytree(BREAKOUT, game)
    title = game / "title.py"
    text = title.read_text("utf-8")
    planted = text.replace("k = world.random.integer(0, 7)", "k = int(world.tick + time.time_ns())")
    planted = planted.replace("list(PAINT.values())[k]", "list(PAINT.values())[k % 8]")
    title.write_text(planted.replace("import math\n", "import math\nimport time\n"), "utf-8")
    verdict = zn.verify(BREAKOUT / "replays" / "lose.json", game)
    assert (verdict.kind, verdict.tick) == ("chance", 1)
    assert {found.part for found in verdict.differences} <= {"Transform", "RectangleShape", "Drift"}
    assert all(found.scene == "0 title" for found in verdict.differences)
