"""The camera: which part of the world the virtual screen shows."""

from __future__ import annotations

import math
from typing import NamedTuple

from zenith.errors import BadValue
from zenith.maths import Vec2, clamp, lerp, lerp_angle
from zenith.schema import component, field


class CameraPose(NamedTuple):
    """Where a camera looks at one moment: centre, zoom, clockwise turn."""

    x: float
    y: float
    zoom: float
    rotation: float


@component
class Camera:
    """A view on the world; each World has one, as a resource.

    Positions on the screen are units of the virtual screen, from its upper left
    corner. Shake is part of the picture only: neither the pointer nor the
    simulation sees it, apart from how long it lasts.
    """

    x: float = field(0.0, unit="px", tooltip="Centre of the view.")
    y: float = field(0.0, unit="px", tooltip="Centre of the view.")
    zoom: float = field(1.0, tooltip="2 shows everything twice as large.")
    rotation: float = field(0.0, unit="rad", tooltip="Clockwise turn of the camera.")
    width: float = field(0.0, unit="px", saved=False, tooltip="Width of the virtual screen.")
    height: float = field(0.0, unit="px", saved=False, tooltip="Height of the virtual screen.")
    previous_x: float = field(0.0, saved=False)
    previous_y: float = field(0.0, saved=False)
    previous_zoom: float = field(1.0, saved=False)
    previous_rotation: float = field(0.0, saved=False)
    shake_amount: float = field(
        0.0, unit="px", saved=False, tooltip="How far the picture shakes now."
    )
    shake_fade: float = field(0.0, unit="px/s", saved=False, tooltip="How fast it calms down.")
    shake_time: int = field(0, saved=False)

    def remember(self) -> None:
        """Keep the pose as the previous one; called at the start of each tick."""
        self._check()
        self.previous_x, self.previous_y = self.x, self.y
        self.previous_zoom, self.previous_rotation = self.zoom, self.rotation

    def _check(self) -> None:
        if not (math.isfinite(self.zoom) and self.zoom > 0.0):
            raise BadValue(f"Camera.zoom is {self.zoom}; expected a number above 0.")
        if not (math.isfinite(self.x) and math.isfinite(self.y) and math.isfinite(self.rotation)):
            raise BadValue(
                f"The camera is at {self.x}, {self.y}, turned by {self.rotation}; "
                "expected finite numbers."
            )

    def advance(self, dt: float) -> None:
        """Let the shake calm down by one tick."""
        if self.shake_amount > 0.0:
            self.shake_amount = max(0.0, self.shake_amount - self.shake_fade * dt)
            self.shake_time += 1

    def look_at(self, x: float, y: float) -> None:
        """Show another place at once, without the picture gliding there."""
        self.x = self.previous_x = x
        self.y = self.previous_y = y

    def follow(self, x: float, y: float, share: float = 1.0) -> None:
        """Move a share of the way towards a place; call it each tick."""
        share = clamp(share, 0.0, 1.0)
        self.x, self.y = lerp(self.x, x, share), lerp(self.y, y, share)

    def shake(self, amount: float, seconds: float = 0.3) -> None:
        """Shake the picture by up to `amount` pixels, calming down over some seconds.

        Raises:
            BadValue: A number is negative or not finite.
        """
        if not (0.0 <= amount < math.inf and 0.0 <= seconds < math.inf):
            raise BadValue(
                f"A shake is {amount} pixels for {seconds} seconds; expected finite numbers "
                "of at least 0."
            )
        if amount >= self.shake_amount:
            self.shake_amount = amount
            self.shake_fade = amount / max(seconds, 1e-3)

    def world_to_screen(self, x: float, y: float) -> Vec2:
        """Return where a point of the world is on the virtual screen."""
        turned = Vec2(x - self.x, y - self.y).rotated(-self.rotation) * self.zoom
        return Vec2(turned.x + self.width / 2.0, turned.y + self.height / 2.0)

    def screen_to_world(self, x: float, y: float) -> Vec2:
        """Return which point of the world is at a place of the virtual screen.

        Raises:
            BadValue: The zoom is not above 0, or the camera's place is not finite.
        """
        self._check()
        offset = Vec2(x - self.width / 2.0, y - self.height / 2.0) / self.zoom
        turned = offset.rotated(self.rotation)
        return Vec2(turned.x + self.x, turned.y + self.y)

    def pose(self, alpha: float = 1.0) -> CameraPose:
        """Return the pose a share `alpha` of the way from the previous tick, shake included."""
        x = lerp(self.previous_x, self.x, alpha)
        y = lerp(self.previous_y, self.y, alpha)
        if self.shake_amount > 0.0:
            # Two sines whose periods do not fit each other look like chance and repeat exactly.
            time = self.shake_time + alpha
            x += self.shake_amount * math.sin(time * 2.7)
            y += self.shake_amount * math.sin(time * 3.9 + 1.3)
        zoom = lerp(self.previous_zoom, self.zoom, alpha)
        return CameraPose(x, y, zoom, lerp_angle(self.previous_rotation, self.rotation, alpha))
