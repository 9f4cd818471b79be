"""The career lattice as a picture: the role in the middle, up above it, down and origins below.

    lattice_panel(lattice, texts)  -> HTML: a figure of one SVG, and the same as lists under it

The layout is fixed: a trunk, and on both sides of it boxes in bands. Every word of a role is
escaped; an organisation's catalogue is somebody else's text. Lengths are in units of the drawing,
``WIDTH`` across.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.lattice import DRAWN, Band, Lattice, Way
from assistant.planning.lattice import Texts, lattice_text, say
from assistant.ui.markup import plain, rich

WIDTH = 304
BOX = 138
TRUNK = WIDTH / 2
LINE, SMALL = 15, 13.5  # heights of a line of a title and of what stands under it
LETTERS, SMALL_LETTERS = 15, 21  # characters that a box is wide, in the widest of our fonts
WIDE_LETTERS = 30
PAD, GAP = 8, 10
MOST_LINES = 4
ARROW = 6


def lattice_panel(lattice: Lattice | None, texts: Texts) -> str:
    """The map tab: the picture and the lists; a sentence where there is nothing to draw around."""
    if lattice is None:
        return f'<p class="hint">{plain(say(texts, "No role"))}</p>'
    sheet = _drawing(lattice, texts)
    title = plain(say(texts, "Heading", here=lattice.here.title))
    return (
        f'<div class="lattice"><figure><svg viewBox="0 0 {WIDTH} {sheet.y:g}" role="img" '
        f'aria-labelledby="map-title map-about"><title id="map-title">{title}</title>'
        f'<desc id="map-about">{plain(say(texts, "Described"))}</desc>'
        f"{''.join((*sheet.lines, *sheet.drawn))}</svg></figure>"
        f'<div class="ways">{rich(lattice_text(lattice, texts), 1)}</div></div>'
    )


@dataclass
class _Sheet:
    """A drawing under way: how far down it has come, its lines, and the boxes and words on them."""

    y: float = 0
    lines: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def box(self, x: float, width: float, label: _Label, kind: str) -> None:
        """A rounded box with its lines in the middle."""
        self.drawn.append(
            f'<rect class="{kind}" x="{x:g}" y="{self.y:g}" width="{width:g}" '
            f'height="{label.height:g}" rx="6"/>'
        )
        y = self.y + PAD + LINE - 4
        for text in label.title:
            self.drawn.append(_text(text, x + width / 2, y, "role"))
            y += LINE
        for text in label.about:
            self.drawn.append(_text(text, x + width / 2, y - 1, "kind"))
            y += SMALL

    def line(self, points: str, kind: str = "edge") -> None:
        """A line, as an SVG path."""
        self.lines.append(f'<path class="{kind}" d="{points}"/>')

    def heading(self, text: str) -> None:
        """The name of a band, beside the trunk."""
        self.drawn.append(_text(text, 0, self.y + 11, "band"))
        self.y += 18


@dataclass(frozen=True)
class _Label:
    """What stands in a box: lines of the title, and lines under it."""

    title: tuple[str, ...]
    about: tuple[str, ...]

    @property
    def height(self) -> float:
        return 2 * PAD + LINE * len(self.title) + SMALL * len(self.about) - 3


def _drawing(lattice: Lattice, texts: Texts) -> _Sheet:
    sheet = _Sheet()
    above = _band(sheet, "far", lattice.far, texts)
    for band in (Band.UP, Band.ACROSS):
        above += _band(sheet, band.value, lattice.band(band), texts)
    if above:
        sheet.line(f"M{TRUNK:g} {above[0]:g}V{sheet.y:g}")
    _here(sheet, lattice, texts)
    below = [sheet.y]
    sheet.y += GAP
    for band in (Band.DOWN, Band.ORIGIN):
        below += _band(sheet, band.value, lattice.band(band), texts)
    sheet.line(f"M{TRUNK:g} {below[0]:g}V{below[-1]:g}")
    return sheet


def _here(sheet: _Sheet, lattice: Lattice, texts: Texts) -> None:
    about = say(texts, "Here" if lattice.present else "Chosen here")
    label = _Label(_wrapped(lattice.here.title, WIDE_LETTERS), _wrapped(about, WIDE_LETTERS))
    sheet.box(20, WIDTH - 40, label, "here")
    sheet.y += label.height


def _band(sheet: _Sheet, name: str, ways: Sequence[Way], texts: Texts) -> list[float]:
    """The boxes of a band in pairs beside the trunk, with their arrows; how far down those run."""
    ways = ways[:DRAWN]
    if ways:
        sheet.heading(say(texts, name))
    arrows: list[float] = []
    for pair in (ways[n : n + 2] for n in range(0, len(ways), 2)):
        labels = [_label(way, texts) for way in pair]
        middle = min(label.height for label in labels) / 2
        arrows.append(sheet.y + middle)
        for side, (way, label) in enumerate(zip(pair, labels, strict=True)):
            kind = f"stop {name} {way.standing or ''}".strip()
            sheet.box(0 if side == 0 else WIDTH - BOX, BOX, label, kind)
            _arrow(sheet, middle, side, name)
        sheet.y += max(label.height for label in labels) + GAP
    return arrows


def _arrow(sheet: _Sheet, down: float, side: int, name: str) -> None:
    """From the trunk to a box, or from where people come from to the trunk."""
    y, edge = sheet.y + down, BOX if side == 0 else WIDTH - BOX
    sheet.line(f"M{TRUNK:g} {y:g}H{edge:g}", f"edge {name}")
    outward = -1 if side == 0 else 1
    tip, back = (TRUNK, outward) if name == Band.ORIGIN else (edge, -outward)
    sheet.line(f"M{tip:g} {y:g}l{back * ARROW:g} -4v8z", "tip")


def _label(way: Way, texts: Texts) -> _Label:
    about = say(texts, way.kind.value)
    if way.via:
        about = say(texts, "Stop via", via=", ".join(role.title for role in way.via))
    if way.standing is not None:
        about = f"{say(texts, way.standing.value)}, {about}"
    return _Label(_wrapped(way.role.title, LETTERS), _wrapped(about, SMALL_LETTERS))


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """A text in at most four lines; what is too long ends in dots and stands whole in the list."""
    lines = textwrap.wrap(text, width, max_lines=MOST_LINES, placeholder="…")
    return tuple(lines) or (text[:width],)


def _text(text: str, x: float, y: float, kind: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{plain(text)}</text>'
