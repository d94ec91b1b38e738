"""A text with places for values: `{name}` is replaced by a plain value, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from zenith.errors import BadValue, nearest
from zenith.scenefile import Misfit, shown

_PART: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}|[{}]")
_PLAIN: Final = (str, int, float)
LONGEST_VALUE: Final = 10_000
"""So many letters may a value have."""
_LARGEST: Final = 10**300


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that was read.

    Attributes:
        plain: What stands before, between and after the values; one more than there are names.
        names: The names of the values, in their order; one may come more than once.
    """

    plain: tuple[str, ...]
    names: tuple[str, ...] = ()

    def fill(self, values: Mapping[str, Any], where: str) -> str:
        """Return the text with its values.

        Args:
            values: Texts and numbers by name.
            where: What the text is, for messages.

        Raises:
            BadValue: A value is missing, or is neither text nor number.

        >>> phrase_of("Score {score}").fill({"score": 12}, "score")
        'Score 12'
        """
        whole = [self.plain[0]]
        for name, after in zip(self.names, self.plain[1:], strict=True):
            if name not in values:
                hint = nearest(name, values) or f" Give {name}=..."
                raise BadValue(f"{where} needs a value for {{{name}}}.{hint}")
            whole += (_written(values[name], name, where), after)
        return "".join(whole)


def phrase_of(text: str) -> Phrase:
    """Return the phrase that a text is.

    Raises:
        Misfit: A brace stands alone, or around something that is no name.

    >>> phrase_of("{{{name}}}!")
    Phrase(plain=('{', '}!'), names=('name',))
    """
    plain, at = [""], 0
    names: list[str] = []
    for match in _PART.finditer(text):
        plain[-1] += text[at : match.start()]
        at, found = match.end(), match.group()
        if match.group(1):
            names.append(match.group(1))
            plain.append("")
        elif len(found) == 2:
            plain[-1] += found[0]
        else:
            raise Misfit(
                f"a brace that stands alone in {shown(text[match.start() :])}",
                "a value's name in braces, as {score}",
                f"write {found}{found} for the brace itself",
            )
    plain[-1] += text[at:]
    return Phrase(tuple(plain), tuple(names))


def _written(value: Any, name: str, where: str) -> str:
    """Return a value as text; classes of a game's own are refused, for their text is code."""
    plain: Any = cast(Any, value).tolist() if isinstance(value, np.generic) else value
    if plain.__class__ not in _PLAIN:
        kind = plain.__class__.__name__
        raise BadValue(f"{where}: {{{name}}} takes a text or a number, not a value of {kind}.")
    if len(plain) > LONGEST_VALUE if isinstance(plain, str) else abs(plain) > _LARGEST:
        raise BadValue(f"{where}: the value for {{{name}}} is too long to be shown.")
    return str(plain)
