"""The specificity scale applied to one text: level, score, and every reason for them.

Rules only: titles and whose they are, directions, take-backs, lists without a preference, a role
that stays and grows, dates, evidence, asks. The scale's law is quoted in the names of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any, NamedTuple

from assistant.assessment.cues import Cues
from assistant.assessment.dating import date_words, read_dates, role_timeframe
from assistant.assessment.directions import Direction, directions
from assistant.assessment.heads import load_heads
from assistant.assessment.led import LEAD, Pointed
from assistant.assessment.occupations import occupations
from assistant.assessment.plain import Ear, without_tail
from assistant.assessment.pointed import pointed_jobs
from assistant.assessment.reading import Found, assessment_of
from assistant.assessment.scoring import Facts
from assistant.assessment.second_look import look_again
from assistant.assessment.spelling import correct
from assistant.assessment.status import status_of
from assistant.assessment.staying import grown_role
from assistant.assessment.support import Support, find_support
from assistant.assessment.takebacks import Standing, standing
from assistant.assessment.text import Words, read_words, word_range
from assistant.assessment.title_phrases import function_phrases
from assistant.assessment.titles import Gazetteer, TitleMatch, default_gazetteer
from assistant.assessment.unlisted import unlisted_titles
from assistant.domain.specificity import (
    AspirationAssessment,
    RoleMention,
    RoleStatus,
    TimeframeMention,
)

MAX_CHARACTERS = 8000


@dataclass(slots=True)
class _Reading:
    """What was found in a text before any judgement."""

    words: Words
    cues: Cues
    titles: list[tuple[TitleMatch, RoleStatus]] = field(default_factory=list)
    pointed: list[Pointed] = field(default_factory=list)
    ways: list[Direction] = field(default_factory=list)


class Asked(NamedTuple):
    """A text to be placed: `today` resolves its dates, `current_role` is the job the person holds."""

    text: str
    today: Date
    current_role: str | None = None


def assess(
    text: str,
    *,
    today: Date,
    gazetteer: Gazetteer | None = None,
    current_role: str | None = None,
    ear: Ear | None = None,
) -> AspirationAssessment:
    """Where `text` stands on the specificity scale.

    `today` resolves dates; `gazetteer` adds a catalogue's titles; `current_role` is the job the
    person is known to hold, never a target by itself. With an `ear`, its heads have a second look
    at which parts are there; without one the rules stand alone. Texts beyond 8,000 characters are
    read up to there. Never raises on any text.
    """
    (found,) = assess_all([Asked(text, today, current_role)], gazetteer=gazetteer, ear=ear)
    return found


TOGETHER = 64  # so many texts at once; more are no quicker


def assess_all(
    asked: Sequence[Asked], *, gazetteer: Gazetteer | None = None, ear: Ear | None = None
) -> list[AspirationAssessment]:
    """Where each text stands, as `assess` has it.

    Every step is taken for all texts before the next: what a step needs stays in the processor's
    cache, and ``TOGETHER`` texts take a seventh less time than one by one.
    """
    found = read_all(asked, gazetteer)
    heads = load_heads("aspiration") if ear is not None else None
    if ear is not None and heads is not None:
        found = look_again(found, ear, heads)
    return [assessment_of(one) for one in found]


def read_all(asked: Sequence[Asked], gazetteer: Gazetteer | None = None) -> list[Found]:
    """What the rules find in each text."""
    gazetteer = gazetteer or default_gazetteer()
    texts = [correct(without_tail(one.text[:MAX_CHARACTERS])) for one in asked]
    titles = [gazetteer.find_in(words) for words in texts]
    cues = [Cues.read(words) for words in texts]
    roles = [one.current_role for one in asked]
    readings = [_read(*known) for known in zip(cues, titles, roles, strict=True)]
    days = [one.today for one in asked]
    dates = [read_dates(words.text, day) for words, day in zip(texts, days, strict=True)]
    dated = [date_words(*known) for known in zip(texts, dates, strict=True)]
    support = [find_support(*known) for known in zip(cues, dated, strict=True)]
    return [_judge(*all_) for all_ in zip(readings, dates, dated, support, days, strict=True)]


def _read(cues: Cues, titles: list[TitleMatch], current_role: str | None) -> _Reading:
    words = cues.words
    reading = _Reading(words, cues)
    if not len(words):
        return reading
    matches = unlisted_titles(cues, titles)
    own = " ".join(read_words(current_role).words) if current_role else ""
    for match in matches:
        status, _ = status_of(cues, match.first, match.last)
        if status is RoleStatus.TARGET and own and words.phrase(match.first, match.last) == own:
            status = RoleStatus.CURRENT
        if status is RoleStatus.OTHER and reading.titles and _alternative(words, reading, match):
            status = RoleStatus.TARGET
        reading.titles.append((match, status))
    if reading.titles:
        _step_off(reading)
        _claim_last(reading)
        _claim_only(reading)
    taken = [(m.first, m.last) for m in matches if m.complete]
    reading.pointed = [p for p in pointed_jobs(cues) if not _holds_target(p, reading.titles)]
    taken += [(p.first, p.last) for p in reading.pointed if not p.loose]
    reading.ways = directions(cues, taken)
    return reading


def _alternative(words: Words, reading: _Reading, match: TitleMatch) -> bool:
    """As in "Welder, or the yard foreman if he goes": an alternative shares the wish before it."""
    before, status = reading.titles[-1]
    between = words.words[before.last : match.first]
    joined = between in (["or"], ["or", "the"], ["or", "a"], ["or", "an"], ["or", "maybe", "the"])
    return joined and status is RoleStatus.TARGET and before.complete


def _step_off(reading: _Reading) -> None:
    """As in "depot fitter to foreman": the first of two titles is where the person stands."""
    tokens = reading.words.words
    for k in range(len(reading.titles) - 1):
        (here, status), (there, _) = reading.titles[k], reading.titles[k + 1]
        if status is RoleStatus.TARGET and tokens[here.last : there.first] == ["to"]:
            reading.titles[k] = (here, RoleStatus.CURRENT)


def _claim_last(reading: _Reading) -> None:
    """As in "A ward sister's post is free and I want it": the last title before the claim is the target."""
    words = reading.words
    if any(s is RoleStatus.TARGET and m.complete for m, s in reading.titles):
        return
    place = next((h.first for h in reading.cues.found["claim"]), None)
    if place is None:
        return
    for k in range(len(reading.titles) - 1, -1, -1):
        match, status = reading.titles[k]
        acting = status is RoleStatus.CURRENT and match.title.startswith(
            ("acting", "interim", "temporary")
        )
        near = match.last <= place and words.sentence[place] - words.sentence[match.first] <= 1
        if near and match.complete and (status is RoleStatus.OTHER or acting):
            reading.titles[k] = (match, RoleStatus.TARGET)
            return


def _claim_only(reading: _Reading) -> None:
    """The one title of a text that no cue gives to anybody is the person's wish.

    It has to stand free: "the", "my" or a possessive before it make it somebody else's.
    """
    words = reading.words
    free = [
        k for k, (m, s) in enumerate(reading.titles)
        if s is RoleStatus.OTHER and m.complete and not m.open_vocabulary
        and reading.cues.before(m.first) is None
        and (not m.first or words.gap[m.first] or words.words[m.first - 1] in ("a", "an"))
    ]  # fmt: skip
    named = [m for m, _ in reading.titles if m.complete]
    if len(named) == 1 and free and words.words[named[0].last : named[0].last + 1] != ["'s"]:
        reading.titles[free[0]] = (reading.titles[free[0]][0], RoleStatus.TARGET)


def _holds_target(pointed: Pointed, titles: list[tuple[TitleMatch, RoleStatus]]) -> bool:
    """A pointed phrase around a title that counts already says nothing new."""
    return any(
        s is RoleStatus.TARGET and m.complete and m.first < pointed.last and m.last > pointed.first
        for m, s in titles
    )


def _mention(match: TitleMatch, status: RoleStatus) -> RoleMention:
    return RoleMention(
        start=match.start, end=match.end, text=match.text, title=match.title, role_id=match.role_id,
        level=match.level, function=match.function, status=status,
    )  # fmt: skip


def _pointed_mention(words: Words, pointed: Pointed) -> RoleMention:
    start, end, text = words.span(pointed.first, pointed.last)
    return RoleMention(start=start, end=end, text=text, title=text, status=RoleStatus.TARGET)


class _Wish(NamedTuple):
    """What a text wishes for once its take-backs are heeded.

    ``titles`` are all titles, those taken back as rejected; ``mentions`` are they as records;
    ``pointed`` and ``ways`` are the jobs pointed at and the directions that stand.
    """

    stand: Standing
    titles: list[tuple[TitleMatch, RoleStatus]]
    mentions: list[RoleMention]
    pointed: list[Pointed]
    ways: list[Direction]

    @property
    def loose(self) -> list[TitleMatch]:
        """Titles wished for that do not mean one job."""
        return [m for m, s in self.titles if s is RoleStatus.TARGET and not m.complete]


def _wish(reading: _Reading) -> _Wish:
    stand = standing(reading.cues)
    titles = [(m, _final(m, s, stand)) for m, s in reading.titles]
    pointed = [p for p in reading.pointed if not p.loose and not stand.dropped(p.last)]
    ways = [
        w for w in reading.ways
        if w.status is RoleStatus.TARGET and not stand.dropped(w.last, is_field=w.kind in ("function", "kind"))
    ]  # fmt: skip
    return _Wish(stand, titles, [_mention(m, s) for m, s in titles], pointed, ways)


def _final(match: TitleMatch, status: RoleStatus, stand: Standing) -> RoleStatus:
    return (
        RoleStatus.REJECTED if status is RoleStatus.TARGET and stand.dropped(match.last) else status
    )


def _targets(words: Words, wish: _Wish) -> list[tuple[int, int, RoleMention]]:
    """Target roles that stand, in text order, each title once."""
    found = [
        (m.first, m.last, mention)
        for (m, s), mention in zip(wish.titles, wish.mentions, strict=True)
        if s is RoleStatus.TARGET and m.complete
    ]
    found += [(p.first, p.last, _pointed_mention(words, p)) for p in wish.pointed]
    unique: dict[str, tuple[int, int, RoleMention]] = {}
    for item in sorted(found, key=lambda f: f[0]):
        unique.setdefault(item[2].title.lower(), item)
    return list(unique.values())


def _wished_functions(wish: _Wish, targets: list[RoleMention]) -> list[str]:
    names = [t.function for t in targets if t.function]
    names += [w.name for w in wish.ways if w.kind == "function"]
    return list(dict.fromkeys(names))


def _judge(
    reading: _Reading, dates: list[Any], dated: set[int], support: Support, today: Date
) -> Found:
    words = reading.words
    wish = _wish(reading)
    standing_targets = _targets(words, wish)
    grown = grown_role(reading.cues, [m for m, s in reading.titles if s is RoleStatus.CURRENT])
    roles = [r for _, _, r in standing_targets]
    if grown is not None and not roles:
        roles = [_grown_mention(words, grown)]
    role_words = {i for first, last, _ in standing_targets for i in range(first, last)}
    busy = _covered(words, [*support.evidence, *support.asks, *support.next_steps])
    frames = role_timeframe(words, dates, today, role_words, busy)
    timeframe = frames[0] if frames else None
    facts = _facts(reading, wish, roles, timeframe, support)
    vague = reading.cues.found["vague"]
    covered = role_words | busy | dated | _named(reading) if vague else set()
    return Found(
        words.text, today, reading.cues, facts, support, frames, wish.mentions, covered,
        _wished_words(words, wish),
    )  # fmt: skip


def _named(reading: _Reading) -> set[int]:
    """The words of all titles and functions, whose ever they are."""
    named = [(w.first, w.last) for w in reading.ways if w.kind == "function"]
    named += [(m.first, m.last) for m, _ in reading.titles if m.complete]
    return {i for first, last in named for i in range(first, last)}


def _wished_words(words: Words, wish: _Wish) -> str:
    """The person's words for the direction that stands, the longest one."""
    wished = [words.span(w.first, w.last)[2] for w in wish.ways if w.kind != "condition"]
    wished += [m.text for m in wish.loose]
    return max(wished, key=len, default="")


def _grown_mention(words: Words, grown: tuple[int, int]) -> RoleMention:
    start, end, text = words.span(*grown)
    return RoleMention(start=start, end=end, text=text, title=text, status=RoleStatus.TARGET)


def _covered(words: Words, spans: list[Any]) -> set[int]:
    return {i for s in spans for i in range(*word_range(words, s.start, s.end))}


def _says_what(words: Words, pointed: Pointed) -> bool:
    """Whether a job pointed at names its kind: "the foreman's desk" does, "Sanjay's job" does not."""
    inside = words.words[pointed.first : pointed.last]
    if inside[0] in LEAD or inside[0] in ("charge", "responsible"):
        return True
    known = function_phrases().scan_in(words, pointed.first, pointed.last)
    return bool(known) or any(w in occupations().heads for w in inside)


def _facts(
    reading: _Reading,
    wish: _Wish,
    roles: list[RoleMention],
    timeframe: TimeframeMention | None,
    support: Support,
) -> Facts:
    words, loose, stand = reading.words, wish.loose, wish.stand
    loose_units = any(p.loose for p in reading.pointed)
    kinds = {w.kind for w in wish.ways}
    only_pointed = len(wish.pointed) == len(roles) and not any(
        _says_what(words, p) for p in wish.pointed
    )
    named = bool(roles) and not only_pointed
    return Facts(
        roles=roles,
        functions=_wished_functions(wish, roles),
        kind=bool(kinds & {"kind", "function"}) or any(m.function for m in loose),
        move="move" in kinds,
        rank="level" in kinds or bool(loose) or loose_units,
        taken_back=stand.taken_back and not roles,
        preferred=stand.preferred, open_list=stand.open_list,
        timeframe=timeframe if timeframe is not None and timeframe.dates_what == "role" else None,
        evidence=len(support.evidence), asks=len(support.asks), next_steps=len(support.next_steps),
        family=named, titled=named,
    )  # fmt: skip
