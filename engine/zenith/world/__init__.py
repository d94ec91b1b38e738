"""Entities in columns: the World and what it is made of."""

from zenith.world.columns import Columns
from zenith.world.contact import Contact
from zenith.world.entity import Entity, Tags
from zenith.world.frozen import frozen
from zenith.world.hierarchy import ChildOf
from zenith.world.index import Handles
from zenith.world.later import Later
from zenith.world.loans import Loans
from zenith.world.names import Names
from zenith.world.queries import optional
from zenith.world.renewal import FieldMisfit, Renewal, renew
from zenith.world.snapshot import Snapshot
from zenith.world.state import drop_later_resources, empty_twin
from zenith.world.table import Table
from zenith.world.values import Values, part_values
from zenith.world.views import renew_view
from zenith.world.world import World

__all__ = [
    "ChildOf",
    "Columns",
    "Contact",
    "Entity",
    "FieldMisfit",
    "Handles",
    "Later",
    "Loans",
    "Names",
    "Renewal",
    "Snapshot",
    "Table",
    "Tags",
    "Values",
    "World",
    "drop_later_resources",
    "empty_twin",
    "frozen",
    "optional",
    "part_values",
    "renew",
    "renew_view",
]
