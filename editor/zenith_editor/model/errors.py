"""What can go wrong in the editor; each text says what to do."""

from __future__ import annotations

import zenith as zn


class EditorError(zn.ZenithError):
    """Something that the editor was asked for cannot be done; nothing was changed."""


class ChangedOutside(EditorError):
    """A file on the disk is no longer what was opened: whoever saves has to say so twice."""
