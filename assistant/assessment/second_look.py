"""The second look: what the ear's heads make of a text that the rules have read.

The rules know titles, dates and whose they are; the heads hear how a thing is said. A mixer
weighs both and decides for each part whether it is there. What it adds is shown by the words that
weighed most; what it takes away was found by a rule that fits the words and not the sentence.
"""

from __future__ import annotations

from assistant.assessment.dating import numbered, opens
from assistant.assessment.heads import Heads, Weighed
from assistant.assessment.occupations import occupations
from assistant.assessment.plain import Ear, Plain, clauses, plain, whole_words
from assistant.assessment.reading import Found
from assistant.assessment.scoring import Facts
from assistant.assessment.support import Support
from assistant.assessment.text import Words, word_range
from assistant.assessment.timeframe import find_dates
from assistant.domain.specificity import (
    Level,
    RoleMention,
    RoleStatus,
    Span,
    TimeframeMention,
)

MORE = 2  # words of content that a reason has of its own
SIGNS = (
    "role", "roles", "undecided", "functions", "direction", "rank", "family", "timeframe", "date",
    "evidence", "asks", "next_steps", "titles", "taken_back", "opened", "numbered",
)  # fmt: skip


def signs_of(found: Found) -> list[float]:
    """What the rules found, as the mixers read it, in the order of SIGNS: 1 for there, 0 for not."""
    facts, frame = found.facts, found.timeframe
    return [
        float(there)
        for there in (
            facts.role_named, len(facts.roles) > 1, facts.undecided, bool(facts.functions),
            found.level is not Level.VAGUE, facts.rank, facts.family, facts.timeframe is not None,
            frame is not None, facts.evidence, facts.asks, facts.next_steps, bool(found.all_roles),
            facts.taken_back, frame is not None and opens(frame), frame is not None and numbered(frame),
        )
    ]  # fmt: skip


def look_again(found: list[Found], ear: Ear, heads: Heads) -> list[Found]:
    """The readings after the second look.

    A text that the rules place at the top is left alone: on none of the open texts did the ear
    disagree, and it costs more than the rules do.
    """
    looked = list(found)
    places = [
        k for k, one in enumerate(found) if one.level is not Level.MEETING_READY and len(one.words)
    ]
    texts = [plain(found[k].words, ear.vocabulary) for k in places]
    sounds = ear.skim([text.text for text in texts])
    for k, text, sound in zip(places, texts, sounds, strict=True):
        looked[k] = _settled(found[k], text, heads.weigh(sound, signs_of(found[k])))
    return looked


def _settled(found: Found, text: Plain, weighed: Weighed) -> Found:
    frame = _frame(found, text, weighed)
    support = _support(found, text, weighed)
    roles = _roles(found, text, weighed)
    facts = found.facts._replace(
        roles=roles,
        timeframe=frame if frame is not None and frame.dates_what == "role" else None,
        evidence=len(support.evidence), asks=len(support.asks), next_steps=len(support.next_steps),
    )  # fmt: skip
    facts = _direction(facts, weighed)
    return found._replace(facts=facts, support=support, frames=[frame] if frame else [])


def _roles(found: Found, text: Plain, weighed: Weighed) -> list[RoleMention]:
    """The rules' roles, the one that the ear hears where they have none, or none."""
    if found.facts.undecided or weighed.there("role") == found.facts.role_named:
        return found.facts.roles
    if found.facts.role_named:
        return []
    span = weighed.span()
    if span is None:
        return []
    start, end = _trimmed(found.words, *whole_words(found.words, *text.back(*span)))
    said = found.text[start:end]
    return [RoleMention(start=start, end=end, text=said, title=said, status=RoleStatus.TARGET)]


def _trimmed(words: Words, start: int, end: int) -> tuple[int, int]:
    """The range without small words at its ends: "the night manager of" is the night manager."""
    first, last = word_range(words, start, end)
    stop = occupations().stop
    while last - first > 1 and words.words[last - 1] in stop:
        last -= 1
    while last - first > 1 and words.words[first] in stop:
        first += 1
    return (words.starts[first], words.ends[last - 1]) if first < last else (start, end)


def _direction(facts: Facts, weighed: Weighed) -> Facts:
    """A direction where no role stands: taken from the mixer, with the function it names."""
    if facts.role_named:
        named = facts.titled or not facts.family
        return facts._replace(
            family=weighed.there("function") or bool(facts.functions), titled=named
        )
    if facts.roles:
        return facts
    there = weighed.there("direction") or weighed.there("role")
    if not there:
        return facts._replace(functions=[], kind=False, move=False, rank=False)
    family = facts.family or (weighed.there("function") and not facts.functions)
    return facts._replace(kind=facts.kind or not (facts.move or facts.rank), family=family)


def _frame(found: Found, text: Plain, weighed: Weighed) -> TimeframeMention | None:
    """The date that weighed most, as one of the role or not.

    A bare duration is looked for where the ear hears a time frame and the rules have no date.
    """
    there = weighed.there("timeframe")
    coming = [f for f in found.frames if f.date is None or f.date > found.today] or found.frames
    if coming:
        places = [text.there(frame.start, frame.end) for frame in coming]
        best = coming[weighed.best("timeframe", places)]
        ahead = best.date is None or best.date > found.today
        return best.model_copy(update={"dates_what": "role" if there and ahead else "other"})
    bare = find_dates(found.text, found.today, bare=True) if there else []
    if not bare:
        return None
    return TimeframeMention(
        start=bare[0].start, end=bare[0].end, text=bare[0].text, date=bare[0].date,
        granularity=bare[0].granularity,
    )  # fmt: skip


def _support(found: Found, text: Plain, weighed: Weighed) -> Support:
    """Evidence, asks and next steps: the rules' spans, the strongest clause, or none."""
    kept = found.support
    evidence = _spans(found, text, weighed, "evidence", kept.evidence)
    asks = _spans(found, text, weighed, "ask", kept.asks)
    if evidence or asks:
        return Support(evidence, asks, kept.next_steps)
    return Support(evidence, asks, _spans(found, text, weighed, "support", kept.next_steps))


def _spans(found: Found, text: Plain, weighed: Weighed, part: str, known: list[Span]) -> list[Span]:
    if not weighed.there(part):
        return []
    if known:
        return known
    taken = _role_and_date(found)
    free = [place for place in clauses(text.text) if _says_more(found, taken, *text.back(*place))]
    if not free:
        return []
    start, end = text.back(*weighed.strongest(part, free))
    return [Span(start=start, end=end, text=found.text[start:end])]


def _role_and_date(found: Found) -> set[int]:
    """The words of the roles and the dates: they back nothing."""
    spans = (*found.facts.roles, *found.frames)
    return {i for s in spans for i in range(*word_range(found.words, s.start, s.end))}


def _says_more(found: Found, taken: set[int], start: int, end: int) -> bool:
    """Whether a clause holds content beside the role and the date."""
    first, last = word_range(found.words, start, end)
    small = occupations().stop
    rest = [i for i in range(first, last) if i not in taken and found.words.words[i] not in small]
    return len(rest) >= MORE
