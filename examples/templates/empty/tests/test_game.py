"""The game, played by script: no window, no sound card, and as fast as it goes."""

from pathlib import Path

import zenith as zn

GAME = Path(__file__).parent.parent


def test_the_hero_goes_where_the_player_says() -> None:
    game = zn.testing.load(GAME)
    before = game.find("hero")[zn.Transform].x
    game.hold("move", 1).ticks(60)
    hero = game.find("hero")[zn.Transform]
    assert hero.x > before + 50
    # The same inputs make the same game, bit for bit.
    assert game.digest() == game.again().digest()
