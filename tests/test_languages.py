"""Games that speak several languages: files of words, `world.words`, Texts that follow."""

import os
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zenith as zn
from zenith.languages import Languages, Phrase, load_languages, phrase_of
from zenith.reloading import Reloader
from zenith.scenefile import Misfit

PROJECT = """\
zenith = 1
name = "Two tongues"
start = "title"
languages = ["en", "de"]
modules = ["game"]
systems = ["game.tell"]

[actions]
switch = ["l"]

[scenes.menu]
systems = ["game.switch"]
overlay = true
"""
GAME = """\
import zenith as zn

def tell(world, dt):
    world.find("score")[zn.Text].text = world.words("score", score=world.tick)
    switch(world, dt)

def switch(world, dt):
    if world.input.just_pressed("switch"):
        codes = world.words.languages
        now = codes.index(world.words.language)
        world.settings["language"] = codes[(now + 1) % len(codes)]
"""
TITLE = """\
{"zenith": "scene", "version": 1, "entities": {
  "hint": {"name": "hint", "components": {"Text": {"key": "start"}, "Transform": {}}},
  "score": {"name": "score", "components": {"Text": {}, "Transform": {}}}
}}
"""
MENU = """\
{"zenith": "scene", "version": 1, "entities": {
  "hint": {"name": "hint", "components": {"Text": {"key": "bye"}, "Transform": {}}}
}}
"""
ENGLISH = 'start = "Press Enter"\nscore = "Score {score}"\nbye = "Good-bye"\n'
GERMAN = 'start = "Drücke Enter"\nscore = "{score} Punkte"\nbye = "Tschüs"\n'


def write(folder, **files):
    """Write the game of these tests; files given by name (dots as __, / as _in_) replace others."""
    texts = {
        "zenith.toml": PROJECT,
        "game.py": GAME,
        "scenes/title.scene": TITLE,
        "scenes/menu.scene": MENU,
        "languages/en.toml": ENGLISH,
        "languages/de.toml": GERMAN,
        **{name.replace("_in_", "/").replace("__", "."): text for name, text in files.items()},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path)


def hint(game):
    return game.find("hint")[zn.Text].text


def score(game):
    return game.find("score")[zn.Text].text


# Phrases.


@given(st.text(max_size=40))
def test_any_text_with_its_braces_doubled_is_said_as_it_is(text):
    doubled = text.replace("{", "{{").replace("}", "}}")
    assert phrase_of(doubled).fill({}, "it") == text


@given(st.text(max_size=40))
def test_any_text_is_a_phrase_or_a_misfit(text):
    try:
        phrase = phrase_of(text)
    except Misfit:
        assert "{" in text or "}" in text
        return
    assert len(phrase.plain) == len(phrase.names) + 1


@given(st.text(max_size=20) | st.integers(-(10**30), 10**30) | st.floats())
def test_a_value_is_put_in_as_it_is_and_not_read_again(value):
    assert phrase_of("<{a}>").fill({"a": value}, "it") == f"<{value}>"


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a.b}", "{a[0]}", "{a:>9}", "{a!r}", "{0}"])
def test_nothing_but_a_name_stands_in_braces(text):
    with pytest.raises(Misfit, match="a brace that stands alone"):
        phrase_of(text)


class Sneaky(str):
    def __str__(self):
        raise AssertionError("code ran")


@pytest.mark.parametrize(
    "value",
    [None, True, [1], {"a": 1}, object(), Sneaky("x"), np.zeros(2), 10**5000, "x" * 20_000],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_is_not_plain_is_refused_with_its_name(value):
    with pytest.raises(zn.BadValue, match=r"\{a\}"):
        phrase_of("{a}").fill({"a": value}, "it")


def test_a_number_of_a_column_is_a_plain_value():
    assert phrase_of("{a} {b}").fill({"a": np.int64(3), "b": np.float64(0.5)}, "it") == "3 0.5"


def test_a_value_that_is_missing_is_told_with_the_nearest():
    with pytest.raises(zn.BadValue, match=r'needs a value for \{score\}.*"scroe"'):
        phrase_of("{score}").fill({"scroe": 1}, "it")


# Words in ticks.


def test_words_are_in_the_first_language_until_another_is_set(folder):
    game = zn.testing.load(folder).ticks(1)
    assert (hint(game), score(game)) == ("Press Enter", "Score 0")
    assert game.world.words.languages == ("en", "de")
    assert game.world.words.language == "en"


def test_a_test_sets_the_language(folder):
    game = zn.testing.load(folder, language="de").ticks(3)
    assert (hint(game), score(game)) == ("Drücke Enter", "2 Punkte")
    assert hint(game.again()) == "Drücke Enter"


def test_a_language_that_the_game_does_not_speak_is_refused(folder):
    with pytest.raises(zn.UnknownName, match=r'no language "dee".*"de"'):
        zn.testing.load(folder, language="dee")


def test_a_switch_is_followed_in_the_next_tick_by_every_scene_of_the_stack(folder):
    game = zn.testing.load(folder).ticks(1)
    game.world.scenes.push("menu")
    game.ticks(1)
    assert hint(game) == "Good-bye"
    game.press("switch").ticks(1)
    assert hint(game) == "Good-bye"
    game.ticks(1)
    assert hint(game) == "Tschüs"
    below = game.app.scenes.all[0].world
    assert below.find("hint")[zn.Text].text == "Drücke Enter"
    game.world.scenes.pop()
    assert hint(game.ticks(2)) == "Drücke Enter"


def test_what_is_spawned_or_renamed_or_written_over_follows_in_the_same_tick(folder):
    game = zn.testing.load(folder, language="de").ticks(1)
    made = game.world.spawn(zn.Transform(), zn.Text(key="bye"))
    game.find("hint")[zn.Text].text = "changed"
    game.ticks(1)
    assert (made[zn.Text].text, hint(game)) == ("Tschüs", "Drücke Enter")
    made[zn.Text].key = "start"
    game.ticks(1)
    assert made[zn.Text].text == "Drücke Enter"
    made[zn.Text].key = ""
    made[zn.Text].text = "mine"
    game.ticks(2)
    assert made[zn.Text].text == "mine"


def test_a_scene_that_comes_is_in_the_language_before_its_first_tick(folder):
    game = zn.testing.load(folder, language="de").ticks(1)
    game.world.scenes.replace("menu")
    game.ticks(1)
    assert (game.world.tick, hint(game)) == (0, "Tschüs")


def test_nothing_is_looked_up_where_nothing_changed(folder, monkeypatch):
    write(folder, game__py="def tell(world, dt): pass\n\ndef switch(world, dt): pass\n")
    game = zn.testing.load(folder).ticks(2)
    monkeypatch.setattr(Languages, "words", lambda *given: pytest.fail("looked up"))
    game.ticks(5)


def test_words_that_there_are_not_are_told_with_the_nearest_and_the_file(folder):
    write(folder, game__py=GAME.replace('words("score"', 'words("scor"'))
    with pytest.raises(zn.GameError, match=r'no words "scor"\. Did you mean "score"\?') as caught:
        zn.testing.load(folder).ticks(1)
    assert os.path.join("languages", "en.toml") in str(caught.value)


def test_a_key_that_there_is_not_is_told_with_its_entity(folder):
    game = zn.testing.load(folder).ticks(1)
    game.find("hint")[zn.Text].key = "strat"
    with pytest.raises(zn.ZenithError, match=r'Text\.key of .*hint.*no words "strat".*"start"'):
        game.ticks(1)


def test_a_key_whose_words_need_values_is_told(folder):
    game = zn.testing.load(folder).ticks(1)
    game.find("hint")[zn.Text].key = "score"
    with pytest.raises(zn.ZenithError, match=r"needs a value for \{score\}.*world\.words"):
        game.ticks(1)


def test_words_that_only_one_language_lacks_are_the_originals_with_one_warning(folder):
    write(folder, languages_in_de__toml='score = "{score} Punkte"\n')
    game = zn.testing.load(folder, language="de")
    with pytest.warns(zn.MissingWords, match=r'de\.toml: no words "start"') as caught:
        game.ticks(3)
    assert hint(game) == "Press Enter"
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        game.find("hint")[zn.Text].text = ""
        game.ticks(1)


def test_a_game_without_languages_says_so_and_leaves_texts_alone():
    app = zn.App("Mute")
    entity = app.world.spawn(zn.Transform(), zn.Text("as it is", key="start"))
    app.tick()
    assert entity[zn.Text].text == "as it is"
    assert app.world.words.languages == ()
    with pytest.raises(zn.UsageError, match=r"has no languages.*zenith\.toml"):
        app.world.words("start")
    with pytest.raises(zn.UsageError, match="no languages"):
        app.preferences.speech.choose("de")


# The player's language.


def welcomed(folder, *preferred):
    game = zn.testing.load(folder)
    game.app.preferences.welcome(lambda: 0.0, preferred)
    return game


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [(["de-AT"], "de"), (["fr", "de"], "de"), (["DE_ch"], "de"), (["fr"], "en"), ([], "en")],
)
def test_where_a_person_plays_the_systems_language_holds(folder, preferred, expected):
    assert welcomed(folder, *preferred).ticks(1).world.words.language == expected


def test_what_the_player_set_holds_before_the_systems_language(folder):
    game = welcomed(folder, "de")
    game.app.settings["language"] = "en"
    assert game.ticks(1).world.words.language == "en"


@pytest.mark.parametrize("value", ["xx", 3, None, ["de"], {"de": 1}, ""])
def test_a_setting_that_is_no_language_of_the_game_counts_as_none(folder, value):
    game = zn.testing.load(folder)
    game.app.settings["language"] = value
    assert game.ticks(1).world.words.language == "en"


def test_where_a_driver_plays_the_systems_language_is_not_asked(folder):
    game = zn.testing.load(folder)
    game.app.drivers.append(zn.ScriptedPlayer(lambda world: {}))
    game.app.preferences.welcome(lambda: 0.0, ["de"])
    assert game.ticks(1).world.words.language == "en"


# Recordings, going back, saves.


def recorded(folder):
    """Return the recording of a run that begins in German and switches to English in tick 4."""
    game = zn.testing.load(folder, seed=1)
    game.app.settings["language"] = "de"
    recorder = zn.Record(game.app, "game")
    game.app.drivers.append(recorder)
    game.ticks(4).press("switch").ticks(4)
    return recorder.finish(game.app), game


def test_a_replay_hears_the_recorded_language(folder):
    recording, played = recorded(folder)
    game = zn.testing.load(folder, seed=1)
    game.app.settings["language"] = "en"
    replay = zn.Replay(recording)
    game.app.drivers.append(replay)
    heard = []
    for _ in range(8):
        game.ticks(1)
        heard.append(game.world.words.language)
    assert heard == ["de"] * 5 + ["en"] * 3
    assert game.digest() == played.digest()


def test_a_recording_in_a_language_that_the_game_lost_is_refused(folder):
    recording, _ = recorded(folder)
    write(folder, zenith__toml=PROJECT.replace('["en", "de"]', '["en"]'))
    game = zn.testing.load(folder, seed=1)
    game.app.drivers.append(zn.Replay(recording))
    with pytest.raises(zn.GameError, match="'de', which this game does not speak"):
        game.ticks(1)


def test_going_back_goes_back_to_the_language_of_then(folder):
    game = zn.testing.load(folder).ticks(3).press("switch").ticks(5)
    before = game.digest()
    game.app.history.seek(2)
    assert (hint(game), score(game)) == ("Press Enter", "Score 1")
    game.app.history.seek(8)
    assert game.digest() == before
    assert hint(game) == "Drücke Enter"


def test_restoring_at_every_tick_changes_nothing(folder):
    game = zn.testing.load(folder, language="de").ticks(2).press("switch").ticks(1)
    assert not zn.testing.check_heavy(game, 12).differences


def test_a_save_is_continued_in_the_language_of_now(folder):
    game = zn.testing.load(folder).ticks(1)
    state = game.app.take().unbound()
    other = zn.testing.load(folder, language="de").ticks(1)
    other.app.go_back(state)
    assert hint(other) == "Press Enter"
    assert hint(other.ticks(1)) == "Drücke Enter"


# Files that change.


def test_words_that_change_while_the_game_runs_are_spoken_at_once(folder):
    game, reloader = zn.testing.load(folder).ticks(2), Reloader()
    file = folder / "languages" / "en.toml"
    file.write_text(ENGLISH.replace("Press", "Hit").replace("Score", "Points"), "utf-8")
    batch = reloader.take(game.app, [file])
    assert (batch.taken, batch.troubles) == ([file], {})
    assert hint(game) == "Hit Enter"
    assert score(game.ticks(1)) == "Points 2"


def test_a_language_file_with_a_mistake_changes_nothing(folder):
    game, reloader = zn.testing.load(folder).ticks(2), Reloader()
    file = folder / "languages" / "en.toml"
    file.write_text(ENGLISH + "more = 3\n", "utf-8")
    assert f"{file}:4:1" in reloader.take(game.app, [file]).troubles[file]
    assert (hint(game.ticks(1)), score(game)) == ("Press Enter", "Score 2")
    file.write_text(ENGLISH, "utf-8")
    assert reloader.take(game.app, [file]).mended == [file]


def test_other_tables_in_the_folder_are_no_languages(folder):
    other = folder / "pyproject.toml"
    other.write_text("a = 1\n", "utf-8")
    batch = Reloader().take(zn.testing.load(folder).app, [other])
    assert (batch.taken, batch.troubles, batch.renewed) == ([], {}, False)


# Files.


def problems(folder):
    with pytest.raises(zn.ProjectError) as caught:
        load_languages(zn.load_project(folder))
    return [(p.line, p.found) for p in caught.value.args]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('a = "x"\nb = 3\n', 2, "3"),
        ('a = "x"\n[menu]\nb = "y"\n', 2, "a table"),
        ('a = "x"\n"b c" = "y"\n', 2, 'the key "b c"'),
        ('a = "{"\n', 1, 'a brace that stands alone in "{"'),
        ('a = "x\\u0007"\n', 1, '"x\\u0007"'),
        ('a = "x"\na = "y"\n', 2, "a a second time"),
        ("a = \n", 1, "the end of the file"),
        ("", 1, "an empty file"),
    ],
)
def test_a_mistake_in_a_language_file_is_told_with_its_line(folder, text, line, found):
    (folder / "languages" / "de.toml").write_text(text, "utf-8")
    assert problems(folder) == [(line, found)]


def test_all_mistakes_of_all_files_are_told_at_once(folder):
    for code in ("en", "de"):
        (folder / "languages" / f"{code}.toml").write_text("a = 1\nb = 2\n", "utf-8")
    assert len(problems(folder)) == 4


def test_a_language_without_a_file_is_told_at_the_projects_line(folder):
    (folder / "languages" / "de.toml").unlink()
    assert problems(folder) == [(4, "no languages/de.toml in the project")]
    with pytest.raises(zn.ProjectError, match=r"copy languages/en\.toml and translate it"):
        zn.testing.load(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_out_of_the_project_is_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "de.toml"
    outside.write_text(GERMAN, "utf-8")
    (folder / "languages" / "de.toml").unlink()
    (folder / "languages" / "de.toml").symlink_to(outside)
    assert problems(folder) == [(4, "no languages/de.toml in the project")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#" * (2**20 + 1), "1,048,577 bytes"),
        ("".join(f'k{k} = "x"\n' for k in range(10_001)), "10,001 texts"),
        (f'a = "{"x" * 10_001}"', '"' + "x" * 57 + '..."'),
    ],
)
def test_files_have_limits(folder, text, found):
    (folder / "languages" / "de.toml").write_text(text, "utf-8")
    assert [p for _, p in problems(folder)] == [found]


def test_a_file_with_ten_thousand_mistakes_is_told_quickly(folder):
    text = "".join(f"k{k} = 1\n" for k in range(10_000))
    (folder / "languages" / "de.toml").write_text(text, "utf-8")
    found = problems(folder)
    assert len(found) == 50
    assert found[-1][0] == 50


# zenith check.


def checked(folder, **files):
    review = zn.check_project(write(folder, **files))
    return [
        (os.path.basename(p.file), p.line, p.found, p.hint, p.harmless) for p in review.problems
    ]


def test_a_game_whose_words_agree_has_nothing_to_mend(folder):
    assert checked(folder) == []
    assert zn.check_project(folder).files == 6


def test_check_tells_of_a_language_without_a_file(folder):
    (folder / "languages" / "de.toml").unlink()
    review = zn.check_project(folder)
    assert [(p.line, p.found) for p in review.mistakes] == [
        (4, "no languages/de.toml in the project")
    ]


def test_check_tells_which_words_one_language_lacks(folder):
    found = checked(folder, languages_in_de__toml=GERMAN.replace("start =", "strat ="))
    assert [(f, n, w) for f, n, w, _, _ in found] == [
        ("de.toml", 1, 'the words "strat", which en.toml does not have'),
        ("en.toml", 1, 'no "start" in languages/de.toml'),
    ]
    assert [(f[3].split(";")[0], f[4]) for f in found] == [
        ('did you mean "start"?', False),
        ("write start = ... into it", True),
    ]


def test_check_tells_which_values_differ(folder):
    found = checked(folder, languages_in_de__toml=GERMAN.replace("{score}", "{scor}"))
    assert found == [
        (
            "de.toml",
            2,
            "the value {scor}, which the original does not have",
            'did you mean "score"?',
            False,
        )
    ]
    found = checked(folder, languages_in_de__toml=GERMAN.replace("{score} ", ""))
    assert [(f[1], f[2], f[4]) for f in found] == [(2, "no {score}, which the original has", True)]


def test_check_tells_of_keys_in_code_and_scenes_that_are_nowhere(folder):
    code = GAME + 'def more(world):\n    world.words("strat")\n    zn.Text(key="by")\n'
    found = checked(folder, game__py=code, scenes_in_title__scene=TITLE.replace("start", "startt"))
    assert [(f, n, w, h) for f, n, w, h, _ in found] == [
        ("game.py", 13, 'no words "strat"', 'did you mean "start"?'),
        ("game.py", 14, 'no words "by"', 'did you mean "bye"?'),
        ("title.scene", 2, 'no words "startt"', 'did you mean "start"?'),
    ]


def test_check_tells_of_values_that_a_call_lacks(folder):
    code = GAME.replace("score=world.tick", "scroe=world.tick")
    found = checked(folder, game__py=code)
    assert [(f[1], f[2], f[3]) for f in found] == [
        (4, 'no value for {score} of the words "score"', 'did you mean "scroe"?')
    ]


def test_check_tells_of_a_key_whose_words_need_values(folder):
    found = checked(folder, scenes_in_title__scene=TITLE.replace("start", "score"))
    assert [(f[0], f[1], f[2]) for f in found] == [
        ("title.scene", 2, 'the words "score", which need {score}')
    ]


def test_check_tells_of_letters_that_cannot_be_drawn(folder):
    found = checked(folder, languages_in_de__toml=GERMAN.replace("Tschüs", "再見"))
    assert [(f[0], f[1], f[2]) for f in found] == [("de.toml", 3, "再, 見, which cannot be drawn")]


def test_check_tells_of_keys_where_the_game_has_no_languages(folder):
    found = checked(folder, zenith__toml=PROJECT.replace('languages = ["en", "de"]\n', ""))
    assert {f[2] for f in found} == {'no words "start"', 'no words "score"', 'no words "bye"'}
    assert all("languages = " in f[3] for f in found)


def test_a_phrase_is_a_value():
    assert phrase_of("a {b}") == Phrase(("a ", ""), ("b",))
