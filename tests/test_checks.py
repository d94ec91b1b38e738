"""Heavy and strict checks: correct games pass, each planted fault is found in its place."""

from pathlib import Path

import pytest

import zenith as zn
from zenith.checks import Onlooker, divergence

GAME = Path(__file__).resolve().parent.parent / "examples" / "breakout"


def make_with(*systems, script=None, draw=None, resource=None):
    """Return a function that makes a game of one entity called hero."""

    def make():
        app = zn.App("Planted", systems=systems, draw=draw, size=(64, 36))
        parts = () if script is None else (script(),)
        app.world.spawn(zn.Transform(x=1), zn.Sprite("crate"), *parts, name="hero")
        if resource is not None:
            app.world.set_resource(resource())
        return app

    return make


def heavy(make, ticks=5):
    return zn.testing.check_heavy(zn.testing.Game(make), ticks)


def strict(make, ticks=5):
    return zn.testing.check_strict(zn.testing.Game(make), ticks)


def drift(world, dt):
    for pose in world.columns(zn.Transform):
        pose.x += 60 * dt


class Walker(zn.Script):
    """Walks by chance, and keeps all that it needs in fields."""

    steps: int = 0
    trail: list[float] = []

    def tick(self, dt):
        self.steps += 1
        self.entity[zn.Transform].x += self.random.uniform(0, 2)
        self.trail.append(self.entity[zn.Transform].x)


class Counting:
    """A system with a counter in a closure."""

    def __init__(self):
        self.calls = 0

    def __call__(self, world, dt):
        self.calls += 1
        world.find("hero")[zn.Transform].y = float(self.calls)


class Forgetful(zn.Script):
    """Keeps a number where no state is: its name begins with an underscore."""

    def start(self):
        self._count = 0

    def tick(self, dt):
        self._count = getattr(self, "_count", 0) + 1
        if self._count > 3:
            self.entity[zn.Transform].rotation += 1.0


class NeedsItsAttribute(zn.Script):
    """Fails without the attribute that it set in `start`."""

    def start(self):
        self._home = 7.0

    def tick(self, dt):
        self.entity[zn.Transform].y = self._home


class Purse:
    """A resource that forgets a field when it is saved."""

    def __init__(self):
        self.coins, self.bonus = 0, 0

    def get_state(self):
        return {"coins": self.coins}

    def set_state(self, state):
        self.coins, self.bonus = state["coins"], 0


def earn(world, dt):
    purse = world.resource(Purse)
    purse.bonus += 1
    purse.coins += purse.bonus


class KeepsAnArray:
    """A system that keeps a column, as it was handed out or a part of it."""

    def __init__(self, use, part=None):
        self.kept = None
        self.use = use
        self.part = part

    def __call__(self, world, dt):
        for pose in world.columns(zn.Transform):
            if self.kept is None:
                self.kept = pose.x if self.part is None else pose.x[self.part]
        self.use(self.kept, world)


def add_one(array, world):
    array += 1.0


def copy_over(array, world):
    world.find("hero")[zn.Transform].y = float(array[0])


@pytest.mark.parametrize("check", [heavy, strict])
def test_a_correct_game_passes(check):
    report = check(make_with(drift, script=Walker), 130)
    assert report.passed, str(report)
    assert report.ticks == 130
    assert report.compared == 390
    assert "130 ticks, 390 comparisons" in str(report)
    assert report.drawn == (130 if check is strict else 0)


def test_the_game_given_is_not_touched():
    game = zn.testing.Game(make_with(drift, script=Walker)).ticks(7)
    before = game.digest()
    assert zn.testing.check_heavy(game, 5).passed
    assert zn.testing.check_strict(game, 5).passed
    assert (game.digest(), game.app.ticks) == (before, 7)
    assert game.again().digest() == before


@pytest.mark.parametrize("check", [heavy, strict])
def test_a_counter_in_a_closure_is_located(check):
    report = check(make_with(Counting()))
    assert report.differences
    assert (report.first.place.part, report.first.place.field) == ("Transform", "y")
    assert report.first.tick == 1
    assert "hero" in report.first.place.entity
    assert report.first.place.left != report.first.place.right


@pytest.mark.parametrize("check", [heavy, strict])
def test_module_state_is_located(check, tmp_path):
    (tmp_path / "main.py").write_text(
        "import zenith as zn\n"
        "calls = []\n"
        "def count(world, dt):\n"
        "    calls.append(1)\n"
        "    world.find('hero')[zn.Transform].y = float(len(calls))\n"
        "app = zn.App('State', systems=[count])\n"
        "app.world.spawn(zn.Transform(), name='hero')\n"
        "app.run()\n",
        "utf-8",
    )
    game = zn.testing.load(tmp_path)
    run = zn.testing.check_heavy if check is heavy else zn.testing.check_strict
    first = run(game, 3).first
    assert (first.tick, first.place.part, first.place.field) == (1, "Transform", "y")
    assert first.place.entity == '"hero"'


def test_an_undeclared_attribute_that_matters_is_located():
    report = heavy(make_with(script=Forgetful), 10)
    assert (report.first.place.part, report.first.place.field) == ("Transform", "rotation")
    assert report.first.runs == ("live", "restored")
    assert report.first.tick == 4
    assert (report.first.place.left, report.first.place.right) == ("1.0", "0.0")


def test_it_is_located_among_bodies_too_where_restoring_is_exact_every_120_ticks_only():
    def make():
        app = make_with(script=Forgetful)()
        app.world.spawn(zn.Transform(y=-20), zn.Body(), zn.CircleCollider(5))
        app.world.spawn(zn.Transform(y=20), zn.BoxCollider(200, 10))
        app.world.set_resource(zn.Gravity(y=300))
        return app

    report = heavy(make, 130)
    assert (report.first.place.part, report.first.place.field) == ("Transform", "rotation")
    assert report.first.tick == 121


def test_a_script_that_fails_once_it_is_restored_is_told():
    report = heavy(make_with(script=NeedsItsAttribute))
    assert isinstance(report.first, zn.GameError)
    assert "NeedsItsAttribute" in str(report.first)
    assert "_home" in str(report.first)


def test_a_resource_that_forgets_a_field_is_located():
    report = heavy(make_with(earn, resource=Purse))
    assert (report.first.place.part, report.first.place.field) == ("resource Purse", "coins")
    assert report.first.tick == 2
    assert (report.first.place.left, report.first.place.right) == ("3", "2")


@pytest.mark.parametrize("check", [heavy, strict])
def test_a_game_that_fails_by_itself_fails_the_check_with_its_own_error(check):
    def fail(world, dt):
        if world.tick == 3:
            raise ValueError("by itself")

    with pytest.raises(zn.GameError, match="by itself"):
        check(make_with(fail))


def test_what_cannot_be_copied_is_told_with_its_place():
    class Holder(zn.Script):
        def tick(self, dt):
            self.handler = print

    with pytest.raises(zn.ZenithError, match=r"Holder\.handler|handler"):
        heavy(make_with(script=Holder))


@pytest.mark.parametrize("part", [None, slice(0, 1)], ids=["the column", "a part of it"])
def test_writing_into_a_kept_array_is_told_with_system_component_and_field(part):
    report = strict(lambda: make_with(KeepsAnArray(add_one, part))())
    assert isinstance(report.first, zn.GameError)
    assert "system KeepsAnArray writes into an array of Transform.x" in str(report.first)
    assert "valid until the system returns" in str(report.first)


def test_the_line_that_writes_into_a_kept_array_is_told():
    report = strict(lambda: make_with(KeepsAnArray(add_one))())
    assert "in add_one" in str(report.first)


def test_reading_a_kept_array_is_located():
    report = strict(lambda: make_with(KeepsAnArray(copy_over))(), 3)
    assert (report.first.place.part, report.first.place.field) == ("Transform", "y")
    assert report.first.tick == 2
    assert "-858993460" in report.first.place.right


def move_it(canvas, world):
    world.find("hero")[zn.Transform].x += 1


def spawn_one(canvas, world):
    world.spawn(zn.Transform())


def write_a_column(canvas, world):
    for pose in world.columns(zn.Transform):
        pose.x[:] = 0


def take_chance(canvas, world):
    world.random.uniform()


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        (move_it, "Transform.x cannot be changed while the world is drawn"),
        (write_a_column, "Transform.x cannot be changed while the world is drawn"),
        (spawn_one, r"spawn\(\) is refused while the world is drawn"),
        (take_chance, "random number is refused while the world is drawn"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_draw_function_that_changes_the_world_is_told_with_its_line(hook, said):
    def make():
        app = make_with(drift)()
        app.scene.draw = lambda canvas: hook(canvas, app.world)
        return app

    report = strict(make)
    assert isinstance(report.first, zn.GameError)
    assert f"in {hook.__name__}" in str(report.first)
    with pytest.raises(zn.GameError, match=said):
        raise report.first


def test_a_draw_function_that_changes_a_script_is_located():
    def make():
        app = make_with(script=Walker)()

        def draw(canvas):
            app.world.find("hero")[Walker].steps += 100

        app.scene.draw = draw
        return app

    report = strict(make)
    assert (report.first.place.part, report.first.place.field) == ("Walker", "steps")
    assert report.first.runs == ("before drawing", "after drawing")


@pytest.mark.parametrize("check", [zn.testing.check_heavy, zn.testing.check_strict])
def test_breakout_passes_played_by_its_demo(check):
    report = check(zn.testing.load(GAME, seed=5), 150, player="win")
    assert report.passed, str(report)
    assert report.ticks == 150


@pytest.mark.full
@pytest.mark.parametrize("check", [zn.testing.check_heavy, zn.testing.check_strict])
@pytest.mark.parametrize("name", ["win", "lose"])
def test_breakout_passes_for_two_thousand_ticks(check, name):
    run = zn.Recording.load(GAME / "replays" / f"{name}.json")
    report = check(zn.testing.load(GAME, seed=run.seed), 2000, player=run)
    assert report.passed, str(report)
    assert report.ticks == min(2000, run.ticks)


def test_a_player_by_name_needs_a_file():
    with pytest.raises(zn.UsageError, match="has no file"):
        zn.testing.check_heavy(zn.testing.Game(make_with(drift)), 3, player="win")
    with pytest.raises(zn.UnknownName, match='Did you mean "win"'):
        zn.testing.check_heavy(zn.testing.load(GAME), 3, player="wni")


def test_a_game_that_goes_back_in_time_passes():
    def turn(world, dt):
        world.find("hero")[zn.Transform].x += 1

    def make():
        app = make_with(turn)()
        app.scene.systems.append(
            lambda world, dt: app.history.rewind(5) if world.input.just_pressed("jump") else None
        )
        return app

    press = {"jump": 1.0}
    game = zn.testing.Game(make)
    report = zn.testing.check_heavy(
        game, 40, player=lambda world: press if world.tick % 9 == 8 else {}
    )
    assert report.passed, str(report)


def test_a_check_needs_a_game_that_can_be_made_again():
    game = zn.testing.drive(make_with(drift)())
    with pytest.raises(zn.UsageError, match="again"):
        zn.testing.check_heavy(game, 3)
    app = make_with(drift)()
    with pytest.raises(zn.UsageError, match="made twice"):
        zn.testing.check_heavy(zn.testing.Game(lambda: app), 3)


def test_scenes_that_come_and_go_are_followed():
    def level():
        return zn.Scene(
            [lambda world, dt: world.scenes.pop() if world.tick == 9 else None],
            start=lambda world: world.spawn(zn.Transform(), Walker(), name="inner"),
            name="level",
        )

    def push(world, dt):
        if world.tick % 20 == 5:
            world.scenes.push(level())

    for check in (heavy, strict):
        report = check(make_with(push, script=Walker), 70)
        assert report.passed, str(report)


def look_at_nine(world):
    world.resource(zn.Camera).look_at(9.0, 0.0)


def push_menu(app):
    app.scenes.push_now(zn.Scene(name="menu"))


def differs(change):
    one, other = make_with(drift)(), make_with(drift)()
    change(other)
    found = divergence(one, other, 3, ("left", "right"))
    place = None if found is None else found.place
    return place if place is None else (place.part, place.field, place.left, place.right)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda app: None, None),
        (lambda app: app.world.spawn(zn.Transform()), ("Transform", "", "nothing", "there")),
        (lambda app: app.world.find("hero").tags.add("a"), (":tags", None, None, None)),
        (lambda app: app.world.random.uniform(), (":random", "generator", None, None)),
        (lambda app: setattr(app.world.find("hero"), "name", "b"), (":names", None, None, None)),
        (lambda app: setattr(app.world, "tick", 4), (":tick", "tick", "0", "4")),
        (lambda app: look_at_nine(app.world), ("resource Camera", "x", "32.0", "9.0")),
        (lambda app: app.sounds.set_volume("sfx", 0.5), ("sounds", "", None, None)),
        (push_menu, ("the scene", "", "nothing", "menu")),
    ],
)  # fmt: skip
def test_every_part_of_a_game_is_compared(change, expected):
    found = differs(change)
    if expected is None:
        assert found is None
    else:
        assert found[0] == expected[0]
        assert [f if e is not None else None for e, f in zip(expected, found, strict=True)] == list(
            expected
        )


def test_the_onlooker_lets_draw_functions_measure_and_refuses_what_is_misspelt():
    app = make_with(drift)()
    sizes = []

    def draw(canvas):
        sizes.append(canvas.text("two words", 0, 0, size=8))
        canvas.rectangle(0, 0, 5, 5, outline=1)
        canvas.circle(0, 0, 5)
        canvas.line(0, 0, 5, 5)
        canvas.path([(0, 0), (5, 5)])
        canvas.polygon([(0, 0), (5, 5), (0, 5)])
        canvas.image("crate", 0, 0)

    app.scene.draw = draw
    onlooker = app.devices.painter = Onlooker(app.assets)
    app.draw()
    assert onlooker.calls == 7
    assert sizes[0].x > sizes[0].y > 0
    for wrong in (
        lambda canvas: canvas.image("crtae", 0, 0),
        lambda canvas: canvas.circle(0, 0, 1, blend="multiply"),
        lambda canvas: canvas.polygon([(0, 0)]),
    ):
        app.scene.draw = wrong
        with pytest.raises(zn.ZenithError):
            app.draw()
    with pytest.raises(zn.DeviceError, match="OpenGL"):
        onlooker.save(Path("picture.png"))
    assert onlooker.thumbnail() == b""
    onlooker.close()
