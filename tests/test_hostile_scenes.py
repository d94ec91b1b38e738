"""Files from strangers and from accidents: one clear error each, no code run, nothing opened."""

import contextlib
import json
import math
import os
import random
import re
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import zenith as zn
from auditing import Watch
from mutations import HOSTILE, SCENE, TYPES, mutated
from zenith.scenefile import dumps, parse_document
from zenith.scenefile.reading import LARGEST_FILE

# What each file's message says: where, and words of what was found, expected, and the hint.
MESSAGES = json.loads((HOSTILE / "messages.json").read_text("utf-8"))


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
    said = MESSAGES[name]
    assert f"{problem.file}:{problem.line}:{problem.column}".endswith(said["where"])
    assert said["found"] in problem.found
    assert said["expected"] in problem.expected
    assert said["hint"] in problem.hint
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
    with contextlib.suppress(zn.SceneError):
        parse_document(text)
    assert time.process_time() - start < 5.0


LARGE = ",\n".join(
    f'"e{k:05}": {{"name": "n{k}", "components": {{"Transform": {{"x": {k}.5, "y": 2.0}}}}}}'
    for k in range(10_000)
)


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        ('"x": 9990.5', '"x": NaN', 9991, "NaN"),
        ('"x": 9990.5', '"x": 1e999', 9991, "1e999"),
        ('"x": 9990.5', '"y": 9990.5', 9991, 'the key "y" a second time'),
        ('"e09990"', '"e00007"', 9991, 'the key "e00007" a second time'),
        ('"x": 9990.5', '"x": "\\ud800"', 9991, "half a letter"),
        ('"x": 9990.5', '"x" 9990.5', 9991, "9990.5"),
        ('"x": 9990.5', '"x": ' + "[" * 5000, 9991, "nesting deeper"),
        ('"x": 9990.5', '"x": "far"', 9991, '"far"'),
        ('.5, "y"', '.5, "x"', 1, 'the key "x" a second time'),
    ],
)
def test_a_mistake_deep_in_a_large_file_gets_its_line_soon(old, new, line, found):
    head = '{"zenith": "scene", "version": 1, "entities": {'
    text = head + (LARGE.replace(old, new, 1) if line > 1 else LARGE.replace(old, new)) + "}}"
    start = time.process_time()
    with pytest.raises(zn.SceneError) as caught:
        zn.instantiate(parse_document(text), zn.World())
    assert time.process_time() - start < 2.0
    problem = caught.value.args[0]
    assert problem.line == line
    assert found in problem.found


def test_fifty_mistakes_in_a_large_file_all_get_their_line():
    head = '{"zenith": "scene", "version": 1, "entities": {'
    text = head + LARGE.replace('"y": 2.0', '"y": "low"') + "}}"
    start = time.process_time()
    problems = zn.check_document(parse_document(text), TYPES)
    assert time.process_time() - start < 10.0
    assert [problem.line for problem in problems] == list(range(1, 51))


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


def survive(data, prefabs):
    """Read bytes as a scene and bring them into a World; only our errors may come out."""
    # A machine that does something else for a second is not the file's fault: it is tried again.
    assert taken(data, prefabs) < 1.0 or taken(data, prefabs) < 1.0


def taken(data, prefabs):
    """Return the seconds that bytes take from reading to a World and back."""
    start = time.process_time()
    with contextlib.suppress(zn.ZenithError):
        document = parse_document(data)
        text = dumps(document)
        assert dumps(parse_document(text)) == text
        world = zn.World(types=zn.Types(TYPES))
        zn.instantiate(document, world, prefabs=prefabs)
        zn.document_of(world)
    return time.process_time() - start


LETTERS = st.sampled_from([*"ewaoldsvcfbt", "hero", "Goal"])
NUMBERS = st.none() | st.booleans() | st.integers() | st.floats()
LEAVES = NUMBERS | st.text(max_size=6) | LETTERS


def nested(inner):
    """Return lists and objects of values."""
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)


JSON = LEAVES | nested(LEAVES | nested(LEAVES | nested(LEAVES)))


@settings(max_examples=300)
@example(math.inf, "points", False)
@given(JSON, st.sampled_from(["anything", "points", "place", "owner", "words"]), st.booleans())
def test_any_json_in_a_field_is_read_or_told(value, field, plain):
    document = parse_document(SCENE)
    document.entities["goal"].components["Goal"] = {field: {"$plain": value} if plain else value}
    world = zn.World(types=zn.Types(TYPES))
    try:
        zn.instantiate(document, world, prefabs=zn.Prefabs(HOSTILE))
    except zn.SceneError:
        assert world.count() == 0


def test_no_file_runs_code_or_opens_another_outside_its_project():
    for path in HOSTILE.glob("*.scene"):  # what Python loads on first use is loaded now
        with pytest.raises(zn.SceneError):
            open_whole(path)
    rng, prefabs = random.Random(11), zn.Prefabs(HOSTILE)
    survive(SCENE.encode(), prefabs)
    with Watch(HOSTILE) as watch:
        for path in sorted(HOSTILE.glob("*.scene")):
            try:
                open_whole(path)
            except zn.SceneError as error:
                str(error)
        for _ in range(500):
            survive(mutated(SCENE.encode(), rng), prefabs)
        quiet = list(watch.heard)
        compile("1", "planted", "eval")
        (Path(__file__)).read_bytes()
    assert quiet == []
    assert {event for event, _ in watch.heard} >= {"compile", "open"}


def test_the_hostile_files_are_plain_files():
    for path in HOSTILE.rglob("*.*"):
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.stat().st_size < 300_000
