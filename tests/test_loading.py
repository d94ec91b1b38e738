"""Loading in the background: events that are recorded, threads that end, nothing decoded twice."""

import textwrap
import threading
from pathlib import Path

import pytest

import zenith as zn
from fakes import FakeAudio, FakePainter
from studio import plain
from tones import write_wav
from zenith.app import Workers
from zenith.audio import AudioDevice
from zenith.desktop import devices_of
from zenith.errors import AssetBroken, BadValue, UnknownName
from zenith.images import save_png
from zenith.render import residence


@zn.component
class Heard:
    """What the game heard, and what a loading bar would have shown."""

    events: list = []
    progress: list = []


def listen(world, dt):
    heard = world.resource(Heard)
    heard.events += [
        [world.tick, e.kind, e.name, e.ok, e.message] for e in world.read(zn.AssetLoaded)
    ]
    heard.progress += [world.assets.progress]
    if world.input.just_pressed("jump"):
        world.assets.load("image", "boss", "crate", "nobody")
        world.assets.load("sound", "roar")
        world.assets.load("font", "zenith")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "images").mkdir()
    save_png(tmp_path / "images" / "boss.png", plain(300, 200, (9, 8, 7, 255)))
    write_wav(tmp_path / "sounds" / "roar.wav", 0.1)
    return tmp_path


def make(folder, **options):
    app = zn.App("Loading", [listen], assets=folder, **options)
    app.world.set_resource(Heard())
    return app


def game_in(folder, **options):
    return zn.testing.Game(lambda: make(folder, **options))


def heard(app):
    return app.scenes.all[0].world.resource(Heard)


ALL = [("image", "boss"), ("image", "crate"), ("image", "nobody"), ("sound", "roar"),
       ("font", "zenith")]  # fmt: skip


# Without devices.


def test_everything_arrives_in_the_next_tick(folder):
    game = game_in(folder).ticks(3).press("jump").ticks(3)
    events = heard(game.app).events
    assert [(kind, name) for _, kind, name, _, _ in events] == ALL
    assert {tick for tick, *_ in events} == {4}
    assert [ok for *_, ok, _ in events] == [True, True, False, True, True]
    assert 'There is no image "nobody".' in events[2][4]
    assert heard(game.app).progress == [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assets = game.world.assets
    assert (assets.asked, assets.arrived, assets.failed, assets.waiting) == (5, 5, 1, ())
    assert threading.active_count() == 1


@pytest.mark.parametrize(
    ("kind", "file", "content", "message"),
    [
        ("image", "images/bad.png", b"nonsense", "this is no picture"),
        ("image", "images/bad.gif", b"", "found an empty file"),
        ("sound", "sounds/bad.wav", b"nonsense", "cannot be decoded: expected WAV"),
        ("music", "music/bad.ogg", b"nonsense", "cannot be decoded: expected WAV"),
        ("font", "fonts/bad.ttf", b"nonsense", "this is no font that can be read"),
        ("sound", "sounds/bad.ogg", b"OggS" + bytes(17 << 20), "expected at most 16,777,216"),
    ],
)
def test_a_broken_file_arrives_as_such(folder, kind, file, content, message):
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    app = make(folder)
    app.world.assets.load(kind, "bad")
    app.tick()
    (event,) = app.world.read(zn.AssetLoaded)
    assert (event.kind, event.name, event.ok) == (kind, "bad", False)
    assert message in event.message


def test_what_is_asked_for_must_have_a_kind_and_a_name(folder):
    load = make(folder).world.assets.load
    with pytest.raises(UnknownName, match='no kind of asset "picture"'):
        load("picture", "boss")
    with pytest.raises(BadValue, match="The name of a image is a text, not 7"):
        load("image", 7)


def test_a_thing_asked_for_twice_arrives_once_and_counting_begins_anew_afterwards(folder):
    app = make(folder)
    assets = app.world.assets
    assets.load("image", "boss", "boss")
    assets.load("image", "boss", "crate")
    assert (assets.asked, assets.arrived, assets.progress) == (2, 0, 0.0)
    app.tick()
    assert len(app.world.read(zn.AssetLoaded)) == 2
    assets.load("sound", "roar")
    assert (assets.asked, assets.arrived) == (1, 0)


def test_a_world_without_an_app_takes_the_calls(folder):
    assets = zn.World().assets
    assets.load("image", "boss")
    assert (assets.waiting, assets.progress, assets.failed) == ((), 1.0, 0)


def test_what_is_waited_for_is_part_of_the_state(folder):
    """So a game saved or rewound while it loads goes on waiting, and gets it."""
    app = make(folder, history=None)
    app.world.assets.load("image", "boss")
    data = zn.StackState.from_bytes(app.take().to_bytes())
    other = make(folder, history=None)
    other.go_back(data)
    assert other.world.assets.waiting == (("image", "boss"),)
    assert other.digest() == app.digest()
    other.tick()
    assert [e.name for e in other.world.read(zn.AssetLoaded)] == ["boss"]


# With threads.


class Gate:
    """Decoders that wait until the test lets them go on, and count."""

    def __init__(self):
        self.open = threading.Event()
        self.begun = threading.Semaphore(0)
        self.decoded = []
        self.lock = threading.Lock()
        self.running = self.most = 0

    def __call__(self, path):
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.begun.release()
        assert self.open.wait(10)
        with self.lock:
            self.running -= 1
            self.decoded.append(path.name)
        if path.name == "roar.wav":
            raise AssetBroken(f"{path}: damaged in the middle.")


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def threaded(folder, gate):
    """An App whose devices decode behind a gate."""
    app = make(folder)
    decoders = dict.fromkeys(("image", "sound", "font"), gate)
    app.devices = zn.Devices(None, FakePainter(), FakeAudio(), Workers(decoders))
    yield app
    gate.open.set()
    app.devices.close()


def wait_for(app):
    """Run ticks until nothing is waited for; a thread is never slower than 10 seconds."""
    for _ in range(2000):
        app.tick()
        if not app.world.assets.waiting:
            return
        threading.Event().wait(0.005)
    raise AssertionError("It never arrived.")


def test_the_game_ticks_on_while_threads_decode(threaded, gate):
    threaded.input.press("jump")
    for _ in range(5):
        threaded.tick()
    assert [name for _, _, name, _, _ in heard(threaded).events] == ["nobody"]
    assert threaded.world.assets.progress == 0.2
    gate.open.set()
    wait_for(threaded)
    threaded.tick()
    events = {name: (ok, message) for _, _, name, ok, message in heard(threaded).events}
    assert sorted(gate.decoded) == ["boss.png", "crate.png", "roar.wav", "zenith.ttf"]
    assert events["boss"] == (True, "")
    assert events["roar"][0] is False
    assert "damaged in the middle" in events["roar"][1]


def test_a_replay_hears_the_same_in_the_same_ticks_and_waits_for_nothing(threaded, gate, folder):
    record = zn.Record(threaded, "loading")
    threaded.drivers.append(record)
    threaded.input.press("jump")
    for _ in range(7):
        threaded.tick()
    gate.open.set()
    wait_for(threaded)
    for _ in range(3):
        threaded.tick()
    recording = record.finish(threaded)
    later = {tick for tick, _, name, *_ in heard(threaded).events if name != "nobody"}
    assert min(later) > 6
    (folder / "images" / "boss.png").unlink()
    game = game_in(folder).replay(recording)
    assert heard(game.app).events == heard(threaded).events
    assert heard(game.app).progress == heard(threaded).progress
    assert game.digest() == threaded.digest()


def test_going_back_into_the_loading_loads_again(threaded, gate):
    threaded.input.press("jump")
    for _ in range(4):
        threaded.tick()
    middle = threaded.take()
    gate.open.set()
    wait_for(threaded)
    threaded.go_back(middle)
    assert len(threaded.world.assets.waiting) == 4
    wait_for(threaded)


def test_rewinding_hears_what_was_heard(threaded, gate):
    threaded.input.press("jump")
    for _ in range(5):
        threaded.tick()
    gate.open.set()
    wait_for(threaded)
    for _ in range(5):
        threaded.tick()
    end, events = threaded.ticks, list(heard(threaded).events)
    threaded.history.seek(3)
    threaded.history.seek(end)
    assert heard(threaded).events == events


def test_threads_and_memory_in_flight_are_bounded(folder, gate):
    workers = Workers({"image": gate}, threads=3, in_flight=1000)
    jobs = [workers.submit("image", Path(f"p{k}.png"), 400) for k in range(10)]
    for _ in range(2):
        assert gate.begun.acquire(timeout=10)
    assert not gate.begun.acquire(timeout=0.05)
    gate.open.set()
    for job in jobs:
        for _ in range(2000):
            if workers.fetch(job):
                break
            threading.Event().wait(0.005)
    assert gate.most == 2
    assert len(gate.decoded) == 10
    huge = workers.submit("image", Path("huge.png"), 10**9)
    while not workers.fetch(huge):
        threading.Event().wait(0.005)
    workers.close()
    assert threading.active_count() == 1


def test_closing_drops_what_was_not_begun_and_joins_the_threads(folder, gate):
    workers = Workers({"image": gate}, threads=1)
    for k in range(10):
        workers.submit("image", Path(f"p{k}.png"), 1)
    assert gate.begun.acquire(timeout=10)
    gate.open.set()
    workers.close()
    workers.close()
    assert gate.decoded == ["p0.png"]
    assert threading.active_count() == 1


def test_whatever_a_decoder_raises_is_told(folder):
    workers = Workers({"image": lambda path: 1 / 0})
    job = workers.submit("image", Path("p.png"), 1)
    while not workers.fetch(job):
        threading.Event().wait(0.005)
    assert job.error == "p.png: it cannot be decoded (ZeroDivisionError('division by zero'))."
    workers.close()


# With real devices.


def test_what_was_loaded_is_drawn_and_played_without_decoding_in_the_loop(folder, gpu, monkeypatch):
    app = make(folder)
    loop = threading.get_ident()
    decoded = []
    load = residence.load_image

    def counted(path):
        decoded.append((path.name, threading.get_ident() == loop))
        return load(path)

    monkeypatch.setattr(residence, "load_image", counted)
    audio = AudioDevice(app.assets)
    app.devices = devices_of(zn.open_picture(app, (64, 36)), audio)
    app.input.press("jump")
    wait_for(app)
    app.world.spawn(zn.Transform(x=640, y=360), zn.Sprite("boss", width=1280, height=720))
    app.world.audio.play("roar")
    app.draw()
    monkeypatch.setattr("zenith.soundbank.decoded", None)
    audio.perform(app.sounds.drain())
    assert sorted(decoded) == [("boss.png", False), ("crate.png", False)]
    assert app.devices.painter.pixels()[18, 32].tolist() == [9, 8, 7, 255]
    held = {(h.kind, h.name): h.nbytes for h in app.loading.held()}
    assert held["image", "boss"] == 300 * 200 * 4
    assert held["sound", "roar"] == 4410 * 4
    app.devices.close()
    assert threading.active_count() == 1


def test_releasing_frees_what_nobody_uses(folder, gpu):
    app = make(folder)
    app.devices.painter = zn.open_picture(app, (64, 36))
    crate = app.world.spawn(zn.Transform(), zn.Sprite("crate"))
    app.world.spawn(zn.Transform(), zn.Sprite("boss"))
    app.draw()
    crate.despawn()
    app.draw()
    assert {h.name for h in app.loading.held()} == {"boss", "crate"}
    app.loading.release_unused()
    assert {h.name for h in app.loading.held()} == {"boss"}
    app.devices.close()


# In two processes.

GAME = """
import zenith as zn

def work(world, dt):
    if world.tick % 7 == 2:
        world.assets.load("image", "crate", "nobody", "ball")
        world.assets.load("font", "zenith")
    for event in world.read(zn.AssetLoaded):
        world.find("hero")[zn.Transform].x += 1.0 + len(event.message)

app = zn.App("Game", systems=[work], seed=3)
app.world.spawn(zn.Transform(), name="hero")
app.run()
"""


def test_two_processes_agree_on_a_game_that_loads(folder):
    file = folder / "game.py"
    file.write_text(textwrap.dedent(GAME), "utf-8")
    app = zn.testing.load(file).app
    record = zn.Record(app, "game")
    app.drivers.append(record)
    for _ in range(30):
        app.tick()
    assert app.world.find("hero")[zn.Transform].x > 10
    record.finish(app).save(folder / "game.json")
    verdict = zn.verify(folder / "game.json", file)
    assert verdict.same, str(verdict)


def test_a_game_that_loads_keeps_the_heavy_and_strict_rules(folder):
    file = folder / "game.py"
    file.write_text(textwrap.dedent(GAME), "utf-8")
    game = zn.testing.load(file)
    assert zn.testing.check_heavy(game, 40).passed
    assert zn.testing.check_strict(game, 40).passed
