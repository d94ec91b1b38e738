"""Names of files inside a project: relative, spelt as on the disk, and never leading out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from zenith.filenames import is_spelt, stays_inside, trouble
from zenith.scenefile import Misfit, near, shown, wrong_case

_RULE: Final = 'a name inside the project, as "crate" or "enemies/bat"'


def check_name(name: str) -> None:
    r"""Raise Misfit unless a name stays inside the project, on every system.

    Refused are absolute paths, "..", backslashes, drive letters, addresses, and
    what Windows keeps for devices or cannot store.

    >>> check_name("enemies/bat")
    >>> check_name("../secret")
    Traceback (most recent call last):
    zenith.scenefile.problem.Misfit: "../secret"
    """
    reason = trouble(name)
    if reason:
        raise Misfit(shown(name), _RULE, reason)


def find(root: Path, name: str, folder: str, suffix: str) -> Path:
    """Return the file of a name: in a folder of the project, or in the project itself.

    Args:
        root: The project's folder.
        name: The file's name, with or without its suffix.
        folder: Where such files usually are, as "prefabs".
        suffix: Their suffix, as ".prefab".

    Raises:
        Misfit: The name leads out, also by a link, or there is no such file.
    """
    check_name(name)
    relative = name if name.endswith(suffix) else name + suffix
    for place in (root / folder, root):
        file = place / relative
        if not file.is_file():
            continue
        if not stays_inside(file, root):
            raise Misfit(shown(name), _RULE, "it is a link that leads out of the project")
        if is_spelt(file, place):
            return file
    there = known(root, folder, suffix)
    twin = wrong_case(name.removesuffix(suffix), there)
    if twin:
        raise Misfit(shown(name), "a name as it is spelt on the disk", twin)
    raise Misfit(f"no file {shown(relative)}", f"a {suffix[1:]} of the project", near(name, there))


def known(root: Path, folder: str, suffix: str) -> list[str]:
    """Return the names of all such files of a project, sorted."""
    found = {f.relative_to(root / folder) for f in (root / folder).rglob(f"*{suffix}")}
    found |= {f.relative_to(root) for f in root.glob(f"*{suffix}")}
    return sorted(f.as_posix().removesuffix(suffix) for f in found)
