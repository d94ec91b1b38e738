"""Prefabs: instances that follow their file, nested, changed field by field, never in a ring."""

import sys

import pytest

import zenith as zn
from zenith.prefab import check_name
from zenith.scenefile import Misfit, dumps, parse_document


@zn.component
class Aim:
    at: zn.Entity | None = None
    others: list[zn.Entity] = []


TYPES = zn.Types([Aim])


def prefab(**entities):
    return zn.SceneDocument({k: zn.EntityData(**v) for k, v in entities.items()}, kind="prefab")


def parts(**components):
    return {"components": components}


def scene(**entities):
    return zn.SceneDocument({k: zn.EntityData(**v) for k, v in entities.items()})


@pytest.fixture
def prefabs():
    """A wheel, a cart with two wheels, and a train that is a cart with a lamp."""
    library = zn.Prefabs()
    library.put(
        "wheel",
        prefab(
            hub=parts(Transform={"y": 5.0}, Sprite={"image": "ball"}, Aim={"at": "spoke"}),
            spoke={
                "parent": "hub",
                "name": "spoke",
                **parts(Transform={"x": 1.0}, Aim={"at": "hub"}),
            },
        ),
    )
    library.put(
        "cart",
        prefab(
            body={
                "name": "cart",
                "tags": ["cart"],
                **parts(Transform={}, Aim={"at": "left/spoke"}),
            },
            left={"prefab": "wheel", "parent": "body", **parts(Transform={"x": -10.0})},
            right={
                "prefab": "wheel",
                "parent": "body",
                "overrides": {"spoke": zn.EntityData(components={"Transform": {"x": 2.0}})},
            },
        ),
    )
    library.put(
        "train",
        prefab(
            base={"prefab": "cart", "name": "train", **parts(Sprite={"image": "crate"})},
            lamp={
                "parent": "base/left",
                **parts(Aim={"at": "base", "others": ["base/right/spoke"]}),
            },
        ),
    )
    return library


def made_of(document, prefabs):
    world = zn.World(types=zn.Types(TYPES))
    return world, zn.instantiate(document, world, prefabs=prefabs)


def test_an_instance_is_the_whole_subtree(prefabs):
    _world, made = made_of(scene(a={"prefab": "cart"}), prefabs)
    assert list(made) == ["a", "a/left", "a/left/spoke", "a/right", "a/right/spoke"]
    assert made["a"].name == "cart"
    assert made["a"].tags == {"cart"}
    assert made["a/left"].parent == made["a"]
    assert made["a/left/spoke"].parent == made["a/left"]
    assert made["a/left"][zn.Transform].x == -10.0
    assert made["a/left"][zn.Transform].y == 5.0
    assert made["a/right/spoke"][zn.Transform].x == 2.0
    assert made["a/left/spoke"][zn.Transform].x == 1.0


def test_references_mean_the_entities_of_their_own_instance(prefabs):
    _, made = made_of(scene(a={"prefab": "cart"}, b={"prefab": "train"}), prefabs)
    assert made["a"][Aim].at == made["a/left/spoke"]
    assert made["a/left"][Aim].at == made["a/left/spoke"]
    assert made["a/left/spoke"][Aim].at == made["a/left"]
    assert made["b/lamp"][Aim].at == made["b"]
    assert made["b/lamp"][Aim].others == [made["b/base/right/spoke"]]
    assert made["b/lamp"].parent == made["b/base/left"]
    assert made["b"].name == "train"
    assert made["b"][Aim].at == made["b/base/left/spoke"]


def test_a_scene_changes_single_fields_of_an_instance(prefabs):
    document = scene(
        a={
            "prefab": "cart",
            "name": "mine",
            "tags": [],
            "components": {"Transform": {"x": 50.0}, "CircleShape": {"radius": 3.0}},
            "without": ["Aim"],
            "overrides": {
                "left": zn.EntityData(components={"Sprite": {"opacity": 0.5}}),
                "left/spoke": zn.EntityData(name="bent", components={"Transform": {"y": 7.0}}),
                "right": zn.EntityData(removed=True),
            },
        },
        b={"parent": "a/left/spoke", **parts(Transform={}, Aim={"at": "a/left"})},
    )
    world, made = made_of(document, prefabs)
    assert made["a"].name == "mine"
    assert not made["a"].tags
    assert made["a"][zn.Transform].x == 50.0
    assert made["a"][zn.CircleShape].radius == 3.0
    assert not made["a"].has(Aim)
    left = made["a/left"][zn.Sprite]
    assert world.names[world.names.id(left.image)] == "ball"
    assert left.opacity == 0.5
    assert made["a/left/spoke"].name == "bent"
    assert (made["a/left/spoke"][zn.Transform].x, made["a/left/spoke"][zn.Transform].y) == (
        1.0,
        7.0,
    )
    assert "a/right" not in made
    assert "a/right/spoke" not in made
    assert made["b"].parent == made["a/left/spoke"]
    assert made["b"][Aim].at == made["a/left"]


def test_a_change_of_the_prefab_reaches_every_instance_that_says_nothing_itself(prefabs):
    document = scene(a={"prefab": "wheel"}, b={"prefab": "wheel", **parts(Transform={"y": 1.0})})
    changed = prefabs.get("wheel").copy()
    changed.entities["hub"].components["Transform"]["y"] = 9.0
    prefabs.put("wheel", changed)
    _, made = made_of(document, prefabs)
    assert made["a"][zn.Transform].y == 9.0
    assert made["b"][zn.Transform].y == 1.0


def test_a_change_that_means_nobody_is_kept_and_told(prefabs):
    change = zn.EntityData(components={"Transform": {"x": 1.0}})
    document = scene(a={"prefab": "cart", "overrides": {"lefd": change, "body": change}})
    found = zn.check_document(document, TYPES, prefabs)
    assert [p.harmless for p in found] == [True, True]
    assert 'did you mean "left"?' in str(found[0])
    assert 'beside "prefab"' in str(found[1])
    assert parse_document(dumps(document)) == document


def test_overrides_are_listed_and_taken_back(prefabs):
    document = scene(
        a={
            "prefab": "cart",
            **parts(Transform={"x": 5.0, "y": 6.0}),
            "overrides": {"left": zn.EntityData(components={"Transform": {"x": 1.0}})},
        }
    )
    assert [
        (o.inner, o.component, o.field, o.value) for o in zn.prefab_overrides(document, "a")
    ] == [
        ("", "Transform", "x", 5.0),
        ("", "Transform", "y", 6.0),
        ("left", "Transform", "x", 1.0),
    ]
    assert zn.revert_override(document, "a", "Transform", "x") == 5.0
    assert zn.revert_override(document, "a", "Transform", "x", "left") == 1.0
    assert document.entities["a"].overrides == {}
    assert [o.field for o in zn.prefab_overrides(document, "a")] == ["y"]
    _, made = made_of(document, prefabs)
    assert made["a"][zn.Transform].x == 0.0
    assert made["a/left"][zn.Transform].x == -10.0
    with pytest.raises(zn.SceneError, match=r"(?s)not set here.*Transform\.y"):
        zn.revert_override(document, "a", "Transform", "x")
    with pytest.raises(zn.SceneError, match="no instance"):
        zn.prefab_overrides(scene(b={}), "b")


def test_an_override_can_be_put_into_the_prefab(prefabs):
    document = scene(
        a={
            "prefab": "cart",
            **parts(Transform={"x": 5.0}, Aim={"at": "a/right"}),
            "overrides": {"left/spoke": zn.EntityData(components={"Transform": {"x": 3.0}})},
        },
        b={"prefab": "cart"},
    )
    _, before = made_of(document, prefabs)
    poses = {key: before[key][zn.Transform].x for key in before if key.startswith("a")}
    zn.apply_override(document, "a", "Transform", "x", prefabs)
    zn.apply_override(document, "a", "Transform", "x", prefabs, "left/spoke")
    cart = zn.apply_override(document, "a", "Aim", "at", prefabs, types=TYPES)
    assert cart.entities["body"].components["Aim"] == {"at": "right"}
    assert cart.entities["left"].overrides["spoke"].components == {"Transform": {"x": 3.0}}
    assert document.entities["a"] == zn.EntityData(prefab="cart")
    _, after = made_of(document, prefabs)
    assert {key: after[key][zn.Transform].x for key in poses} == poses
    assert after["b"][zn.Transform].x == 5.0
    assert after["b"][Aim].at == after["b/right"]


def test_what_lies_outside_the_instance_cannot_be_put_into_the_prefab(prefabs):
    document = scene(a={"prefab": "cart", **parts(Aim={"at": "b"})}, b={})
    with pytest.raises(zn.SceneError, match="an entity of the instance"):
        zn.apply_override(document, "a", "Aim", "at", prefabs, types=TYPES)
    assert document.entities["a"].components == {"Aim": {"at": "b"}}


def test_what_is_not_set_cannot_be_put_into_the_prefab(prefabs):
    document = scene(a={"prefab": "cart"})
    before = prefabs.get("cart").copy()
    with pytest.raises(zn.SceneError, match="not set here"):
        zn.apply_override(document, "a", "Transform", "x", prefabs, "left/spoke")
    assert prefabs.get("cart") == before
    change = zn.EntityData(components={"Transform": {"x": 1.0}})
    document.entities["a"].overrides["lefd"] = change
    with pytest.raises(zn.PrefabError, match='did you mean "left"'):
        zn.apply_override(document, "a", "Transform", "x", prefabs, "lefd")
    assert document.entities["a"].overrides == {"lefd": change}


@pytest.mark.parametrize("ring", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_prefabs_that_hold_themselves_are_named(ring):
    library = zn.Prefabs()
    for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
        library.put(here, prefab(root={}, inner={"prefab": there, "parent": "root"}))
    with pytest.raises(zn.PrefabError) as caught:
        made_of(scene(x={"prefab": "a"}), library)
    assert " -> ".join([*ring, "a"]) in str(caught.value)


def test_prefabs_lie_only_so_deep():
    library = zn.Prefabs()
    for k in range(20):
        library.put(f"p{k}", prefab(root={"prefab": f"p{k + 1}"} if k < 19 else {}))
    with pytest.raises(zn.PrefabError, match="more than 16 deep"):
        made_of(scene(x={"prefab": "p0"}), library)
    assert len(made_of(scene(x={"prefab": "p4"}), library)[1]) == 1


def test_a_bomb_of_prefabs_is_counted_before_it_is_made():
    library = zn.Prefabs()
    for k in range(12):
        inner = {
            f"i{n}": {"prefab": f"p{k + 1}", "parent": "root"} for n in range(10 if k < 11 else 0)
        }
        library.put(f"p{k}", prefab(root={}, **inner))
    with pytest.raises(zn.SceneError, match="at most 100,000"):
        made_of(scene(x={"prefab": "p0"}), library)


def test_a_prefab_has_one_root():
    head = '{"zenith": "prefab", "version": 1, "entities": '
    for body in ("{}", '{"a": {}, "b": {}}'):
        with pytest.raises(zn.PrefabError, match="without a parent"):
            parse_document(head + body + "}", kind="prefab")


# Files.


@pytest.fixture
def project(tmp_path):
    (tmp_path / "prefabs" / "enemies").mkdir(parents=True)
    bat = prefab(bat={"name": "bat", **parts(Transform={"x": 1.0}, Sprite={"image": "ball"})})
    zn.save_scene(bat, tmp_path / "prefabs" / "enemies" / "bat.prefab")
    zn.save_scene(prefab(coin=parts(Transform={})), tmp_path / "coin.prefab")
    (tmp_path.parent / "outside.prefab").write_bytes((tmp_path / "coin.prefab").read_bytes())
    return tmp_path


def test_prefabs_are_found_in_their_folder_and_beside(project):
    library = zn.Prefabs(project)
    assert library.names() == ["coin", "enemies/bat"]
    assert library.get("enemies/bat").root == "bat"
    assert library.get("coin").root == "coin"
    with pytest.raises(zn.PrefabError, match='did you mean "coin"'):
        library.get("coni")


def test_a_wrong_case_is_an_error_everywhere(project):
    with pytest.raises(zn.PrefabError, match="capital letters count"):
        zn.Prefabs(project).get("Coin")


OUTSIDE = [
    "../outside", "/etc/passwd", "\\\\host\\share\\x", "C:/x", "C:x", "c:\\x", "a/../../outside",
    "file:///x", "http://x/y", "~/x", "a\\..\\x", "a//b", "a/./b", "./a", "con", "enemies/NUL.x",
    "a\0b", "a.", "a ", "a/", "x" * 300, "coin?", "a:b", "aux.prefab", "..",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_project(project, name):
    with pytest.raises(Misfit):
        check_name(name)
    document = scene(a={"prefab": name})
    with pytest.raises(zn.PrefabError):
        zn.instantiate(document, zn.World(), prefabs=zn.Prefabs(project))
    image = scene(a=parts(Sprite={"image": name}))
    with pytest.raises(zn.SceneError):
        zn.instantiate(image, zn.World())


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_leads_out_of_the_project(project):
    (project / "prefabs" / "link.prefab").symlink_to(project.parent / "outside.prefab")
    with pytest.raises(zn.PrefabError, match="a link that leads out"):
        zn.Prefabs(project).get("link")


# While the game runs.


def test_a_prefab_is_spawned_while_the_game_runs(project):
    spawned = []

    def shoot(world, dt):
        mother = world.find("mother")
        spawned.append(
            zn.spawn_prefab(world, "enemies/bat", zn.Transform(x=9), name="x", parent=mother)
        )

    app = zn.App("Shoot", [shoot], assets=project)
    app.world.spawn(zn.Transform(x=100), name="mother")
    for _ in range(3):
        app.tick()
    assert len({e.handle for e in spawned}) == 3
    assert all(e.name == "x" and zn.world_pose(e).x == 109 for e in spawned)
    assert app.world.count(zn.Sprite) == 3


def test_an_edited_prefab_is_read_anew_when_asked(project):
    library = zn.Prefabs(project)
    world = zn.World()
    world.set_resource(library, transient=True)
    assert zn.spawn_prefab(world, "coin")[zn.Transform].x == 0
    changed = zn.load_scene(project / "coin.prefab", kind="prefab")
    changed.entities["coin"].components["Transform"]["x"] = 4.0
    zn.save_scene(changed)
    assert zn.spawn_prefab(world, "coin")[zn.Transform].x == 0
    library.forget("coin")
    assert zn.spawn_prefab(world, "coin")[zn.Transform].x == 4.0


def test_a_prefab_names_its_own_file_and_line_when_it_is_wrong(project):
    file = project / "coin.prefab"
    file.write_text(file.read_text("utf-8").replace("{}", '{"x": "far"}'), "utf-8")
    with pytest.raises(zn.SceneError) as caught:
        zn.instantiate(scene(a={"prefab": "coin"}), zn.World(), prefabs=zn.Prefabs(project))
    problem = caught.value.args[0]
    assert problem.file.endswith("coin.prefab")
    assert problem.line == 7
    assert problem.pointer == "/entities/coin/components/Transform/x"
