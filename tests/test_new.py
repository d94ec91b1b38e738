"""`zenith new`: a project from a template, whole or not at all, under a name of its own."""

import os
import shutil
import subprocess
import sys

import pytest

import zenith as zn
from zenith import cli, templates
from zenith.errors import BadValue, UnknownName, UsageError
from zenith.project import load_project
from zenith.templates import make_project


@pytest.fixture
def zenith(capsys):
    """Run the command and return its exit code and what it printed."""

    def run(*arguments):
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def test_new_makes_a_project_and_says_what_is_next(zenith, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = zenith("new", "My Gäme 2")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Made My Gäme 2 from the template empty. What is next:"
    assert [line.split()[:2] for line in lines[2:]] == [["zenith", "run"], ["zenith", "check"]]
    assert os.listdir(tmp_path) == ["My Gäme 2"]
    assert load_project(tmp_path / "My Gäme 2").name == "My Gäme 2"


def test_the_next_steps_work_in_a_shell(zenith, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, out, _ = zenith("new", "it's $HOME; here")
    step = out.splitlines()[1].strip()
    if os.name == "posix":
        done = subprocess.run(["sh", "-c", f"{step} && ls"], capture_output=True, text=True)
        assert "zenith.toml" in done.stdout, done.stderr


def test_a_project_is_played_and_checked_from_inside_its_folder(zenith, tmp_path, monkeypatch):
    make_project(tmp_path / "game", "topdown")
    monkeypatch.chdir(tmp_path / "game")
    code, out, err = zenith("run", "--headless", "--ticks", "30")
    assert (code, err) == (0, "")
    assert "ticks    30" in out
    code, out, _ = zenith("check", "--strict")
    assert code == 0, out


def test_components_are_known_where_the_folder_is_given_by_a_relative_path(
    tmp_path, monkeypatch, caplog
):
    make_project(tmp_path / "game")
    monkeypatch.chdir(tmp_path / "game")
    game = zn.testing.load(".")
    assert game.find("hero").has(game.app.code.modules["hero"].Hero)
    assert caplog.text == ""


def test_list_names_every_template_with_what_it_is(zenith):
    code, out, _ = zenith("new", "--list")
    assert code == 0
    told = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert set(told) == set(templates.templates()) >= {"empty", "topdown"}


def test_a_new_template_is_one_folder(zenith, tmp_path, monkeypatch):
    home = tmp_path / "examples" / "templates"
    shutil.copytree(templates.templates()["empty"], home / "puzzle")
    monkeypatch.setattr(templates, "engine_data", lambda name: tmp_path / name)
    code, out, _ = zenith("new", "--list")
    assert (code, out.split()[0]) == (0, "puzzle")
    assert zenith("new", tmp_path / "mine", "--template", "puzzle")[0] == 0
    assert zn.testing.load(tmp_path / "mine").ticks(5).app.title == "mine"


def test_the_name_is_written_and_the_rest_of_the_file_stays(tmp_path):
    source = templates.templates()["empty"] / "zenith.toml"
    made = make_project(tmp_path / 'say "hi" ☺'.replace('"', "'"))
    before = source.read_text("utf-8").splitlines()
    after = (made / "zenith.toml").read_text("utf-8").splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [line.split("#")[0].strip() for line in changed[0]] == [
        'name = "Empty"',
        "name = \"say 'hi' ☺\"",
    ]
    assert len(changed) == 1
    assert changed[0][1].endswith("# the window's title, and the folder of saves")


def test_a_name_is_quoted_as_toml_wants_it():
    text = templates.renamed('zenith = 1\nname = "Old \\"one\\""\n[a]\nname = "x"\n', 'a\\b "c" ü')
    assert text == 'zenith = 1\nname = "a\\\\b \\"c\\" ü"\n[a]\nname = "x"\n'


def test_two_projects_are_the_same_but_for_the_name(tmp_path):
    one, two = make_project(tmp_path / "a" / "game"), make_project(tmp_path / "b" / "game")
    assert files(one) == files(two)
    assert ".gitignore" in files(one)


def test_recordings_become_those_of_the_new_game(tmp_path):
    made = make_project(tmp_path / "mine", "topdown")
    recording = zn.Recording.load(made / "replays" / "lose.json")
    assert recording.game == "mine"
    recording.check_version(zn.__version__, zn.testing.load(made).app.schema())
    assert zn.testing.load(made, seed=recording.seed).replay(recording).app.scene.name == "over"


def test_what_playing_a_template_left_there_stays_there(tmp_path, monkeypatch):
    home = tmp_path / "examples" / "templates"
    shutil.copytree(templates.templates()["empty"], home / "empty")
    for name in ("__pycache__/hero.pyc", ".pytest_cache/x", ".DS_Store", "tests/__pycache__/y.pyc"):
        (home / "empty" / name).parent.mkdir(exist_ok=True)
        (home / "empty" / name).write_text("left", "utf-8")
    monkeypatch.setattr(templates, "engine_data", lambda name: tmp_path / name)
    made = make_project(tmp_path / "mine")
    assert b"left" not in files(made).values()


def test_a_read_only_installation_makes_projects_that_can_be_written(tmp_path, monkeypatch):
    home = tmp_path / "examples" / "templates"
    shutil.copytree(templates.templates()["empty"], home / "empty")
    for file in home.rglob("*.*"):
        if file.is_file():
            file.chmod(0o444)
    monkeypatch.setattr(templates, "engine_data", lambda name: tmp_path / name)
    made = make_project(tmp_path / "mine")
    assert all(os.access(p, os.W_OK) for p in made.rglob("*"))


def test_an_empty_folder_and_the_one_we_are_in_will_do(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert make_project(".").name == "here"
    assert zn.testing.load(".").app.title == "here"
    assert os.listdir(tmp_path) == ["here"]


def test_folders_above_are_made(tmp_path):
    assert (make_project(tmp_path / "games" / "2026" / "mine") / "zenith.toml").is_file()


@pytest.mark.parametrize(
    "name",
    ["CON", "aux.txt", "lpt1", "a.", "a ", " a", "a:b", "a?", "a\tb", ".hidden", "~", "a\u200bb",
     "a\udc80", "x" * 201],
)  # fmt: skip
def test_a_name_that_is_none_somewhere_is_refused(tmp_path, name):
    with pytest.raises(BadValue, match="cannot name a project on every system: ") as caught:
        make_project(tmp_path / "sub" / name)
    assert len(str(caught.value)) < 300
    assert os.listdir(tmp_path) == []


def test_a_folder_with_something_in_it_is_refused_and_stays(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("dear", "utf-8")
    with pytest.raises(UsageError, match="is not empty; name a folder that is not there yet"):
        make_project(tmp_path / "mine")
    assert list(files(tmp_path / "mine")) == ["diary.txt"]
    with pytest.raises(UsageError, match="is a file"):
        make_project(tmp_path / "mine" / "diary.txt")


def test_an_unknown_template_is_told_with_the_nearest(zenith, tmp_path):
    with pytest.raises(UnknownName, match=r'no template "topdwn"\. Did you mean "topdown"'):
        make_project(tmp_path / "mine", "topdwn")
    code, _, err = zenith("new", tmp_path / "mine", "--template", "topdwn")
    assert code == 1
    assert 'Did you mean "topdown"?' in err
    assert zenith("new")[0] == 2


@pytest.mark.parametrize("call", range(0, 40, 3))
def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch, call):
    calls = iter(range(1000))
    real = shutil.copyfile

    def failing(source, target):
        if next(calls) == call:
            raise OSError(28, "No space left on device", str(target))
        return real(source, target)

    monkeypatch.setattr(shutil, "copyfile", failing)
    with pytest.raises(OSError, match="No space left"):
        make_project(tmp_path / "mine", "topdown")
    assert os.listdir(tmp_path) == []


def test_a_failure_while_an_empty_folder_is_filled_leaves_it_empty(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    calls, real = [], templates.rename

    def failing(old, new, disk):
        calls.append(new.name)
        if new.name == "zenith.toml":
            raise OSError(13, "Permission denied", str(new))
        return real(old, new, disk)

    monkeypatch.setattr(templates, "rename", failing)
    with pytest.raises(OSError, match="Permission denied"):
        make_project(tmp_path / "mine")
    assert calls[-1] == "zenith.toml"
    assert len(calls) > 4
    assert os.listdir(tmp_path) == ["mine"]
    assert os.listdir(tmp_path / "mine") == []


KILLED = """
import os, shutil, sys
from zenith.templates import make_project
left, real = int(sys.argv[2]), shutil.copyfile
def copyfile(source, target):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return real(source, target)
shutil.copyfile = copyfile
make_project(sys.argv[1])
"""


def test_a_kill_half_way_leaves_nothing_that_looks_whole_and_the_next_try_clears_it(tmp_path):
    target = tmp_path / "mine"
    done = subprocess.run([sys.executable, "-c", KILLED, str(target), "3"], check=False)
    assert done.returncode == 9
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".mine.")
    make_project(target)
    assert "mine" in os.listdir(tmp_path)
    if os.name == "posix":
        assert os.listdir(tmp_path) == ["mine"]
