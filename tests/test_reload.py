"""The game's code, loaded again while it runs: nothing is lost, and broken code changes nothing."""

import gc
import os
import random
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import zenith as zn
from fakes import FakeAudio, FakePainter, FakeWindow
from zenith.app import Devices, load_app
from zenith.drivers import demo_player
from zenith.input import KeyEvent

FULL = bool(os.environ.get("ZENITH_FULL"))

RULES = """
    import enum
    import zenith as zn

    SPEED = 2

    class State(enum.Enum):
        SHUT = 1
        OPEN = 2

    @zn.component
    class Coin:
        value: int = 1
        weight: float = 2.5
        label: str = "copper"
        state: State = State.SHUT
        place: zn.Vec2 = zn.Vec2(1, 2)
        notes: list[int] = []

    @zn.component
    class Score:
        points: int = 0

    def collect(world, dt):
        for coin in world.query(Coin):
            coin.value += SPEED
        world.resource(Score).points += 1
"""
HERO = """
    import zenith as zn
    from rules import SPEED, Coin, State

    class Walker(zn.Script):
        pace: float = 2.0

        def tick(self, dt):
            self.pace += 1

    class Hero(Walker):
        lives: int = 3
        memory: list[int] = []

        def tick(self, dt):
            super().tick(dt)
            self.lives += SPEED
"""
MAIN = """
    import zenith as zn
    from hero import Hero
    from rules import Coin, Score, collect

    STEP = 3

    def drift(world, dt):
        for pose in world.query(zn.Transform):
            pose.x += STEP

    app = zn.App("Shop", systems=[collect, drift])
    for number in range(COUNT):
        app.world.spawn(zn.Transform(x=number), Coin(number), name=f"coin {number}")
    app.world.spawn(zn.Transform(), Hero(), name="hero")
    app.world.set_resource(Score(3))
    app.run()
"""


class Shop:
    """A small game in a folder, that a test edits while it runs."""

    def __init__(self, folder, count=20, **files):
        self.folder = folder
        texts = {"rules": RULES, "hero": HERO, "main": MAIN, **files}
        for name, text in texts.items():
            self.write(name, textwrap.dedent(text).replace("COUNT", str(count)))
        self.app = load_app(folder)
        self.now = 0.0

    @property
    def world(self):
        return self.app.world

    def file(self, name):
        return self.folder / f"{name}.py"

    def write(self, name, text):
        self.file(name).write_text(text, "utf-8")

    def change(self, name, *pairs):
        text = self.file(name).read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        self.write(name, text)

    def edit(self, name, *pairs):
        """Change a file and load it; it must be taken in."""
        self.change(name, *pairs)
        done = self.app.reload([self.file(name)])
        assert done.ok, str(done)
        return done

    def refused(self, name, *pairs):
        """Change a file that is refused, with everything as it was; return why."""
        before, names = self.app.digest(), dict(sys.modules[name].__dict__)
        kinds = {k: dict(vars(v)) for k, v in names.items() if isinstance(v, type)}
        self.change(name, *pairs)
        done = self.app.reload([self.file(name)])
        assert not done.ok
        assert done.modules == ()
        assert self.app.digest() == before
        assert sys.modules[name].__dict__ == names
        for kind, body in kinds.items():
            assert {k: v for k, v in vars(names[kind]).items() if k in body} == body
        return done.failure

    def tick(self, count=1):
        for _ in range(count):
            self.app.tick()

    def frames(self, count=1):
        for _ in range(count):
            self.app.frame(self.now)
            self.now += 1 / 60

    def open(self):
        self.app.devices = Devices(FakeWindow(), FakePainter(), FakeAudio())
        self.frames(2)

    def coins(self, field):
        return [getattr(c, field) for c in self.world.query(sys.modules["rules"].Coin)]

    @property
    def hero(self):
        return self.world.find("hero")[sys.modules["hero"].Hero]


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)


def state(app):
    """Return all that entities hold, by value."""
    return [
        (e.handle, e.name, e.tags, {c.__name__: repr(e[c]) for c in app.world.components(e)})
        for e in app.world.entities()
    ]


# Functions.


def test_a_changed_system_runs_in_the_next_tick(shop):
    shop.edit("rules", ("coin.value += SPEED", "coin.value -= 1"))
    shop.tick()
    assert shop.coins("value") == [n - 1 for n in range(20)]


def test_nothing_is_changed_by_loading_the_same_code_again(shop):
    shop.tick(3)
    before, digest = state(shop.app), shop.app.digest()
    assert shop.edit("rules").modules == ("rules", "hero", "__main__")
    assert (state(shop.app), shop.app.digest()) == (before, digest)


def test_a_constant_reaches_the_modules_that_import_it_by_name(shop):
    shop.edit("rules", ("SPEED = 2", "SPEED = 50"))
    shop.tick()
    assert shop.hero.lives == 53
    assert shop.coins("value")[0] == 50


def test_the_main_file_makes_no_second_app(shop):
    app, main = shop.app, shop.app.names
    done = shop.app.reload([shop.file("main")])
    shop.edit("main", ("STEP = 3", "STEP = 1000"))
    assert done.modules == ("__main__",)
    assert main["app"] is app
    shop.tick()
    assert shop.world.find("coin 1")[zn.Transform].x == 1001


def test_annotations_as_text_are_understood_in_the_main_file(tmp_path):
    main = """
        from __future__ import annotations
        import zenith as zn

        @zn.component
        class Friend:
            size: float = 1.0

        app = zn.App()
        app.run()
    """
    shop = Shop(tmp_path, main=main)
    friend = shop.world.spawn(shop.app.names["Friend"](2.5))
    shop.edit(
        "main", ("size: float = 1.0", "size: float = 1.0\n    shape: zn.Vec2 = zn.Vec2(3, 4)")
    )
    assert friend[shop.app.names["Friend"]].shape == zn.Vec2(3, 4)


def test_super_means_the_class_in_use(shop):
    shop.edit("hero", ("self.pace += 1", "self.pace += 100"))
    shop.tick()
    assert (shop.hero.pace, shop.hero.lives) == (102, 5)
    shop.edit("hero", ("super().tick(dt)", "pass"))
    shop.tick()
    assert shop.hero.pace == 102
    shop.edit("hero", ("        pass\n", "        super().tick(dt)\n"))
    shop.tick()
    assert shop.hero.pace == 202


HELPERS = """
    import functools

    def loud(function):
        @functools.wraps(function)
        def wrapped(*args):
            return function(*args) * FACTOR
        return wrapped

    FACTOR = 2

    def adder(step):
        def add(value):
            return value + step
        return add

    @loud
    def shout(value):
        return value + 1

    add_two = adder(2)
    half = functools.partial(pow, 4)

    @functools.lru_cache
    def cached(value):
        return value + 1

    class Tool:
        size = 3

        class Part:
            def weigh(self):
                return 1

        def __init__(self):
            self.part = self.Part()

        @classmethod
        def make(cls):
            return cls()

        @staticmethod
        def twice(value):
            return value * 2

        @property
        def area(self):
            return self.size * 2

        def weigh(self):
            return self.part.weigh()

    class Hammer(Tool):
        def weigh(self):
            return super().weigh() + 10

    TOOLS = {"hammer": Hammer, "all": [Tool, Hammer]}
    FIRST = Hammer()
"""


@pytest.fixture
def helpers(tmp_path):
    shop = Shop(tmp_path, helpers=HELPERS, main="import helpers\n" + textwrap.dedent(MAIN))
    return shop, sys.modules["helpers"]


def test_closures_and_decorated_functions_are_made_over_where_they_are_held(helpers):
    shop, module = helpers
    shout, add = module.shout, module.add_two
    shop.edit("helpers", ("return value + 1", "return value + 5"), ("adder(2)", "adder(20)"))
    assert (shout(1), add(1)) == (12, 21)
    shop.edit("helpers", ("FACTOR = 2", "FACTOR = 3"), ("value + step", "value - step"))
    assert (shout(1), add(1)) == (18, -19)
    assert module.cached(1) == 6


def test_a_function_whose_own_variables_change_is_made_over_too(helpers):
    shop, module = helpers
    add, shout = module.add_two, module.shout
    shop.edit(
        "helpers",
        ("return value + step", "return value + step * more"),
        ("def add(value):", "more = 100\n    def add(value):"),
        ("return function(*args) * FACTOR", "return -1"),
    )
    assert (add(1), module.add_two(1)) == (201, 201)
    assert (shout(1), module.shout(1)) == (-1, -1)
    shop.edit("helpers", ("step * more", "step - more"), ("return -1", "return -2"))
    assert (add(1), module.add_two(1), shout(1)) == (-97, -97, -2)


def test_methods_properties_and_nested_classes_reach_objects_that_live(helpers):
    shop, module = helpers
    hammer, make, part = module.Hammer.make(), module.Hammer.make, module.Tool.Part
    shop.edit(
        "helpers",
        ("return self.size * 2", "return self.size * 7"),
        ("return 1\n", "return 5\n"),
        ("value * 2", "value * 9"),
        ("return cls()", "made = cls()\n        made.size = 4\n        return made"),
    )
    assert hammer.area == 21
    assert hammer.weigh() == 15
    assert hammer.twice(2) == 18
    assert make().size == 4
    assert isinstance(hammer, module.Tool)
    assert module.Tool.Part is part


def test_new_code_means_the_classes_in_use_wherever_it_names_them(helpers):
    shop, module = helpers
    tool, hammer = module.Tool, module.Hammer
    shop.edit(
        "helpers",
        ("FIRST = Hammer()", "FIRST = Hammer()\nclass Saw(Tool):\n    pass\nALSO = (Saw(),)"),
    )
    assert module.Hammer is hammer
    tools = module.TOOLS
    assert tools == {"hammer": hammer, "all": [tool, hammer]}
    assert type(module.FIRST) is hammer
    assert type(module.FIRST.part) is tool.Part
    assert module.Saw.__bases__ == (tool,)
    assert isinstance(module.ALSO[0], tool)
    saw = module.Saw()
    shop.edit("helpers", ("return 1\n", "return 8\n"))
    assert saw.weigh() == 8


def test_names_that_the_code_lost_are_gone(helpers):
    shop, module = helpers
    shop.edit("helpers", ("FACTOR = 2", "OTHER = 2"), ("size = 3", "width = 3"))
    assert not hasattr(module, "FACTOR")
    assert not hasattr(module.Tool, "size")
    assert module.Tool.width == 3


def test_a_partial_among_the_systems_is_replaced(tmp_path):
    main = MAIN.replace("systems=[collect, drift]", "systems=[moved]").replace(
        "    STEP = 3", "    import tools\n    from tools import moved\n    STEP = 3"
    )
    tools = """
        import functools
        import zenith as zn
        def move(step, world, dt):
            for pose in world.query(zn.Transform):
                pose.x += step
        moved = functools.partial(move, 5)
    """
    shop = Shop(tmp_path, main=main, tools=tools)
    shop.edit("tools", ("(move, 5)", "(move, 70)"))
    shop.tick()
    assert shop.world.find("coin 1")[zn.Transform].x == 71


ODD = """
    import abc
    import contextlib
    import dataclasses
    import enum
    import typing

    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self): ...

    class Square(Shape):
        def area(self):
            return 1

    @dataclasses.dataclass(slots=True)
    class Pair:
        x: int = 0

        def __add__(self, other):
            return Pair(self.x + other.x)

    @dataclasses.dataclass
    class Bag:
        items: list = dataclasses.field(default_factory=list)

    class Point(typing.NamedTuple):
        a: int = 1

        def twice(self):
            return self.a * 2

    class Slotted:
        __slots__ = ("held",)

        def __init__(self):
            self.held = 1

        @property
        def value(self):
            return self.held

        @value.setter
        def value(self, new):
            self.held = new

    @contextlib.contextmanager
    def room():
        yield 5

    class Meta(type):
        def hello(cls):
            return "hello"

    class Made(metaclass=Meta):
        pass

    T = typing.TypeVar("T")

    class Box(typing.Generic[T]):
        def open(self):
            return 1

    class Oops(Exception):
        pass

    def fail():
        raise Oops("no")

    class Number(enum.IntEnum):
        ONE = 1

    class Way(enum.Flag):
        LEFT = 1
        RIGHT = 2
"""


def test_every_kind_of_class_and_function_is_made_over(tmp_path):
    shop = Shop(tmp_path, odd=ODD, main="import odd\n" + textwrap.dedent(MAIN))
    odd = sys.modules["odd"]
    square, pair, point, slotted = odd.Square(), odd.Pair(3), odd.Point(4), odd.Slotted()
    made, box, one, room, oops = odd.Made(), odd.Box(), odd.Number.ONE, odd.room, odd.Oops
    for _ in range(2):
        shop.edit(
            "odd",
            ("return 1\n", "return 77\n"),
            ("yield 5", "yield 6"),
            ("self.a * 2", "self.a * 3"),
            ("self.x + other.x", "self.x - other.x"),
            ("ONE = 1", "ONE = 1\n    TWO = 2"),
            ("RIGHT = 2", "RIGHT = 2\n    UP = 4"),
            ("self.held = new", "self.held = new * 10"),
            ('"hello"', '"good day"'),
        )
        slotted.value = 2
        assert (square.area(), (pair + odd.Pair(1)).x, point.twice()) == (77, 2, 12)
        assert (slotted.value, box.open(), odd.Made.hello()) == (20, 77, "good day")
        assert (odd.Number(2), odd.Number.ONE is one, (odd.Way.LEFT | odd.Way.UP).value) == (
            2,
            1,
            5,
        )
        with room() as number:
            assert number == 6
        with pytest.raises(oops):
            odd.fail()
        kinds = (odd.Square, odd.Pair, odd.Point, odd.Slotted, odd.Made, odd.Box)
        held = (square, pair, point, slotted, made, box)
        assert [type(each) for each in held] == list(kinds)
        assert isinstance(square, odd.Shape)
        shop.write("odd", textwrap.dedent(ODD))
        assert shop.app.reload([shop.file("odd")]).ok
        assert (square.area(), point.twice(), odd.Made.hello()) == (1, 8, "hello")
        assert list(odd.Number) == [one]


def test_other_slots_ask_for_a_new_start(tmp_path):
    shop = Shop(tmp_path, odd=ODD, main="import odd\n" + textwrap.dedent(MAIN))
    failure = shop.refused("odd", ('("held",)', '("held", "more")'))
    assert failure.headline.startswith("Slotted has other __slots__ than the class in use")


def test_systems_without_a_name_are_made_over_where_they_can_be_told(tmp_path):
    main = """
        import zenith as zn

        def pusher(step):
            def push(world, dt):
                for pose in world.query(zn.Transform):
                    pose.x += step * 1
            return push

        app = zn.App("Push", systems=[pusher(2), pusher(3), lambda world, dt: world.tick + 1])
        app.world.spawn(zn.Transform(), name="crate")
        app.run()
    """
    shop = Shop(tmp_path, main=main)
    shop.tick()
    shop.edit("main", ("step * 1", "step * 100"), ("world.tick + 1", "world.tick + gone"))
    with pytest.raises(zn.GameError, match="gone"):
        shop.tick()
    shop.edit("main", ("world.tick + gone", "world.tick + 2"))
    shop.tick()
    assert shop.world.find("crate")[zn.Transform].x == 505


def test_base_classes_may_change(helpers):
    shop, module = helpers
    hammer = module.Hammer()
    shop.edit(
        "helpers",
        (
            "class Hammer(Tool)",
            "class Heavy(Tool):\n    def weigh(self):\n        return 100\n\nclass Hammer(Heavy)",
        ),
    )
    assert hammer.weigh() == 110


# Fields.


def test_a_new_field_holds_its_default(shop):
    shop.tick()
    coin = shop.world.find("coin 3")[sys.modules["rules"].Coin]
    shop.edit("rules", ("value: int = 1", "value: int = 1\n    shine: float = 0.5"))
    assert shop.coins("shine") == [0.5] * 20
    coin.shine = 9
    assert coin.shine == 9.0
    assert coin.value == 5
    assert sys.modules["rules"].Coin(shine=3).shine == 3


def test_a_removed_field_comes_back_with_its_values(shop):
    shop.tick()
    values = shop.coins("value")
    gone = shop.world.find("coin 4")
    shop.edit("rules", ("    value: int = 1\n", ""), ("coin.value += SPEED", "pass"))
    assert not hasattr(gone[sys.modules["rules"].Coin], "value")
    assert "value" not in repr(gone[sys.modules["rules"].Coin])
    fresh = shop.world.spawn(sys.modules["rules"].Coin())
    gone.despawn()
    shop.tick()
    shop.edit("rules", ("class Coin:\n", "class Coin:\n    value: int = 77\n"))
    assert shop.coins("value") == [*values[:4], *values[5:], 77]
    assert fresh[sys.modules["rules"].Coin].value == 77


def test_a_field_with_another_name_keeps_its_values(shop):
    shop.tick()
    shop.edit(
        "rules", ("value: int = 1", 'price: int = zn.field(1, name="value")'), (".value", ".price")
    )
    shop.tick()
    assert shop.coins("price") == [n + 4 for n in range(20)]


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ("value: int = 1", "value: float = 1", "value", [0.0, 1.0, 2.0]),
        ("value: int = 1", "value: float | None = None", "value", [0.0, 1.0, 2.0]),
        ("weight: float = 2.5", "weight: object = None", "weight", [2.5] * 3),
        (
            'label: str = "copper"',
            'label: str = zn.field("gold", choices=("copper", "gold"))',
            "label",
            ["copper"] * 3,
        ),
        ("place: zn.Vec2 = zn.Vec2(1, 2)", "place: object = None", "place", [zn.Vec2(1, 2)] * 3),
        ("notes: list[int] = []", "notes: list[float] = []", "notes", [[], [], []]),
        ("state: State = State.SHUT", 'state: str = ""', "state", ["SHUT"] * 3),
    ],
)
def test_a_type_that_takes_the_values_is_taken(shop, old, new, field, expected):
    shop.edit("rules", (old, new))
    found = shop.coins(field)[:3]
    assert found == expected
    assert [type(v) for v in found] == [type(v) for v in expected]


def test_whole_numbers_come_back_from_fractions_that_are_none(shop):
    shop.edit("rules", ("value: int = 1", "value: float = 1.0"))
    shop.edit("rules", ("value: float = 1.0", "value: int = 1"))
    assert shop.coins("value") == list(range(20))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "weight: float = 2.5",
            "weight: int = 2",
            "Coin.weight takes a whole number now, and 20 of 20",
        ),
        ("value: int = 1", 'value: str = ""', "Coin.value takes text now, and 20 of 20 entities"),
        (
            "value: int = 1",
            "value: bool = False",
            "Coin.value takes True or False now, and 18 of 20",
        ),
        ("place: zn.Vec2 = zn.Vec2(1, 2)", "place: float = 1", "Coin.place takes a number now"),
        (
            'label: str = "copper"',
            'label: str = zn.field("tin", choices=("tin", "gold"))',
            "Coin.label takes one of tin, gold now, and 20 of 20 entities hold what does not fit",
        ),
        ("SHUT = 1", "LOCKED = 1", "Coin.state takes one of LOCKED, OPEN now"),
    ],
)
def test_a_type_that_cannot_take_the_values_is_refused(shop, old, new, told):
    extra = [("State.SHUT", "State.OPEN")] if "SHUT = 1" in old else []
    failure = shop.refused("rules", (old, new), *extra)
    assert failure.headline.startswith(told)
    line = failure.lines[0]
    assert line.file == str(shop.file("rules"))
    field = told.split()[0].split(".")[1]
    assert line.source.startswith(f"{field}:")
    shop.tick()
    assert len(shop.coins("value")) == 20


def test_fields_of_scripts_are_added_removed_and_renamed(shop):
    hero = shop.hero
    shop.tick()
    hero.memory.append(4)
    shop.edit("hero", ("lives: int = 3", "lives: int = 3\n    coins: list[int] = [1]"))
    assert (hero.coins, hero.lives, hero.memory) == ([1], 5, [4])
    shop.edit("hero", ("    memory: list[int] = []\n", ""))
    assert not hasattr(hero, "memory")
    shop.edit("hero", ("lives: int = 3", "lives: int = 3\n    memory: list[int] = []"))
    assert hero.memory == [4]
    shop.edit(
        "hero", ("lives: int = 3", 'left: float = zn.field(3.0, name="lives")'), (".lives", ".left")
    )
    assert (hero.left, shop.hero is hero) == (5.0, True)
    shop.tick()
    assert hero.left == 7.0


def test_a_field_of_a_base_class_reaches_the_scripts_below(shop):
    shop.edit("hero", ("pace: float = 2.0", "pace: float = 2.0\n    mood: str = 'fine'"))
    assert shop.hero.mood == "fine"
    assert "mood" in [f.name for f in type(shop.hero).__schema__.fields]


def test_resources_and_events_have_the_fields_of_today(shop):
    rules = sys.modules["rules"]
    shop.world.send(rules.Score(9))
    shop.edit("rules", ("points: int = 0", "points: float = 0.0\n    best: int = 4"))
    score = shop.world.resource(rules.Score)
    assert (score.points, type(score.points), score.best) == (3.0, float, 4)
    assert [(e.points, e.best) for e in shop.world.read(rules.Score)] == [(9.0, 4)]
    shop.edit("rules", ("    best: int = 4\n", ""))
    shop.edit(
        "rules",
        ("points: float = 0.0", 'total: float = zn.field(0.0, name="points")'),
        (".points", ".total"),
    )
    assert shop.world.resource(rules.Score) == rules.Score(3.0)


def test_an_enum_gains_and_loses_members(shop):
    rules = sys.modules["rules"]
    shut = rules.State.SHUT
    shop.edit(
        "rules",
        (
            "OPEN = 2",
            "OPEN = 2\n    AJAR = 3\n\n    def told(self):\n        return self.name.lower()",
        ),
    )
    assert rules.State.SHUT is shut
    assert sys.modules["hero"].State is rules.State
    coin = shop.world.find("coin 1")[rules.Coin]
    coin.state = rules.State.AJAR
    assert coin.state is rules.State.AJAR
    assert (shut.told(), isinstance(rules.State.AJAR, rules.State), rules.State(3)) == (
        "shut",
        True,
        coin.state,
    )
    coin.state = shut
    shop.edit("rules", ("    AJAR = 3\n", ""))
    assert list(rules.State) == [shut, rules.State.OPEN]
    assert not hasattr(rules.State, "AJAR")


# What appears and vanishes.


def test_a_new_script_and_component_are_known_at_once(shop):
    shop.edit("hero", ("class Hero", "class Ghost(zn.Script):\n    fear: int = 1\n\nclass Hero"))
    assert shop.world.types.find("Ghost") is sys.modules["hero"].Ghost
    ghost = shop.world.spawn(zn.Transform(), sys.modules["hero"].Ghost())
    shop.edit(
        "hero", ("fear: int = 1", "fear: int = 1\n    def tick(self, dt):\n        self.fear += 1")
    )
    shop.tick()
    assert ghost[sys.modules["hero"].Ghost].fear == 2


def test_a_new_module_can_be_imported(shop):
    shop.write("extra", "BONUS = 11\n")
    shop.edit("rules", ("SPEED = 2", "from extra import BONUS as SPEED"))
    shop.tick()
    assert shop.coins("value")[0] == 11
    shop.edit("extra", ("BONUS = 11", "BONUS = 22"))
    shop.tick()
    assert shop.coins("value")[0] == 33


def test_a_component_that_vanishes_stays_with_its_entities_and_is_told(shop):
    rules = sys.modules["rules"]
    coin = rules.Coin
    text = shop.file("rules").read_text("utf-8")
    shop.change("hero", ("SPEED, Coin, State", "SPEED"))
    shop.change("main", ("Coin, Score, collect", "Score, collect"), ("Coin(number), ", ""))
    start, end = text.index("@zn.component\nclass Coin"), text.index("@zn.component\nclass Score")
    shop.write("rules", text[:start] + text[end:].replace("world.query(Coin)", "()"))
    done = shop.app.reload([shop.file(n) for n in ("rules", "hero", "main")])
    assert done.ok
    assert done.notes == ('"rules.Coin" is gone from its module; 20 entities keep it as it was.',)
    shop.tick(3)
    assert shop.world.count(coin) == 20
    shop.write("rules", text)
    assert shop.edit("rules").notes == ()
    assert rules.Coin is coin
    assert shop.coins("value") == list(range(20))


def test_a_component_may_move_to_another_module(shop):
    text = shop.file("rules").read_text("utf-8")
    start, end = text.index("class State"), text.index("@zn.component\nclass Score")
    shop.write("money", "import enum\nimport zenith as zn\n\n" + text[start:end])
    shop.write("rules", text[:start] + "from money import Coin, State\n\n" + text[end:])
    shop.edit("rules")
    assert sys.modules["rules"].Coin is sys.modules["money"].Coin
    shop.tick()
    assert len(shop.coins("value")) == 20


def test_a_system_that_vanishes_goes_on_and_the_nearest_name_is_told(shop):
    done = shop.edit("main", ("def drift", "def drifts"), ("[collect, drift]", "[collect, drifts]"))
    assert done.notes == (
        'The system "__main__.drift" is gone from its module; the old one goes on running. '
        'Did you mean "drifts"?',
    )
    shop.tick()
    assert shop.world.find("coin 1")[zn.Transform].x == 4


def test_a_system_that_became_a_number_goes_on_as_it_was(shop):
    start = shop.file("main").read_text("utf-8").index("def drift")
    end = shop.file("main").read_text("utf-8").index("app = zn.App")
    body = shop.file("main").read_text("utf-8")[start:end]
    done = shop.edit("main", (body, "drift = 3\n"), ("[collect, drift]", "[collect]"))
    assert done.notes[0].startswith('The system "__main__.drift" is gone from its module')
    shop.tick()
    assert shop.world.find("coin 1")[zn.Transform].x == 4


def test_two_components_of_one_name_are_refused(shop):
    failure = shop.refused(
        "hero", ("class Walker", "@zn.component\nclass Score:\n    x: int = 0\n\nclass Walker")
    )
    assert failure.headline.startswith('Two components are called "Score"')


def test_a_component_cannot_become_a_script(shop):
    failure = shop.refused("rules", ("@zn.component\nclass Score:", "class Score(zn.Script):"))
    assert failure.headline == "Score was a component and is a script now; start the game anew."


# Code that does not run.


@pytest.mark.parametrize(
    ("old", "new", "headline", "line"),
    [
        ("SPEED = 2", "SPEED = = 2", "SyntaxError: invalid syntax", 5),
        ("SPEED = 2", "SPEED = two", "NameError: name 'two' is not defined", 5),
        ("SPEED = 2", "SPEED = 1 / 0", "ZeroDivisionError: division by zero", 5),
        (
            "SPEED = 2",
            "import nowhere_at_all",
            "ModuleNotFoundError: No module named 'nowhere_at_all'",
            5,
        ),
        ("SPEED = 2", "raise SystemExit(3)", "SystemExit: 3", 5),
        (
            "value: int = 1",
            "value: int",
            "Coin.value has no default; every field of a component needs one.",
            11,
        ),
        (
            "def collect(world, dt):",
            "def collect(world, dt:",
            "SyntaxError: '(' was never closed",
            24,
        ),
    ],
)
def test_code_that_does_not_run_changes_nothing(shop, old, new, headline, line):
    shop.tick()
    failure = shop.refused("rules", (old, new))
    assert failure.headline == headline
    assert failure.lines[-1].line == line
    assert failure.lines[-1].file == str(shop.file("rules"))
    shop.tick()
    assert shop.coins("value")[0] == 4
    shop.edit("rules", (new, old))
    shop.tick()
    assert shop.coins("value")[0] == 6


def test_text_in_another_encoding_is_told_with_its_line(shop):
    shop.file("rules").write_bytes(b"import zenith as zn\n# caf\xe9\n")
    done = shop.app.reload([shop.file("rules")])
    assert done.failure.headline == "SyntaxError: this is no text in UTF-8 (byte 0xe9)"
    assert done.failure.lines[-1].line == 2
    shop.file("rules").write_bytes(b"x = 1\0\n")
    assert "byte 0x00" in shop.app.reload([shop.file("rules")]).failure.headline


def test_a_module_that_fails_after_it_imported_another_leaves_no_trace(shop):
    shop.write("extra", "BONUS = 11\n")
    shop.refused("rules", ("SPEED = 2", "import extra\nSPEED = oops"))
    assert "extra" not in sys.modules


def test_what_was_refused_is_tried_again_with_the_next_file(shop):
    shop.change("rules", ("value: int", "price: int"), (".value", ".price"))
    shop.change("main", ("Coin(number)", "Coin(value=number)"))
    assert not shop.app.reload([shop.file("rules")]).ok
    shop.change("main", ("Coin(value=number)", "Coin(price=number)"))
    done = shop.app.reload([shop.file("main")])
    assert done.ok
    assert done.modules == ("rules", "hero", "__main__")


def test_a_half_written_file_comes_back_whole(shop):
    shop.tick()
    whole = shop.file("rules").read_text("utf-8")
    hero = shop.file("hero").read_text("utf-8")
    before = state(shop.app)
    for cut in (0, 20, 60, 200, 400, len(whole) - 20):
        shop.write("rules", whole[:cut])
        shop.app.reload([shop.file("rules")])
        assert len(shop.world.entities()) == 21
    shop.write("rules", whole)
    shop.write("hero", hero)
    assert shop.app.reload([shop.file("rules")]).ok
    assert state(shop.app) == before
    shop.tick()
    assert shop.coins("value")[0] == 4


def test_an_emptied_module_comes_back_whole(tmp_path):
    main = """
        import zenith as zn
        import rules
        app = zn.App("Alone", systems=[rules.collect] if hasattr(rules, "collect") else [])
        app.run()
    """
    alone = Shop(tmp_path, main=main)
    rules = sys.modules["rules"]
    coin = rules.Coin
    alone.world.set_resource(rules.Score(3))
    alone.world.spawn(coin(5))
    whole = alone.file("rules").read_text("utf-8")
    alone.write("rules", "")
    done = alone.app.reload([alone.file("rules")])
    told = [note.split(" is gone")[0] for note in done.notes]
    assert told == ['The system "rules.collect"', '"rules.Coin"']
    alone.write("rules", whole)
    assert alone.app.reload([alone.file("rules")]).notes == ()
    alone.tick()
    assert rules.Coin is coin
    assert alone.coins("value") == [7]


def test_a_deleted_file_is_told_and_its_code_stays(shop):
    text = shop.file("hero").read_text("utf-8")
    shop.file("hero").unlink()
    done = shop.app.reload([shop.file("hero")])
    assert done.ok
    assert done.modules == ()
    assert done.notes == (
        f"{shop.file('hero')} is gone; its code stays in force until it is back.",
    )
    shop.tick()
    shop.write("hero", text.replace("self.pace += 1", "self.pace += 9"))
    assert shop.app.reload([shop.file("hero")]).ok
    shop.tick()
    assert shop.hero.pace == 12


def test_files_of_no_module_are_left_alone(shop):
    shop.write("unused", "broken = = 1")
    assert shop.app.reload([shop.file("unused"), shop.folder / "notes.txt"]) == zn.Reloaded()


def test_edits_within_one_second_and_of_one_size_are_read(shop):
    for speed in "3456789":
        shop.change("rules", (f"SPEED = {int(speed) - 1}", f"SPEED = {speed}"))
        stamp = 1_700_000_000
        os.utime(shop.file("rules"), (stamp, stamp))
        assert shop.app.reload([shop.file("rules")]).ok
        found = sys.modules["rules"].SPEED
        assert found == int(speed)
    assert not list((shop.folder / "__pycache__").glob("rules.*"))


def test_tracebacks_show_the_lines_in_force(shop):
    shop.edit("rules", ("coin.value += SPEED", "coin.value += SPEED\n        oops()"))
    with pytest.raises(zn.GameError) as caught:
        shop.tick()
    assert caught.value.failure.culprit.source == "oops()"
    shop.refused("rules", ("oops()", "ouch( = 1"))
    with pytest.raises(zn.GameError) as caught:
        shop.tick()
    assert caught.value.failure.culprit.source == "oops()"


# The game around it.


def test_a_watched_game_waits_for_the_file_to_be_mended(shop):
    shop.open()
    ticks = shop.app.ticks
    shop.refused("rules", ("SPEED = 2", "SPEED = = 2"))
    shop.frames(3)
    assert (shop.app.ticks, shop.app.guard.failure.lines[-1].line) == (ticks, 5)
    assert "The old code stays in force" in shop.app.guard.notes()[0]
    shop.edit("rules", ("SPEED = = 2", "SPEED = 30"))
    shop.frames(1)
    assert shop.app.guard.failure is None
    assert shop.app.ticks == ticks + 1


def test_a_player_may_go_on_with_the_old_code(shop):
    shop.open()
    shop.refused("rules", ("SPEED = 2", "SPEED = = 2"))
    ticks = shop.app.ticks
    shop.app.devices.window.events = [KeyEvent("r", True)]
    shop.frames(2)
    assert shop.app.ticks > ticks


def test_a_tick_that_failed_runs_again_from_its_start_with_the_mended_code(shop):
    shop.open()
    shop.edit(
        "rules", ("world.resource(Score).points += 1", "world.resource(Score).points += missing")
    )
    before = shop.app.ticks
    shop.frames(2)
    assert shop.app.guard.failure.headline == "NameError: name 'missing' is not defined"
    values = shop.coins("value")
    shop.edit("rules", ("+= missing", "+= 100"))
    shop.frames(1)
    assert shop.app.ticks == before + 1
    assert shop.coins("value") == [v + 2 for v in values]
    assert shop.world.resource(sys.modules["rules"].Score).points >= 100


def test_reloading_begins_a_new_branch_of_history(shop):
    shop.tick(10)
    shop.edit("rules", ("value: int", "value: float"))
    shop.tick(10)
    with pytest.raises(zn.UsageError):
        shop.app.history.seek(5)
    shop.app.history.seek(12)
    assert shop.coins("value")[0] == 24.0
    shop.tick(3)
    assert shop.coins("value")[0] == 30.0


def test_reloading_inside_a_tick_is_refused(shop):
    shop.app.scene.systems.append(lambda world, dt: shop.app.reload([shop.file("rules")]))
    with pytest.raises(zn.GameError, match="cannot be called inside a tick"):
        shop.tick()


def test_a_recording_ends_where_code_is_reloaded(shop):
    record = zn.Record(shop.app, "shop")
    shop.app.drivers.append(record)
    shop.tick(70)
    shop.edit("rules", ("SPEED = 2", "SPEED = 9"), ("value: int", "value: float"))
    shop.tick(70)
    recording = record.finish(shop.app)
    assert recording.ticks == 70
    assert record.ended == "The recording ends at tick 70, where the code was reloaded."


def test_a_replay_refuses_other_code(shop):
    record = zn.Record(shop.app, "shop")
    shop.app.drivers.append(record)
    shop.tick(20)
    again = load_app(shop.folder)
    again.drivers.append(zn.Replay(record.finish(shop.app)))
    again.tick()
    shop.change("rules", ("SPEED = 2", "SPEED = 9"))
    done = again.reload([shop.file("rules")])
    assert done.modules == ()
    assert "rests on the code it began with" in done.notes[0]


def test_a_world_out_of_sight_is_moved_when_its_scene_comes(shop):
    rules = sys.modules["rules"]
    scene = zn.Scene(name="later")
    coin = scene.world.spawn(rules.Coin(8))
    shop.edit("rules", ("value: int", "value: float"), ("weight", "mass"))
    shop.world.scenes.push(scene)
    shop.tick()
    assert (coin[rules.Coin].value, coin[rules.Coin].mass) == (8.0, 2.5)
    assert shop.world is scene.world


def test_views_columns_and_queries_held_go_on(shop):
    rules = sys.modules["rules"]
    entity = shop.world.find("coin 7")
    view = entity[rules.Coin]
    shop.world.count(rules.Coin)
    shop.edit("rules", ("value: int = 1", "extra: int = 5\n    value: float = 1"))
    view.value += 0.5
    assert [c.value[7] for c in shop.world.columns(rules.Coin)] == [7.5]
    assert (view.extra, isinstance(view, rules.Coin), entity[rules.Coin].value) == (5, True, 7.5)
    with pytest.raises(AttributeError, match="price"):
        next(iter(shop.world.columns(rules.Coin))).price  # noqa: B018


def test_bodies_and_characters_go_on_moving(tmp_path):
    main = """
        import zenith as zn
        from hero import Hero
        app = zn.App("Fall")
        for k in range(5):
            app.world.spawn(zn.Transform(x=40 * k), zn.Body(), zn.CircleCollider(radius=8))
        floor = zn.BoxCollider(width=900, height=20)
        app.world.spawn(zn.Transform(x=100, y=900), zn.Body("static"), floor)
        box = zn.BoxCollider(width=8, height=8)
        app.world.spawn(zn.Transform(y=700), zn.CharacterBody(), box, Hero(), name="hero")
        app.run()
    """
    shop = Shop(tmp_path, main=main)
    twin = load_app(tmp_path)
    shop = Shop(tmp_path, main=main)
    for _ in range(30):
        twin.tick()
        shop.tick()
    shop.edit("hero", ("lives: int = 3", "lives: int = 3\n    hops: int = 0"))
    for _ in range(60):
        twin.tick()
        shop.tick()
    kinds = (zn.Transform, zn.Body, zn.CharacterBody)
    for app in (twin, shop.app):
        assert app.world.find("hero")[zn.CharacterBody].on_floor
    for kind in kinds:
        assert [repr(c) for c in shop.world.query(kind)] == [
            repr(c) for c in twin.world.query(kind)
        ]
    assert shop.hero.hops == 0


def test_two_runs_reloaded_at_one_tick_stay_one(tmp_path):
    digests = []
    for _ in range(2):
        shop = Shop(tmp_path)
        shop.tick(40)
        shop.edit(
            "rules",
            ("value: int = 1", "value: float = 1\n    shine: int = 3"),
            ("SPEED = 2", "SPEED = 5"),
        )
        shop.tick(100)
        digests.append(shop.app.digest())
    assert digests[0] == digests[1]


def test_the_modules_of_a_project_are_reloaded(tmp_path):
    (tmp_path / "zenith.toml").write_text(
        'zenith = 1\nname = "Shop"\nstart = "street"\nmodules = ["rules", "hero"]\n'
        'systems = ["rules.collect"]\n[scenes.street]\nstart = "hero.open"\n[scenes.yard]\n',
        "utf-8",
    )
    opening = """
    def open(world):
        from rules import Score
        world.set_resource(Score())
        world.spawn(zn.Transform(), Hero(), Coin(5), name="hero")
    """
    shop = Shop(tmp_path, hero=textwrap.dedent(HERO) + textwrap.dedent(opening))
    shop.file("main").unlink()
    assert shop.app.project is not None
    shop.tick()
    done = shop.edit("rules", ("value: int = 1", "value: float = 1"), ("SPEED = 2", "SPEED = 100"))
    assert done.modules == ("rules", "hero")
    shop.tick()
    assert shop.coins("value") == [107.0]
    assert shop.hero.lives == 105
    assert shop.app.code.find("rules.collect") in shop.app.scene.systems


STARTED = """
    import sys
    sys.path.insert(0, TESTS)
    import fakes
    import zenith as zn
    from zenith import desktop
    from zenith.app import Devices

    STEP = 1

    class Window(fakes.FakeWindow):
        def poll(self):
            frames = app.frames
            if frames == 3:
                text = open(__file__, encoding="utf-8").read()
                with open(__file__, "w", encoding="utf-8") as file:
                    file.write(text.replace("STEP = 1", "STEP = 1000", 1))
                print(app.reload([__file__]))
            if app.ticks >= 3:
                app.quit()
            return []

    def drift(world, dt):
        for pose in world.query(zn.Transform):
            pose.x += STEP
            print(pose.x)

    desktop.open_devices = lambda app: Devices(Window(), fakes.FakePainter(), fakes.FakeAudio())
    app = zn.App("Started", systems=[drift], tick_rate=1000)
    app.world.spawn(zn.Transform())
    app.run()
"""


def test_a_game_started_as_a_program_is_reloaded_too(tmp_path):
    text = textwrap.dedent(STARTED).replace("TESTS", repr(str(Path(__file__).parent)), 1)
    (tmp_path / "main.py").write_text(text, "utf-8")
    ran = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert "reloaded __main__" in ran.stdout
    assert float(ran.stdout.split()[-1]) > 1000


def test_a_module_that_hangs_while_it_runs_is_interrupted(shop):
    dog = shop.app.guard.watchdog
    dog.limit = 0.2
    with dog.watching():
        failure = shop.refused("rules", ("SPEED = 2", "SPEED = 2\nwhile True:\n    pass"))
    assert "it was interrupted where it hangs" in failure.headline
    assert failure.culprit.file == str(shop.file("rules"))
    shop.tick()


def test_breakout_plays_on_as_if_nothing_had_been_reloaded(tmp_path):
    folder = tmp_path / "breakout"
    shutil.copytree(Path(__file__).parent.parent / "examples" / "breakout", folder)
    digests = []
    for at in (-1, 130):
        app = load_app(folder)
        app.drivers.append(demo_player(folder))
        while app.ticks < 260:
            if app.ticks == at:
                done = app.reload(folder.glob("*.py"))
                assert set(done.modules) == set(app.project.modules)
            app.tick()
        digests.append(app.digest())
    assert digests[0] == digests[1]


def test_a_package_of_modules_is_reloaded_in_the_order_of_imports(tmp_path):
    (tmp_path / "parts").mkdir()
    main = "    import parts.late\n    from parts import early\n" + MAIN
    shop = Shop(tmp_path, main=main, **{
        "parts/__init__": "", "parts/early": "FIRST = 1\ndef first():\n    return FIRST\n",
        "parts/late": "from . import early\nfrom .early import FIRST\nTWICE = FIRST * 2\n",
    })  # fmt: skip
    done = shop.edit("parts/early", ("FIRST = 1", "FIRST = 21"))
    assert done.modules == ("parts.early", "parts.late", "__main__")
    assert sys.modules["parts.late"].TWICE == 42
    assert shop.edit("parts/__init__").modules[0] == "parts"
    assert sys.modules["parts"].early.FIRST == 21


MOST_CALLS = 150_000
"""Calls of Python functions that an edit may cost: about what 250 ms are on a slow machine."""


def calls_of(doing):
    """Return how many Python functions are called meanwhile."""
    calls = []
    sys.setprofile(lambda frame, event, found: calls.append(1) if event == "call" else None)
    try:
        doing()
    finally:
        sys.setprofile(None)
    return len(calls)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SPEED = 2", "SPEED = 3"),
        ("value: int = 1", "value: int = 1\n    shine: float = 0.5"),
        ("value: int = 1", "value: float = 1.0"),
        ("weight: float = 2.5", 'mass: float = zn.field(2.5, name="weight")'),
        ("    place: zn.Vec2 = zn.Vec2(1, 2)\n", ""),
        ("notes: list[int] = []", "notes: list[float] = []"),
        ("SHUT = 1", "SHUT = 1\n    AJAR = 3"),
        ("SPEED = 2", "SPEED = = 2"),
    ],
)
def test_an_edit_of_a_thousand_entities_costs_few_calls_and_no_value(tmp_path, old, new):
    shop = Shop(tmp_path, count=1000)
    shop.tick()
    values, rest = shop.coins("value"), [e.handle for e in shop.world.entities()]
    calls = []
    for text in (new, old) * 2:
        shop.change("rules", (new if text == old else old, text))
        calls.append(calls_of(lambda: shop.app.reload([shop.file("rules")])))
    assert shop.coins("value") == values
    assert [e.handle for e in shop.world.entities()] == rest
    assert max(calls) < MOST_CALLS


def variants():
    """Return texts of rules.py and hero.py that somebody may save, some of them broken."""
    rules, hero = textwrap.dedent(RULES), textwrap.dedent(HERO)
    found = [("hero", hero.replace("lives: int = 3", "lives: int = 3\n    hops: int = 0"))]
    found += [("hero", hero.replace("self.pace += 1", "self.pace -= 1")), ("hero", hero)]
    found += [("rules", rules[:cut]) for cut in (0, 50, 300, len(rules) - 9)]
    edits = [
        ("SPEED = 2", "SPEED = 3"), ("SPEED = 2", "SPEED = = 3"), ("SPEED = 2", "SPEED = oops"),
        ("value: int = 1", "value: float = 1.0"), ("value: int = 1", 'value: str = ""'),
        ("label: str", "name: str"), ("    weight: float = 2.5\n", ""),
        ("class Score", "class Gem:\n    cut: int = 1\n\n@zn.component\nclass Score"),
        ("OPEN = 2", "OPEN = 2\n    AJAR = 3"), ("notes: list[int]", "notes: list[float]"),
    ]  # fmt: skip
    return found + [("rules", rules.replace(*edit)) for edit in edits] + [("rules", rules)]


@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=pytest.mark.full)])
def test_reloads_by_chance_never_make_it_worse(tmp_path, count):
    shop = Shop(tmp_path, count=100)
    chance, texts = random.Random(count), variants()
    shop.open()
    coin, score = sys.modules["rules"].Coin, sys.modules["rules"].Score
    values = shop.coins("value")
    handles = [e.handle for e in shop.world.entities()]
    for _ in range(count):
        name, text = chance.choice(texts)
        shop.write(name, text)
        shop.app.reload([shop.file(name)])
        shop.frames(chance.randrange(3))
        assert [e.handle for e in shop.world.entities()] == handles
        assert shop.world.count(coin) == 100
        assert isinstance(shop.world.resource(score), score)
    for name, text in (("rules", RULES), ("hero", HERO)):
        shop.write(name, textwrap.dedent(text))
    done = shop.app.reload([shop.file("rules"), shop.file("hero")])
    assert done.ok, str(done)
    shop.frames(2)
    assert shop.app.guard.failure is None
    assert sys.modules["rules"].Coin is coin
    assert type(shop.hero) is sys.modules["hero"].Hero
    now = [coin.value for coin in shop.world.query(coin)]
    assert {round(b - a) for a, b in zip(values, now, strict=True)} == {round(now[0] - values[0])}
    assert {c.label for c in shop.world.query(coin)} == {"copper"}


def test_reloads_leave_nothing_behind(tmp_path):
    shop = Shop(tmp_path, count=1000)
    texts = [shop.file(n).read_text("utf-8") for n in ("rules", "hero")]
    broken = texts[0].replace("SPEED = 2", "SPEED = = 2")
    other = (
        texts[0]
        .replace("weight: float = 2.5", "shine: float = 1.0")
        .replace("SHUT = 1", "SHUT = 1\n    AJAR = 7")
    )

    def cycle():
        for text in (other, broken, texts[0].replace("pass", "pass\n"), texts[0]):
            shop.write("rules", text)
            shop.app.reload([shop.file("rules")])

    def counted():
        gc.collect()
        return len(gc.get_objects())

    for _ in range(3):
        cycle()
    before = counted()
    for _ in range(50 if FULL else 12):
        cycle()
    assert counted() < before * 1.01
    assert len(shop.world.entities()) == 1001
