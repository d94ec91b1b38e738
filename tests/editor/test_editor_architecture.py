"""The editor's own ranks, and the rules that it shares with the engine."""

import ast
import re
from pathlib import Path

import pytest

from test_architecture import (
    DOCUMENTED,
    USUAL_FUNCTION,
    code_lines,
    declared_private,
    imports,
    late_imports,
    lengths,
    module_state,
)

ROOT = Path(__file__).resolve().parent.parent.parent
EDITOR = ROOT / "editor" / "zenith_editor"
MODEL = EDITOR / "model"
RANKS = (
    (
        "errors", "selection", "search", "snapping", "poses", "marks", "outside", "recent",
        "ending", "preferences", "arithmetic", "typed",
    ),
    ("places", "carrier", "operations", "references", "wire", "bounds", "picking"),
    ("gizmos", "undo", "document", "journal"),
    ("effective", "stage", "storage", "transplant", "recorder", "sessions"),
    ("editing", "clipboard", "inspect", "prefabs"),
    ("kept", "living", "game", "tabs", "play", "watching", "rehearsing", "workspace"),
    ("editor", "actions", "commands"),
)  # fmt: skip
PLACES = {name: (rank, k) for rank, row in enumerate(RANKS) for k, name in enumerate(row)}
DEVICES = {"pygame", "moderngl", "imgui_bundle", "pymunk", "fontTools"}


def files():
    return sorted(p.relative_to(MODEL).as_posix() for p in MODEL.rglob("*.py"))


def module_of(path):
    return Path(path).parts[0].removesuffix(".py")


def wrong_arrows(path, source):
    own, found = module_of(path), []
    for module, _, line in imports(ast.parse(source)):
        if not module.startswith("zenith_editor.model."):
            continue
        target = module.split(".")[2]
        if target != own and PLACES[target] >= PLACES[own]:
            found.append(f"{path}:{line} imports {target}")
    return found


def other_libraries(path, source):
    """Return imports of devices, and of what is not a public name of the engine."""
    found = []
    for module, _, line in imports(ast.parse(source)):
        head, *rest = module.split(".")
        if head in DEVICES or (head == "zenith" and rest):
            found.append(f"{path}:{line} imports {module}")
    return found


def strangers(path, source):
    declared = declared_private(source)
    return [
        f"{path}:{node.lineno} uses {node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and re.match(r"_[a-z]", node.attr)
        and node.attr not in declared | DOCUMENTED
    ]


def clocks(path, source):
    """Return what reads a clock or draws chance: both are given to the model."""
    return [
        f"{path}:{line} imports {module}"
        for module, _, line in imports(ast.parse(source))
        if module in ("time", "random", "datetime", "uuid")
    ]


RULES = [
    wrong_arrows, other_libraries, strangers, clocks, late_imports, module_state, lengths,
]  # fmt: skip
PLANTED = {
    wrong_arrows: ("places.py", "from zenith_editor.model.document import Document"),
    other_libraries: ("bounds.py", "from zenith.assets import Assets"),
    strangers: ("bounds.py", "x = world._store"),
    clocks: ("play.py", "import time"),
    late_imports: ("bounds.py", "def f():\n    import json"),
    module_state: ("bounds.py", "cache = {}"),
    lengths: ("bounds.py", "def f():\n" + "    pass\n" * 41),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_the_model_keeps_the_rule(rule):
    found = [f for path in files() for f in rule(path, (MODEL / path).read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_each_rule_finds_a_planted_fault(rule):
    path, source = PLANTED[rule]
    assert rule(path, source)


def test_nine_functions_in_ten_are_short():
    functions = [
        code_lines(node)
        for path in files()
        for node in ast.walk(ast.parse((MODEL / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(lines <= USUAL_FUNCTION for lines in functions) / len(functions) > 0.9


def test_every_module_has_its_place():
    assert {module_of(path) for path in files()} - {"__init__"} == set(PLACES)


def test_architecture_md_names_every_module_of_the_editor():
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## The editor")[2]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    named = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in rows]
    assert named == [list(row) for row in RANKS]


def test_the_engine_does_not_know_the_editor():
    engine = ROOT / "engine" / "zenith"
    found = [
        f"{path}:{line}"
        for path in engine.rglob("*.py")
        if path.relative_to(engine).parts[0] != "cli"
        for module, _, line in imports(ast.parse(path.read_text("utf-8")))
        if module.split(".")[0] == "zenith_editor"
    ]
    assert found == []
