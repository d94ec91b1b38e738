"""The component of those who walk, jump and are stopped by walls without being tossed about."""

from __future__ import annotations

from zenith.schema import component, field
from zenith.world import Entity

_NOBODY: Entity | None = None


@component
class OneWay:
    """Lets characters through its entity's colliders, except from above."""


@component
class CharacterBody:
    """Moves an entity by wish: it walks, slides along walls, jumps and rides on platforms.

    Its shape is the solid colliders on it or below it. `move` says each tick what is
    wished; the motion itself happens for all characters at once, before bodies move.
    The fields from `velocity_x` on tell how it is; the velocity may be set too.
    """

    top_down: bool = field(False, tooltip="Seen from above: no gravity, no floor, no jump.")
    acceleration: float = field(1800.0, min=0.0, unit="px/s2", tooltip="On the floor; 0: at once.")
    deceleration: float = field(2400.0, min=0.0, unit="px/s2", tooltip="On the floor; 0: at once.")
    air_acceleration: float = field(1400.0, min=0.0, unit="px/s2", tooltip="In the air.")
    air_deceleration: float = field(700.0, min=0.0, unit="px/s2", tooltip="In the air.")
    gravity: float = field(1500.0, min=0.0, unit="px/s2", tooltip="Its own, not the world's.")
    max_fall: float = field(900.0, min=0.0, unit="px/s", tooltip="It never falls faster.")
    jump_height: float = field(72.0, min=0.0, unit="px", tooltip="How high a whole jump goes.")
    jump_cut: float = field(
        0.45, min=0.0, max=1.0, step=0.05, tooltip="Upward speed left when the button is let go."
    )
    coyote_time: float = field(
        0.1, min=0.0, step=0.01, unit="s", tooltip="How long after the edge it may still jump."
    )
    jump_buffer: float = field(
        0.1, min=0.0, step=0.01, unit="s", tooltip="How long a jump asked for in the air is kept."
    )
    max_slope: float = field(
        0.9, min=0.0, max=1.5, step=0.01, unit="rad", tooltip="The steepest floor; else a wall."
    )
    snap: float = field(
        8.0, min=0.0, unit="px", tooltip="How far below its feet it follows the floor downhill."
    )
    corner: float = field(
        5.0, min=0.0, unit="px", tooltip="How far it slips aside when its head meets a corner."
    )
    push: float = field(
        600.0, min=0.0, unit="px/s2", tooltip="How hard it pushes bodies, at a mass of 1."
    )
    velocity_x: float = field(0.0, unit="px/s", tooltip="On a floor: along it, as the floor sees.")
    velocity_y: float = field(0.0, unit="px/s", tooltip="0 on a floor.")
    on_floor: bool = False
    on_wall: bool = field(False, tooltip="It met a wall in the last tick.")
    on_ceiling: bool = field(False, tooltip="Its head met something in the last tick.")
    crushed: bool = field(False, tooltip="Something pushed it that it could not give way to.")
    floor_x: float = field(0.0, tooltip="The floor's normal; straight up is (0, -1).")
    floor_y: float = field(-1.0, tooltip="The floor's normal; straight up is (0, -1).")
    wall_x: float = field(0.0, tooltip="The wall's normal: -1 for one at the right.")
    platform: Entity | None = field(_NOBODY, tooltip="What it stands on.")
    platform_x: float = field(0.0, tooltip="Where the platform is when the tick is over.")
    platform_y: float = field(0.0, tooltip="Where the platform is when the tick is over.")
    platform_rotation: float = field(0.0, tooltip="How it is turned when the tick is over.")
    jumping: bool = field(False, tooltip="It goes up by a jump that can be cut short.")
    coyote_left: int = field(0, tooltip="Ticks in which it may still jump.")
    buffer_left: int = field(0, tooltip="Ticks in which a jump asked for is still meant.")
    drop_left: int = field(0, tooltip="Ticks in which one-way floors let it through.")
    wish_x: float = field(0.0, unit="px/s", tooltip="What `move` asked for in this tick.")
    wish_y: float = field(0.0, unit="px/s", tooltip="What `move` asked for in this tick.")
    wish_jump: bool = False
    wish_hold: bool = True
    wish_drop: bool = False

    def move(
        self,
        x: float = 0.0,
        y: float = 0.0,
        *,
        jump: bool = False,
        hold: bool = True,
        drop: bool = False,
    ) -> None:
        """Say how to move in this tick; without a call it slows down and stands.

        Args:
            x: Speed to the right, in px/s.
            y: Speed downwards, for one seen from above.
            jump: Whether a jump is asked for: the button went down.
            hold: Whether the button is still held; a jump is cut short when not.
            drop: Whether to fall through the one-way floor underfoot instead of jumping.

        >>> from zenith import BoxCollider, Physics, Transform, World
        >>> world, physics = World(), Physics()
        >>> floor = world.spawn(Transform(y=40), BoxCollider(width=400, height=20))
        >>> hero = world.spawn(Transform(), BoxCollider(width=12, height=20), CharacterBody())
        >>> for _ in range(60):
        ...     hero[CharacterBody].move(100.0)
        ...     physics.step(world, 1 / 60)
        >>> hero[CharacterBody].on_floor, hero[Transform].y, hero[Transform].x > 90.0
        (True, 20.0, True)
        """
        self.wish_x, self.wish_y = x, y
        self.wish_hold = hold
        if jump:
            self.wish_jump = True
        if drop:
            self.wish_drop = True
