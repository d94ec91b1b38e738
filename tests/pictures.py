"""Golden pictures: what is drawn now, compared with what was looked at and found right."""

import os
from pathlib import Path

import numpy as np
import pygame

from zenith.images import load_image, save_png
from zenith.pytest_plugin import FEW, NEAR, side_by_side

GOLDEN = Path(__file__).parent / "golden"


def check_picture(name, pixels, renderer_name, *, folder, golden=GOLDEN):
    """Compare a picture with its golden file.

    On the renderer that drew the golden files every pixel must be equal; on
    another, all but 0.5 % of the pixels, and no channel off by more than 2 there
    counts as equal. ZENITH_BLESS=1 writes the file anew: look at it then.

    Args:
        name: The golden file's name without ".png".
        pixels: uint8 (height, width, 4).
        renderer_name: What drew it, as `drawn_by` says.
        folder: Where to put pictures of a failure.
        golden: Where the golden files are.
    """
    file = golden / f"{name}.png"
    if os.environ.get("ZENITH_BLESS"):
        _bless(file, pixels, renderer_name)
        return
    assert file.is_file(), f"{file} is missing; ZENITH_BLESS=1 writes it."
    expected = load_image(file)
    assert pixels.shape == expected.shape, (
        f"{name} is {pixels.shape[1]} x {pixels.shape[0]} pixels; "
        f"the golden picture has {expected.shape[1]} x {expected.shape[0]}."
    )
    off = np.abs(pixels.astype(int) - expected).max(axis=2)
    exact = renderer_name == (golden / "renderer.txt").read_text("utf-8").strip()
    wrong = int((off > (0 if exact else NEAR)).sum())
    if wrong > (0 if exact else FEW * off.size):
        shown = folder / f"{name}.png"
        save_png(shown, side_by_side(pixels, expected))
        raise AssertionError(
            f"{name}: {wrong} of {off.size} pixels differ, by up to {off.max()} of 255. "
            f"Computed, expected and difference are in {shown}."
        )


def drawn_by(gpu):
    """Return what decides every pixel: the graphics device, and what draws the letters."""
    return f"{gpu.name}, pygame-ce {pygame.version.ver}"


def _bless(file, pixels, renderer_name):
    note = file.parent / "renderer.txt"
    known = note.read_text("utf-8").strip() if note.is_file() else renderer_name
    assert known == renderer_name, (
        f"The golden pictures were drawn by {known}, and this is {renderer_name}: "
        f"bless all of them at once, after emptying {file.parent}."
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    save_png(file, pixels)
    note.write_text(renderer_name + "\n", "utf-8")
