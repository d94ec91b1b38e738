"""Make the sounds and the music of the template "topdown" from waves and noise.

Run it from anywhere: python assets/make_topdown_sounds.py
"""

from pathlib import Path

import numpy as np
from make_breakout_sounds import hertz, melody, mixed, noise, shaped, sweep, triangle, write

TARGET = Path(__file__).resolve().parent.parent / "examples" / "templates" / "topdown" / "assets"
RATE, MUSIC_RATE, BEAT = 44100, 16000, 0.24


def sounds():
    """Return every sound by name."""
    made = {"swing": mixed(noise(0.14, 4, 26.0, 1), 0.2 * sweep(700, 300, 0.1, triangle, 30.0))}
    made["hit"] = mixed(sweep(300, 120, 0.12, fall=22.0), 0.5 * noise(0.08, 5, 40.0, 2))
    made["burst"] = mixed(sweep(260, 700, 0.2, triangle, 12.0), 0.6 * noise(0.2, 12, 18.0, 3))
    made["hurt"] = mixed(sweep(480, 130, 0.3, fall=9.0), 0.4 * noise(0.12, 8, 24.0, 4))
    made["lantern"] = mixed(melody(["E5", "B5", "E6"], 0.07, 5.0, triangle), noise(0.3, 18, 9.0, 5))
    made["key"] = melody(["A5", "E6", "A6"], 0.05, 10.0, triangle)
    made["heart"] = melody(["C5", "F5", "A5"], 0.07, 8.0, triangle)
    made["door"] = mixed(noise(0.3, 30, 10.0, 6), sweep(160, 70, 0.3, triangle, 8.0))
    made["gate"] = mixed(melody(["D4", "A4", "D5", "F#5"], 0.13, 4.0), noise(0.7, 40, 4.0, 7))
    made["over"] = melody(["D4", "C4", "A3", "F3"], 0.2, 4.0, triangle)
    made["won"] = melody(["D5", "F#5", "A5", "D6", "A5", "D6"], 0.12, 4.0)
    made["select"] = sweep(520, 560, 0.06, fall=20.0)
    made["confirm"] = melody(["E5", "A5"], 0.06, 9.0)
    return made


CHORDS = (("D3", "D4 F4 A4"), ("A2", "C4 E4 A4"), ("A#2", "D4 F4 A#4"), ("F2", "C4 F4 A4"))
TUNE = (
    "D5 . . A4 . F5 . . | E5 . . C5 . A4 . . | D5 . F5 . A#4 . D5 . | C5 . . A4 . . . . | "
    "F5 . . D5 . A5 . . | G5 . E5 . C5 . E5 . | F5 . D5 . A#4 . F4 . | A4 . C5 . E5 . . ."
)


def voice(note, seconds, fall):
    """Return one soft note of the music."""
    t = np.arange(int(seconds * MUSIC_RATE)) / MUSIC_RATE
    tone = triangle(t * hertz(note)) + 0.3 * triangle(t * hertz(note) * 2.003)
    return shaped(tone, attack=0.02, fall=fall, rate=MUSIC_RATE)


def song():
    """Return fifteen seconds of music that begin again where they end."""
    bars = [bar.split() for bar in TUNE.split("|")]
    total = np.zeros(int(len(bars) * 8 * BEAT * MUSIC_RATE))

    def add(at, sound):
        places = (int(at * MUSIC_RATE) + np.arange(len(sound))) % len(total)
        total[places] += sound

    for number, bar in enumerate(bars):
        bass, chord = CHORDS[number % 4]
        for k, note in enumerate(bar):
            at = (number * 8 + k) * BEAT
            if note != ".":
                add(at, 0.2 * voice(note, 0.9, 3.0))
            if k % 2 == 0:
                add(at, 0.09 * voice(chord.split()[k // 2 % 3], 0.5, 5.0))
            if k in (0, 5):
                add(at, 0.3 * voice(bass, 0.9, 3.0))
    return total


def main():
    """Write every sound and the music."""
    for name, sound in sounds().items():
        write(TARGET / "sounds" / f"{name}.wav", sound, RATE, 2)
    write(TARGET / "music" / "garden.wav", song(), MUSIC_RATE, 1)


if __name__ == "__main__":
    main()
