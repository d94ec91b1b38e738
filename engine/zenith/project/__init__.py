"""The project file `zenith.toml`: what a game is made of, as data that a tool can open."""

from zenith.project.project import BACKGROUND, PROJECT_FILE, Project, SceneEntry
from zenith.project.store import load_project, parse_project, project_file

__all__ = [
    "BACKGROUND",
    "PROJECT_FILE",
    "Project",
    "SceneEntry",
    "load_project",
    "parse_project",
    "project_file",
]
