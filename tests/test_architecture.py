"""Ranks and arrows, owners of libraries, and the house rules a syntax tree can show."""

import ast
import builtins
import functools
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine" / "zenith"
RANKS = (
    ("failure", "errors", "version"),
    (
        "files", "filenames", "sealed", "maths", "capabilities", "clock", "random", "annotations",
        "schema", "world",
    ),
    ("character", "components", "script"),
    (
        "kinship", "transforms", "camera", "layers", "actions", "input", "sounds", "screen",
        "userdata", "scenefile", "prefab", "scene", "saves", "outside", "history", "project",
        "languages", "assets", "fontmetrics", "loads", "spelling", "replay", "templates",
    ),
    ("physics", "images", "fonts", "soundbank", "audio", "window", "gpu", "render", "watching"),
    ("app", "lint", "reloading", "drivers", "verifier", "batch", "checks", "testing"),
    ("desktop",),
    ("__init__",),
    ("cli", "pytest_plugin", "__main__"),
)  # fmt: skip
PLACES = {name: (rank, k) for rank, row in enumerate(RANKS) for k, name in enumerate(row)}
OWNERS = {
    "pygame": ("window", "images", "fonts", "soundbank", "audio"),
    "moderngl": ("gpu",),
    "pymunk": ("physics",),
    "fontTools": ("fontmetrics",),
    "watchfiles": ("watching",),
    "esper": ("cli",),
    "pytest": ("pytest_plugin",),
}
SIMULATION = [name for row in RANKS[:4] for name in row] + [
    "physics",
    "app",
    "reloading",
    "drivers",
    "batch",
    "checks",
    "testing",
]
DOCUMENTED = {"_replace", "_asdict", "_fields", "_current_frames"}
"""Names with a bar in front that belong to the standard library's public face."""
LATE_IMPORTS = {("app/app.py", "zenith.desktop"), ("testing.py", "zenith.desktop")}
UNSTABLE = {"tan", "exp", "log", "log2", "log10", "power", "arctan", "arctan2", "dot", "linalg"}
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 400, 40, 20


def module_of(path):
    return Path(path).parts[0].removesuffix(".py")


def imports(tree):
    """Yield (module, names, line) of every import that runs, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, (), node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", tuple(a.name for a in node.names), node.lineno


def without_type_checking(tree):
    """Return a tree without what only type checkers read."""
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                kept = [n for n in block if not _is_type_checking(n)]
                setattr(node, field, kept or [ast.Pass()])
    return tree


def _is_type_checking(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def wrong_arrows(path, source):
    own, found = module_of(path), []
    for module, names, line in imports(without_type_checking(ast.parse(source))):
        parts = module.split(".")
        if parts[0] != "zenith" or (path, module) in LATE_IMPORTS:
            continue
        targets = [parts[1]] if len(parts) > 1 else [n for n in names if n in PLACES]
        found += [
            f"{path}:{line} imports {target}"
            for target in targets
            if target != own and not _may_import(own, target)
        ]
    return found


def _may_import(own, target):
    (rank, place), (other_rank, other_place) = PLACES[own], PLACES[target]
    return other_rank < rank or (other_rank == rank and other_place < place)


def wrong_owners(path, source):
    own = module_of(path)
    return [
        f"{path}:{line} imports {module}"
        for module, _, line in imports(ast.parse(source))
        if own not in OWNERS.get(module.split(".")[0], (own,))
    ]


def late_imports(path, source):
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            found += [
                f"{path}:{line} imports {module} in {function.name}"
                for module, _, line in imports(function)
                if (path, module) not in LATE_IMPORTS
            ]
    return found


def module_state(path, source):
    """Return module variables that can change: names not in capitals, `global`."""
    tree = ast.parse(source)
    found = [f"{path}:{n.lineno} global" for n in ast.walk(tree) if isinstance(n, ast.Global)]
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for name in (t.id for t in targets if isinstance(t, ast.Name)):
            constant = name.strip("_").isupper() or name == "__all__" or _is_alias(node)
            if not constant:
                found.append(f"{path}:{node.lineno} {name}")
    return found


def _is_alias(node):
    """Tell whether a binding names a type: its first letter says so."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return re.fullmatch(r"_?[A-Z]\w*", target.id) is not None or target.id == "__version__"


def lengths(path, source):
    found = (
        [] if source.count("\n") <= LONGEST_FILE else [f"{path} has {source.count(chr(10))} lines"]
    )
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and code_lines(node) > LONGEST_FUNCTION:
            found.append(f"{path}:{node.lineno} {node.name} has {code_lines(node)} lines")
    return found


def code_lines(function):
    """Count a function's lines: its head as one, its docstring, which may explain, as none."""
    first, *rest = function.body
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = rest[:1] or [first] if is_text else [first]
    return function.end_lineno - body[0].lineno + 2


def strangers(path, source):
    """Return private attributes that a file reaches for although its package has no such name."""
    declared = declared_private(source).union(*map(declared_private, siblings_of(path)))
    return [
        f"{path}:{node.lineno} uses {node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and re.match(r"_[a-z]", node.attr)
        and node.attr not in declared | DOCUMENTED
    ]


@functools.cache
def siblings_of(path):
    package = ENGINE / module_of(path)
    files = package.glob("*.py") if package.is_dir() else [ENGINE / path]
    return [p.read_text("utf-8") for p in files]


@functools.cache
def declared_private(source):
    """Return the private names that a file binds: in a class, on self, as a function or slot."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return {name for name in found if name.startswith("_")}


def unstable_calls(path, source):
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            found.append(f"{path}:{node.lineno} @")
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in ("np", "numpy") and node.attr in UNSTABLE:
            found.append(f"{path}:{node.lineno} np.{node.attr}")
        if node.value.id == "math" and node.attr in UNSTABLE | {"atan", "atan2", "pow"}:
            found.append(f"{path}:{node.lineno} math.{node.attr}")
        if node.value.id == "time" and path != "app/app.py":
            found.append(f"{path}:{node.lineno} a clock")
    return found + _unstable_sorts(path, source)


def _unstable_sorts(path, source):
    return [
        f'{path}:{node.lineno} argsort without kind="stable"'
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "argsort"
        and "kind='stable'" not in ast.unparse(node)
    ]


RULES = [wrong_arrows, wrong_owners, late_imports, module_state, lengths, strangers]
PLANTED = {
    wrong_arrows: ("maths.py", "from zenith.world import World"),
    wrong_owners: ("world/table.py", "import pygame"),
    late_imports: ("camera.py", "def f():\n    import json"),
    module_state: ("camera.py", "cache = {}"),
    lengths: ("camera.py", "def f():\n" + "    pass\n" * 41),
    strangers: ("camera.py", "x = world._store"),
    unstable_calls: ("camera.py", "angle = np.arctan2(y, x)"),
}


def files():
    return sorted(p.relative_to(ENGINE).as_posix() for p in ENGINE.rglob("*.py"))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.__name__)
def test_the_engine_keeps_the_rule(rule):
    found = [f for path in files() for f in rule(path, (ENGINE / path).read_text("utf-8"))]
    assert found == []


def test_the_simulation_uses_only_stable_arithmetic():
    found = [
        finding
        for path in files()
        if module_of(path) in SIMULATION
        for finding in unstable_calls(path, (ENGINE / path).read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("rule", list(PLANTED), ids=lambda r: r.__name__)
def test_each_rule_finds_a_planted_fault(rule):
    path, source = PLANTED[rule]
    assert rule(path, source)


def test_nine_functions_in_ten_are_short():
    functions = [
        code_lines(node)
        for path in files()
        for node in ast.walk(ast.parse((ENGINE / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    short = sum(lines <= USUAL_FUNCTION for lines in functions)
    assert short / len(functions) > 0.9


def test_every_module_has_its_place():
    known = {module_of(path) for path in files()}
    assert known == set(PLACES)


def test_architecture_md_names_every_module():
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    for rank, row in enumerate(RANKS):
        cell = rows[rank].split("|")[2]
        named = [name.strip(" `/") for name in cell.split(",")]
        assert [n for n in row if n not in ("version", "__main__")] == [
            n for n in named if n != "examples"
        ]


BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pygame", "moderngl"):
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Block())
import zenith as zn
game = zn.testing.load("examples/breakout")
game.press("launch").ticks(2).hold("move", 1.0).ticks(60).press("launch").ticks(60)
print(game.digest(), "pygame" in sys.modules, "moderngl" in sys.modules)
"""


def test_the_simulation_runs_without_pygame_and_moderngl():
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    digest, *loaded = done.stdout.split()
    assert loaded == ["False", "False"]
    assert re.fullmatch("[0-9a-f]+", digest)


def test_importing_starts_nothing():
    script = textwrap.dedent("""
        import sys, threading
        before = set(sys.modules)
        import zenith
        assert "pygame" not in sys.modules and "moderngl" not in sys.modules
        assert threading.active_count() == 1
    """)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_every_public_name_is_there():
    import zenith

    assert [n for n in zenith.__all__ if not hasattr(zenith, n)] == []
    assert set(zenith.__all__).isdisjoint(dir(builtins))
