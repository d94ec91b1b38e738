"""Files that changed while a game runs: what was made of them is made anew."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zenith.app.app import App


def forget_files(app: App, files: Iterable[Path]) -> list[str]:
    """Let an App show and play files as they are by now, from the next frame on.

    Pictures (of another size too), sounds and fonts that changed, appeared or
    went. Whatever was made of other files stays as it is. Music that plays goes
    on as it was. A file that cannot be read at this moment, as one that is half
    written, leaves the old picture or sound in use; it is told, and tried
    again when it changes again. The simulation is not touched.

    Args:
        app: The App; between two ticks.
        files: The files that changed; of no matter which kind.

    Returns:
        Why a file could not be loaded, a sentence for each.
    """
    resolved = frozenset(file.resolve() for file in files)
    app.assets.forget(resolved)
    painter, audio = app.devices.painter, app.devices.audio
    wrong = [
        *(painter.forget(resolved) if painter is not None else ()),
        *(audio.forget(resolved) if audio is not None else ()),
    ]
    for message in wrong:
        logging.getLogger("zenith").warning(message)
    return wrong
