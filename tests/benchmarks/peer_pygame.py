"""pygame-ce: 64 turned pictures made beforehand, then one `fblits`: its fastest way."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import numpy as np
import pygame
import scene
from scene import HEIGHT, SIDE, WIDTH, Motion

TURNS = 64


def build(count):
    pygame.display.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    plain = pygame.Surface((SIDE, SIDE), pygame.SRCALPHA)
    plain.fill((200, 150, 90, 255))
    turned = [
        pygame.transform.rotate(plain, -k * 360 / TURNS).convert_alpha() for k in range(TURNS)
    ]
    motion = Motion(count)

    def frame():
        motion.step()
        screen.fill((0, 0, 0))
        turns = (motion.angle * (TURNS / (2 * np.pi))).astype(int) % TURNS
        places = zip(motion.x.tolist(), motion.y.tolist(), strict=True)
        pictures = [turned[k] for k in turns.tolist()]
        screen.fblits(zip(pictures, places, strict=True))
        pygame.display.flip()

    return frame


scene.main("pygame-ce", build)
