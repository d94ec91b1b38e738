"""Make the sounds and the music of the template "platformer" from waves and noise.

Run it from anywhere: python assets/make_platformer_sounds.py
"""

from pathlib import Path

import numpy as np
from make_breakout_sounds import hertz, melody, mixed, noise, shaped, square, sweep, triangle, write

TARGET = Path(__file__).resolve().parent.parent / "examples" / "templates" / "platformer" / "assets"
RATE, MUSIC_RATE, BEAT = 44100, 16000, 0.2


def sounds():
    """Return every sound by name."""
    made = {"jump": sweep(210, 520, 0.16, square, 14.0)}
    made["land"] = mixed(noise(0.07, 14, 40.0, 1), 0.4 * sweep(150, 90, 0.07, triangle, 30.0))
    made["coin"] = melody(["B5", "E6"], 0.06, 9.0)
    made["stomp"] = mixed(sweep(460, 110, 0.16, square, 14.0), 0.5 * noise(0.1, 6, 30.0, 2))
    made["spring"] = mixed(
        sweep(180, 900, 0.3, triangle, 8.0), 0.3 * sweep(360, 1700, 0.22, square, 14.0)
    )
    made["hurt"] = mixed(sweep(520, 80, 0.45, square, 6.0), 0.5 * noise(0.2, 10, 16.0, 3))
    made["checkpoint"] = melody(["C5", "G5", "C6"], 0.08, 6.0, triangle)
    made["finish"] = melody(["G4", "C5", "E5", "G5", "E5", "G5", "C6"], 0.12, 4.0)
    made["over"] = melody(["E4", "D#4", "D4", "C4"], 0.2, 4.0, triangle)
    made["select"] = sweep(520, 560, 0.06, square, 20.0)
    made["confirm"] = melody(["E5", "A5"], 0.06, 9.0)
    return made


BASS = "C3 G3 A2 E3 F2 C3 G2 G2"
CHORDS = (
    "C4 E4 G4",
    "B3 D4 G4",
    "C4 E4 A4",
    "B3 E4 G4",
    "C4 F4 A4",
    "C4 E4 G4",
    "B3 D4 G4",
    "B3 D4 F4",
)
TUNE = (
    "E5 . G5 . C6 . G5 . | D5 . G5 . B5 A5 G5 . | C5 . E5 . A5 . E5 . | B4 . E5 . G5 F5 E5 . | "
    "A4 . C5 . F5 . A5 . | G5 . E5 . C5 . E5 . | D5 . G4 . B4 . D5 . | G5 F5 D5 . B4 . . ."
)


def voice(frequency, seconds, form, fall):
    """Return one note of the music."""
    moments = np.arange(int(seconds * MUSIC_RATE)) / MUSIC_RATE
    return shaped(form(moments * frequency), fall=fall, rate=MUSIC_RATE)


def brush(seconds, seed):
    """Return a brush of the drum."""
    raw = np.random.default_rng(seed).uniform(-1, 1, int(seconds * MUSIC_RATE))
    return shaped(raw, attack=0.001, fall=34.0, rate=MUSIC_RATE)


def song():
    """Return thirteen seconds of music that begin again where they end."""
    bars = [bar.split() for bar in TUNE.split("|")]
    total = np.zeros(int(len(bars) * 8 * BEAT * MUSIC_RATE))

    def add(at, sound):
        places = (int(at * MUSIC_RATE) + np.arange(len(sound))) % len(total)
        total[places] += sound

    for number, bar in enumerate(bars):
        bass, chord = BASS.split()[number], CHORDS[number].split()
        for k, note in enumerate(bar):
            at = (number * 8 + k) * BEAT
            if note != ".":
                add(at, 0.15 * voice(hertz(note), 0.4, square, 6.0))
            add(at, 0.09 * voice(hertz(chord[(0, 1, 2, 1)[k % 4]]), 0.2, triangle, 9.0))
            if k % 4 == 0 or k == 6:
                add(at, 0.32 * voice(hertz(bass), 0.36, triangle, 5.0))
            if k % 4 == 2:
                add(at, 0.09 * brush(0.1, number * 8 + k))
            elif k % 2:
                add(at, 0.03 * brush(0.04, number * 8 + k))
    return total


def main():
    """Make them all."""
    for name, sound in sounds().items():
        write(TARGET / "sounds" / f"{name}.wav", sound, RATE, 2)
    write(TARGET / "music" / "meadow.wav", song(), MUSIC_RATE, 1)


if __name__ == "__main__":
    main()
