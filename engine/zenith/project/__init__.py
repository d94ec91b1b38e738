"""The project file `zenith.toml`: what a game is made of, as data that a tool can open."""

from zenith.project.places import key_places, locate
from zenith.project.project import BACKGROUND, PROJECT_FILE, Project, SceneEntry
from zenith.project.store import load_project, parse_project, project_file
from zenith.project.toml import parse_toml

__all__ = [
    "BACKGROUND",
    "PROJECT_FILE",
    "Project",
    "SceneEntry",
    "key_places",
    "load_project",
    "locate",
    "parse_project",
    "parse_toml",
    "project_file",
]
