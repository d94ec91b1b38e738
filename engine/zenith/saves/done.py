"""The event that tells how saving, loading or deleting went."""

from __future__ import annotations

from zenith.schema import component


@component
class SaveDone:
    """What came of a call of `world.saves`; it can be read in the next tick.

    Attributes:
        slot: The slot.
        ok: Whether it was done.
        message: Why not; or, where an older save was loaded for a damaged one, the notice.
        what: "write", "read" or "delete".
    """

    slot: str = ""
    ok: bool = True
    message: str = ""
    what: str = "write"
