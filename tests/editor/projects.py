"""A small project for the editor's tests: a hero that walks, coins, and modules that misbehave."""

import zenith as zn

CODE = '''
import zenith as zn


class Walker(zn.Script):
    """Walks to the right."""

    speed: float = zn.field(60.0, min=0.0, max=500.0)

    def tick(self, dt):
        self.entity[zn.Transform].x += self.speed * dt


@zn.component
class Purse:
    """What was collected."""

    coins: int = 0


def earn(world, dt):
    if world.has_resource(Purse):
        world.resource(Purse).coins += 1


def fail_late(world, dt):
    if world.tick == 5:
        count = 3
        raise ValueError(f"no more than {count}")


def hang(world, dt):
    while world.tick == 3:
        pass


def leave(world, dt):
    if world.tick == 4:
        world.scenes.quit()


def spawn_some(world, dt):
    if world.tick == 2:
        world.spawn(zn.Transform(x=5.0), name="late")


def fail_at_once(world):
    raise KeyError("map")
'''


def make(folder, extra="", systems=("earn",)):
    """Write a project, and return its folder."""
    name = f"code_of_{folder.name}"
    (folder / f"{name}.py").write_text(CODE)
    listed = ", ".join(f'"{name}.{system}"' for system in systems)
    (folder / "zenith.toml").write_text(
        f'zenith = 1\nname = "Walk"\nstart = "meadow"\nmodules = ["{name}"]\n'
        f"systems = [{listed}]\n[window]\nvirtual_size = [320, 180]\n{extra}"
    )
    (folder / "scenes").mkdir()
    (folder / "prefabs").mkdir()
    meadow = zn.SceneDocument(
        {
            "hero": zn.EntityData(
                "hero", components={"Transform": {}, "Sprite": {"image": "crate"}, "Walker": {}}
            ),
            "stone": zn.EntityData("stone", components={"Transform": {"x": 100.0}, "Sprite": {}}),
            "cart": zn.EntityData("cart", prefab="cart"),
        },
        {"Purse": {}},
    )
    zn.save_scene(meadow, folder / "scenes" / "meadow.scene")
    cart = zn.SceneDocument(
        {
            "body": zn.EntityData(components={"Transform": {}, "Sprite": {"image": "crate"}}),
            "wheel": zn.EntityData(parent="body", components={"Transform": {"y": 8.0}}),
        },
        kind="prefab",
    )
    zn.save_scene(cart, folder / "prefabs" / "cart.prefab")
    return folder
