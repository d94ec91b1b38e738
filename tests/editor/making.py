"""Random documents and random operations on them, for the tests of the editor's model."""

import random
import string

import zenith as zn
from zenith_editor.model import operations as op
from zenith_editor.model.places import free_id, subtree

FEWEST = 6
"""With fewer entities more are added than taken away."""

NAMES = ["door", "crate", "coin", "Grüße", "a b"]
TAGS = ["hero", "coin", "wall"]
COMPONENTS = {
    "Transform": ["x", "y", "rotation"],
    "Sprite": ["image", "opacity", "tint"],
    "Unheard": ["of", "list"],
}


def value(rng):
    """Return some JSON that a scene file can hold."""
    return rng.choice(
        [
            rng.random() * 100,
            rng.randrange(-5, 5),
            float(rng.randrange(3)),
            rng.random() < 0.5,
            None,
            "".join(rng.choices(string.ascii_letters + "ü€😀\n", k=3)),
            [1, 2.0, [rng.randrange(3)]],
            {"a": [], "b": {"c": rng.random()}},
        ]
    )


def fields(rng, component):
    return {name: value(rng) for name in COMPONENTS[component] if rng.random() < 0.5}


def entity(rng, parent=""):
    data = zn.EntityData(parent=parent)
    data.name = rng.choice([None, *NAMES])
    data.tags = rng.choice([None, [], rng.sample(TAGS, 2)])
    data.order = rng.choice([0, 1, 2.5, -1])
    data.prefab = rng.choice(["", "", "cart"])
    for component in rng.sample(list(COMPONENTS), rng.randrange(3)):
        data.components[component] = fields(rng, component)
    if data.prefab and rng.random() < 0.5:
        data.overrides["wheel"] = zn.EntityData(components={"Sprite": fields(rng, "Sprite")})
    return data


def cart():
    """Return a prefab: a body with a wheel."""
    return zn.SceneDocument(
        {
            "body": zn.EntityData(components={"Transform": {}, "Sprite": {"image": "crate"}}),
            "wheel": zn.EntityData(
                parent="body",
                tags=["round"],
                components={"Transform": {"y": 16.0}, "Sprite": {"image": "ball"}},
            ),
        },
        kind="prefab",
    )


def prefabs():
    library = zn.Prefabs()
    library.put("cart", cart())
    return library


def some_key(rng, scene, *, inside=True):
    """Return the id of some entity, now and then inside an instance, or of none that is there."""
    key = rng.choice(sorted(scene.entities) or ["nobody"])
    if rng.random() < 0.02:
        return "nobody"
    return f"{key}/wheel" if inside and rng.random() < 0.3 else key


def operation(rng, scene):
    """Return a random operation, which may be one that cannot be done."""
    component = rng.choice(list(COMPONENTS))
    kind = rng.randrange(10)
    if kind < 4:
        key = rng.choice(["", some_key(rng, scene), some_key(rng, scene)])
        given = op.UNSET if rng.random() < 0.2 else value(rng)
        return op.SetField(key, component, rng.choice(COMPONENTS[component]), given)
    if kind < 5:
        given = None if rng.random() < 0.4 else fields(rng, component)
        return op.SetComponent(rng.choice(["", some_key(rng, scene)]), component, given)
    if kind < 7:
        return part(rng, scene)
    if kind < 8:
        given = None if rng.random() < 0.3 else zn.EntityData(name=rng.choice(NAMES))
        return op.SetOverride(some_key(rng, scene) + "/wheel", given)
    if kind < 9 or len(scene.entities) < FEWEST:
        above = rng.choice(["", *scene.entities])
        key = free_id(scene.entities, rng.choice(NAMES))
        return op.PutEntities({key: entity(rng, above)})
    gone = subtree(scene, some_key(rng, scene, inside=False))
    return op.PutEntities(dict.fromkeys(gone if len(gone) < 4 else gone[-1:]))


def part(rng, scene):
    options = {
        "name": [None, "", *NAMES],
        "tags": [None, [], TAGS[:2]],
        "parent": ["", *scene.entities, "nobody"],
        "order": [0, 3, 1.5],
        "prefab": ["", "cart"],
        "without": [[], ["Sprite"]],
        "removed": [True, False],
    }
    name = rng.choice(list(options))
    return op.SetPart(some_key(rng, scene), name, rng.choice(options[name]))


def rng(seed):
    return random.Random(seed)
