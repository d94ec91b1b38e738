"""`zenith doctor`: what is ready on this machine, what is missing, what to do about it."""

from __future__ import annotations

import argparse
import logging
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from zenith.assets import Assets, engine_assets
from zenith.audio import AudioDevice
from zenith.errors import DeviceError
from zenith.gpu import open_offscreen
from zenith.window import connected_pads, has_display


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing.

    Attributes:
        what: The thing.
        ok: Whether it is as it should be.
        text: What was found, or what to do.
        needed: Whether no game runs without it.
    """

    what: str
    ok: bool
    text: str
    needed: bool = False


def main(argv: list[str]) -> int:
    """Print every finding; 1 where something is missing that games cannot do without."""
    argparse.ArgumentParser(prog="zenith doctor", description=__doc__).parse_args(argv)
    checks: tuple[Callable[[], list[Finding]], ...] = (
        python, packages, graphics, display, audio, gamepads,
    )  # fmt: skip
    findings = [finding for check in checks for finding in check()]
    for f in findings:
        print(f"{'ok' if f.ok else 'MISSING' if f.needed else '-':8} {f.what:10} {f.text}")
    return 1 if any(f.needed and not f.ok for f in findings) else 0


def python() -> list[Finding]:
    """Look at Python."""
    ok = sys.version_info >= (3, 11)
    advice = "" if ok else "; Zenith needs 3.11 or newer"
    text = f"{platform.python_version()} on {platform.platform(terse=True)}{advice}"
    return [Finding("python", ok, text, needed=True)]


def packages() -> list[Finding]:
    """Hold the installed packages against the versions that Zenith was tried with."""
    found: list[Finding] = []
    for line in metadata.requires("zenith-engine") or []:
        wanted = re.match(r"([\w-]+)>=([\d.]+)$", line)
        if wanted is not None:
            found.append(package(wanted[1], wanted[2]))
    return found


def package(name: str, least: str) -> Finding:
    """Look at one package."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, False, f"not installed; pip install '{name}>={least}'", needed=True)
    ok = numbers(version) >= numbers(least)
    advice = "" if ok else f"; pip install --upgrade '{name}>={least}'"
    return Finding(name, ok, f"{version} (at least {least}){advice}", needed=True)


def numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version.

    >>> numbers("2.5.8.dev1"), numbers("7.1")
    ((2, 5, 8), (7, 1))
    """
    return tuple(int(part) for part in re.split(r"[^\d.]", version)[0].split(".") if part)


def graphics() -> list[Finding]:
    """Open OpenGL off-screen."""
    try:
        device = open_offscreen()
    except DeviceError as error:
        return [Finding("opengl", False, f"{error} Games still run headless.")]
    text = f"{device.name}, {device.version}"
    device.release()
    slow = "llvmpipe" in text or "softpipe" in text
    return [Finding("opengl", True, text + (" (software: slow)" if slow else ""))]


def display() -> list[Finding]:
    """Look for a screen."""
    if has_display():
        return [Finding("display", True, "a window can be shown")]
    return [Finding("display", False, "none: games play off-screen; set DISPLAY to use one")]


def audio() -> list[Finding]:
    """Open the audio device; what it has to say is a finding and no line of the log."""
    log = logging.getLogger("zenith")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        device = AudioDevice(Assets([engine_assets()]))
    finally:
        log.setLevel(level)
    found = Finding("audio", device.working, device.driver or device.notice)
    device.close()
    return [found]


def gamepads() -> list[Finding]:
    """Count the gamepads."""
    names = connected_pads()
    text = ", ".join(names) if names else "none connected; plug one in at any time"
    return [Finding("gamepads", bool(names), text)]
