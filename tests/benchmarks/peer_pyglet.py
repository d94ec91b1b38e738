"""pyglet: sprites in one Batch with a Group for each layer, set by `Sprite.update`."""

import numpy as np
import pyglet

pyglet.options["headless"] = True

import scene
from scene import HEIGHT, LAYERS, SIDE, WIDTH, Motion


def build(count):
    window = pyglet.window.Window(WIDTH, HEIGHT)
    data = bytes([200, 150, 90, 255]) * SIDE * SIDE
    image = pyglet.image.ImageData(SIDE, SIDE, "RGBA", data).get_texture()
    image.anchor_x = image.anchor_y = SIDE // 2
    batch = pyglet.graphics.Batch()
    groups = [pyglet.graphics.Group(order=k) for k in range(LAYERS)]
    sprites = [
        pyglet.sprite.Sprite(image, batch=batch, group=groups[k % LAYERS]) for k in range(count)
    ]
    motion = Motion(count)

    def frame():
        motion.step()
        turned = np.degrees(motion.angle).tolist()
        rows = zip(sprites, motion.x.tolist(), motion.y.tolist(), turned, strict=True)
        for sprite, x, y, angle in rows:
            sprite.update(x=x, y=y, rotation=angle)
        window.switch_to()
        window.clear()
        batch.draw()
        window.flip()

    return frame


scene.main("pyglet", build)
