"""Assets: files by name, looked at before they are decoded, and pictures cut into frames."""

from zenith.assets.bundled import engine_assets, engine_data
from zenith.assets.fontfile import MAX_FONT_FILE, check_font
from zenith.assets.kinds import EXTENSIONS, FOLDERS
from zenith.assets.library import Assets
from zenith.assets.opening import MOST_READ
from zenith.assets.pictures import MAX_PICTURE_FILE, MAX_PIXELS, MAX_SIDE, Size, picture_size
from zenith.assets.sheet import Frame, Grid, Sheet, no_frame
from zenith.assets.sheetfile import SUFFIX, read_sheet
from zenith.assets.sounds import (
    MAX_MUSIC_FILE,
    MAX_MUSIC_SECONDS,
    MAX_SOUND_FILE,
    MAX_SOUND_SECONDS,
    SoundInfo,
    sound_info,
)

__all__ = [
    "EXTENSIONS",
    "FOLDERS",
    "MAX_FONT_FILE",
    "MAX_MUSIC_FILE",
    "MAX_MUSIC_SECONDS",
    "MAX_PICTURE_FILE",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MAX_SOUND_FILE",
    "MAX_SOUND_SECONDS",
    "MOST_READ",
    "SUFFIX",
    "Assets",
    "Frame",
    "Grid",
    "Sheet",
    "Size",
    "SoundInfo",
    "check_font",
    "engine_assets",
    "engine_data",
    "no_frame",
    "picture_size",
    "read_sheet",
    "sound_info",
]
