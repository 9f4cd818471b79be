"""What a phrase may talk about: every variable of the prompt files, from state, message and move.

A variable is there only when it is known: a phrase that needs an unknown one is not used, so
nothing is ever made up to fill a gap. Quotations arrive with their quotation marks, verbatim.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.brief import Brief
from assistant.domain.calendar import month_or_day, number_word, plain, spoken
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind
from assistant.domain.grammar import indefinite, listed, lower_title
from assistant.domain.knowledge import Passage

_QUOTED = {
    "wish": FactKind.WISH,
    "like": FactKind.LIKE,
    "dislike": FactKind.DISLIKE,
    "evidence": FactKind.EVIDENCE,
    "condition": FactKind.CONDITION,
    "gap": FactKind.GAP,
    "ask": FactKind.ASK,
    "brings": FactKind.BRINGS,
    "objection": FactKind.OBJECTION,
    "fallback": FactKind.FALLBACK,
    "barrier": FactKind.BARRIER,
    "pain_point": FactKind.PAIN_POINT,
    "route": FactKind.ROUTE,
    "granted": FactKind.GRANTED,
    "refused": FactKind.REFUSED,
    "promised": FactKind.PROMISED,
}

_AMOUNT = re.compile(
    r"(?:[\u20ac$\u00a3]\s?)?\d[\d.,]*(?:\s?(?:%|percent|per cent|k\b|m\b|million|thousand))?",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?:from )?(?P<a>[\u20ac$\u00a3]?\d[\d.,]*\s?%?(?: \w+)?) (?:down |up )?to (?:just )?"
    r"(?P<b>(?:under |over |about |around )?[\u20ac$\u00a3]?\d[\d.,]*\s?%?(?: \w+)?)",
    re.IGNORECASE,
)
# A figure after one of these names a thing and counts nothing.
_LABEL = re.compile(
    r"\b(?:ward|band|level|year|room|line|team|grade|aisle|class|page|shift|floor|bay|step|stage|phase|unit|tier|row|route|version|number|no\.) $",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_TIME_UNITS = frozenset(
    "year years yr yrs am pm oclock january february march april may june july "
    "august september october november december".split()
)
_CUT = frozenset(
    "to and of in on at since for from by with a an the i we it that which who or but so "
    "than per each every this last until till before after my our is are was were "
    "have has had not already still when".split()
)


def variables(brief: Brief, catalogue: Catalogue) -> dict[str, str]:
    """All known variables of a brief, by name."""
    state, heard = brief.state, brief.understanding
    values = {"manager": _manager(state)}
    values["Manager"] = values["manager"][:1].upper() + values["manager"][1:]
    for number, text in enumerate(heard.quotes[:2]):
        values["q" if number == 0 else "q2"] = f'"{text}"'
    values.update(_quotations(state))
    if heard.quotes and state.turn == 1:
        # An opening says what is wanted, whichever of its words stand cleanly in quotation marks.
        values.setdefault("wish", f'"{heard.quotes[-1]}"')
    values.update(_people(state))
    values.update(_roles(state, catalogue))
    values.update(_dates(state, brief.today))
    values.update(_lost(brief))
    values.update(_corrections(brief))
    for passage in brief.passages[:1]:
        values.update(card=passage.title, source=passage.source, advice=passage.text)
        values["dated"] = _dated(passage)
    for passage in brief.passages[1:2]:
        values.update(source2=passage.source, advice2=passage.text, dated2=_dated(passage))
    values.update(brief.move.values)
    return {name: text for name, text in values.items() if text}


def _dated(passage: Passage) -> str:
    """Since when a document of the organisation counts; empty for a card."""
    return plain(date.fromisoformat(passage.date)) if passage.date else ""


def _manager(state: DialogueState) -> str:
    fact = state.last(FactKind.MANAGER)
    return fact.text if fact else "your manager"


def _quotations(state: DialogueState) -> dict[str, str]:
    values = {}
    for name, kind in _QUOTED.items():
        quotes = [fact.quote for fact in state.of(kind) if fact.quote]
        if quotes:
            # The wish counts as first put, everything else as last said.
            values[name] = f'"{quotes[0] if name == "wish" else quotes[-1]}"'
        if name == "like" and len(quotes) > 1:
            values["like2"] = f'"{quotes[-2]}"'
    figure = _newest_figure(state)
    if figure:
        values["number"] = figure
    return values


def _newest_figure(state: DialogueState) -> str | None:
    for fact in reversed(state.of(FactKind.EVIDENCE)):
        if figure := figure_in(fact.text):
            return figure
    return None


def figure_in(text: str) -> str | None:
    """The figure of a result with its noun: "40 sets of notes" -> "40 sets"; years are none."""
    change = _CHANGE.search(text)
    if change is not None:
        return re.sub(r"^from ", "", change.group().strip(), flags=re.IGNORECASE)
    for match in _AMOUNT.finditer(text):
        amount = match.group().rstrip(".,")
        # A figure's noun stands right behind it, with no comma between: "to 4, more or less".
        rest = text[match.start() + len(amount) :]
        following = re.findall(r"[^\W\d_][\w'-]*|[^\w\s]", rest)[:2]
        noun = _noun_after(following)
        low = [w.casefold() for w in noun]
        if (
            _LABEL.search(text[: match.start()])
            or _YEAR.match(amount)
            or any(w in _TIME_UNITS for w in low)
        ):
            continue
        if noun:
            return f"{amount} {' '.join(noun)}"
        if not amount[-1:].isdigit() or not amount[:1].isdigit():
            return amount
    return None


def _noun_after(words: list[str]) -> list[str]:
    noun: list[str] = []
    for word in words:
        low = word.casefold()
        if low in _CUT or low.endswith("ed") or not word[0].isalpha():
            break
        noun.append(word)
    return noun


def _people(state: DialogueState) -> dict[str, str]:
    values = {}
    for name, kind in (("witness", FactKind.WITNESS), ("contact", FactKind.CONTACT)):
        fact = state.last(kind)
        if fact is not None and fact.value:
            values[name] = fact.value
    confidence = state.last(FactKind.CONFIDENCE)
    if confidence is not None and confidence.value:
        values["confidence"] = confidence.value
    rating = state.last(FactKind.SELF_RATING)
    if rating is not None and rating.value:
        values["rating"] = rating.value
    return values


def _roles(state: DialogueState, catalogue: Catalogue) -> dict[str, str]:
    values = {}
    current = state.last(FactKind.CURRENT_ROLE)
    if current is not None:
        values["current"] = lower_title(current.text)
        role = catalogue.by_id.get(current.value or "") or catalogue.find(current.text)
        if role is not None:
            # What the catalogue doesn't know may be a department: nobody is "a marketing".
            values["a_current"] = indefinite(values["current"])
        for number, task in enumerate(role.week[:3] if role else (), 1):
            values[f"task{number}"] = task
    if state.targets:
        target = state.targets[0]
        values["role"] = listed([t.title for t in state.targets[:3]], last="or")
        values["a_role"] = indefinite(target.title)
        role = catalogue.by_id.get(target.role_id or "") or catalogue.find(target.title)
        if role is not None:
            values.update({f"week{n}": text for n, text in enumerate(role.week[:2], 1)})
            values.update(
                {f"requirement{n}": text for n, text in enumerate(role.requirements[:3], 1)}
            )
    if state.functions:
        values["function"] = state.functions[-1]
    return values


def _day(fact: Fact | None) -> date | None:
    return date.fromisoformat(fact.value) if fact is not None and fact.value else None


def _dates(state: DialogueState, today: date) -> dict[str, str]:
    values = {}
    frame = state.last(FactKind.TIMEFRAME)
    if frame is not None:
        day = _day(frame)
        values["timeframe"] = frame_as_noun(frame.text, day)
        if day:
            values["deadline"] = plain(day)
    named = state.last(FactKind.MEETING)
    meeting = _day(named)
    # Of "next week" no single day may be claimed; phrases without the day are used instead.
    if named and meeting is not None and meeting >= today and not _SOME_WEEK.match(named.text):
        values["meeting"] = spoken(meeting, today)
        left = (meeting - today).days
        if left > 1:
            values["days_left"] = f"{number_word(left)} days"
    follow_up = _day(state.last(FactKind.FOLLOW_UP))
    if follow_up is not None:
        values["follow_up_date"] = spoken(follow_up, today)
    return values


_SOME_WEEK = re.compile(r"(?:(?:in|the|this|next|coming|following|week|after) ?)+$", re.I)
_PERIOD = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|q[1-4]|h[12]|half of|quarter|easter|christmas|end of)\b",
    re.I,
)
_LEADING = re.compile(
    r"^(?:by|in|within|before|until|till|from|for|at|on|around|about|after|starting|come|sometime in"
    r"|ideally|maybe|hopefully|no later than|the latest)\s+",
    re.IGNORECASE,
)


def frame_as_noun(text: str, day: date | None) -> str:
    """A time frame without its preposition: "by Q3 2027" -> "Q3 2027", "sept" -> the month."""
    noun, before = text.strip(" .,"), ""
    while noun != before:
        before, noun = noun, _LEADING.sub("", noun)
    return noun if day is None or _PERIOD.search(noun) else month_or_day(day)


def _lost(brief: Brief) -> dict[str, str]:
    titles = [standing.title for standing in brief.understanding.rejected]
    if not titles:
        return {}
    many = len(titles) > 1
    return {
        "lost": listed(titles),
        "was_were": "were" if many else "was",
        "is_are": "are" if many else "is",
    }


def _corrections(brief: Brief) -> dict[str, str]:
    taken = brief.understanding.retractions
    new = [f for f in brief.understanding.facts if any(f.kind is r.kind for r in taken)]
    if not taken or not taken[0].text or not new:
        return {}
    return {"old": f'"{taken[0].text}"', "new": f'"{new[0].quote or new[0].text}"'}
