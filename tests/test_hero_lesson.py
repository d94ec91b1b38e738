"""The lesson with the hero can be played: every coin, the ferry, the planks, the flag."""

from pathlib import Path

import zenith as zn

LESSON = Path(__file__).resolve().parent.parent / "examples" / "lessons" / "05_hero.py"

ROUTE = [
    ("walk", 40.0),
    ("jump", 0.0),
    ("jump", 0.7),
    ("walk", 92.0),
    ("walk", 130.0),
    ("walk", 112.0),
    ("walk", 168.0),
    ("board", 0.6),
    ("cross", 1.0),
    ("walk", 340.0),
    ("walk", 352.0),
    ("jump", 0.0),
    ("walk", 368.0),
    ("jump", 0.6),
    ("walk", 416.0),
    ("jump", 0.6),
    ("walk", 456.0),
]
"""What to do, and to which x to walk or how far to press sideways while jumping."""


class Player:
    """Plays the route, one step after another."""

    def __init__(self, game):
        self.game = game
        self.heights = []

    def hero(self):
        return self.game.find("hero")

    def tick(self, move=0.0, *, jump=False):
        self.game.hold("move", move)
        if jump:
            self.game.hold("jump", 1.0)
        self.game.ticks(1)
        self.heights.append(self.hero()[zn.Transform].y)

    def settle(self, move=0.0):
        for k in range(120):
            self.tick(move)
            if k > 2 and self.hero()[zn.CharacterBody].on_floor:
                break
        self.game.release("jump")
        for _ in range(10):
            self.tick()

    def walk(self, x):
        for _ in range(200):
            away = x - self.hero()[zn.Transform].x
            if abs(away) < 3.0:
                break
            self.tick(max(-1.0, min(1.0, away / 20)))
        self.settle()

    def jump(self, move):
        self.tick(move, jump=True)
        self.settle(move)

    def board(self, move):
        self.wait(lambda ferry: ferry.x < 216.0)
        self.jump(move)

    def cross(self, move):
        self.wait(lambda ferry: ferry.x > 276.0)
        self.jump(move)

    def wait(self, until):
        ferry = self.game.find("ferry")
        for _ in range(400):
            if until(ferry[zn.Transform]):
                break
            self.tick()


def play():
    player = Player(zn.testing.load(LESSON))
    player.settle()
    for step, value in ROUTE:
        getattr(player, step)(value)
    return player


def test_the_lesson_can_be_won_with_every_coin():
    player = play()
    assert player.game.find("told")[zn.Text].text == "You made it!   6 of 6 coins"
    again = player.game.again()
    assert again.digest() == player.game.digest()


def test_who_falls_into_the_gap_begins_again():
    player = Player(zn.testing.load(LESSON))
    player.settle()
    player.wait(lambda ferry: ferry.x > 276.0)
    for _ in range(200):
        player.tick(1.0)
    assert max(player.heights) > 300.0
    assert player.hero()[zn.Transform].x < 200.0
