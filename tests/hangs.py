"""Code that hangs in many ways, each one a system; run as a program it plays them all.

The line where each hangs is marked with "# here". Prints one line for each: its name, how
often it was interrupted to the end, and whether the line that was told is the marked one.
"""

import asyncio
import itertools
import queue
import re
import socket
import subprocess
import sys
import threading
import time

import zenith as zn


def endless(world, dt):
    while True:
        pass  # noqa: E701 # here


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
        pass  # noqa: E701


def returning_after_all(world, dt):
    try:
        time.sleep(1000)  # here
    except BaseException:
        return


def numbers():
    while True:
        yield 1


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
        while True:
            pass  # noqa: E701 # here

    def __del__(self):
        time.sleep(1000)  # here

    def __eq__(self, other):
        while True:
            pass  # noqa: E701 # here

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
        while True:
            pass  # noqa: E701 # here


def adding(world, dt):
    sum(itertools.repeat(1, 3 * 10**8))  # here, in a C loop that asks nobody


HANGS = [
    endless, counting, nested, swallowing, swallowing_all_once, returning_after_all, generating,
    comprehending, sorting, matching, deadlocked, recursive_lock_of_another, sleeping,
    reading_a_socket, accepting, queueing, waiting_for_an_event, joining, waiting_for_a_process,
    running_a_loop, in_a_destructor, in_a_property, comparing, multiplying, in_a_query,
]  # fmt: skip
