"""Make the pictures of Breakout that the documentation shows, from its winning recording."""

import os
import pathlib

import numpy as np

import zenith as zn

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

ROOT = pathlib.Path(__file__).resolve().parent.parent
GAME = ROOT / "examples" / "breakout"
IMAGES = ROOT / "docs" / "images"
COLUMNS, ROWS, GAP = 4, 6, 6
SIZE = (480, 270)
CHOSEN = (40, 100, 330, 11810)
LARGE = 11810


def moments(ticks):
    """Return the ticks to show: some chosen ones, and the rest evenly to the last one."""
    rest = COLUMNS * ROWS - len(CHOSEN)
    return sorted([*CHOSEN, *(int(t) for t in np.linspace(900, ticks - 2, rest))])


def main():
    """Play the recording and save the strip, and one larger picture for the README."""
    recording = zn.Recording.load(GAME / "replays" / "win.json")
    game = zn.testing.load(GAME, seed=recording.seed)
    app = game.app
    app.drivers.append(zn.Replay(recording))
    small, large = zn.open_picture(app, SIZE), zn.open_picture(app, (960, 540))
    wide, high = SIZE[0] + GAP, SIZE[1] + GAP
    strip = np.zeros((high * ROWS - GAP, wide * COLUMNS - GAP, 4), np.uint8)
    strip[:, :, 3] = 255
    for k, tick in enumerate(moments(recording.ticks)):
        game.ticks(tick - app.ticks)
        app.devices.painter = small
        app.draw()
        y, x = high * (k // COLUMNS), wide * (k % COLUMNS)
        strip[y : y + SIZE[1], x : x + SIZE[0]] = small.pixels()
        if tick == LARGE:
            app.devices.painter = large
            app.draw()
            large.save(IMAGES / "breakout.png")
    zn.save_png(IMAGES / "breakout_strip.png", strip)


if __name__ == "__main__":
    main()
