"""Everything that is wrong with a project, found in one go without playing it."""

from zenith.lint.whole import Review, check_project

__all__ = ["Review", "check_project"]
