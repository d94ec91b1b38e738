"""Threads that decode files for devices: few of them, and not too much at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Final

from zenith.errors import ZenithError

THREADS: Final = 2
IN_FLIGHT: Final = 64 * 1024 * 1024
"""Bytes that may be decoded and not yet fetched; one larger file is decoded alone."""

Decode = Callable[[Path], object]


@dataclass(slots=True)
class Job:
    """One file to decode.

    Attributes:
        decode: What decodes it, and keeps the result for the device.
        path: The file.
        nbytes: About how much memory it takes decoded.
        done: Whether the thread is finished with it.
        error: Why it could not be decoded, or "".
    """

    decode: Decode
    path: Path
    nbytes: int
    done: bool = False
    error: str = ""

    def run(self) -> None:
        """Decode the file, whatever may be wrong with it."""
        try:
            self.decode(self.path)
        except ZenithError as error:
            self.error = str(error)
        except Exception as error:  # a thread has nobody above it to tell
            self.error = f"{self.path}: it cannot be decoded ({error!r})."


class Workers:
    """Decodes in the order asked for, in threads that begin with the first job.

    Attributes:
        decoders: What decodes, by kind of asset; a kind without needs no decoding ahead.
    """

    def __init__(
        self,
        decoders: Mapping[str, Decode],
        *,
        threads: int = THREADS,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self.decoders = dict(decoders)
        self._limit = in_flight
        self._count = threads
        self._threads: list[Thread] = []
        self._jobs: deque[Job] = deque()
        self._flying = 0
        self._closed = False
        self._change = Condition()

    def submit(self, kind: str, path: Path, nbytes: int) -> Job:
        """Decode a file as soon as there is a thread and room for it."""
        job = Job(self.decoders[kind], path, nbytes)
        with self._change:
            self._jobs.append(job)
            if len(self._threads) < min(self._count, len(self._jobs)):
                thread = Thread(target=self._work, name="zenith loading", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._change.notify()
        return job

    def fetch(self, job: Job) -> bool:
        """Tell whether a job is done; if so, its room is free for others. Ask once it is."""
        with self._change:
            if job.done:
                self._flying -= job.nbytes
                self._change.notify_all()
            return job.done

    def close(self) -> None:
        """Drop what was not begun, and wait for what was."""
        with self._change:
            self._closed = True
            self._jobs.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self) -> None:
        while True:
            job = self._next()
            if job is None:
                return
            job.run()
            with self._change:
                job.done = True

    def _next(self) -> Job | None:
        """Wait for a job that there is room for; None at the end."""
        with self._change:
            self._change.wait_for(lambda: self._closed or self._has_room())
            if self._closed:
                return None
            job = self._jobs.popleft()
            self._flying += job.nbytes
            return job

    def _has_room(self) -> bool:
        if not self._jobs:
            return False
        return not self._flying or self._flying + self._jobs[0].nbytes <= self._limit
