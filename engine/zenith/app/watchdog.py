"""A watchdog: interrupts game code that holds the loop up for too long."""

from __future__ import annotations

import ctypes
import faulthandler
import math
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Final

from zenith.app.report import Step, is_engine_file
from zenith.errors import BadValue

LOOKS: Final = 8
"""How often the watchdog looks within its limit."""
AGAIN: Final = 2
"""Looks from one interruption to the next, where code swallowed the first."""
_DEBUGGERS: Final = frozenset(("bdb", "pdb", "cmd", "code", "pydevd"))


class Stuck(BaseException):
    """Raised inside code that takes too long; `except Exception` does not stop it."""


class Watchdog:
    """Interrupts what runs between `enter` and `leave` where it takes too long.

    A thread looks now and then whether the same stretch is still running; it
    exists only inside `watching()`. What is watched pays two attribute writes
    each way: there is no lock and no clock. Where the system has signals, one is
    sent, which also wakes code that waits in a lock, a socket or a sleep;
    elsewhere the exception waits for the next line of Python. A library that
    computes without letting any other thread run holds up the thread too: then
    an alarm goes off that the thread has put off until then. What hears of
    nothing, as a loop inside `sum`, is told of on stderr.

    Attributes:
        limit: Seconds that a stretch may take; `math.inf` watches nothing.
        doing: What is going on, for whoever tells of an interruption.
        found: The frames at work at the first interruption, the outermost first.

    Raises:
        BadValue: The limit is not above 0.
    """

    def __init__(self, limit: float = 2.0) -> None:
        if not limit > 0.0:
            raise BadValue(f"A watchdog's limit is {limit!r}; expected seconds above 0.")
        self.limit = limit
        self.doing = ""
        self.found: list[Step] = []
        self._found_doing = ""
        self._lock = threading.Lock()
        self._thread = 0
        self._alarm = False
        self._starved = (0, 0)
        self._pulse = 0
        self._interrupt: Callable[[int], None] = _raise_soon
        self._stretch = 0
        self._busy = False
        self._fired = False
        self._seen = 0
        self._looks = 0

    def enter(self) -> None:
        """Begin a stretch that has to end within the limit."""
        self._stretch += 1
        self._busy = True

    def leave(self) -> None:
        """End the stretch.

        Raises:
            Stuck: It was interrupted, even where its code swallowed that: it is not what it was.
        """
        self._busy = False
        if self._fired:
            self.calm()
            raise Stuck

    def calm(self) -> None:
        """Make sure that nothing of an interruption comes later."""
        self._busy = False
        while True:
            try:
                with self._lock:
                    self._fired = False
                # One on its way arrives at the end of a loop's turn. Python could take it
                # back, but then believes for good that one is waiting.
                for _ in range(2):
                    pass
                return
            except Stuck:
                continue

    def take_found(self) -> tuple[list[Step], str]:
        """Return the frames at work at the interruption and what was going on, and forget them."""
        found, self.found = self.found, []
        return found, self._found_doing

    def _find(self, steps: list[Step]) -> None:
        if not self.found:
            self.found, self._found_doing = steps, self.doing

    @contextmanager
    def watching(self) -> Generator[None]:
        """Watch the calling thread while inside."""
        if self._thread or not self.limit < math.inf:
            yield
            return
        self._thread = threading.get_ident()
        done = threading.Event()
        thread = threading.Thread(target=self._run, args=(done,), name="zenith watchdog")
        thread.daemon = True
        try:
            with self._signals():
                self._put_off()
                thread.start()
                try:
                    yield
                finally:
                    done.set()
                    thread.join()
        finally:
            self._thread = 0

    @contextmanager
    def _signals(self) -> Generator[None]:
        """Interrupt by a signal where that can be: it wakes what waits in the system."""
        main = threading.current_thread() is threading.main_thread()
        if not (main and hasattr(signal, "pthread_kill") and hasattr(signal, "SIGURG")):
            self._interrupt = _raise_soon
            yield
            return
        self._interrupt = _send_signal
        # Somebody else's alarm is left alone.
        self._alarm = signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
        before: Any = signal.signal(signal.SIGURG, self._on_signal)
        if self._alarm:
            signal.signal(signal.SIGALRM, self._on_alarm)
        try:
            yield
        finally:
            signal.signal(signal.SIGURG, before)
            if self._alarm:
                signal.setitimer(signal.ITIMER_REAL, 0.0)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                self._alarm = False

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Run by Python in the watched thread, so that no stretch can end in between."""
        if self._busy and self._fired:
            raise Stuck

    def _on_alarm(self, number: int, frame: FrameType | None) -> None:
        """Run where the thread did not look for the whole limit, as in the middle of a match.

        The first alarm only sees who is at work: the machine may have slept.
        """
        now = (self._stretch, self._pulse)
        if self._busy and now == self._starved:
            self._fired = True
            self._find([] if frame is None else steps_of(frame))
            raise Stuck
        self._starved = now
        signal.setitimer(signal.ITIMER_REAL, self.limit / LOOKS)

    def _run(self, done: threading.Event) -> None:
        try:
            while not done.wait(self.limit / LOOKS):
                self._put_off()
                self.look()
        finally:
            faulthandler.cancel_dump_traceback_later()

    def _put_off(self) -> None:
        """Put off what comes where this thread cannot run: the alarm, then the words on stderr."""
        self._pulse += 1
        if self._alarm:
            signal.setitimer(signal.ITIMER_REAL, self.limit)
        if sys.__stderr__ is not None:
            # A console that is none has no number to write to.
            with suppress(OSError, ValueError):
                faulthandler.dump_traceback_later(2.0 * self.limit, file=sys.__stderr__)

    def look(self) -> None:
        """Look once, and interrupt a stretch that was seen too often."""
        if not self._busy or self._stretch != self._seen:
            self._seen, self._looks = self._stretch, 0
            return
        self._looks += 1
        if self._looks >= LOOKS and (self._looks - LOOKS) % AGAIN == 0:
            self._fire()

    def _fire(self) -> None:
        frame = sys._current_frames().get(self._thread)
        if frame is None or any(is_debugger(f) for f, _ in traceback.walk_stack(frame)):
            return
        steps = steps_of(frame)
        with self._lock:
            # In this order: whoever leaves looks at `_fired` after saying so.
            self._fired = True
            if not self._busy or self._stretch != self._seen:
                self._fired = False
                return
            self._find(steps)
            self._interrupt(self._thread)
        if self._looks == 2 * LOOKS:
            tell_stuck(steps)


def steps_of(frame: FrameType) -> list[Step]:
    """Return the frames at work, the outermost first, from the engine's first one on."""
    steps = list(traceback.walk_stack(frame))[::-1]
    inside = (k for k, (f, _) in enumerate(steps) if is_engine_file(f.f_code.co_filename))
    return steps[next(inside, 0) :]


def is_debugger(frame: FrameType) -> bool:
    """Tell whether somebody steps through this code by hand."""
    return frame.f_trace is not None or frame.f_globals.get("__name__") in _DEBUGGERS


def tell_stuck(steps: list[Step]) -> None:
    """Write to stderr where code is stuck that does not hear of its interruption."""
    lines = "".join(traceback.StackSummary.extract(iter(steps)).format())
    print(f"The game hangs in a call that cannot be interrupted:\n{lines}", file=sys.stderr)


def _send_signal(thread: int) -> None:
    signal.pthread_kill(thread, signal.SIGURG)


def _raise_soon(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Stuck))
