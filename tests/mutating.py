"""A child process that reads spoilt files one after the other, within bounds of time and memory.

python tests/mutating.py FOLDER SEED FIRST COUNT: prints findings as lines of JSON, then counts.
"""

import contextlib
import json
import logging
import random
import signal
import sys
import tomllib
import traceback
from collections import Counter
from pathlib import Path

import mutations
import zenith as zn
from mutations import Sample
from zenith.scenefile import dumps, load_document, parse_document

try:
    import resource
except ImportError:
    resource = None

SECONDS = 1.0
MEGABYTES = 256
LARGEST = 4000
FIRST = {"scene": mutations.SCENE, "prefab": mutations.PREFAB, "project": mutations.PROJECT}


class TooSlow(BaseException):
    """A file took too long."""


class Readers:
    """A small game in a folder, and what reads each kind of its files."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {
            "scene": folder / "scenes" / "level.scene",
            "prefab": folder / "prefabs" / "chest.prefab",
            "project": folder / "zenith.toml",
        }
        for file in self.files.values():
            file.parent.mkdir(parents=True, exist_ok=True)
        coin = (mutations.HOSTILE / "prefabs" / "coin.prefab").read_bytes()
        (folder / "prefabs" / "coin.prefab").write_bytes(coin)
        self.prefabs = zn.Prefabs(folder)
        self.user = parse_document(mutations.USER)

    def read(self, kind, data):
        """Write a file of a kind and read it again, as far as a game would."""
        self.files[kind].write_bytes(data)
        getattr(self, kind)(self.files[kind])

    def world(self):
        """Return a World that knows the prefabs."""
        world = zn.World(types=zn.Types(mutations.TYPES))
        world.set_resource(self.prefabs, transient=True)
        return world

    def scene(self, file):
        """Read a scene, write it, look for mistakes, bring it into a World and out again."""
        document = zn.load_scene(file)
        text = dumps(document)
        assert dumps(parse_document(text)) == text
        for problem in zn.check_document(document, mutations.TYPES, self.prefabs):
            told(problem)
        world = self.world()
        zn.instantiate(document, world, prefabs=self.prefabs)
        dumps(zn.document_of(world))

    def prefab(self, file):
        """Read a prefab and make instances of it, alone and in a scene."""
        self.prefabs.forget()
        document = load_document(file, kind="prefab")
        text = dumps(document)
        assert dumps(parse_document(text, kind="prefab")) == text
        world = self.world()
        zn.spawn_prefab(world, "chest", name="one")
        zn.instantiate(self.user, world, prefabs=self.prefabs)

    def project(self, file):
        """Read a project file; what it names stays inside the folder."""
        project = zn.load_project(file)
        names = [*project.modules, *(name for _, name in project.references())]
        assert all(part.isidentifier() for name in names for part in name.split("."))
        assert not any(".." in name for name in (project.start, *project.scenes))
        assert all(told(project.problem(at, "a", "b")) for at, _ in project.references())


def told(problem):
    """Check that one mistake is told well."""
    text = str(problem)
    assert problem.found
    assert problem.expected
    assert len(text.split("\n")) <= 6, text
    assert text.replace("\n", "").isprintable(), text
    assert len(text) < 1500, text
    return True


@contextlib.contextmanager
def bounded():
    """Let one file take so much time and memory, where the system can say so."""

    def stop(number, frame):
        raise TooSlow

    if resource is None:
        yield
        return
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def limit_memory():
    """Let this process have so much more memory than it has now."""
    if resource is not None and Path("/proc/self/statm").exists():
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = used + MEGABYTES * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def samples():
    """Return sound files of each kind, and the broken ones that are kept."""
    found = {}
    for kind, text in FIRST.items():
        read, write = (json.loads, mutations.as_json)
        if kind == "project":
            read, write = (tomllib.loads, mutations.as_toml)
        found[kind] = [Sample(text.encode(), read(text), write)]
    for kind, pattern in (("scene", "*.scene"), ("prefab", "*.prefab"), ("project", "*.toml")):
        for file in sorted(mutations.HOSTILE.rglob(pattern)):
            data = file.read_bytes()
            if len(data) < LARGEST:
                sound = found[kind][0]
                found[kind].append(Sample(data, sound.value, sound.write))
    return found


def outcome(readers, kind, data):
    """Return "read" or "refused" for a file; what should not happen is raised."""
    with bounded():
        try:
            readers.read(kind, data)
        except zn.FileError as error:
            refused = error
        else:
            return "read"
        assert refused.args
        assert all(told(problem) for problem in refused.args)
        return "refused"


def run(folder, seed, first, count):
    """Read spoilt files by their numbers; yield what is found, and at last the counts."""
    readers, counts, kinds = Readers(folder), Counter(), samples()
    for number in range(first, first + count):
        rng = random.Random(f"{seed}/{number}")
        kind = ("scene", "prefab", "project")[number % 3]
        sample = kinds[kind][0] if rng.random() < 0.8 else rng.choice(kinds[kind])
        data = sample.spoilt(rng)
        try:
            counts[f"{kind} {outcome(readers, kind, data)}"] += 1
        except (Exception, TooSlow) as error:
            counts[f"{kind} finding"] += 1
            trace = "".join(traceback.format_exception(error)[-3:])
            yield {"number": number, "kind": kind, "error": trace, "data": data.hex()}
    yield dict(counts)


def main():
    """Read the command line, and print what is found."""
    folder, seed, first, count = sys.argv[1:]
    logging.getLogger("zenith").addHandler(logging.NullHandler())  # what is harmless is not told
    limit_memory()
    for finding in run(Path(folder), seed, int(first), int(count)):
        print(json.dumps(finding), flush=True)


if __name__ == "__main__":
    main()
