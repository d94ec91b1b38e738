"""The words of a game in several languages: files of texts by key, with places for values."""

from zenith.languages.follow import follow
from zenith.languages.library import Languages, MissingWords, Spoken
from zenith.languages.phrase import Phrase, phrase_of
from zenith.languages.store import FOLDER, Language, load_languages, read_languages

__all__ = [
    "FOLDER",
    "Language",
    "Languages",
    "MissingWords",
    "Phrase",
    "Spoken",
    "follow",
    "load_languages",
    "phrase_of",
    "read_languages",
]
