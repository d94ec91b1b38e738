"""Files from strangers and from accidents: one clear error each, no code run, nothing opened."""

import os
import random
import re
import stat
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenith as zn
from zenith.scenefile import dumps, parse_document
from zenith.scenefile.reading import LARGEST_FILE

HOSTILE = Path(__file__).parent / "hostile"
FULL = bool(os.environ.get("ZENITH_FULL"))


@zn.component
class Goal:
    points: int = 0
    place: zn.Vec2 = zn.Vec2()
    owner: zn.Entity | None = None
    anything: object = None
    words: list[str] = []


class Walker(zn.Script):
    speed: float = 1.0


TYPES = zn.Types([Goal, Walker])

# What each file's message says: where, and words of what was found, expected, and the hint.
MESSAGES = {
    "bad_choice": (
        "bad_choice.scene:7:26",
        '"dynamc"',
        "one of dynamic, kinematic, static",
        'did you mean "dynamic"?',
    ),
    "bad_color": (
        "bad_color.scene:7:28",
        '"#zzz"',
        'a colour, as [1.0, 0.5, 0.0, 1.0] or "#ff800',
        "write what is expected, or take the entry aw",
    ),
    "bad_id": (
        "bad_id.scene:5:17",
        'the id "the hero"',
        "an id of up to 64 letters, digits, _, - and ",
        "write what is expected, or take the entry aw",
    ),
    "bad_point": (
        "bad_point.scene:7:49",
        "a list of 1",
        "a list of 2",
        "write what is expected, or take the entry aw",
    ),
    "bad_vector": (
        "bad_vector.scene:7:27",
        "a list of 3",
        "two numbers, as [0.0, 1.0]",
        "write what is expected, or take the entry aw",
    ),
    "bare_key": (
        "bare_key.scene:5:5",
        "`a`",
        "a key in quotation marks",
        "look at what stands here and just before it",
    ),
    "beyond_64_bits": (
        "beyond_64_bits.scene:7:28",
        "9223372036854775808",
        "a whole number from -9223372036854775808 to ",
        "write a number closer to 0",
    ),
    "blanks": (
        "blanks.scene:1:1",
        "4 blanks",
        "a scene or prefab as JSON text in UTF-8",
        "take an older copy",
    ),
    "bool_for_number": (
        "bool_for_number.scene:7:28",
        "true",
        "a number",
        "write what is expected, or take the entry aw",
    ),
    "comma_at_end": (
        "comma_at_end.scene:5:23",
        "`}`",
        "a key in quotation marks",
        "take away the comma before it",
    ),
    "comma_in_list": (
        "comma_in_list.scene:5:24",
        "`]`",
        "a value",
        "take away the comma before it",
    ),
    "comment": ("comment.scene:5:5", "`/`", "a key in quotation marks", "JSON has no comments"),
    "component_list": (
        "component_list.scene:7:22",
        "a list of 2",
        "fields by name",
        "write what is expected, or take the entry aw",
    ),
    "deep": (
        "deep.scene:7:85",
        "nesting deeper than 64 levels",
        "a flatter file",
        "no scene needs that; the file may have been ",
    ),
    "deep_value": (
        "deep_value.scene:7:29",
        "nesting deeper than 24 levels",
        "a flatter value",
        "write what is expected, or take the entry aw",
    ),
    "empty": (
        "empty.scene:1:1",
        "an empty file",
        "a scene or prefab as JSON text in UTF-8",
        "take an older copy",
    ),
    "entities_list": (
        "entities_list.scene:4:15",
        "a list of 1",
        "entities by id",
        "write what is expected, or take the entry aw",
    ),
    "entity_list": (
        "entity_list.scene:5:10",
        "a list of 0",
        "an entity, as {...}",
        "write what is expected, or take the entry aw",
    ),
    "fraction_for_whole": ("fraction_for_whole.scene:7:28", "3.0", "a whole number", "write 3"),
    "godot": (
        "godot.scene:1:1",
        "a Godot scene",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "half_a_letter": (
        "half_a_letter.scene:5:19",
        "half a letter, in \\ud83d",
        "both halves of it",
        "write the letter itself",
    ),
    "half_written": (
        "half_written.scene:5:11",
        "a text that does not end well",
        "a key in quotation marks",
        "the file was cut short; take an older copy",
    ),
    "id_twice": (
        "id_twice.scene:7:5",
        'the key "hero" a second time',
        "each key once",
        "the first one is in line 5; give one of them",
    ),
    "infinity": (
        "infinity.scene:7:28",
        "-Infinity",
        "a finite number",
        "JSON knows no endless numbers",
    ),
    "key_twice": (
        "key_twice.scene:7:43",
        'the key "x" a second time',
        "each key once",
        "the first one is in line 7; give one of them",
    ),
    "later_game": (
        "later_game.scene:4:19",
        "version 3",
        "at most version 0",
        "it was written by a later version of the gam",
    ),
    "later_version": (
        "later_version.scene:3:14",
        "version 7",
        "at most version 1",
        "it was written by a later Zenith; get that o",
    ),
    "latin1": (
        "latin1.scene:5:23",
        "the byte 0xe9, which is no UTF-8",
        "text in UTF-8",
        "save the file as UTF-8",
    ),
    "line_in_text": (
        "line_in_text.scene:7:26",
        "a text that does not end well",
        "a value",
        "a text ends on its own line; write \\n for a ",
    ),
    "merge_conflict": (
        "merge_conflict.scene:7:9",
        "`<`",
        "a key in quotation marks",
        "git could not merge two edits here; keep one",
    ),
    "missing_comma": (
        "missing_comma.scene:6:5",
        '"b"',
        "a comma or `}`",
        "put a comma between this and what stands bef",
    ),
    "misspelt_header": (
        "misspelt_header.scene:1:1",
        'no "zenith"',
        '"zenith": "scene" as the first line',
        'zenit is there; it is spelt "zenith"',
    ),
    "name_lines": (
        "name_lines.scene:5:19",
        '"two\\nlines"',
        "a name on one line",
        "write what is expected, or take the entry aw",
    ),
    "name_long": (
        "name_long.scene:5:19",
        "1,000 letters",
        "at most 255",
        "write what is expected, or take the entry aw",
    ),
    "name_number": (
        "name_number.scene:5:19",
        "5",
        "a name, a text",
        "write what is expected, or take the entry aw",
    ),
    "nan": ("nan.scene:7:28", "NaN", "a finite number", "JSON knows no endless numbers"),
    "no_colon": (
        "no_colon.scene:5:9",
        "`{`",
        "a colon after the key",
        "look at what stands here and just before it",
    ),
    "no_header": (
        "no_header.scene:1:1",
        'no "zenith"',
        '"zenith": "scene" as the first line',
        "this may be a JSON file of something else",
    ),
    "no_version": ("no_version.scene:1:1", "no version", '"version": 1', "write what is expected"),
    "not_an_object": (
        "not_an_object.scene:1:1",
        "a list of 2",
        'an object that begins with {"zenith": "scene',
        "this may be a JSON file of something else",
    ),
    "number_as_text": (
        "number_as_text.scene:7:28",
        '"10.5"',
        "a number",
        "write it without quotation marks",
    ),
    "number_for_bool": ("number_for_bool.scene:7:31", "1", "true or false", "write true or false"),
    "order_text": (
        "order_text.scene:5:20",
        '"first"',
        "a number",
        "entities are spawned by it, then by id",
    ),
    "out_of_range": (
        "out_of_range.scene:7:31",
        "1.5",
        "a number from 0 to 1",
        "write what is expected, or take the entry aw",
    ),
    "overrides_without_prefab": (
        "overrides_without_prefab.scene:5:10",
        "no prefab that it is an instance of",
        '"overrides" beside "prefab"',
        'add "prefab", or take it away',
    ),
    "parent_gone": (
        "parent_gone.scene:6:23",
        '"heroo", which is not there',
        "an entity of this file",
        'did you mean "hero"?',
    ),
    "parent_itself": (
        "parent_itself.scene:5:21",
        "parents in a ring: a -> a",
        "parents that end",
        "give one of them another parent, or none",
    ),
    "parents_in_a_ring": (
        "parents_in_a_ring.scene:5:21",
        "parents in a ring: a -> c -> b -> a",
        "parents that end",
        "give one of them another parent, or none",
    ),
    "parents_too_deep": (
        "parents_too_deep.scene:5:22",
        "parents 3,000 deep",
        "at most 1,000",
        "write what is expected, or take the entry aw",
    ),
    "path_address": (
        "path_address.scene:7:29",
        '"file:///etc/passwd"',
        'a name inside the project, as "crate" or "en',
        "no path leads out of the project; names are ",
    ),
    "path_device": (
        "path_device.scene:7:29",
        '"con"',
        'a name inside the project, as "crate" or "en',
        "a part of it can be no file on Windows",
    ),
    "path_drive": (
        "path_drive.scene:7:29",
        '"C:\\Windows\\win.ini"',
        'a name inside the project, as "crate" or "en',
        "no path leads out of the project; names are ",
    ),
    "path_share": (
        "path_share.scene:7:26",
        '"\\\\host\\share\\x"',
        'a name inside the project, as "crate" or "en',
        "no path leads out of the project; names are ",
    ),
    "path_up": (
        "path_up.scene:7:29",
        '"../../etc/passwd"',
        'a name inside the project, as "crate" or "en',
        "no path leads out of the project",
    ),
    "pickle": (
        "pickle.scene:1:1",
        "a Python pickle",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "picture": (
        "picture.scene:1:1",
        "a PNG picture",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "plain_array": (
        "plain_array.scene:7:30",
        "a list of 3",
        "an array: its type, its shape and its bytes",
        "write what is expected, or take the entry aw",
    ),
    "plain_array_bomb": (
        "plain_array_bomb.scene:7:30",
        "an array of another size than its shape",
        "one that fits",
        "write what is expected, or take the entry aw",
    ),
    "plain_attribute": (
        "plain_attribute.scene:7:30",
        '"__class__"',
        "a field of Transform",
        "write what is expected, or take the entry aw",
    ),
    "plain_letter": (
        "plain_letter.scene:7:30",
        '"__reduce__"',
        "one of the letters that Zenith writes",
        "write what is expected, or take the entry aw",
    ),
    "plain_object": (
        "plain_object.scene:7:30",
        '"os.system"',
        "a component that is registered, and its fiel",
        "write what is expected, or take the entry aw",
    ),
    "prefab_as_scene": (
        "prefab_as_scene.scene:2:13",
        '"prefab"',
        '"scene"',
        "this is a prefab; open it as one",
    ),
    "prefab_broken": (
        "broken.prefab:5:48",
        '"far"',
        "a number",
        "write what is expected, or take the entry aw",
    ),
    "prefab_missing": (
        "prefab_missing.scene:5:21",
        'no file "coni.prefab"',
        "a prefab of the project",
        'did you mean "coin"?',
    ),
    "prefab_ring": (
        "ring_b.prefab:5:24",
        "a prefab that holds itself: ring_a -> ring_b",
        "prefabs that end",
        "take one of these links away",
    ),
    "prefab_two_roots": (
        "two_roots.prefab:4:15",
        "2 entities without a parent: a, b",
        "one, with the others below it",
        "give all others a parent",
    ),
    "prefab_up": (
        "prefab_up.scene:5:21",
        '"../secret"',
        'a name inside the project, as "crate" or "en',
        "no path leads out of the project",
    ),
    "python_true": (
        "python_true.scene:7:31",
        "`True`",
        "a value",
        "JSON writes true, false and null",
    ),
    "reference_number": (
        "reference_number.scene:7:27",
        "5",
        "the id of an entity",
        "write what is expected, or take the entry aw",
    ),
    "save": (
        "save.scene:1:1",
        "a save or snapshot of Zenith",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "short_color": (
        "short_color.scene:7:28",
        "a list of 2",
        'a colour, as [1.0, 0.5, 0.0, 1.0] or "#ff800',
        "write what is expected, or take the entry aw",
    ),
    "single_quotes": (
        "single_quotes.scene:5:19",
        "`'`",
        "a value",
        'texts stand in "quotation marks"',
    ),
    "tag_twice": (
        "tag_twice.scene:5:19",
        'the tag "coin" twice',
        "each tag once",
        "write what is expected, or take the entry aw",
    ),
    "tags_text": (
        "tags_text.scene:5:19",
        '"coin"',
        "a list of tags",
        "write what is expected, or take the entry aw",
    ),
    "too_large_float": (
        "too_large_float.scene:7:28",
        "1e999",
        "a number that fits 64 bits",
        "write a number closer to 0",
    ),
    "too_many_digits": (
        "too_many_digits.scene:7:28",
        "a number of 5000 digits",
        "at most 9223372036854775807",
        "write a number closer to 0",
    ),
    "two_documents": (
        "two_documents.scene:8:1",
        "`{`",
        "the end of the file",
        "one file holds one scene or prefab",
    ),
    "typed_object": (
        "typed_object.scene:7:30",
        "an object of 1",
        'a number, text, true, false, null or {"$plai',
        "write what is expected, or take the entry aw",
    ),
    "utf16": (
        "utf16.scene:1:1",
        "text in UTF-16",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "version_text": ("version_text.scene:3:14", '"1"', "a whole number", "write what is expected"),
    "xml": (
        "xml.scene:1:1",
        "XML",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "yaml": (
        "yaml.scene:1:1",
        "YAML, perhaps a Unity scene",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
    "zeros": (
        "zeros.scene:1:1",
        "300 zero bytes",
        "a scene or prefab as JSON text in UTF-8",
        "the power failed while it was written; take ",
    ),
    "zip": (
        "zip.scene:1:1",
        "a zip archive",
        "a scene or prefab as JSON text in UTF-8",
        "open it with what wrote it",
    ),
}


def open_whole(path, root=HOSTILE):
    """Read a file, bring it into a World, and write it down again."""
    document = zn.load_scene(path)
    world = zn.World(types=zn.Types(TYPES))
    zn.instantiate(document, world, prefabs=zn.Prefabs(root))
    return document, world


def test_there_is_a_message_for_every_broken_file():
    assert sorted(MESSAGES) == sorted(path.stem for path in HOSTILE.glob("*.scene"))
    assert len(MESSAGES) >= 60


@pytest.mark.parametrize("name", MESSAGES)
def test_a_broken_file_says_where_what_and_what_to_do(name):
    with pytest.raises(zn.SceneError) as caught:
        open_whole(HOSTILE / f"{name}.scene")
    text, problem = str(caught.value), caught.value.args[0]
    where, found, expected, hint = MESSAGES[name]
    assert f"{problem.file}:{problem.line}:{problem.column}".endswith(where)
    assert found in problem.found
    assert expected in problem.expected
    assert hint in problem.hint
    assert len(text.splitlines()) <= 6
    assert text.isascii()
    assert re.sub(r"\n", "", text).isprintable()
    assert f"found: {problem.found}" in text
    assert f"hint: {problem.hint}" in text


def test_a_file_that_is_not_one_is_not_opened(tmp_path):
    with pytest.raises(zn.SceneError, match="a folder"):
        zn.load_scene(tmp_path)
    with pytest.raises(zn.SceneError, match="nothing of that name"):
        zn.load_scene(tmp_path / "none.scene")
    (tmp_path / "Level.scene").write_text("{}", "utf-8")
    with pytest.raises(zn.SceneError, match=r'did you mean "Level\.scene"'):
        zn.load_scene(tmp_path / "Level")
    with pytest.raises(zn.SceneError, match="no folder"):
        zn.load_scene(tmp_path / "nowhere" / "x.scene")
    with pytest.raises(zn.SceneError):
        zn.load_scene(tmp_path / "a\0b")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_a_pipe_or_device_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.scene")
    for path in (tmp_path / "pipe.scene", Path("/dev/zero")):
        with pytest.raises(zn.SceneError, match="device, pipe"):
            zn.load_scene(path)
    (tmp_path / "ring.scene").symlink_to(tmp_path / "ring.scene")
    with pytest.raises(zn.SceneError, match="cannot be read"):
        zn.load_scene(tmp_path / "ring.scene")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    file = tmp_path / "x.scene"
    with file.open("wb") as handle:
        handle.truncate(500 * 2**20)
    start = time.perf_counter()
    with pytest.raises(zn.SceneError, match="at most 8,388,608 bytes"):
        zn.load_scene(file)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("piece", ["[],", "{},", '"a",', "1.5,", "[[", '{"a":', "9", " ", '"'])
def test_a_file_as_large_as_may_be_is_told_soon(piece):
    body = piece * ((LARGEST_FILE - 200) // len(piece))
    text = '{"zenith": "scene", "version": 1, "x": [' + body + "1]}"
    start = time.process_time()
    try:
        parse_document(text)
    except zn.SceneError as error:
        assert len(str(error)) < 1000
    assert time.process_time() - start < 5.0


def test_too_many_entities_are_counted():
    body = ",".join(f'"e{k}":{{}}' for k in range(100_001))
    text = '{"zenith": "scene", "version": 1, "entities": {' + body + "}}"
    with pytest.raises(zn.SceneError, match="100,001 entities"):
        parse_document(text)


def test_what_cannot_be_seen_is_written_out():
    text = '{"zenith": "scene", "version": 1, "entities": {"a\u202eb\u200b": {}}}'
    with pytest.raises(zn.SceneError) as caught:
        parse_document(text)
    assert "\\u202e" in str(caught.value)
    assert "\u202e" not in str(caught.value)
    assert "\u200b" not in str(caught.value)


SAMPLE = """{
  "zenith": "scene",
  "version": 1,
  "weather": ["rain", {"much": true}],
  "resources": {
    "Gravity": {"y": 900.0}
  },
  "entities": {
    "coin": {
      "prefab": "coin",
      "name": "c\u00e9",
      "components": {
        "Transform": {"x": 1.5}
      }
    },
    "goal": {
      "parent": "hero",
      "components": {
        "Goal": {"anything": {"$plain": ["l", ["e", "hero"], ["a", "<f8", [1], "0000000000000840"]]},
         "owner": "coin", "place": [1.0, 2.0], "points": 3, "words": ["a", "b"]},
        "Jetpack": {"fuel": 3}
      }
    },
    "hero": {
      "tags": ["x"],
      "order": 2,
      "components": {
        "PolygonShape": {"color": [1.0, 0.5, 0.0, 1.0], "points": [[0.0, 1.0], [2.0, 3.0], [1.0, 0.0]]},
        "Sprite": {"image": "crate", "layer": "hud", "opacity": 0.5},
        "Walker": {"speed": 2.0}
      }
    }
  }
}
"""
PIECES = [
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"-", b"1e999", b"NaN", b"null", b"true", b"0", b"\\u",
    b'"$plain"', b'"../x"', b'"hero"', b'"prefab"', b'"parent"', b"9" * 40, b"\xff", b"\x00", b"-0.0",
    b'"e"', b'"w"', b'"a"', b'"o"', b'"d"', b'"_moved"', b'["v"]', b'["c",1]', b'["s",[]]', b"\n",
]  # fmt: skip


def mutated(data, rng):
    """Return bytes changed in a few places: flipped, cut, doubled, swapped or replaced."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data)) if data else 0
        to = min(len(data), at + rng.randint(1, 30))
        way = rng.randrange(6)
        if way == 0 and data:
            data[at] = rng.randrange(256)
        elif way == 1:
            del data[at:to]
        elif way == 2:
            data[at:at] = data[at:to]
        elif way == 3:
            data[at:at] = rng.choice(PIECES)
        elif way == 4:
            data[at:to] = rng.choice(PIECES)
        else:
            words = re.findall(rb'"[^"\n]*"|[0-9.]+', data)
            if words:
                old, new = rng.choice(words), rng.choice([*words, *PIECES])
                data = bytearray(bytes(data).replace(old, new, 1))
    return bytes(data)


def survive(data, prefabs):
    """Read bytes as a scene and bring them into a World; only our errors may come out."""
    start = time.process_time()
    try:
        document = parse_document(data)
        text = dumps(document)
        assert dumps(parse_document(text)) == text
        world = zn.World(types=zn.Types(TYPES))
        zn.instantiate(document, world, prefabs=prefabs)
        zn.document_of(world)
    except zn.ZenithError:
        pass
    assert time.process_time() - start < 1.0


def test_mutated_files_give_only_our_errors():
    tries = 1_000_000 if FULL else 3_000
    rng, prefabs = random.Random(7), zn.Prefabs(HOSTILE)
    samples = [SAMPLE.encode(), *(p.read_bytes() for p in sorted(HOSTILE.glob("*.scene")))]
    samples = [s for s in samples if len(s) < 4000]
    for _ in range(tries):
        data = mutated(samples[0] if rng.random() < 0.8 else rng.choice(samples), rng)
        survive(data, prefabs)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["e", "w", "a", "o", "l", "d", "s", "v", "c", "f", "b", "t", "hero", "Goal"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300)
@given(JSON, st.sampled_from(["anything", "points", "place", "owner", "words"]), st.booleans())
def test_any_json_in_a_field_is_read_or_told(value, field, plain):
    document = parse_document(SAMPLE)
    document.entities["goal"].components["Goal"] = {field: {"$plain": value} if plain else value}
    world = zn.World(types=zn.Types(TYPES))
    try:
        zn.instantiate(document, world, prefabs=zn.Prefabs(HOSTILE))
    except zn.SceneError:
        assert world.count() == 0


class Watch:
    """Hears what Python does while it is on, in this thread."""

    def __init__(self):
        self.on = False
        self.heard = []
        self.thread = threading.get_ident()
        sys.addaudithook(self.hear)

    def hear(self, event, arguments):
        if not self.on or threading.get_ident() != self.thread:
            return
        if event in ("exec", "compile", "import") or event.split(".")[0] in (
            "subprocess", "socket", "ctypes", "pickle", "marshal", "shutil", "urllib", "code",
        ) or event in ("os.system", "os.exec", "os.posix_spawn", "os.remove", "os.rename") or (event == "open" and not str(arguments[0]).startswith(str(HOSTILE))):  # fmt: skip
            self.heard.append((event, str(arguments)[:80]))


def test_no_file_runs_code_or_opens_another_outside_its_project():
    for path in HOSTILE.glob("*.scene"):  # what Python loads on first use is loaded now
        with pytest.raises(zn.SceneError):
            open_whole(path)
    rng, prefabs = random.Random(11), zn.Prefabs(HOSTILE)
    survive(SAMPLE.encode(), prefabs)
    watch = Watch()
    watch.on = True
    try:
        for path in sorted(HOSTILE.glob("*.scene")):
            try:
                open_whole(path)
            except zn.SceneError as error:
                str(error)
        for _ in range(500):
            survive(mutated(SAMPLE.encode(), rng), prefabs)
        quiet = list(watch.heard)
        compile("1", "planted", "eval")
        (Path(__file__)).read_bytes()
    finally:
        watch.on = False
    assert quiet == []
    assert {event for event, _ in watch.heard} >= {"compile", "open"}


def test_the_hostile_files_are_plain_files():
    for path in HOSTILE.rglob("*.*"):
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.stat().st_size < 300_000
