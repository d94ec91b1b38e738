"""Scene and prefab files as data: documents apart from any World."""

from zenith.scenefile.collecting import without_collecting
from zenith.scenefile.document import EntityData, Fields, SceneDocument, is_id
from zenith.scenefile.form import path_of_ids
from zenith.scenefile.layout import dumps
from zenith.scenefile.migrate import Migration
from zenith.scenefile.problem import Misfit, Problem, listed, near, pointer, shown, wrong_case
from zenith.scenefile.reading import decode, read_text
from zenith.scenefile.store import load_document, parse_document, save_document
from zenith.scenefile.strict import depth

__all__ = [
    "EntityData",
    "Fields",
    "Migration",
    "Misfit",
    "Problem",
    "SceneDocument",
    "decode",
    "depth",
    "dumps",
    "is_id",
    "listed",
    "load_document",
    "near",
    "parse_document",
    "path_of_ids",
    "pointer",
    "read_text",
    "save_document",
    "shown",
    "without_collecting",
    "wrong_case",
]
