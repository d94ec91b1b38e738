"""What went wrong in game code, as data: for messages, for the overlay and for crash files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of code on the way to a failure.

    Attributes:
        file: The source file.
        line: The line, from 1.
        function: The function it stands in; "" where there is none.
        source: The line's text without indentation; "" where it cannot be read.
        own: Whether it is the game's, and not a library's.
        locals: Names and values there, each value shown in short; the game's own lines only.
        before: What was left out before this line, in words; "" for nothing.
    """

    file: str
    line: int
    function: str = ""
    source: str = ""
    own: bool = True
    locals: tuple[tuple[str, str], ...] = ()
    before: str = ""

    @property
    def place(self) -> str:
        """File, line and function, in one line."""
        return f"{self.file}:{self.line}{f' in {self.function}' if self.function else ''}"


@dataclass(frozen=True, slots=True)
class Failure:
    """What was raised in game code, where, when, and what the tick was doing.

    Its text is the report that a `GameError` shows.

    Attributes:
        headline: The exception and its words.
        doing: What was going on, as "system drift".
        tick: The tick of the world that ran, or None outside ticks.
        lines: The way there through the code, the outermost first.
        after: What was left out after the last line, in words; "" for nothing.

    >>> line = CodeLine("main.py", 7, "drift", "x = 1 / zero", locals=(("zero", "0"),))
    >>> print(Failure("ZeroDivisionError: division by zero", "system drift", 3, (line,)))
    ZeroDivisionError: division by zero
      while: system drift, tick 3
      main.py:7 in drift
          x = 1 / zero
          zero = 0
    """

    headline: str
    doing: str
    tick: int | None = None
    lines: tuple[CodeLine, ...] = ()
    after: str = ""

    @property
    def when(self) -> str:
        """What was going on, and in which tick."""
        return self.doing if self.tick is None else f"{self.doing}, tick {self.tick}"

    @property
    def culprit(self) -> CodeLine | None:
        """The game's own line that was reached last, or None."""
        own = [line for line in self.lines if line.own]
        return own[-1] if own else None

    def __str__(self) -> str:
        told = [self.headline, f"  while: {self.when}"]
        culprit = self.culprit
        for line in self.lines:
            told += [f"  ({line.before})"] if line.before else []
            told.append(f"  {line.place}")
            told += [f"      {line.source}"] if line.source else []
            if line is culprit:
                told += [f"      {name} = {value}" for name, value in line.locals]
        return "\n".join([*told, f"  ({self.after})"] if self.after else told)
