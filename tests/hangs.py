"""Code that hangs in many ways, each one a system; run as a program it plays them all.

The line where each hangs is marked with "# here". Prints one line for each, as JSON: its name,
how often it was interrupted, the line that was told, and whether the tick was taken back.
"""

import asyncio
import itertools
import json
import queue
import re
import socket
import subprocess
import sys
import threading
import time

import zenith as zn
from fakes import FakePainter, FakeWindow
from zenith.app import Devices
from zenith.input import CloseEvent, KeyEvent


def endless(world, dt):
    while True:  # here
        pass  # here


def counting(world, dt):
    n = 0
    while n >= 0:  # here
        n += 1  # here


def nested(world, dt):
    def inner():
        for _ in itertools.count():  # here
            pass  # here

    inner()


def swallowing(world, dt):
    while True:  # here
        try:
            time.sleep(1000)  # here
        except Exception:
            continue


def swallowing_all_once(world, dt):
    try:
        time.sleep(1000)  # here
    except:  # noqa: E722
        world.count()
    while True:
        pass


def returning_after_all(world, dt):
    try:
        time.sleep(1000)  # here
    except BaseException:
        return


def numbers():
    while True:  # here
        yield 1  # here


def generating(world, dt):
    for _ in numbers():  # here
        pass  # here


def comprehending(world, dt):
    return [0 for n in itertools.count() if n < 0]  # here


def sorting(world, dt):
    sorted(range(10**6), key=lambda n: time.sleep(0.01) or n)  # here


def matching(world, dt):
    re.match(r"(a+)+$", "a" * 60 + "b")  # here


def deadlocked(world, dt):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()  # here


def recursive_lock_of_another(world, dt):
    lock = threading.RLock()
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join()
    lock.acquire()  # here


def sleeping(world, dt):
    time.sleep(1000)  # here


def reading_a_socket(world, dt):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.recv(1)  # here


def accepting(world, dt):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.accept()  # here


def queueing(world, dt):
    queue.Queue().get()  # here


def waiting_for_an_event(world, dt):
    threading.Event().wait()  # here


def joining(world, dt):
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait, daemon=True)
    thread.start()
    try:
        thread.join()  # here
    finally:
        gate.set()


def waiting_for_a_process(world, dt):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    try:
        child.wait()  # here
    finally:
        child.kill()
        child.wait()


def running_a_loop(world, dt):
    asyncio.run(asyncio.sleep(1000))  # here


class Slow:
    @property
    def size(self):
        while True:  # here
            pass  # here

    def __del__(self):
        time.sleep(1000)  # here

    def __eq__(self, other):
        while True:  # here
            pass  # here

    __hash__ = None


def in_a_property(world, dt):
    try:
        Slow().size  # noqa: B018
    finally:
        Slow.__del__ = lambda self: None


def in_a_destructor(world, dt):
    one = Slow()
    del one


def comparing(world, dt):
    Slow() in [1, 2]  # noqa: B015


def multiplying(world, dt):
    pow(3, 10**9)  # here


def in_a_query(world, dt):
    world.spawn(zn.Transform())
    for entity in world.query(zn.Entity):
        world.despawn(entity)
        while True:  # here
            pass  # here


def adding(world, dt):
    sum(itertools.repeat(1, 10**8))  # here, in a C loop that asks nobody


HANGS = [
    endless, counting, nested, swallowing, swallowing_all_once, returning_after_all, generating,
    comprehending, sorting, matching, deadlocked, recursive_lock_of_another, sleeping,
    reading_a_socket, accepting, queueing, waiting_for_an_event, joining, waiting_for_a_process,
    running_a_loop, in_a_destructor, in_a_property, comparing, multiplying, in_a_query,
]  # fmt: skip


class Player(FakeWindow):
    """Lets a game go on once after it was interrupted, and notes what the report told."""

    def __init__(self, app):
        super().__init__()
        self.app = app
        self.told = []
        self.digests = {}

    def poll(self):
        self.digests.setdefault(self.app.ticks, self.app.digest())
        failure = self.app.guard.failure
        if failure is not None:
            self.told.append(failure)
            return [KeyEvent("r", True), KeyEvent("r", False)]
        return [CloseEvent()] if self.app.ticks >= 5 else []


def play(hang, limit):
    """Play a game that hangs in its third tick, and return what came of it."""
    left = [hang]
    start = []

    def system(world, dt):
        world.spawn(zn.Transform(x=world.random.uniform()))
        if world.tick == 2:
            start.append(before[-1])
            if left:
                left.pop()(world, dt)

    before = []

    class Watch(zn.Driver):
        def before_tick(self, app):
            before.append(app.digest())

    app = zn.App("Hanging", systems=[system], tick_rate=1000)
    app.drivers.append(Watch())
    app.guard.watchdog.limit = limit
    window = Player(app)
    app.play(Devices(window, FakePainter(), None))
    lines = [f.culprit.source for f in window.told if f.culprit is not None]
    return {
        "name": hang.__name__,
        "interrupted": len(window.told),
        "told": lines[0] if lines else "",
        "back": len(start) == 2 and start[0] == start[1],
        "ticks": app.ticks,
    }


def main(names, limit):
    for hang in [*HANGS, adding]:
        if hang.__name__ in names or (names == ["all"] and hang is not adding):
            print(json.dumps(play(hang, limit)), flush=True)


if __name__ == "__main__":
    where, limit, *names = sys.argv[1:]
    if where == "thread":
        thread = threading.Thread(target=main, args=(names, float(limit)))
        thread.start()
        thread.join()
    else:
        main(names, float(limit))
