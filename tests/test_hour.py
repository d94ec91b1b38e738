"""The demo for an hour of play, in two processes and at many frame rates: no digest differs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hour import EVERY

PROGRAM = Path(__file__).parent / "hour.py"


def start(how, ticks, hash_seed):
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(ticks), how],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def mismatches(ticks):
    """Return how many digests there were, and how many differ between the two processes."""
    running = [start("headless", ticks, "1"), start("frames", ticks, "2024")]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], said[0][1] + said[1][1]
    one, other = (out.split() for out, _ in said)
    assert len(one) == len(other)
    return len(one), sum(a != b for a, b in zip(one, other, strict=True))


def test_a_minute_in_two_processes_and_at_other_frame_rates():
    assert mismatches(1200) == (1200 // EVERY, 0)


@pytest.mark.full
def test_an_hour_in_two_processes_and_at_other_frame_rates():
    ticks = 216_000
    compared, wrong = mismatches(ticks)
    print(f"{ticks} ticks: {compared} digests compared, {wrong} mismatches")
    assert compared > 3500
    assert wrong == 0
