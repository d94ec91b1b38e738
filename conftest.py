"""What every test stands on: no network, no sound card, no home folder, no window."""

import os
import socket
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

import zenith as zn

collect_ignore_glob = ["tests/benchmarks/*", "tests/faults/*"]  # programs of their own

FULL = bool(os.environ.get("ZENITH_FULL"))

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
os.environ["SDL_VIDEODRIVER"] = "offscreen"
os.environ["SDL_AUDIODRIVER"] = "dummy"

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, database=None, suppress_health_check=SLOW
)
settings.load_profile("full" if FULL else "quick")


def pytest_configure(config):
    """Declare the markers; that of zenith.pytest_plugin too, for the guide uses it."""
    config.addinivalue_line("markers", "game(path, seed=None): the game that `game` loads")
    config.addinivalue_line("markers", "full: takes long; runs under `zenith test --full` only")


def pytest_collection_modifyitems(config, items):
    """Leave out what takes long, unless asked for."""
    if FULL:
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Let no test reach beyond this machine."""

    def refuse(self, address):
        if self.family != getattr(socket, "AF_UNIX", None):
            raise RuntimeError(f"A test tried to reach {address}.")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _no_sound_left():
    """Let every test give the sound device back, for the next one may want none."""
    yield
    mixer = sys.modules.get("pygame.mixer")
    if mixer is not None and mixer.get_init():
        mixer.quit()
        pytest.fail("This test left the sound device open.")


@pytest.fixture(autouse=True)
def _no_home(monkeypatch, tmp_path_factory):
    """Keep what games save out of the home folder."""
    home = str(tmp_path_factory.getbasetemp() / "home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, home)


@pytest.fixture(autouse=True)
def _doctest_names(doctest_namespace):
    """Give docstrings and pages the names they use."""
    doctest_namespace.update(zn=zn, np=np)


@pytest.fixture(scope="module")
def gpu():
    """A graphics device that draws off-screen; closing a window in another module may end it."""
    # The renderer is imported here: most tests must run where there is no OpenGL.
    from zenith.gpu import open_offscreen

    device = open_offscreen()
    yield device
    device.release()
