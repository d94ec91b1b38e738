"""run.py: sets up and hands over, with nothing but the standard library."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def run():
    """The program as a module, loaded anew for each test."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calls(run, monkeypatch):
    """What it would start; everything succeeds."""
    started = []
    monkeypatch.setattr(run.subprocess, "call", lambda c, **_: started.append(list(c)) or 0)
    monkeypatch.setattr(run, "have_opengl", lambda: True)
    return started


def test_it_uses_the_standard_library_only():
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names <= set(sys.stdlib_module_names)


def test_it_installs_once_and_hands_over(run, calls, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(run, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    assert run.main(["play", "breakout"]) == 0
    installs = [c for c in calls if "install" in c]
    assert len(installs) == 1
    assert calls[-1][1:] == ["-m", "zenith", "play", "breakout"]
    calls.clear()
    assert run.main(["list"]) == 0
    assert [c[1:] for c in calls] == [["-m", "zenith", "list"]]


def test_the_editor_is_installed_when_it_is_first_opened(run, calls, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(run, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    for command in ("play", "edit", "play", "edit"):
        run.main([command])
    installs = [c[-1] for c in calls if "install" in c]
    assert installs == [f"{ROOT}[watch]", f"{ROOT}[watch,editor]"]


def test_tests_need_the_development_tools(run, calls, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(run, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    run.main(["play"])
    run.main(["test"])
    installs = [c[-1] for c in calls if "install" in c]
    assert installs == [f"{ROOT}[watch]", f"{ROOT}[dev]"]
    calls.clear()
    run.main(["play"])
    assert not any("install" in c for c in calls)


def test_a_changed_project_is_installed_again(run, monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").write_text("a", "utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    before = run.fingerprint()
    (tmp_path / "pyproject.toml").write_text("b", "utf-8")
    assert run.fingerprint() != before


def test_a_failed_installation_ends_with_1(run, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "have_opengl", lambda: True)
    monkeypatch.setattr(run, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(run, "works", lambda command: True)
    monkeypatch.setattr(run.subprocess, "call", lambda c, **_: 1)
    assert run.main(["play"]) == 1
    assert "Installing failed" in capsys.readouterr().out
    assert not (tmp_path / "installed.txt").exists()


def test_pip_comes_from_the_index_where_python_has_none(run, monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(run, "VENV", tmp_path / "venv")
    monkeypatch.setattr(run, "works", lambda command: False)
    monkeypatch.setattr(run.subprocess, "check_call", lambda c: calls.append(c))
    monkeypatch.setattr(run.subprocess, "call", lambda c: calls.append(c) or 0)
    monkeypatch.setattr(run, "fetch_pip", lambda folder: folder / "pip-1-py3-none-any.whl")
    assert run.make_venv()
    assert "--without-pip" in calls[0]
    assert calls[1][1].endswith("pip-1-py3-none-any.whl/pip") or "pip-1" in calls[1][1]


def test_the_newest_released_pip_is_chosen(run):
    links = [
        "pip-9.0-py3-none-any.whl", "pip-24.10-py3-none-any.whl#sha256=ab", "pip-24.9.tar.gz",
        "pip-25.0b1-py3-none-any.whl", "../pip-24.9-py3-none-any.whl",
    ]  # fmt: skip
    assert run.newest(links) == "pip-24.10-py3-none-any.whl#sha256=ab"
    assert run.newest(["other"]) is None


def test_the_configured_index_comes_first(run, monkeypatch, tmp_path):
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://mirror.example/simple\n", "utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("PIP_INDEX_URL", "https://first.example/simple")
    found = run.indexes()
    assert found[0] == "https://first.example/simple"
    assert "https://mirror.example/simple" in found
    assert found[-1] == "https://pypi.org/simple"


def test_missing_opengl_is_told_with_the_command(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "loads", lambda library: False)
    monkeypatch.setattr(run, "is_debian", lambda: True)
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000, raising=False)
    assert not run.have_opengl()
    said = capsys.readouterr().out
    assert "sudo apt-get install -y --no-install-recommends libgl1 libegl1 libx11-6" in said


def test_missing_opengl_is_installed_by_root_on_debian(run, monkeypatch, capsys):
    calls, there = [], []
    monkeypatch.setattr(run, "loads", lambda library: bool(there))
    monkeypatch.setattr(run, "is_debian", lambda: True)
    monkeypatch.setattr(run.os, "geteuid", lambda: 0, raising=False)

    def install(command, **_):
        calls.append(command[:2])
        there.append(True)
        return 0

    monkeypatch.setattr(run.subprocess, "call", install)
    assert run.have_opengl()
    assert calls == [["apt-get", "update"], ["apt-get", "install"]]


def test_an_old_python_is_refused(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 2))
    assert run.main(["play"]) == 1
    assert "3.11 or newer" in capsys.readouterr().out


def test_what_play_can_do_without_may_be_missing(run, monkeypatch, capsys):
    refused = {"[watch]"}

    def call(command, **_):
        return int(any(extra in command[-1] for extra in refused))

    monkeypatch.setattr(run.subprocess, "call", call)
    assert run.install("watch")
    assert "zenith run --watch" in capsys.readouterr().out
    refused.add("[dev]")
    assert not run.install("dev")
