"""`zenith bench reload`: how long a running game takes to follow each kind of file."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from zenith.app import App, Devices, load_app
from zenith.assets import Assets, engine_assets
from zenith.desktop import open_picture
from zenith.errors import DeviceError
from zenith.images import load_image, save_png
from zenith.reloading import Reloader
from zenith.scene import spawn_prefab
from zenith.scenefile import EntityData, Fields, SceneDocument, save_document

PROJECT = """\
zenith = 1
name = "Reload"
start = "field"
modules = ["pieces", "rules"]
systems = ["rules.move"]
[window]
size = [320, 180]
"""
PIECES = """\
import zenith as zn

@zn.component
class Speed:
    x: float = 1.0
"""
RULES = """\
import zenith as zn
from pieces import Speed

def move(world, dt):
    for pos, speed in world.columns(zn.Transform, Speed):
        pos.x += speed.x * dt
"""


def main(argv: list[str]) -> int:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="zenith bench reload", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--entities", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = Field(Path(folder), max(options.entities, 3)).measure(max(options.rounds, 1))
    if options.json:
        print(json.dumps(figures, indent=1))
        return 0
    print(f"{f'ms of processor time; {options.entities:,} entities':38}{'median':>10}{'worst':>10}")
    for name, (median, worst) in figures.items():
        print(f"{name:38}{median:10.1f}{worst:10.1f}")
    return 0


class Field:
    """A project of so many entities on the disk, and the game that runs."""

    def __init__(self, folder: Path, entities: int) -> None:
        self._folder = folder
        self._scene, self._prefab = SceneDocument(), SceneDocument(kind="prefab")
        for name, text in (("zenith.toml", PROJECT), ("pieces.py", PIECES), ("rules.py", RULES)):
            (folder / name).write_text(text, "utf-8")
        for name in ("scenes", "prefabs", "images"):
            (folder / name).mkdir()
        for k in range(entities - 2 * (entities // 3)):
            parts: dict[str, Fields] = {
                "Transform": {"x": 4.0 * k},
                "Sprite": {"image": "piece"},
                "Speed": {},
            }
            self._scene.add(f"c{k:06}", EntityData(f"crate {k}", components=parts))
        for k in range(entities // 3):
            self._scene.add(f"p{k:06}", EntityData(prefab="piece"))
        self._prefab.add("piece", EntityData(components={"Transform": {}, "Sprite": {}}))
        self._write_scene(0)
        self._write_prefab(0)
        self._write_image(0)
        self._app = self._opened(entities)
        self._reloader = Reloader()

    def _opened(self, entities: int) -> App:
        app = load_app(self._folder, watched=True)
        for _ in range(entities // 3):
            spawn_prefab(app.world, "piece")
        try:
            app.devices = Devices(None, open_picture(app), None)
        except DeviceError as error:
            print(f"No picture can be drawn here, so pictures are only forgotten: {error}")
        return app

    def measure(self, rounds: int) -> dict[str, tuple[float, float]]:
        """Return the median and the worst time of each kind of edit, in milliseconds."""
        edits: dict[str, Callable[[int], Path]] = {
            "a system's code": self._write_rules,
            "a component gets a field, or loses it": self._write_pieces,
            "one entity of a scene": self._write_scene,
            "a prefab with two thirds of them": self._write_prefab,
            "the project file": self._write_project,
            "a picture, with the next frame": self._write_image,
        }
        found = {
            name: [self._timed(edit(k)) for k in range(1, rounds + 1)]
            for name, edit in edits.items()
        }
        self._app.devices.close()
        return {name: (statistics.median(times), max(times)) for name, times in found.items()}

    def _timed(self, file: Path) -> float:
        self._app.tick()
        self._app.draw()
        start = time.process_time()
        batch = self._reloader.take(self._app, [file])
        if file.suffix == ".png":
            self._app.draw()
        took = (time.process_time() - start) * 1e3
        if batch.troubles:
            raise SystemExit("\n".join(batch.troubles.values()))
        return took

    # One for each kind: writes the file otherwise than the last time.

    def _write(self, name: str, text: str) -> Path:
        file = self._folder / name
        file.write_text(text, "utf-8")
        return file

    def _write_rules(self, k: int) -> Path:
        return self._write("rules.py", RULES.replace("* dt", f"* dt * {k}"))

    def _write_pieces(self, k: int) -> Path:
        return self._write("pieces.py", PIECES + ("    y: float = 2.0\n" if k % 2 else ""))

    def _write_project(self, k: int) -> Path:
        return self._write("zenith.toml", f'{PROJECT}[actions]\njump = ["{"ab"[k % 2]}"]\n')

    def _write_scene(self, k: int) -> Path:
        first = next(iter(self._scene.entities.values()))
        first.components["Transform"]["y"] = float(k)
        save_document(self._scene, self._folder / "scenes/field.scene")
        return self._folder / "scenes/field.scene"

    def _write_prefab(self, k: int) -> Path:
        self._prefab.entities["piece"].components["Sprite"] = {"opacity": 1.0 / (k + 1)}
        save_document(self._prefab, self._folder / "prefabs/piece.prefab")
        return self._folder / "prefabs/piece.prefab"

    def _write_image(self, k: int) -> Path:
        pixels = load_image(Assets([engine_assets()]).find("image", "crate"))
        save_png(self._folder / "images/piece.png", pixels[: 8 + k % 8])
        return self._folder / "images/piece.png"
