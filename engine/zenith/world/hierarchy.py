"""Parents and children: the link, and who hangs on whom."""

from __future__ import annotations

from collections.abc import Iterator

from zenith.schema import component, hidden
from zenith.world.entity import Entity


@component
class ChildOf:
    """The link to a parent, put on by `spawn(parent=...)` and `entity.parent = ...`.

    The hidden fields hold the world pose that follows from the parent's; roots
    have no ChildOf, their Transform is their world pose.
    """

    parent: Entity | None = None
    world_x: float = hidden(0.0)
    world_y: float = hidden(0.0)
    world_rotation: float = hidden(0.0)
    world_scale_x: float = hidden(1.0)
    world_scale_y: float = hidden(1.0)
    previous_world_x: float = hidden(0.0)
    previous_world_y: float = hidden(0.0)
    previous_world_rotation: float = hidden(0.0)
    posed: bool = hidden(False)


class Family:
    """Children by parent, as handles, in the order they were attached."""

    def __init__(self) -> None:
        self._children: dict[int, list[int]] = {}

    def attach(self, child: int, parent: int) -> None:
        """Note a child of a parent."""
        self._children.setdefault(parent, []).append(child)

    def detach(self, child: int, parent: int) -> None:
        """Forget a child of a parent."""
        children = self._children.get(parent)
        if children is not None and child in children:
            children.remove(child)
            if not children:
                del self._children[parent]

    def children(self, parent: int) -> tuple[int, ...]:
        """Return the children of a parent."""
        return tuple(self._children.get(parent, ()))

    def subtree(self, root: int) -> Iterator[int]:
        """Yield an entity and all below it, parents first."""
        waiting = [root]
        while waiting:
            handle = waiting.pop()
            yield handle
            waiting.extend(reversed(self._children.get(handle, ())))

    def drop(self, parent: int) -> None:
        """Forget an entity that has died as a parent."""
        self._children.pop(parent, None)

    def __bool__(self) -> bool:
        return bool(self._children)

    def get_state(self) -> dict[int, list[int]]:
        """Return every list of children, copied."""
        return {parent: list(children) for parent, children in self._children.items()}

    def set_state(self, state: dict[int, list[int]]) -> None:
        """Go back to a state that `get_state` gave."""
        self._children = {int(parent): list(children) for parent, children in state.items()}
