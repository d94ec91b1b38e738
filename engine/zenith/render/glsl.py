"""A game's own shader as a whole program, and what compilers say of it as problems in its file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from zenith.errors import ShaderError
from zenith.render.sources import engine_shader
from zenith.scenefile.problem import Problem, printable

FORM: Final = "a function `vec4 effect(vec2 uv, vec2 pixel)`, and no `main`"
LARGEST: Final = 256 * 1024
"""So many bytes a shader may have."""
_PLACE: Final = "// EFFECT\n"
_MOST: Final = 8
"""So many problems are told; compilers find more where there is only one."""
_FORMS: Final = (
    # Mesa, as 1:12(7): error: `x' undeclared
    re.compile(r"\d+:(?P<line>\d+)\((?P<column>\d+)\): (?:preprocessor )?error: (?P<text>.+)"),
    # NVIDIA, as 1(12) : error C1503: undefined variable "x"
    re.compile(r"\d+\((?P<line>\d+)\) : (?:fatal )?error (?:\w+: )?(?P<text>.+)"),
    # AMD, Intel and Apple, as ERROR: 1:12: error(#143) Undeclared identifier: x
    re.compile(r"ERROR: \d+:(?P<line>\d+): (?:error\(#\d+\):? )?(?P<text>.+)"),
)


def whole_fragment(effect: str) -> str:
    """Return the fragment shader of which a game wrote one function.

    Letters that GLSL does not know become question marks: some compilers
    refuse them even in comments.
    """
    before, after = engine_shader("screen.frag.glsl").split(_PLACE)
    return f"{before}{effect.encode('ascii', 'replace').decode('ascii')}\n{after}"


def read_effect(file: Path) -> str:
    """Return the text of a game's shader.

    Raises:
        ShaderError: It cannot be read, is too large or no UTF-8.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ShaderError(Problem(str(file), "", reason, "a file that can be read")) from None
    if len(data) > LARGEST:
        expected = f"at most {LARGEST // 1024} KB of GLSL"
        raise ShaderError(Problem(str(file), "", "a larger file", expected))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{data[error.start]:02x}"
        raise ShaderError(Problem(str(file), "", found, "UTF-8", "", line, 1)) from None


def problems_of(log: str, file: str, source: str) -> list[Problem]:
    r"""Return what a compiler found wrong with a game's shader, by the lines of its file.

    Args:
        log: What the compiler said, in the words of Mesa, NVIDIA, AMD, Intel or Apple.
        file: The file's name.
        source: The file's text.

    >>> said = '1(2) : error C1503: undefined variable "colr"'
    >>> print(*problems_of(said, "red.glsl", "vec4 effect(vec2 uv, vec2 pixel) {\n  return colr;"))
    red.glsl:2:1
      found: undefined variable "colr"
      expected: GLSL that compiles; this line is `return colr;`
    """
    found: list[Problem] = []
    for said in log.splitlines():
        match = next((m for m in (form.match(said.strip()) for form in _FORMS) if m), None)
        if match is not None:
            found.append(_problem(match, file, source))
    return found[:_MOST] or [Problem(file, "", gist(log), FORM)]


def _problem(match: re.Match[str], file: str, source: str) -> Problem:
    lines = source.rstrip().replace("\r\n", "\n").split("\n")
    line = int(match["line"])
    text = printable(match["text"].strip())
    if not 1 <= line <= len(lines):
        # What the engine puts after the game's text no longer fits it.
        told = "effect" in text or "main" in text
        return Problem(file, "", text, FORM, "" if told else "is a bracket or a comment left open?")
    column = int(match.groupdict().get("column") or 1)
    shown = printable(lines[line - 1].strip())[:80]
    expected = f"GLSL that compiles; this line is `{shown}`"
    return Problem(file, "", text, expected, "", line, max(column, 1))


def gist(log: str) -> str:
    """Return the last line that says something: compilers come to the point there."""
    said = [line.strip() for line in log.splitlines() if line.strip(" =\t")]
    return printable(said[-1].removeprefix("error: ")) if said else "a shader that does not compile"
