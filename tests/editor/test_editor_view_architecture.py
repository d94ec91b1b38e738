"""The view's own ranks, which libraries it may use where, and the rules it shares."""

import ast
from pathlib import Path

import pytest

from test_architecture import (
    USUAL_FUNCTION,
    code_lines,
    imports,
    late_imports,
    lengths,
    module_state,
)
from test_editor_architecture import strangers

ROOT = Path(__file__).resolve().parent.parent.parent
VIEW = ROOT / "editor" / "zenith_editor" / "view"
RANKS = (
    ("theme", "backend"),
    ("outlines", "ui", "drags", "staging"),
    ("overlay", "fields", "menus", "asks", "pictures", "palette", "hearing", "codewatch"),
    ("panels",),
    ("shell", "view", "run"),
)
PLACES = {name: (rank, k) for rank, row in enumerate(RANKS) for k, name in enumerate(row)}
OWNERS = {
    "pygame": ("backend/keys.py", "backend/events.py", "backend/surfaces.py", "run.py"),
    "moderngl": ("backend/painter.py", "backend/surfaces.py"),
    "time": ("run.py",),
    "zenith.gpu": ("backend/surfaces.py", "pictures.py"),
    "zenith.images": ("backend/surfaces.py",),
    "zenith.input": ("backend/surfaces.py", "run.py"),
    "zenith.window": ("backend/surfaces.py",),
    "zenith.window.translate": ("backend/surfaces.py",),
    "zenith.render": ("pictures.py",),
    "zenith.audio": ("hearing.py",),
    "zenith.app": ("pictures.py",),
}
"""Where libraries and the engine's device packages may be used; else the engine's public names."""


def files():
    return sorted(p.relative_to(VIEW).as_posix() for p in VIEW.rglob("*.py"))


def module_of(path):
    return Path(path).parts[0].removesuffix(".py")


def wrong_arrows(path, source):
    own, found = module_of(path), []
    for module, names, line in imports(ast.parse(source)):
        parts = module.split(".")
        if parts[:2] != ["zenith_editor", "view"]:
            continue
        for target in parts[2:3] or names:
            if target != own and PLACES[target] >= PLACES[own]:
                found.append(f"{path}:{line} imports {target}")
    return found


def wrong_owners(path, source):
    found = []
    for module, _, line in imports(ast.parse(source)):
        known = OWNERS.get(module, () if module.startswith("zenith.") else (path,))
        if path not in known:
            found.append(f"{path}:{line} imports {module}")
    return found


RULES = [wrong_arrows, wrong_owners, strangers, late_imports, module_state, lengths]
PLANTED = {
    wrong_arrows: ("theme.py", "from zenith_editor.view.shell import Shell"),
    wrong_owners: ("drags.py", "from zenith.render import Renderer"),
    strangers: ("drags.py", "x = editor._user"),
    late_imports: ("drags.py", "def f():\n    import json"),
    module_state: ("drags.py", "cache = {}"),
    lengths: ("drags.py", "def f():\n" + "    pass\n" * 41),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_the_view_keeps_the_rule(rule):
    found = [f for path in files() for f in rule(path, (VIEW / path).read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_each_rule_finds_a_planted_fault(rule):
    path, source = PLANTED[rule]
    assert rule(path, source)


def test_every_module_has_its_place():
    assert {module_of(path) for path in files()} - {"__init__"} == set(PLACES)


def test_nine_functions_in_ten_are_short():
    functions = [
        code_lines(node)
        for path in files()
        for node in ast.walk(ast.parse((VIEW / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(lines <= USUAL_FUNCTION for lines in functions) / len(functions) > 0.9


def test_the_model_does_not_know_the_view():
    model = VIEW.parent / "model"
    found = [
        f"{path}:{line}"
        for path in model.rglob("*.py")
        for module, _, line in imports(ast.parse(path.read_text("utf-8")))
        if module.startswith("zenith_editor.view")
    ]
    assert found == []
