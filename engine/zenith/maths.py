"""Values of the plane, and the conventions that hold everywhere.

World units are pixels at zoom 1; +x points right and +y down, so that angles,
in radians, turn clockwise; times are seconds; colours run from 0 to 1 with
straight (not premultiplied) alpha.
"""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from zenith.errors import BadValue, unknown

TAU: Final = 2.0 * math.pi

# Each parabola of the bounce easing: where it ends, its lowest point, its height there.
_BOUNCES: Final = (
    (1.0 / 2.75, 0.0, 0.0),
    (2.0 / 2.75, 1.5 / 2.75, 0.75),
    (2.5 / 2.75, 2.25 / 2.75, 0.9375),
    (2.0, 2.625 / 2.75, 0.984375),
)


@dataclass(frozen=True, slots=True)
class Vec2:
    """A point or a direction; a value that never changes.

    >>> Vec2(3, 4).length()
    5.0
    >>> Vec2(1, 2) + Vec2(10, 20) * 0.5
    Vec2(x=6.0, y=12.0)
    """

    x: float = 0.0
    y: float = 0.0

    def __add__(self, other: Vec2) -> Vec2:
        return Vec2(self.x + other.x, self.y + other.y)

    def __sub__(self, other: Vec2) -> Vec2:
        return Vec2(self.x - other.x, self.y - other.y)

    def __mul__(self, factor: float) -> Vec2:
        return Vec2(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> Vec2:
        return Vec2(self.x / divisor, self.y / divisor)

    def __neg__(self) -> Vec2:
        return Vec2(-self.x, -self.y)

    def __iter__(self) -> Iterator[float]:
        yield self.x
        yield self.y

    def length(self) -> float:
        """Return the distance from the origin, in world units."""
        return math.sqrt(self.x * self.x + self.y * self.y)

    def normalized(self) -> Vec2:
        """Return the same direction with length 1; the zero vector stays zero."""
        length = self.length()
        return Vec2(self.x / length, self.y / length) if length > 0.0 else Vec2()

    def dot(self, other: Vec2) -> float:
        """Return the dot product."""
        return self.x * other.x + self.y * other.y

    def rotated(self, angle: float) -> Vec2:
        """Return this vector turned clockwise by `angle` radians."""
        c, s = math.cos(angle), math.sin(angle)
        return Vec2(self.x * c - self.y * s, self.x * s + self.y * c)

    def distance_to(self, other: Vec2) -> float:
        """Return the distance to another point."""
        return (other - self).length()

    def lerp(self, other: Vec2, t: float) -> Vec2:
        """Return the point a share `t` of the way to `other`."""
        return Vec2(lerp(self.x, other.x, t), lerp(self.y, other.y, t))


class Color(NamedTuple):
    """Red, green, blue and alpha from 0 to 1, straight alpha.

    >>> Color.hex("#ff8000")
    Color(r=1.0, g=0.5019607843137255, b=0.0, a=1.0)
    """

    r: float = 1.0
    g: float = 1.0
    b: float = 1.0
    a: float = 1.0

    @classmethod
    def hex(cls, text: str) -> Color:
        """Return the colour written as "#rgb", "#rrggbb" or "#rrggbbaa".

        Raises:
            BadValue: The text is none of these.
        """
        given: Any = text
        digits = given.removeprefix("#") if isinstance(given, str) else ""
        if len(digits) == 3:
            digits = "".join(d + d for d in digits)
        # int() alone would take signs, blanks and the digits of other scripts.
        if len(digits) not in (6, 8) or not set(digits) <= set(string.hexdigits):
            raise BadValue(f'{given!r} is no colour; write "#rgb", "#rrggbb" or "#rrggbbaa".')
        return cls(*(int(digits[i : i + 2], 16) / 255.0 for i in range(0, len(digits), 2)))

    def faded(self, a: float) -> Color:
        """Return the same colour with its alpha multiplied by `a`."""
        return Color(self.r, self.g, self.b, self.a * a)

    def mixed(self, other: Color, t: float) -> Color:
        """Return the colour a share `t` of the way to `other`, alpha included."""
        return Color(*(lerp(p, q, t) for p, q in zip(self, other, strict=True)))


WHITE: Final = Color(1.0, 1.0, 1.0, 1.0)
BLACK: Final = Color(0.0, 0.0, 0.0, 1.0)
CLEAR: Final = Color(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rect:
    """An axis-aligned rectangle: its upper left corner, width and height.

    >>> Rect(0, 0, 10, 10).overlaps(Circle(12, 5, 3))
    True
    """

    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @classmethod
    def centered(cls, x: float, y: float, width: float, height: float) -> Rect:
        """Return the rectangle of that size around a centre."""
        return cls(x - width / 2, y - height / 2, width, height)

    @property
    def left(self) -> float:
        """The smallest x."""
        return self.x

    @property
    def right(self) -> float:
        """The largest x."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """The smallest y."""
        return self.y

    @property
    def bottom(self) -> float:
        """The largest y."""
        return self.y + self.height

    @property
    def center(self) -> Vec2:
        """The middle."""
        return Vec2(self.x + self.width / 2, self.y + self.height / 2)

    def contains(self, point: Vec2) -> bool:
        """Tell whether a point lies inside; the right and lower edges do not count."""
        return self.x <= point.x < self.right and self.y <= point.y < self.bottom

    def overlaps(self, other: Rect | Circle) -> bool:
        """Tell whether the two share any area; touching edges do not count."""
        if isinstance(other, Circle):
            return other.overlaps(self)
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle moved by an offset."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def inset(self, d: float) -> Rect:
        """Return the rectangle with every edge moved inwards by `d` (outwards when negative)."""
        return Rect(self.x + d, self.y + d, self.width - 2 * d, self.height - 2 * d)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle: its centre and radius."""

    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0

    def contains(self, point: Vec2) -> bool:
        """Tell whether a point lies inside."""
        dx, dy = point.x - self.x, point.y - self.y
        return dx * dx + dy * dy < self.radius * self.radius

    def overlaps(self, other: Rect | Circle) -> bool:
        """Tell whether the two share any area; touching does not count."""
        if isinstance(other, Circle):
            dx, dy = other.x - self.x, other.y - self.y
            reach = self.radius + other.radius
            return dx * dx + dy * dy < reach * reach
        nearest_x = clamp(self.x, other.left, other.right)
        nearest_y = clamp(self.y, other.top, other.bottom)
        dx, dy = nearest_x - self.x, nearest_y - self.y
        return dx * dx + dy * dy < self.radius * self.radius


def clamp(value: float, low: float, high: float) -> float:
    """Return `value`, or the nearer of the two bounds where it lies outside.

    >>> clamp(12, 0, 10)
    10
    """
    return low if value < low else high if value > high else value


def lerp(a: float, b: float, t: float) -> float:
    """Return the number a share `t` of the way from `a` to `b`."""
    return a + (b - a) * t


def remap(value: float, a: float, b: float, c: float, d: float) -> float:
    """Carry `value` from the range a..b over to c..d, without clamping.

    Raises:
        BadValue: The first range is empty: `a` equals `b`.

    >>> remap(5, 0, 10, 100, 200)
    150.0
    """
    if a == b:
        raise BadValue(f"remap() needs a range to carry over from; {a} to {b} is none.")
    return c + (value - a) / (b - a) * (d - c)


def wrap_angle(angle: float) -> float:
    """Return the same direction as an angle from -pi to pi.

    Raises:
        BadValue: The angle is not finite.
    """
    if not math.isfinite(angle):
        raise BadValue(f"An angle is a finite number of radians, not {angle}.")
    return math.remainder(angle, TAU)


def lerp_angle(a: float, b: float, t: float) -> float:
    """Return the angle a share `t` of the short way from `a` to `b`.

    Raises:
        BadValue: One of the angles is not finite.
    """
    return a + wrap_angle(b - a) * t


def _quad_in(t: float) -> float:
    return t * t


def _quad_out(t: float) -> float:
    return t * (2.0 - t)


def _quad_in_out(t: float) -> float:
    return 2.0 * t * t if t < 0.5 else 1.0 - 2.0 * (1.0 - t) * (1.0 - t)


def _cubic_in(t: float) -> float:
    return t * t * t


def _cubic_out(t: float) -> float:
    u = 1.0 - t
    return 1.0 - u * u * u


def _cubic_in_out(t: float) -> float:
    u = 1.0 - t
    return 4.0 * t * t * t if t < 0.5 else 1.0 - 4.0 * u * u * u


def _sine_in(t: float) -> float:
    return 1.0 - math.cos(t * math.pi / 2.0)


def _sine_out(t: float) -> float:
    return math.sin(t * math.pi / 2.0)


def _sine_in_out(t: float) -> float:
    return 0.5 - 0.5 * math.cos(t * math.pi)


def _back_out(t: float) -> float:
    u = t - 1.0
    return 1.0 + u * u * (2.70158 * u + 1.70158)


def _back_in(t: float) -> float:
    return t * t * (2.70158 * t - 1.70158)


def _bounce_out(t: float) -> float:
    middle, height = next((m, h) for end, m, h in _BOUNCES if t < end)
    return 7.5625 * (t - middle) * (t - middle) + height


def _linear(t: float) -> float:
    return t


EASINGS: Final[dict[str, Callable[[float], float]]] = {
    "linear": _linear,
    "quad_in": _quad_in,
    "quad_out": _quad_out,
    "quad_in_out": _quad_in_out,
    "cubic_in": _cubic_in,
    "cubic_out": _cubic_out,
    "cubic_in_out": _cubic_in_out,
    "sine_in": _sine_in,
    "sine_out": _sine_out,
    "sine_in_out": _sine_in_out,
    "back_in": _back_in,
    "back_out": _back_out,
    "bounce_out": _bounce_out,
}
"""Easing curves by name; each takes and gives 0 to 1 (the back ones overshoot)."""


def ease(name: str, t: float) -> float:
    """Return how far an easing curve has come at time `t`, which is clamped to 0..1.

    The curves are polynomials, sines and cosines only, so that they give the
    same bits on every machine.

    Raises:
        UnknownName: No curve has that name.
        BadValue: The time is not a number.

    >>> ease("quad_in", 0.5)
    0.25
    """
    curve = EASINGS.get(name)
    if curve is None:
        raise unknown("easing", name, EASINGS)
    if math.isnan(t):
        raise BadValue(f"ease() takes a time from 0 to 1, not {t}.")
    return curve(clamp(t, 0.0, 1.0))
