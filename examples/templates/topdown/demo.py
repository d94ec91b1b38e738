"""Two scripted players: one finds its way through the garden, one walks into the slimes."""

import heapq
import math

import zenith as zn
from rules import Garden, Visit
from slimes import Slime
from things import Door, Gate, Lantern, Pickup

Cell = tuple[int, int]
TILE, BODY, PUSHING = 16, 12, 6
"""Size of a cell and of who must fit through; how many steps pushing a crate is worth."""


class Finder:
    """Lights every lantern, fetches the key on the way, and leaves through the gate."""

    def __init__(self) -> None:
        self.ahead: Cell = (0, 0)

    def __call__(self, world: zn.World) -> dict[str, float] | None:
        """Say what to press in the coming tick."""
        if not world.has_resource(Garden):
            return menu(world)
        hero = world.find("hero")[zn.Transform]
        foe = nearest(hero, [at for at, _ in world.query(zn.Transform, Slime)])
        if foe and math.hypot(foe.x - hero.x, foe.y - hero.y) < 27:
            return walk(hero, foe.x, foe.y, 0.3) | {"swing": float(world.tick % 2)}
        if world.tick % 8 == 0:  # looking for the way is the dear part
            self.ahead = step(world, cell(hero), goals(world))
        return walk(hero, (self.ahead[0] + 0.5) * TILE, (self.ahead[1] + 0.7) * TILE)


def lose(world: zn.World) -> dict[str, float] | None:
    """Walk up to the slimes, and forget the sword."""
    if not world.has_resource(Garden):
        return menu(world)
    hero = world.find("hero")[zn.Transform]
    foe = nearest(hero, [at for at, _ in world.query(zn.Transform, Slime)])
    return walk(hero, foe.x, foe.y) if foe else {}


def menu(world: zn.World) -> dict[str, float] | None:
    """Begin at the title; be done at the end."""
    if any(entity.name == "told" for entity in world.entities()):
        return None if world.tick > 60 else {}
    return {"confirm": float(world.tick == 60)}


def nearest(hero: zn.Transform, places: list[zn.Transform]) -> zn.Transform | None:
    return min(places, key=lambda at: math.hypot(at.x - hero.x, at.y - hero.y), default=None)


def walk(hero: zn.Transform, x: float, y: float, pace: float = 1.0) -> dict[str, float]:
    way = zn.Vec2(x - hero.x, y - hero.y)
    way = (way if way.length() < 1 else way.normalized()) * pace
    return {"move": way.x, "move_y": way.y}


def cell(at: zn.Transform) -> Cell:
    return int(at.x // TILE), int((at.y - 3) // TILE)


def goals(world: zn.World) -> list[Cell]:
    """Return what is worth going to: light, then the gate; things that lie about; else a fight."""
    visit = world.resource(Visit)
    found = [at for at, lantern in world.query(zn.Transform, Lantern) if not lantern.lit]
    found += [at for at, gate in world.query(zn.Transform, Gate) if gate.is_open]
    for at, thing in world.query(zn.Transform, Pickup):
        if thing.gives == "key" or visit.hearts < 3:
            found.append(at)
    return [cell(at) for at in found]


def step(world: zn.World, start: Cell, ends: list[Cell]) -> Cell:
    """Return the first cell on the shortest way to any of some places, or else to a slime."""
    walls, crates = obstacles(world)
    walls -= set(ends)  # a lantern's own post is no hindrance to come up to it
    came: dict[Cell, Cell] = {}
    costs, queue = {start: 0}, [(0, start)]
    slimes = [cell(at) for at, _ in world.query(zn.Transform, Slime)]
    fight = start
    while queue:
        cost, here = heapq.heappop(queue)
        if here in ends:
            return first(came, start, here)
        if here in slimes and fight == start:
            fight = here
        for there in ((here[0] + 1, here[1]), (here[0] - 1, here[1]),
                      (here[0], here[1] + 1), (here[0], here[1] - 1)):  # fmt: skip
            longer = cost + (PUSHING if there in crates else 1)
            if there not in walls and longer < costs.get(there, 10**6):
                costs[there], came[there] = longer, here
                heapq.heappush(queue, (longer, there))
    return first(came, start, fight)


def first(came: dict[Cell, Cell], start: Cell, end: Cell) -> Cell:
    while came.get(end, start) != start:
        end = came[end]
    return end


def obstacles(world: zn.World) -> tuple[set[Cell], set[Cell]]:
    """Return the cells that nobody fits into, and those where a crate must be pushed."""
    garden, keys = world.resource(Garden), world.resource(Visit).keys
    walls, crates = set[Cell](), set[Cell]()
    for entity, box in world.query(zn.Entity, zn.BoxCollider):
        if box.sensor or box.layer not in ("wall", "crate") or (keys and entity.has(Door)):
            continue
        pose = zn.world_pose(entity)
        x, y = pose.x + box.offset_x, pose.y + box.offset_y
        wide, high = (box.width + BODY) / 2, (box.height + BODY) / 2
        cells = {
            (column, row)
            for column in range(int((x - wide) // TILE), int((x + wide) // TILE) + 1)
            for row in range(int((y - high) // TILE), int((y + high) // TILE) + 1)
            if abs((column + 0.5) * TILE - x) < wide and abs((row + 0.5) * TILE - y) < high
        }
        (walls if box.layer == "wall" else crates).update(cells)
    columns, rows = int(garden.width / TILE), int(garden.height / TILE)
    walls |= {(x, -1) for x in range(columns)} | {(x, rows) for x in range(columns)}
    return walls, crates


players = {"win": Finder(), "lose": lose}
