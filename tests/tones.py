"""Sounds to test with."""

import wave

import numpy as np


def write_wav(path, seconds=1.0, channels=1, rate=44100):
    """Write a tone."""
    path.parent.mkdir(exist_ok=True)
    samples = np.sin(np.arange(round(seconds * rate) * channels) / 20) * 20000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype(np.int16).tobytes())
