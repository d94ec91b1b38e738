"""Disks for tests: one in memory that records its calls, ones that fail, ones after a power cut."""

import contextlib
import itertools
import os

from zenith.files import Disk

TORN = 512


class MemoryDisk(Disk):
    """Files in memory; `log` has every change in order.

    With `fails_at`, that call raises OSError(`code`); with `for_good`, so does every later one.
    """

    def __init__(self, files=None, *, fails_at=None, code=0, for_good=False):
        super().__init__(pauses=())
        self.data = []
        self.entries = {}
        self.log = []
        self.calls = 0
        self.fails_at, self.code, self.for_good = fails_at, code, for_good
        for name, content in (files or {}).items():
            self.entries[name] = self.add(content)
        self.first_entries = dict(self.entries)
        self.first_data = [bytes(content) for content in self.data]

    def add(self, content=b""):
        self.data.append(bytearray(content))
        return len(self.data) - 1

    @property
    def files(self):
        return {name: bytes(self.data[node]) for name, node in self.entries.items()}

    def called(self):
        self.calls += 1
        late = self.fails_at is not None and self.calls > self.fails_at and self.for_good
        if self.calls == self.fails_at or late:
            raise OSError(self.code, os.strerror(self.code))

    def create(self, path):
        self.called()
        if path.name in self.entries:
            raise FileExistsError(path.name)
        node = self.entries[path.name] = self.add()
        self.log.append(("enter", path.name, node))
        return node

    def write(self, file, data):
        self.called()
        taken = bytes(data[: max(1, len(data) // 2)])  # short writes are legal
        self.data[file] += taken
        self.log.append(("write", file, taken))
        return len(taken)

    def sync(self, file):
        self.called()
        self.log.append(("sync", file))

    def close(self, file):
        self.called()

    def replace(self, old, new):
        self.called()
        if old.name not in self.entries:
            raise FileNotFoundError(2, "No such file", old.name)
        node = self.entries[new.name] = self.entries.pop(old.name)
        self.log.append(("rename", old.name, new.name, node))

    def unlink(self, path):
        self.called()
        if path.name not in self.entries:
            raise FileNotFoundError(2, "No such file", path.name)
        self.log.append(("leave", path.name, self.entries.pop(path.name)))

    def sync_folder(self, folder):
        self.called()
        self.log.append(("sync folder",))

    def make_folder(self, folder):
        self.called()

    def names(self, folder):
        self.called()
        return sorted(self.entries)

    def read(self, path, limit):
        self.called()
        if path.name not in self.entries:
            raise FileNotFoundError(2, "No such file", path.name)
        return bytes(self.data[self.entries[path.name]])

    def lives(self, pid):
        return False

    @contextlib.contextmanager
    def lock(self, path):
        self.called()
        yield


class NeverFlushes(MemoryDisk):
    """A writer that forgot to flush the data."""

    def sync(self, file):
        pass


class NeverFlushesFolders(MemoryDisk):
    """A writer that forgot to flush the folder."""

    def sync_folder(self, folder):
        pass


class RenamesFirst(MemoryDisk):
    """A writer that renames before it writes the data."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.late = []

    def write(self, file, data):
        self.late.append((file, bytes(data)))
        return len(data)

    def sync(self, file):
        pass

    def sync_folder(self, folder):
        for file, data in self.late:
            super().write(file, data)
            self.data[file][:] = data
            self.log[-1] = ("write", file, data)
            super().sync(file)
        self.late.clear()
        super().sync_folder(folder)


class OverwritesInPlace(MemoryDisk):
    """A writer that opens the file itself."""

    def create(self, path):
        name = path.name.removeprefix(".").split(".save.")[0] + ".save"
        if name not in self.entries:
            self.entries[name] = self.add()
            self.log.append(("enter", name, self.entries[name]))
        self.data[self.entries[name]].clear()
        self.log.append(("empty", self.entries[name]))
        return self.entries[name]

    def replace(self, old, new):
        pass


def cuts(disk):
    """Yield (prefix of the log, files) for every state that a power cut may leave.

    Names that were not flushed with their folder are there or not, in any
    combination; data that was not flushed is lost, torn, zeros, or whole.
    """
    for end in range(len(disk.log) + 1):
        prefix = disk.log[:end]
        entries, pending = _names(prefix, disk.first_entries)
        for chosen in itertools.product((False, True), repeat=len(pending)):
            names = dict(entries)
            for done, change in zip(chosen, pending, strict=True):
                if done:
                    _apply(names, change)
            nodes = sorted(set(names.values()))
            variants = [_contents(prefix, node, disk.first_data) for node in nodes]
            for contents in itertools.product(*variants):
                data = dict(zip(nodes, contents, strict=True))
                yield prefix, {name: data[node] for name, node in names.items()}


def _names(prefix, start):
    """Return what the folder certainly has, and the changes that may be lost."""
    flushed = max((k for k, op in enumerate(prefix) if op[0] == "sync folder"), default=-1)
    entries, pending = dict(start), []
    for k, op in enumerate(prefix):
        if op[0] in ("enter", "rename", "leave"):
            if k < flushed:
                _apply(entries, op)
            else:
                pending.append(op)
    return entries, pending


def _apply(names, op):
    if op[0] == "enter":
        names[op[1]] = op[2]
    elif op[0] == "leave":
        if names.get(op[1]) == op[2]:
            del names[op[1]]
    else:
        old, new, node = op[1:]
        if names.get(old) == node:
            del names[old]
        names[new] = node


def _contents(prefix, node, first_data):
    """Return every content that a file may have."""
    safe = present = first_data[node] if node < len(first_data) else b""
    for op in prefix:
        if op[1:2] == (node,):
            if op[0] == "write":
                present += op[2]
            elif op[0] == "empty":
                present = b""
            elif op[0] == "sync":
                safe = present
    if safe == present:
        return [present]
    found = [safe, present]
    for torn in range(0, len(present) + 1, TORN):
        found += [present[:torn], present[:torn] + bytes(len(present) - torn)]
    return list(dict.fromkeys(found))
