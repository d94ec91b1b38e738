"""The rules of a visit: what is counted, how far the camera goes, what the player is told."""

import zenith as zn

STRIP = 18.0
"""Height of the strip at the top of the screen, which hides a part of the garden."""


@zn.component
class Visit:
    """How the visit goes: a resource of the garden, handed on to the scene that ends it."""

    hearts: int = zn.field(3, min=0, max=3)
    keys: int = zn.field(0, min=0)
    lit: int = zn.field(0, min=0, tooltip="Lanterns that burn.")
    lanterns: int = zn.field(0, min=0, tooltip="Lanterns that there are.")
    ticks: int = 0


@zn.component
class Garden:
    """How large the garden is; a resource. The camera never looks beyond."""

    width: float = zn.field(512.0, min=1.0, unit="px")
    height: float = zn.field(320.0, min=1.0, unit="px")


def count(world: zn.World, dt: float) -> None:
    """Keep the time, and open the pause menu."""
    visit = world.resource(Visit)
    visit.ticks += 1
    visit.lanterns = len(world.find_all(tag="lantern"))
    if world.input.just_pressed("pause"):
        world.audio.play("select")
        world.scenes.push("paused")


def follow(world: zn.World, dt: float) -> None:
    """Let the camera go after the hero."""
    camera, garden = world.resource(zn.Camera), world.resource(Garden)
    place = world.find("hero")[zn.Transform]
    half_x, half_y = camera.width / 2, camera.height / 2
    x = zn.clamp(place.x, half_x, garden.width - half_x)
    y = zn.clamp(place.y, half_y - STRIP, garden.height - half_y)
    camera.follow(x, y, share=0.12)


def hud(world: zn.World, dt: float) -> None:
    visit = world.resource(Visit)
    for number in range(3):
        sprite = world.find(f"heart{number}")[zn.Sprite]
        sprite.image = "heart" if number < visit.hearts else "heart_lost"
    world.find("lanterns")[zn.Text].text = f"{visit.lit}/{visit.lanterns}"
    world.find("key")[zn.Sprite].visible = visit.keys > 0
    # Words at the start, which fade away.
    world.find("hint")[zn.Text].opacity = zn.clamp((300 - visit.ticks) / 60, 0.0, 1.0)
