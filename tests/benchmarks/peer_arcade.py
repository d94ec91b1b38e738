"""Arcade: a SpriteList for each layer, positions set sprite by sprite, as its guide shows."""

import os

os.environ["ARCADE_HEADLESS"] = "True"

import arcade
import numpy as np
import scene
from scene import HEIGHT, LAYERS, SIDE, WIDTH, Motion


def build(count):
    window = arcade.Window(WIDTH, HEIGHT, "Benchmark")
    texture = arcade.make_soft_square_texture(SIDE, arcade.color.BROWN, 255, 255)
    lists = [arcade.SpriteList(capacity=count) for _ in range(LAYERS)]
    sprites = []
    for k in range(count):
        sprite = arcade.Sprite(texture)
        sprites.append(sprite)
        lists[k % LAYERS].append(sprite)
    motion = Motion(count)

    def frame():
        motion.step()
        turned = np.degrees(motion.angle).tolist()
        rows = zip(sprites, motion.x.tolist(), motion.y.tolist(), turned, strict=True)
        for sprite, x, y, angle in rows:
            sprite.position = x, y
            sprite.angle = angle
        window.clear()
        for sprite_list in lists:
            sprite_list.draw()
        window.flip()

    return frame


scene.main("arcade", build)
