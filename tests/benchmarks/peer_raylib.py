"""raylib's Python binding: one `DrawTexturePro` for each sprite, as its examples do."""

import numpy as np
import scene
from pyray import ffi, rl
from scene import HEIGHT, SIDE, WIDTH, Motion


def build(count):
    rl.SetTraceLogLevel(7)
    rl.SetConfigFlags(rl.FLAG_WINDOW_HIDDEN)
    rl.InitWindow(WIDTH, HEIGHT, b"Benchmark")
    if not rl.IsWindowReady():
        raise SystemExit("raylib opens no window here")
    image = rl.GenImageColor(SIDE, SIDE, ffi.new("Color *", (200, 150, 90, 255))[0])
    texture = rl.LoadTextureFromImage(image)
    source, origin = (0.0, 0.0, float(SIDE), float(SIDE)), (SIDE / 2, SIDE / 2)
    white = (255, 255, 255, 255)
    motion = Motion(count)

    def frame():
        motion.step()
        turned = np.degrees(motion.angle).tolist()
        rl.BeginDrawing()
        rl.ClearBackground((0, 0, 0, 255))
        for x, y, angle in zip(motion.x.tolist(), motion.y.tolist(), turned, strict=True):
            rl.DrawTexturePro(texture, source, (x, y, SIDE, SIDE), origin, angle, white)
        rl.EndDrawing()

    return frame


scene.main("raylib", build)
