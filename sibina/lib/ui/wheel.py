"""The geometry of the wheel of the cycle: pure arithmetic, no Django."""

from math import cos, pi, sin
from typing import Any

CENTRE = 200.0
OUTER = 198.0
INNER = 96.0
GAP = 0.012
STATES = {"done": "is-done", "open": "is-open", "late": "is-late", "waiting": "is-waiting"}


def _point(radius: float, angle: float) -> str:
    return f"{CENTRE + radius * cos(angle):.2f} {CENTRE + radius * sin(angle):.2f}"


def segment_path(index: int, count: int) -> str:
    """One ring segment, the first starting at twelve o'clock and going with the clock."""
    start = 2 * pi * index / count - pi / 2 + GAP
    end = 2 * pi * (index + 1) / count - pi / 2 - GAP
    large = 1 if end - start > pi else 0
    return (
        f"M{_point(OUTER, start)} A{OUTER:g} {OUTER:g} 0 {large} 1 {_point(OUTER, end)} "
        f"L{_point(INNER, end)} A{INNER:g} {INNER:g} 0 {large} 0 {_point(INNER, start)}Z"
    )


def segment_centre(index: int, count: int) -> tuple[float, float]:
    """Where the words of a segment stand."""
    angle = 2 * pi * (index + 0.5) / count - pi / 2
    radius = (OUTER + INNER) / 2
    return round(CENTRE + radius * cos(angle), 1), round(CENTRE + radius * sin(angle), 1)


def wheel_of(phases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each phase with its path, the place of its number and name, and its class."""
    segments = []
    for index, phase in enumerate(phases):
        x, y = segment_centre(index, len(phases))
        segments.append(
            {
                **phase,
                "no": index + 1,
                "path": segment_path(index, len(phases)),
                "x": f"{x:g}",
                "y_number": f"{y - 4:g}",
                "y_name": f"{y + 17:g}",
                "css": STATES[phase["state"]],
            }
        )
    return segments
