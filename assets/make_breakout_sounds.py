"""Make the sounds and the music of examples/breakout from waves and noise.

Run it from anywhere: python assets/make_breakout_sounds.py
"""

import wave
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "examples" / "breakout" / "assets"
RATE = 44100
MUSIC_RATE = 22050
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def hertz(note):
    """Return the frequency of a note, as "A4" or "F#3"."""
    step = STEPS[note[0]] + ("#" in note) + 12 * int(note[-1])
    return 440.0 * 2.0 ** ((step - 57) / 12.0)


def times(seconds, rate=RATE):
    """Return the moments of the samples."""
    return np.arange(int(seconds * rate)) / rate


def square(phase, duty=0.5):
    """Return a square wave, its corners rounded so that it does not hiss."""
    return np.tanh(6.0 * (np.sin(2 * np.pi * phase) - np.cos(np.pi * duty)))


def triangle(phase):
    """Return a triangle wave."""
    return 2.0 * np.abs(2.0 * (phase % 1.0) - 1.0) - 1.0


def shaped(sound, attack=0.004, fall=6.0, rate=RATE):
    """Let a sound rise quickly and die away; its last 5 ms end in silence."""
    t = np.arange(len(sound)) / rate
    tail = np.minimum(1.0, (len(sound) - np.arange(len(sound))) / (0.005 * rate))
    return sound * np.minimum(1.0, t / attack) * np.exp(-fall * t) * tail


def sweep(start, end, seconds, wave_form=square, fall=6.0):
    """Return a tone that glides from one frequency to another."""
    t = times(seconds)
    frequency = start + (end - start) * t / seconds
    return shaped(wave_form(np.cumsum(frequency) / RATE), fall=fall)


def noise(seconds, softness, fall, seed):
    """Return noise with its high part taken out."""
    raw = np.random.default_rng(seed).uniform(-1, 1, int(seconds * RATE))
    kernel = np.hanning(softness + 2)
    return shaped(np.convolve(raw, kernel / kernel.sum(), "same") * 2.0, fall=fall)


def melody(notes, each, fall=7.0, wave_form=square):
    """Return notes one after the other, each ringing into the next."""
    total = np.zeros(int((each * len(notes) + 0.35) * RATE))
    for k, note in enumerate(notes):
        tone = shaped(wave_form(times(each + 0.3) * hertz(note)), fall=fall)
        start = int(k * each * RATE)
        total[start : start + len(tone)] += tone[: len(total) - start]
    return total


def mixed(*layers):
    """Add sounds of different lengths."""
    total = np.zeros(max(map(len, layers)))
    for layer in layers:
        total[: len(layer)] += layer
    return total


def brick(step):
    """A brick breaking: a crunch and a note that rises with the streak."""
    note = hertz(["C5", "D5", "E5", "G5", "A5", "C6", "D6", "E6"][step])
    bell = shaped(triangle(times(0.28) * note) + 0.4 * triangle(times(0.28) * note * 2), fall=14.0)
    return mixed(bell, 0.5 * noise(0.09, 3, 40.0, step))


def sounds():
    """Return every sound by name."""
    made = {f"brick{k + 1}": brick(k) for k in range(8)}
    made["bounce"] = sweep(330, 250, 0.09, triangle, 22.0)
    made["paddle"] = mixed(sweep(196, 300, 0.12, triangle, 16.0), 0.3 * noise(0.04, 6, 60.0, 20))
    made["clink"] = mixed(
        sweep(1850, 1800, 0.2, triangle, 18.0), 0.7 * sweep(2610, 2600, 0.16, triangle, 24.0)
    )
    made["crack"] = mixed(noise(0.16, 5, 24.0, 30), 0.5 * sweep(300, 140, 0.12, triangle, 18.0))
    made["gift"] = melody(["G4", "C5", "E5", "G5"], 0.06)
    made["launch"] = sweep(240, 620, 0.16, square, 12.0)
    made["lose"] = mixed(sweep(420, 90, 0.6, square, 4.0), 0.4 * noise(0.3, 20, 10.0, 40))
    made["clear"] = melody(["C5", "E5", "G5", "C6", "G5", "C6"], 0.1, 5.0)
    made["over"] = melody(["E4", "D#4", "D4", "C#4", "C4"], 0.2, 4.0, triangle)
    made["victory"] = melody(["C5", "C5", "C5", "E5", "G5", "E5", "G5", "C6"], 0.14, 4.0)
    made["select"] = sweep(520, 560, 0.06, square, 20.0)
    made["confirm"] = melody(["E5", "A5"], 0.06, 9.0)
    return made


CHORDS = [("A2", "A3 C4 E4"), ("F2", "F3 A3 C4"), ("C3", "G3 C4 E4"), ("G2", "G3 B3 D4")]
TUNE = (
    "A4 . C5 . E5 . D5 C5 | A4 . F4 . A4 . C5 . | G4 . C5 . E5 . G5 E5 | D5 . B4 . G4 . B4 . | "
    "A4 . E5 . A5 . G5 E5 | F5 . C5 . A4 . C5 . | E5 . G5 . C6 . B5 G5 | D5 . G5 . B4 . D5 ."
)


def song():
    """Return sixteen seconds of music that begin again where they end."""
    beat = 0.25
    bars = [bar.split() for bar in TUNE.split("|")]
    total = np.zeros(int(len(bars) * 8 * beat * MUSIC_RATE))
    for number, bar in enumerate(bars):
        bass, chord = CHORDS[number % 4]
        for k, note in enumerate(bar):
            at = (number * 8 + k) * beat
            if note != ".":
                add(total, at, 0.16 * voice(hertz(note), 0.42, square, 5.0))
            add(total, at, 0.10 * voice(hertz(chord.split()[k % 3]), 0.2, triangle, 9.0))
            if k in (0, 3, 6):
                add(total, at, 0.34 * voice(hertz(bass), 0.45, triangle, 4.0))
            if k in (2, 6):
                add(total, at, 0.10 * hiss(0.12, number * 8 + k))
            elif k % 2:
                add(total, at, 0.04 * hiss(0.05, number * 8 + k))
    return total


def voice(frequency, seconds, form, fall):
    """Return one note of the music."""
    return shaped(form(times(seconds, MUSIC_RATE) * frequency), fall=fall, rate=MUSIC_RATE)


def hiss(seconds, seed):
    """Return a brush of the drum."""
    raw = np.random.default_rng(seed).uniform(-1, 1, int(seconds * MUSIC_RATE))
    return shaped(raw, attack=0.001, fall=30.0, rate=MUSIC_RATE)


def add(total, at, sound):
    """Add a sound at a time; what hangs over the end goes to the beginning."""
    places = (int(at * MUSIC_RATE) + np.arange(len(sound))) % len(total)
    total[places] += sound


def write(path, sound, rate, width):
    """Write a mono WAV file, its loudest sample at 80 %."""
    path.parent.mkdir(parents=True, exist_ok=True)
    level = sound * (0.8 / np.abs(sound).max())
    data = (level * 32767).astype("<i2") if width == 2 else (level * 127 + 128).astype(np.uint8)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data.tobytes())


def main():
    """Make them all."""
    for name, sound in sounds().items():
        write(TARGET / "sounds" / f"{name}.wav", sound, RATE, 2)
    write(TARGET / "music" / "skyline.wav", song(), MUSIC_RATE, 1)


if __name__ == "__main__":
    main()
