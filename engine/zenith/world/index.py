"""Where each entity lives: handles with generations, and the slots behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

Handles = NDArray[np.uint64]

INDEX_BITS: Final = 32
INDEX_MASK: Final = (1 << INDEX_BITS) - 1
LAST_GENERATION: Final = (1 << 32) - 1
NOWHERE: Final = -1


class EntityIndex:
    """Slots, each with a generation and the table and row of its entity.

    A handle is `generation << 32 | slot`. Despawning raises the generation, so
    that an old handle never means a new entity; a slot whose generations are
    used up is retired. Handle 0 is no entity.

    Attributes:
        generation: uint32 by slot.
        table: int32 by slot: the number of the table, or -1.
        row: int64 by slot.
        died: int64 by slot: the tick of the last death there.
    """

    def __init__(self) -> None:
        self.generation: NDArray[np.uint32] = np.ones(64, np.uint32)
        self.table: NDArray[np.int32] = np.full(64, NOWHERE, np.int32)
        self.row: NDArray[np.int64] = np.zeros(64, np.int64)
        self.died: NDArray[np.int64] = np.full(64, -1, np.int64)
        self._free: NDArray[np.int64] = np.zeros(64, np.int64)
        self._free_count = 0
        self._used = 0
        self._views()

    def _views(self) -> None:
        # A memoryview reads one number three times as fast as an array does.
        self.generation_view = memoryview(cast(Any, self.generation))
        self.table_view = memoryview(cast(Any, self.table))
        self.row_view = memoryview(cast(Any, self.row))

    def take(self, count: int) -> Handles:
        """Return `count` new handles, freed slots first."""
        reused = min(count, self._free_count)
        start = self._free_count - reused
        fresh = count - reused
        self._reserve(self._used + fresh)
        slots = np.empty(count, np.int64)
        slots[:reused] = self._free[start : self._free_count][::-1]
        slots[reused:] = np.arange(self._used, self._used + fresh)
        self._free_count = start
        self._used += fresh
        return self.handles_of(slots)

    def take_one(self) -> int:
        """Return one new handle."""
        if self._free_count:
            self._free_count -= 1
            slot = int(self._free[self._free_count])
        else:
            slot = self._used
            self._reserve(slot + 1)
            self._used += 1
        return (self.generation_view[slot] << INDEX_BITS) | slot

    def handles_of(self, slots: NDArray[np.int64]) -> Handles:
        """Return the present handles of some slots."""
        high = self.generation[slots].astype(np.uint64) << np.uint64(INDEX_BITS)
        return high | slots.astype(np.uint64)

    def place(self, handles: Handles, table: int, rows: NDArray[np.int64] | slice) -> None:
        """Note that these entities live in `rows` of a table."""
        slots = slots_of(handles)
        self.table[slots] = table
        self.row[slots] = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows

    def release(self, handles: Handles, tick: int) -> None:
        """Free the slots of dead entities; their handles are stale from now on."""
        slots = slots_of(handles)
        self.table[slots] = NOWHERE
        self.died[slots] = tick
        usable = slots[self.generation[slots] < LAST_GENERATION]
        self.generation[usable] += np.uint32(1)
        end = self._free_count + len(usable)
        if end > len(self._free):
            self._free = np.resize(self._free, max(end, 2 * len(self._free)))
        self._free[self._free_count : end] = usable
        self._free_count = end

    def alive(self, handle: int) -> bool:
        """Tell whether a handle means a living entity."""
        slot = handle & INDEX_MASK
        if slot >= self._used or self.generation_view[slot] != handle >> INDEX_BITS:
            return False
        return self.table_view[slot] != NOWHERE

    def places(self, handles: Handles) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return each entity's table number, -1 for none that lives, and its row."""
        slots = slots_of(handles)
        safe = np.where(slots < self._used, slots, 0)
        fresh = self.generation[safe] == (handles >> np.uint64(INDEX_BITS))
        return np.where(fresh, self.table[safe], np.int32(NOWHERE)), self.row[safe]

    def first_dead(self, handles: Handles) -> int | None:
        """Return the first handle that means no living entity, or None."""
        slots = slots_of(handles)
        known = slots < self._used
        safe = np.where(known, slots, 0)
        fresh = self.generation[safe] == (handles >> np.uint64(INDEX_BITS))
        dead = ~(known & fresh & (self.table[safe] != NOWHERE))
        return int(handles[np.argmax(dead)]) if dead.any() else None

    def tick_of_death(self, handle: int) -> int:
        """Return the tick at which the slot's last entity died, or -1."""
        slot = handle & INDEX_MASK
        return int(self.died[slot]) if slot < self._used else -1

    def _reserve(self, used: int) -> None:
        size = len(self.generation)
        if used <= size:
            return
        grown = max(used, 2 * size)
        self.generation = _grown(self.generation, grown, 1)
        self.table = _grown(self.table, grown, NOWHERE)
        self.row = _grown(self.row, grown, 0)
        self.died = _grown(self.died, grown, -1)
        self._views()

    def get_state(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
        """Return copies of the generations, deaths and free slots."""
        free = self._free[: self._free_count].copy()
        return self.generation[: self._used].copy(), self.died[: self._used].copy(), free

    def set_state(
        self,
        generation: NDArray[np.uint32],
        died: NDArray[np.int64],
        free: NDArray[np.int64],
    ) -> None:
        """Go back to a state that `get_state` gave; every entity is placed anew afterwards."""
        self._used = len(generation)
        size = max(64, self._used)
        self.generation = _grown(generation, size, 1)
        self.died = _grown(died, size, -1)
        self.table = np.full(size, NOWHERE, np.int32)
        self.row = np.zeros(size, np.int64)
        self._free = np.resize(free, max(64, len(free))) if len(free) else np.zeros(64, np.int64)
        self._free_count = len(free)
        self._views()


def slots_of(handles: Handles | Sequence[int]) -> NDArray[np.int64]:
    """Return the slot numbers inside handles."""
    return (np.asarray(handles, np.uint64) & np.uint64(INDEX_MASK)).astype(np.int64)


def distinct(handles: Handles) -> Handles:
    """Return handles in order, each once."""
    in_order = np.sort(handles)
    first = np.ones(len(in_order), bool)
    first[1:] = in_order[1:] != in_order[:-1]
    return in_order[first]


def _grown(old: NDArray[Any], size: int, fill: int) -> NDArray[Any]:
    new = np.full(size, fill, old.dtype)
    new[: len(old)] = old
    return new
