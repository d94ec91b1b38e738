"""A save from anywhere gives what was saved, an older save, or one error, and runs nothing."""

import random
import struct
import sys
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disks import MemoryDisk
from zenith.errors import SaveCorrupt, SaveError, SaveNewer
from zenith.saves import Migrations, SaveFolder, container
from zenith.saves.container import SaveHead, pack

FOLDER = Path("saves")
FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "open",
    "os.",
    "socket.",
    "subprocess.",
    "pickle.",
    "ctypes.",
)


class Watch:
    """Counts what Python does while it is on; a hook cannot be taken back."""

    def __init__(self):
        self.on = False
        self.seen = []
        self.allowed = None
        sys.addaudithook(self.hook)

    def hook(self, event, args):
        if not self.on or not event.startswith(FORBIDDEN):
            return
        inside = event in ("open", "os.listdir") and str(args[0]).startswith(str(self.allowed))
        if not inside:
            self.seen.append((event, args))

    def __enter__(self):
        self.on = True

    def __exit__(self, *args):
        self.on = False


WATCH = Watch()


def head(**changes):
    return SaveHead(**{"game": "demo", "engine": "0", "version": 1, "kind": "game", **changes})


NEW = pack(head(title="new"), b"the new state" * 40, b"picture")
OLD = pack(head(title="old"), b"the old state" * 40)
OTHER = pack(head(title="other"), b"another state" * 50, b"another picture")


def folder(files, version=1):
    return SaveFolder(FOLDER, "demo", Migrations(version, {}), disk=MemoryDisk(files))


def check(data):
    """Read a broken save, with and without one before it."""
    with WATCH:
        found = folder({"slot1.save": data, "slot1.1.save": OLD}).read("slot1")
        try:
            alone = folder({"slot1.save": data}).read("slot1")
        except SaveError as error:
            alone = error
        listed = folder({"slot1.save": data}).list()
    assert WATCH.seen == []
    if isinstance(alone, SaveError):
        assert found.payload == b"the old state" * 40
        assert "slot1.1.save" in found.info.notice
        assert listed[0].reason
        assert "slot1.save" in str(alone)
        return "fell back"
    whole = {
        b"the new state" * 40: "new",
        b"another state" * 50: "other",
        b"the old state" * 40: "old",
    }
    assert alone.info.title == whole[alone.payload]
    assert (alone.info.notice, listed[0].reason) == ("", "")
    return "read"


def flip(data, chance):
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 64)):
        damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(data, chance):
    return data[: chance.randrange(len(data))]


def zero(data, chance):
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + bytes(end - start) + data[end:]


def swap(data, chance):
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def splice(data, chance):
    at = chance.randrange(len(data))
    other = chance.choice([OLD, OTHER])
    return data[:at] + other[chance.choice([at, chance.randrange(len(other))]) :]


def grow(data, chance):
    at = chance.choice([len(data), chance.randrange(len(data))])
    return data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:]


def try_many(count):
    chance, results = random.Random(11), []
    for k in range(count):
        change = (flip, cut, zero, swap, splice, grow)[k % 6]
        results.append(check(change(NEW, chance)))
    print(f"{count} mutated saves: {results.count('fell back')} fell back, 0 wrong contents")
    assert results.count("fell back") > 0.9 * count


def test_thousands_of_mutated_saves_give_no_wrong_content():
    try_many(3000)


@pytest.mark.full
def test_hundreds_of_thousands_of_mutated_saves_give_no_wrong_content():
    try_many(300_000)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused(data):
    assert check(data) == "fell back"


@given(st.binary(max_size=300))
def test_what_follows_a_good_start_may_be_anything(data):
    assert check(NEW[:16] + data) == "fell back"


@given(st.lists(st.sampled_from([NEW, OLD, OTHER]), min_size=3, max_size=3))
def test_parts_of_several_saves_never_fit_together(saves):
    mixed = saves[0][:16]
    for k, save in enumerate(saves):
        ends = chunk_ends(save)
        mixed += save[ends[k] : ends[k + 1]]
    assert check(mixed) == ("read" if len(set(saves)) == 1 else "fell back")


def chunk_ends(save):
    """Return where prefix and chunks of a save end."""
    ends, at = [16], 16
    while at < len(save):
        at += 36 + struct.unpack_from("<Q", save, at + 4)[0]
        ends.append(at)
    return ends


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "slot1.save: the file is empty"),
        (bytes(len(NEW)), "slot1.save: the file is all zeros"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "slot1.save: no save of a Zenith game"),
        (NEW[:-1], "slot1.save: cut short after"),
        (NEW + b"\0", "slot1.save: 1 bytes too many"),
        (NEW[:-1] + b"!", "slot1.save: damaged; the checksum of DATA does not fit"),
        (pack(head(game="chess"), b"x"), 'slot1.save: a save of "chess", not of "demo"'),
    ],
)
def test_each_kind_of_damage_is_one_sentence(data, said):
    with pytest.raises(SaveCorrupt) as caught:
        folder({"slot1.save": data}).read("slot1")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_cut_at_every_byte_falls_back():
    assert {check(NEW[:size]) for size in range(len(NEW))} == {"fell back"}


def newer_format():
    prefix = struct.pack("<8sI", container.MAGIC, 2)
    check = zlib.crc32(struct.pack("<8sII", container.MAGIC, 2, 0))
    return prefix + struct.pack("<I", check) + b"what nobody knows yet"


@pytest.mark.parametrize("newer", [newer_format(), pack(head(version=2, title="far"), b"x")])
def test_a_newer_save_is_listed_refused_and_never_overwritten(newer):
    files = {"slot1.save": newer, "slot1.1.save": OLD}
    saves = folder(files)
    with pytest.raises(SaveNewer, match="made by a newer"):
        saves.read("slot1")
    with pytest.raises(SaveNewer, match=r"newer.*Delete the save to use its slot"):
        saves.write("slot1", b"mine")
    assert saves._disk.files == files
    (listed,) = saves.list()
    assert "newer" in listed.reason
    saves.delete("slot1")
    saves.write("slot1", b"mine")
    assert saves.read("slot1").payload == b"mine"


def test_a_newer_save_further_back_is_not_overwritten_either():
    files = {"slot1.save": b"broken", "slot1.1.save": pack(head(version=2), b"x")}
    saves = folder(files)
    with pytest.raises(SaveNewer):
        saves.write("slot1", b"mine")
    with pytest.raises(SaveNewer):
        saves.read("slot1")
    assert saves._disk.files == files


def test_a_save_of_another_game_is_not_overwritten():
    files = {"slot1.save": pack(head(game="chess"), b"x")}
    saves = folder(files)
    with pytest.raises(SaveError, match='a save of "chess"'):
        saves.write("slot1", b"mine")
    assert saves._disk.files == files


def forged(parts, sizes=()):
    """Return a save whose checksums fit, whatever it holds."""
    data = chain = NEW[:16]
    for (name, stored), size in zip(parts, [*sizes, *[None] * 3], strict=False):
        size = len(stored) if size is None else size
        chain = container._link(chain, name, stored, size)
        data += struct.pack("<4sQQ16s", name, len(stored), size, chain) + stored
    return data


def with_head(text):
    stored = zlib.compress(b"x")
    return forged([(b"HEAD", text), (b"PICT", b""), (b"DATA", stored)], [None, None, 1])


GOOD = b'{"game":"demo","engine":"0","version":1,"kind":"game"}'
HEADS = [
    b"", b"null", b"[]", b"{}", b"\xff", b'{"game":1}', b"[" * 100_000, b'{"a":' * 100_000,
    GOOD.replace(b"1", b"1.0"), GOOD.replace(b"1", b"true"), GOOD.replace(b"1", b"0"),
    GOOD.replace(b"1", b"9" * 5000), GOOD.replace(b"1", b"NaN"), GOOD.replace(b"1", b'"1"'),
    GOOD.replace(b'"demo"', b"null"), GOOD.replace(b"}", b',"ticks":-1}'),
    GOOD.replace(b"}", b',"details":[]}'), GOOD.replace(b"}", b',"saved_at":"now"}'),
    GOOD.replace(b"}", b',"saved_at":1e999}'), GOOD.replace(b"}", b',"__class__":"os.system"}'),
]  # fmt: skip


@pytest.mark.parametrize("text", HEADS, ids=lambda t: repr(t[:30]))
def test_a_forged_head_is_refused(text):
    assert check(with_head(text)) == "fell back"


def test_the_forger_can_forge():
    assert folder({"slot1.save": with_head(GOOD)}).read("slot1").payload == b"x"


@pytest.mark.parametrize("says", [100, container.MAX_PAYLOAD + 1, 2**63])
def test_a_bomb_is_not_unpacked_beyond_what_it_says(says):
    packing = zlib.compressobj(9)
    bomb = b"".join(packing.compress(bytes(2**20)) for _ in range(300)) + packing.flush()
    data = forged([(b"HEAD", GOOD), (b"PICT", b""), (b"DATA", bomb)], [None, None, says])
    tracemalloc.start()
    with pytest.raises(SaveCorrupt):
        folder({"slot1.save": data}).read("slot1")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * len(bomb)


def test_what_is_too_large_is_not_written(monkeypatch):
    monkeypatch.setitem(container._LIMITS, b"DATA", 10)
    with pytest.raises(SaveError, match="at most 10 bytes"):
        folder({}).write("slot1", b"x" * 11)


def test_reading_real_files_opens_nothing_outside_the_folder(tmp_path):
    saves = SaveFolder(tmp_path, "demo")
    for k, data in enumerate([b"", bytes(50), NEW[:90], newer_format(), with_head(GOOD), NEW]):
        (tmp_path / f"slot{k}.save").write_bytes(data)
    (tmp_path / "folder.save").mkdir()
    WATCH.allowed = tmp_path
    with WATCH:
        listed = saves.list()
        for info in listed:
            try:
                saves.read(info.slot)
            except SaveError:
                continue
    WATCH.allowed = None
    assert WATCH.seen == []
    assert [bool(info.reason) for info in listed] == [True, True, True, True, True, False, False]


def test_the_watch_sees_what_is_forbidden(tmp_path):
    with WATCH:
        eval("1 + 1")
        (tmp_path / "x").open("w").close()
    seen = [event for event, _ in WATCH.seen]
    WATCH.seen.clear()
    assert {"compile", "exec", "open"} <= set(seen)
