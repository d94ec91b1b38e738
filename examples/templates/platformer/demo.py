"""Two scripted players: one reaches the flag, one falls into a pit until no life is left."""

import zenith as zn

EDGES = ((404, 420), (520, 532), (590, 606), (1176, 1190), (1244, 1254), (1316, 1326), (1514, 1530))
"""Where the first one jumps: at the edges of pits, below a board, before spikes."""


def win(world: zn.World) -> dict[str, float] | None:
    """Run to the flag: jump where it must be, wait for the lifts; stop at the end."""
    if not is_level(world):
        return menu(world)
    hero = world.find("hero")
    x, body = hero[zn.Transform].x, hero[zn.CharacterBody]
    if must_wait(world, x, body):
        return {"move": 0.0, "jump": 0.0}
    air = 0 if body.on_floor else 50
    jump = (body.on_floor and is_near(world, x)) or any(a <= x <= b + air for a, b in EDGES)
    return {"move": 1.0, "jump": float(jump)}


def lose(world: zn.World) -> dict[str, float] | None:
    """Run and never jump; stop when the last life is gone."""
    return {"move": 1.0} if is_level(world) else menu(world)


def is_level(world: zn.World) -> bool:
    return any(entity.name == "lives" for entity in world.entities())


def menu(world: zn.World) -> dict[str, float] | None:
    """Begin at the title; be done at the end."""
    if any(entity.name == "told" for entity in world.entities()):
        return None if world.tick > 60 else {}
    return {"confirm": float(world.tick == 60)}


def is_near(world: zn.World, x: float) -> bool:
    """Tell whether an enemy is just ahead, at the hero's height."""
    foot = world.find("hero")[zn.Transform].y
    places = [enemy[zn.Transform] for enemy in world.find_all(tag="enemy")]
    return any(0 < at.x - x < 30 and abs(at.y - foot) < 8 for at in places)


def must_wait(world: zn.World, x: float, body: zn.CharacterBody) -> bool:
    """Tell whether a lift or a bat is not yet where it should be."""
    ferry, lift = world.find("ferry")[zn.Transform], world.find("lift")[zn.Transform]
    on = body.platform.name if body.on_floor and body.platform is not None else ""
    return (
        (712 < x < 724 and body.on_floor and on != "ferry" and ferry.x > 752)
        or (on == "ferry" and ferry.x < 848)
        or (1236 < x < 1258 and bat_is_low(world))
        or (1460 < x < 1478 and body.on_floor and on != "lift" and lift.y > 156)
        or (on == "lift" and x > 1502 and lift.y < 205)
    )


def bat_is_low(world: zn.World) -> bool:
    return any(e.name == "bat" and e[zn.Transform].y > 104 for e in world.find_all(tag="enemy"))


players = {"win": win, "lose": lose}
