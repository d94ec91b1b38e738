"""Makes a process believe that it runs on another machine, on another day, for another person.

What a deterministic game may not depend on is other than in the first run: hash
seed, clock, environment, working folder, order of folders, memory that nobody set,
the processor's widest instructions. What it may depend on stays.
"""

from __future__ import annotations

import datetime
import os
import random
import site
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, Final, cast

import numpy as np

LATER: Final = 200 * 86_400 + 5 * 3_600 + 17 * 60 + 11.25
"""Seconds by which the other day is later."""
CLOCKS: Final = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
GARBAGE: Final = 0xC7
"""A byte that makes large numbers, whole and fractional."""
SIZES: Final = range(16, 513, 16)
"""Sizes of the blocks in which Python keeps small objects."""
HOMES: Final = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME",
                "XDG_CONFIG_HOME", "XDG_CACHE_HOME")  # fmt: skip
PERSON: Final = {"USER": "somebody", "USERNAME": "somebody", "LOGNAME": "somebody",
                 "TZ": "Asia/Kathmandu"}  # fmt: skip
BEYOND_V3: Final = ("AVX512", "X86_V4")


def environment(home: str) -> dict[str, str]:
    """Return the environment of another machine.

    Args:
        home: An empty folder.
    """
    others = {**os.environ, **dict.fromkeys(HOMES, home), **PERSON}
    # What was installed for this person alone lies at home, and is no input of the game.
    others["PYTHONUSERBASE"] = site.getuserbase()
    wide = [f for f in _processor() if f.startswith(BEYOND_V3)]
    if wide and "NPY_DISABLE_CPU_FEATURES" not in os.environ:
        others["NPY_DISABLE_CPU_FEATURES"] = " ".join(wide)
    return others


def _processor() -> list[str]:
    """Return the processor's features that numpy has code for."""
    told = cast(dict[str, Any], np.show_config(mode="dicts"))
    return list(told.get("SIMD Extensions", {}).get("found", ()))


def go_elsewhere() -> list[bytes]:
    """Change this process; called before a game is loaded.

    Returns:
        What has to be kept, so that objects made later lie elsewhere in memory.
    """
    _set_clock()
    _set_folders()
    _set_memory()
    random.seed(LATER)
    sys.setswitchinterval(1e-4)
    return [bytes(size - 33) for size in SIZES if size > 33 for _ in range(size // 16 % 5 + 3)]


def _set_clock() -> None:
    for name in (clock for clock in CLOCKS if hasattr(time, clock)):
        _replace(time, name, _later(getattr(time, name), LATER))
        _replace(time, f"{name}_ns", _later(getattr(time, f"{name}_ns"), round(LATER * 1e9)))
    for name in ("localtime", "gmtime"):
        _replace(time, name, _at_that_time(getattr(time, name)))
    _replace(datetime, "datetime", _LaterDatetime)
    _replace(datetime, "date", _LaterDate)


def _replace(module: ModuleType, name: str, value: object) -> None:
    setattr(module, name, value)


def _later(clock: Callable[[], Any], by: float) -> Callable[[], Any]:
    return lambda: clock() + by


def _at_that_time(convert: Callable[[float], time.struct_time]) -> Any:
    def converted(seconds: float | None = None) -> time.struct_time:
        return convert(time.time() if seconds is None else seconds)

    return converted


class _LaterDatetime(datetime.datetime):
    """A datetime whose now is the other day's."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _LaterDatetime:
        """Return the moment of the other day."""
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls) -> _LaterDatetime:
        """Return the moment of the other day."""
        return cls.now()

    @classmethod
    def utcnow(cls) -> _LaterDatetime:
        """Return the moment of the other day, in UTC."""
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


class _LaterDate(datetime.date):
    """A date whose today is the other day."""

    @classmethod
    def today(cls) -> _LaterDate:
        """Return the other day."""
        return cls.fromtimestamp(time.time())


def _set_folders() -> None:
    """List folders the other way round: nobody promises an order."""
    scandir = os.scandir
    listdir: Callable[..., list[Any]] = os.listdir

    class Scan(AbstractContextManager["Scan"]):
        def __init__(self, *args: Any) -> None:
            with scandir(*args) as found:
                self._found = iter(list(found)[::-1])

        def __iter__(self) -> Iterator[Any]:
            return self._found

        def __next__(self) -> Any:
            return next(self._found)

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            self._found = iter(())

    def listed(*args: Any) -> list[Any]:
        return listdir(*args)[::-1]

    _replace(os, "listdir", listed)
    _replace(os, "scandir", Scan)


def _set_memory() -> None:
    """Fill arrays that nobody set with what no game means."""
    for name in ("empty", "empty_like"):
        _replace(np, name, _filled(getattr(np, name)))


def _filled(make: Callable[..., Any]) -> Callable[..., Any]:
    def filled(*args: Any, **options: Any) -> Any:
        array = make(*args, **options)
        if not array.dtype.hasobject and array.flags.c_contiguous:
            array.reshape(-1).view(np.uint8)[:] = GARBAGE
        return array

    return filled
