"""The version of the engine: in packages, recordings and messages."""

from typing import Final

VERSION: Final = "0.1.0"
