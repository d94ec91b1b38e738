"""What the player sees of a level: the camera's way, hills far off, and the line of numbers."""

import zenith as zn
from hero import Hero
from rules import Level, Run, clock

AHEAD, ABOVE = 36.0, 44.0


@zn.component
class Parallax:
    """Follows the camera in part: 0 stays in the world, 1 on the screen.

    Its children stand in the file as they are seen at the level's upper left corner.
    """

    share_x: float = zn.field(0.5, min=0.0, max=1.0, step=0.05)
    share_y: float = zn.field(0.5, min=0.0, max=1.0, step=0.05)


def follow(world: zn.World, dt: float) -> None:
    """Look a little ahead of the hero, and never beyond the level."""
    camera, level, hero = world.resource(zn.Camera), world.resource(Level), world.find("hero")
    feet, script = hero[zn.Transform], hero[Hero]
    half_x, half_y = camera.width / 2.0, camera.height / 2.0
    x = zn.clamp(feet.x + AHEAD * script.facing, half_x, level.width - half_x)
    y = zn.clamp(feet.y - ABOVE, half_y, level.height - half_y)
    if script.mood != "well":
        return
    if abs(x - camera.x) >= half_x:
        camera.look_at(x, y)
    else:
        camera.x = zn.lerp(camera.x, x, 0.07)
        # A jump leaves the picture at rest; a new floor, or a way out of the picture, moves it.
        inside = camera.y - 44.0 < feet.y < camera.y + ABOVE
        if hero[zn.CharacterBody].on_floor or not inside:
            camera.y = zn.lerp(camera.y, y, 0.1)


def parallax(world: zn.World, dt: float) -> None:
    camera = world.resource(zn.Camera)
    for pos, far in world.columns(zn.Transform, Parallax):
        pos.x = (camera.x - camera.width / 2.0) * far.share_x
        pos.y = (camera.y - camera.height / 2.0) * far.share_y


def hud(world: zn.World, dt: float) -> None:
    run, level = world.resource(Run), world.resource(Level)
    world.find("coins")[zn.Text].text = f"{run.coins}/{level.coins}"
    world.find("lives")[zn.Text].text = f"{run.lives}"
    world.find("time")[zn.Text].text = clock(run.ticks)
