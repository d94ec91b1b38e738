"""The World against a model of dicts, through random operations inside and outside walks."""

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

import zenith as zn


@zn.component
class A:
    n: float = 0.0


@zn.component
class B:
    n: int = 0
    word: str = zn.field("x", choices=("x", "y"))


numbers = st.integers(-5, 5)


class WorldAgainstDicts(RuleBasedStateMachine):
    entities = Bundle("entities")

    def __init__(self):
        super().__init__()
        self.world = zn.World()
        self.model = {}

    @rule(target=entities, a=st.none() | numbers, b=st.none() | numbers, tag=st.booleans())
    def spawn(self, a, b, tag):
        given_components = ([] if a is None else [A(a)]) + ([] if b is None else [B(b)])
        entity = self.world.spawn(*given_components, tags={"t"} if tag else ())
        self.model[entity] = {"a": a, "b": b, "tag": tag}
        return entity

    @rule(target=entities, n=st.integers(0, 20))
    def spawn_many(self, n):
        handles = self.world.spawn_many(n, {A: {"n": range(n)}})
        made = [self.world.entity(h) for h in handles]
        for k, entity in enumerate(made):
            self.model[entity] = {"a": k, "b": None, "tag": False}
        return multiple(*made)

    @rule(entity=consumes(entities))
    def despawn(self, entity):
        if entity in self.model:
            entity.despawn()
            del self.model[entity]
        assert not entity.alive

    @rule(entity=entities, a=numbers)
    def add(self, entity, a):
        if entity in self.model:
            entity.add(A(a))
            self.model[entity]["a"] = a

    @rule(entity=entities)
    def remove(self, entity):
        if entity in self.model and self.model[entity]["b"] is not None:
            entity.remove(B)
            self.model[entity]["b"] = None

    @rule(entity=entities, tag=st.booleans())
    def retag(self, entity, tag):
        if entity in self.model:
            (entity.tags.add if tag else entity.tags.discard)("t")
            self.model[entity]["tag"] = tag

    @rule(d=numbers)
    def shift_columns(self, d):
        for columns in self.world.columns(A):
            columns.n += d
        for values in self.model.values():
            if values["a"] is not None:
                values["a"] += d

    @rule(step=st.integers(1, 3))
    def change_inside_a_walk(self, step):
        """Every step-th entity with A goes, the others get B: all at the end of the walk."""
        for k, (entity, a) in enumerate(self.world.query(zn.Entity, A)):
            assert a.n == self.model[entity]["a"]
            if k % (step + 1) == 0:
                entity.despawn()
                del self.model[entity]
            else:
                entity.add(B(k))
                self.model[entity]["b"] = k

    @rule()
    def there_and_back(self):
        before = self.world.digest()
        snapshot = self.world.snapshot().to_bytes()
        self.world.spawn(A(99), B(99))
        for entity in list(self.model)[::2]:
            entity.despawn()
        self.world.restore(snapshot)
        assert self.world.digest() == before
        copy = zn.World(types=self.world.types)
        copy.restore(snapshot)
        assert copy.digest() == before

    @invariant()
    def agrees(self):
        world, model = self.world, self.model
        assert list(world.entities()) == list(model)
        with_a = {e: v["a"] for e, v in model.items() if v["a"] is not None}
        assert {e: a.n for e, a in world.query(zn.Entity, A)} == with_a
        assert [e for e, _ in world.query(zn.Entity, A)] == list(with_a)
        both = [(v["a"], v["b"]) for v in model.values() if None not in (v["a"], v["b"])]
        assert [(a.n, b.n) for a, b in world.query(A, B)] == both
        assert list(world.find_all(tag="t")) == [e for e, v in model.items() if v["tag"]]
        assert world.count(A) == len(with_a)


TestWorldAgainstDicts = WorldAgainstDicts.TestCase
TestWorldAgainstDicts.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
