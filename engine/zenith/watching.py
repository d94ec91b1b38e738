"""Files that change on the disk, noticed by a thread and kept until somebody asks."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

import watchfiles

from zenith.errors import UsageError

QUIET: Final = 50
"""Milliseconds without a change after which a batch of changes is whole."""
LONGEST: Final = 400
"""Milliseconds after which a batch is handed over though files go on changing."""


class FileWatcher:
    """Notices which files of a folder change, until it is closed.

    Changes come in batches: what an editor does in one go, as writing beside a
    file and renaming, or a checkout of a hundred files, is one of them.

    Attributes:
        folder: What is watched, with everything below it.
    """

    def __init__(self, folder: Path, wanted: Callable[[Path], bool]) -> None:
        """Begin to watch; returns once no change would be missed any more.

        Args:
            folder: The folder.
            wanted: Tells whether a file matters; called on the watcher's thread.

        Raises:
            UsageError: The system cannot watch it.
        """
        self.folder = folder.resolve()
        self._wanted = wanted
        self._batches: queue.SimpleQueue[frozenset[Path] | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._wrong: OSError | None = None
        self._thread = threading.Thread(target=self._watch, name="zenith watcher", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._wrong is not None:
            raise UsageError(f"{folder} cannot be watched: {self._wrong}.")

    def take(self) -> frozenset[Path]:
        """Return the files that changed since the last call: made, written, renamed or removed."""
        found: frozenset[Path] = frozenset()
        while not self._batches.empty():
            found |= self._batches.get() or frozenset()
        return found

    def wait(self) -> frozenset[Path]:
        """Return the files that changed, as soon as some did; none when it was closed."""
        found = self._batches.get()
        return found | self.take() if found else frozenset()

    def close(self) -> None:
        """Cease to watch."""
        self._stop.set()
        self._thread.join()

    def __enter__(self) -> FileWatcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _watch(self) -> None:
        changes = watchfiles.watch(
            self.folder,
            watch_filter=None,
            debounce=LONGEST,
            step=QUIET,
            stop_event=self._stop,
            rust_timeout=QUIET,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        try:
            for batch in changes:
                # The first one comes, empty or not, when the system has begun to watch.
                self._ready.set()
                found = frozenset(p for p in (Path(name) for _, name in batch) if self._wanted(p))
                if found:
                    self._batches.put(found)
        except OSError as error:
            self._wrong = error
        finally:
            self._ready.set()
            self._batches.put(None)
