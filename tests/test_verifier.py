"""The verifier: two runs side by side, and what it says of where they part."""

import dataclasses
import os
import textwrap

import pytest

import zenith as zn
from zenith.verifier import Difference, Verdict
from zenith.verifier.difference import differences, differing_parts, shown
from zenith.verifier.elsewhere import environment
from zenith.verifier.process import RunProcess
from zenith.world import part_values

GAME = """
import os, sys, time
import zenith as zn

def work(world, dt):
    world.find("hero")[zn.Transform].x += 1.0
    {work}

app = zn.App("Game", systems=[work], seed=3)
app.world.spawn(zn.Transform(), name="hero")
app.run()
"""


def planted(folder, work="pass"):
    """Write a game whose system does something more; return its file."""
    file = folder / "game.py"
    file.write_text(GAME.format(work=textwrap.indent(work, "    ").strip()), "utf-8")
    return file


def recorded(game, ticks=40):
    """Write a recording of so many ticks of a game; return its file."""
    app = zn.testing.load(game).app
    record = zn.Record(app, "game")
    app.drivers.append(record)
    for _ in range(ticks):
        app.tick()
    file = game.with_suffix(".json")
    record.finish(app).save(file)
    return file


def verdict(folder, work, ticks=40):
    """Verify a game against a recording of it as it was without the work."""
    file = recorded(planted(folder), ticks)
    return zn.verify(file, planted(folder, work))


def test_what_the_game_prints_disturbs_nothing(tmp_path):
    said = verdict(tmp_path, "print('hello', flush=True); os.write(1, b'raw')")
    assert said.same
    assert str(said) == "The same 40 ticks in two processes, and as recorded."


def test_a_difference_is_told_with_tick_entity_field_and_both_values(tmp_path):
    work = "world.find('hero')[zn.Transform].y = os.getpid() if world.tick == 6 else 0"
    said = verdict(tmp_path, work)
    assert (said.kind, said.tick) == ("chance", 7)
    (found,) = said.differences
    assert (found.scene, found.part, found.entity, found.field) == (
        "0 main", "Transform", '"hero"', "y",
    )  # fmt: skip
    assert float(found.left) > 0 < float(found.right)
    assert found.left != found.right
    assert f'main: Transform of "hero", y: {found.left} and {found.right}' in str(said)
    assert "look for chance" in str(said)


def test_entities_that_one_run_has_and_the_other_has_not_are_told(tmp_path):
    said = verdict(
        tmp_path, "if 'somebody' in os.environ.values(): world.spawn(zn.Sprite('crate'))"
    )
    found = {(d.part, d.entity, d.field): (d.left, d.right) for d in said.differences}
    assert found[":entities", "entity 2", ""] == ("nothing", "there")
    assert found["Sprite", "entity 2", ""] == ("nothing", "there")
    assert said.tick == 1


def test_scenes_that_differ_are_told(tmp_path):
    push = "if 'somebody' in os.environ.values(): world.scenes.push(zn.Scene(name='menu'))"
    said = verdict(tmp_path, f"if world.tick == 3:\n    {push}")
    assert said.tick == 4
    assert [(d.scene, d.left, d.right) for d in said.differences] == [
        ("1 menu", "nothing", "there")
    ]


def test_an_error_in_one_run_only_is_told(tmp_path):
    said = verdict(tmp_path, "if 'somebody' in os.environ.values(): raise ValueError('not here')")
    assert said.kind == "chance"
    assert "not here" in str(said)


def test_an_error_in_both_runs_that_was_not_recorded_is_told(tmp_path):
    said = verdict(tmp_path, "if world.tick == 20: raise ValueError('too late')")
    assert (said.kind, said.window) == ("changed", (20, 20))
    assert "too late" in str(said)


def test_without_digests_of_this_class_of_machines_none_are_claimed(tmp_path):
    game = planted(tmp_path)
    file = recorded(game)
    dataclasses.replace(zn.Recording.load(file), digests={}).save(file)
    said = zn.verify(file, game)
    assert (said.same, said.checked) == (True, 0)
    assert "no digests of this class of machines" in str(said)


def test_a_run_that_ends_early_in_one_process_is_told(tmp_path):
    said = verdict(tmp_path, "if 'somebody' in os.environ.values(): world.scenes.quit()")
    assert (said.kind, said.tick) == ("chance", 1)


def test_a_process_that_dies_is_one_error(tmp_path):
    with pytest.raises(zn.ReplayError, match="process of a run ended"):
        verdict(tmp_path, "if world.tick == 5: os._exit(3)")


def test_a_game_that_cannot_be_loaded_is_one_error(tmp_path):
    file = recorded(planted(tmp_path))
    with pytest.raises(zn.UsageError, match="does not exist"):
        zn.verify(file, tmp_path / "other.py")
    broken = tmp_path / "game.py"
    broken.write_text("import zenith\nraise ValueError('no game')\n", "utf-8")
    with pytest.raises(zn.ReplayError, match="no game"):
        zn.verify(file, broken)
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    with pytest.raises(zn.ReplayError, match="no recording"):
        zn.verify(tmp_path / "bad.json", broken)


def test_a_game_without_history_is_verified_too(tmp_path):
    game = planted(tmp_path)
    game.write_text(game.read_text("utf-8").replace("seed=3", "seed=3, history=None"), "utf-8")
    assert zn.verify(recorded(game), game).same


def test_no_process_is_left_behind(tmp_path):
    game = planted(tmp_path)
    run = RunProcess(recorded(game), game, environment=os.environ, hash_seed=1, elsewhere=False)
    assert run.hear()["ticks"] == 0
    process = run._process
    run.close()
    assert process.returncode is not None


def test_another_machine_has_another_home_and_no_instructions_beyond_the_promise(monkeypatch):
    monkeypatch.setenv("HOME", "/somewhere")
    monkeypatch.delenv("NPY_DISABLE_CPU_FEATURES", raising=False)
    other = environment("/elsewhere")
    assert other["HOME"] == "/elsewhere"
    assert other["USER"] == "somebody"
    wide = other.get("NPY_DISABLE_CPU_FEATURES", "").split()
    assert all(feature.startswith(("AVX512", "X86_V4")) for feature in wide)


def test_components_come_before_what_the_world_keeps():
    left = {":random": "a", "Velocity": "a", "resource Run": "a", "Mood": "a", "Same": "a"}
    right = {"Velocity": "b", "resource Run": "b", "Mood": "b", "Same": "a", "Zeal": "b"}
    assert differing_parts(left, right) == ["Mood", "Velocity", "Zeal", "resource Run", ":random"]


def test_every_part_has_its_lines_in_a_report():
    many = [Difference("0 main", "Transform", f"entity {k}", "x", "1", "2") for k in range(8)]
    wind = Difference("0 main", "resource Weather", "", "wind", "1.0", "2.0")
    text = str(Verdict("chance", 11, 11, (*many, wind)))
    assert text.count("Transform") == 4
    assert "main: more of Transform" in text
    assert "main: resource Weather, wind: 1.0 and 2.0" in text


def test_long_values_are_shown_where_they_begin_to_differ():
    texts = ["[" + "0, " * 40 + end for end in ("1]", "2]")]
    left, right = ({"3": ["entity 3", {"items": ["t", *[0] * 40, last]}]} for last in (1, 2))
    (found,) = differences("0 main", "Bag", left, right)
    assert found.left.endswith("0, 1)")
    assert len(str(found)) < 120
    assert "0, 1) and ..." in str(found)
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (1.5, "1.5"), (None, "None"), ("ä", '"ä"'), (["f", "nan"], "nan"),
        (["s", 1, 2], "{1, 2}"), (["d", [1, ["l"]], ["a", 2]], '{1: [], "a": 2}'),
        (["c", 1.0, 0.0, 0.0, 1.0], "(1.0, 0.0, 0.0, 1.0)"), (["e", -1], "an entity that is gone"),
        (["w", 4, "Transform"], "entity 4"), (["o", "Hit", {"x": 1}], "Hit(x=1)"),
        (["b", "00ff"], "00ff"),
    ],
)  # fmt: skip
def test_values_are_shown_as_a_person_writes_them(data, text):
    assert shown(data) == text


@zn.component
class Target:
    """Where somebody looks."""

    who: zn.Entity | None = None


class Marker(zn.Script):
    """A script with a field."""

    count: int = 2


def test_every_part_of_a_digest_can_be_told():
    world = zn.World()
    first = world.spawn(zn.Transform(x=1.0), name="first", tags={"red"})
    gone = world.spawn(zn.Transform())
    world.spawn(zn.Transform(), Target(first), Marker())
    world.spawn(Target(gone))
    gone.despawn()
    world.set_resource(zn.Gravity(y=5.0))
    told = {part: part_values(world, part) for part in world.digests()}
    assert told["Target"]["3"] == ["entity 3", {"who": ["e", 1]}]
    assert told["Target"]["4"] == ["entity 4", {"who": ["e", -1]}]
    assert told["Marker"] == {"3": ["entity 3", {"count": 2}]}
    assert told[":tags"]["1"] == ['"first"', {"tags": ["l", "red"]}]
    assert told[":names"]["1"] == ['"first"', {"name": "first"}]
    assert told[":entities"]["4"][1] == {"components": ["l", "Target"]}
    assert told["resource Gravity"][""][1] == {"x": 0.0, "y": 5.0}
    assert told[":tick"] == {"": ["", {"tick": 0}]}
    assert told[":random"][""][1]["generator"]
    assert part_values(world, "Sprite") == {}
    assert part_values(world, "resource Nothing") == {"": ["", {}]}
