"""Edits a scene without end, each step acknowledged on the standard output, until it is killed.

Run as `scripted.py FOLDER SEED`. After step n the entity "n" is called "n"; every
tenth step saves. The acknowledgement of step n is the number n.
"""

import os
import sys
from pathlib import Path

import zenith as zn
from zenith_editor.model.operations import SetPart
from zenith_editor.model.recorder import Recorder
from zenith_editor.model.sessions import Session
from zenith_editor.model.storage import Stored


def number_in(document):
    """Return after how many steps a document looks like that."""
    return int(document.scene.entities["n"].name)


def run(folder, seed):
    session = Session(folder / ".zenith" / "editor")
    stored = Stored.open(folder / "a.scene", zn.Prefabs())
    recorder = Recorder(stored, session.new_file, session.disk)
    number = number_in(stored.document)
    while True:
        number += 1
        stored.document.do("Count", SetPart("n", "name", str(number)))
        if (number + seed) % 10 == 0:
            stored.save()
            recorder.saved()
        os.write(1, number.to_bytes(8, "little"))


def main():
    folder = Path(sys.argv[1])
    if not hasattr(os, "fork"):
        run(folder, int(sys.argv[2]))
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            run(folder, int(line))
        os.write(2, pid.to_bytes(8, "little"))
        os.waitpid(pid, 0)
        os.write(1, b"\xff" * 8)


if __name__ == "__main__":
    main()
