"""Saves without end, each acknowledged on the standard output, until it is killed.

Run as `saver.py FOLDER HOW`. Where processes can fork, a nursery forks a fresh
saver for every line it is sent, so that a thousand of them start quickly.
"""

import os
import sys
from pathlib import Path

from zenith.saves import SaveFolder
from zenith.saves.container import SaveHead, pack

SIZE = 2_000_000


def parts(number):
    """Return payload and picture of save `number`; the picture is what makes writing take long."""
    return number.to_bytes(8, "little"), bytes([number % 251]) * SIZE


def number_in(saves):
    """Return which save a folder holds, whole."""
    payload = saves.read("slot1").payload
    number = int.from_bytes(payload, "little")
    assert (payload, saves.picture("slot1")) == parts(number)
    return number


def save(folder, how, number):
    payload, picture = parts(number)
    if how == "overwrite":
        data = pack(SaveHead("demo", "", 1, "game"), payload, picture)
        with (folder / "slot1.save").open("wb") as file:
            for at in range(0, len(data), 8192):  # piece by piece, as json.dump does
                file.write(data[at : at + 8192])
    else:
        SaveFolder(folder, "demo").write("slot1", payload, picture=picture)


def run(folder, how, first):
    for number in range(first, first + 10**6):
        save(folder, how, number)
        os.write(1, number.to_bytes(8, "little"))


def main():
    folder, how = Path(sys.argv[1]), sys.argv[2]
    if not hasattr(os, "fork"):
        run(folder, how, int(sys.argv[3]))
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            run(folder, how, int(line))
        os.write(2, pid.to_bytes(8, "little"))
        os.waitpid(pid, 0)
        os.write(1, b"\xff" * 8)


if __name__ == "__main__":
    main()
