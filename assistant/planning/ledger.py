"""From facts to traced values: what was said is checked against the message it is said to be in.

    ledger.said(fact)              -> Value('40 sets of notes', SAID turn 9, mark '[9]', quoted)
    ledger.traced("September 2027", fact) -> Value(..., COMPUTED, mark '(from "sept" [8])')

A value is ``said`` only when its text stands in that turn's message (case and spacing aside);
otherwise it is derived from words that do, or it is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.calendar import spoken, workday
from assistant.domain.goal import COMPUTED, PROPOSED, Fact, Origin, Provenance
from assistant.domain.plan import Day, Quotation, Value
from assistant.planning.wording import Labels, variables

_LONG = 60  # characters beyond which a mark names the turn only

Piece = Value | str


def folded(text: str) -> str:
    """A text as it is looked up in a message: lower case, plain apostrophes, single spaces."""
    return " ".join(text.replace("\u2019", "'").casefold().split())


@dataclass(frozen=True)
class Ledger:
    """The messages by turn (the first is turn 1) and the words of the marks."""

    messages: tuple[str, ...]
    labels: Labels
    today: date

    def stands(self, text: str, provenance: Provenance) -> bool:
        """Whether a text stands in the message of its turn; unknown messages are trusted."""
        if provenance.origin is not Origin.SAID or provenance.turn is None:
            return False
        if not self.messages:
            return True
        if not 1 <= provenance.turn <= len(self.messages):
            return False
        return folded(text) in folded(self.messages[provenance.turn - 1])

    def words(self, provenance: Provenance) -> str | None:
        """The stretch of the message a provenance points at."""
        turn, start, end = provenance.turn, provenance.start, provenance.end
        if turn is None or start is None or end is None or not 1 <= turn <= len(self.messages):
            return None
        return self.messages[turn - 1][start:end].strip() or None

    def between(self, first: Fact, second: Fact) -> str | None:
        """The stretch from one fact to the next where they follow each other in one message."""
        one, two = first.provenance, second.provenance
        if one.turn is None or one.turn != two.turn or None in (one.start, one.end, two.start):
            return None
        whole = self.words(two.model_copy(update={"start": one.start}))
        gap = self.words(one.model_copy(update={"start": one.end, "end": two.start})) or ""
        inside = whole is not None and (one.end or 0) <= (two.start or 0)
        return whole if inside and not any(c.isalnum() for c in gap) else None

    def said(self, fact: Fact, text: str | None = None, *, quoted: bool = True) -> Value:
        """A fact in the person's words, or what it can honestly be called."""
        words = (text or fact.text).strip()
        return self.traced(words, fact, quoted=quoted)

    def traced(self, text: str, fact: Fact, *, quoted: bool = False) -> Value:
        """A value drawn from a fact, with the mark its origin allows."""
        given = fact.provenance
        if given.origin is not Origin.SAID:
            return Value(text=text, provenance=given, mark=given.mark(), quoted=quoted)
        if self.stands(text, given):
            return Value(text=text, provenance=given, mark=given.mark(), quoted=quoted)
        for words in (fact.text.strip(), self.words(given)):
            if words and self.stands(words, given):
                return self.derived(text, words, given)
        return proposed(text)

    def derived(self, text: str, words: str, provenance: Provenance) -> Value:
        """A value read from words of the person that say it in another form."""
        quotation = Quotation(text=words, provenance=provenance)
        return Value(
            text=text,
            provenance=COMPUTED,
            mark=self._from(quotation),
            quotes=(quotation,),
        )

    def _from(self, quotation: Quotation) -> str:
        words = quotation.text.replace('"', "'")
        source = quotation.provenance.mark()
        shown = f'"{words}" {source}' if len(words) <= _LONG and "\n" not in words else source
        return f"({self.labels.mark_from} {shown})"

    def chosen(self, text: str, turn: int | None, *, refused: bool = False) -> Value:
        """Something the coach had put on the table and the person took, or refused, in a turn."""
        if turn is None:
            return proposed(text)
        verb = self.labels.mark_refused if refused else self.labels.mark_chosen
        mark = f"(proposed; {verb} [{turn}])"
        provenance = Provenance(origin=Origin.PROPOSED, turn=turn)
        return Value(text=text, provenance=provenance, mark=mark)

    def day_of(self, fact: Fact, day: date) -> Day:
        """A day the person named, as it stands in a calendar."""
        near = self.traced(spoken(day, self.today), fact)
        return as_day(near if near.said else self.traced(spoken(day), fact), day)


def workday_meant(fact: Fact, day: date) -> date:
    """The day of a fact; of a stretch ("in two weeks", "end of January") the next workday."""
    return day if _NAMES_DAY.search(fact.text) else workday(day)


# A weekday, or a day of a month.
_NAMES_DAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\b|\bweekend\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[./]\d"
    r"|\b\d{1,2} (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}\b(?! ?\d)",
    re.IGNORECASE,
)


def as_day(value: Value, day: date) -> Day:
    """A value with its place in the calendar."""
    return Day(**value.model_dump(exclude={"day"}), day=day)


def proposed(text: str) -> Value:
    """The product's own suggestion."""
    return Value(text=text, provenance=PROPOSED, mark=PROPOSED.mark())


def proposed_day(day: date) -> Day:
    """A day the product suggests."""
    return as_day(proposed(spoken(day)), day)


def computed_day(day: date) -> Day:
    """A day that follows from another by arithmetic."""
    return Day(text=spoken(day), provenance=COMPUTED, mark=COMPUTED.mark(), day=day)


def document(text: str, source: str) -> Value:
    """A value that stands in a loaded document or in the catalogue."""
    provenance = Provenance(origin=Origin.DOCUMENT, source=source)
    return Value(text=text, provenance=provenance, mark=provenance.mark())


def compose(
    templates: Iterable[str], pieces: Mapping[str, Piece], *, spoken_line: bool = False
) -> Value | None:
    """The first template whose variables are all known, as a proposed value.

    In a written line the person's words keep their quotation marks; in a line to be spoken they
    stand as a sentence of their own. Either way they are listed in ``quotes`` and in the mark.
    """
    for template in templates:
        names = variables(template)
        if template and names <= pieces.keys():
            return _filled(template, {n: pieces[n] for n in names}, spoken_line=spoken_line)
    return None


def _filled(template: str, pieces: Mapping[str, Piece], *, spoken_line: bool) -> Value:
    # One pass, so that a brace in somebody's words is never taken for a variable.
    texts = {name: _text(piece, spoken_line=spoken_line) for name, piece in pieces.items()}
    text = re.sub(r"\{(\w+)\}", lambda match: texts[match[1]], template)
    quotes = _quotations(
        pieces[name] for name in sorted(pieces, key=lambda name: template.index(f"{{{name}}}"))
    )
    marks = dict.fromkeys(q.provenance.mark() for q in quotes)
    sources = [p.mark for p in pieces.values() if isinstance(p, Value) and _in_document(p)]
    mark = " ".join([*marks, *dict.fromkeys(sources), PROPOSED.mark()])
    return Value(
        text=text.strip(), provenance=PROPOSED, mark=mark, spoken=spoken_line, quotes=quotes
    )


def _in_document(value: Value) -> bool:
    return value.provenance.origin is Origin.DOCUMENT


def _quotations(pieces: Iterable[Piece]) -> tuple[Quotation, ...]:
    found: dict[tuple[str, int | None], Quotation] = {}
    for piece in pieces:
        if isinstance(piece, str):
            continue
        own = (Quotation(text=piece.text, provenance=piece.provenance),) if piece.said else ()
        for quotation in (*own, *piece.quotes):
            found.setdefault((quotation.text, quotation.provenance.turn), quotation)
    return tuple(found.values())


def _text(piece: Piece, *, spoken_line: bool) -> str:
    if isinstance(piece, str):
        return piece
    if not spoken_line:
        return piece.bare
    return sentence(piece.text) if piece.quoted else piece.text


def sentence(text: str) -> str:
    """Somebody's words as a sentence: a capital first, a full stop last (nothing else changes)."""
    text = " ".join(text.split()).rstrip(" ,;:-")
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?" else f"{text}."
