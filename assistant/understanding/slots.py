"""The answer to the question that was asked: what a message means where it stands.

"notes" after "the notes or the quiet?" is a liking; "Kev" after an objection is an answer with a
name; "sept" after "by when?" is a time frame. Each slot has one reader; a reader gives the facts
it finds, or nothing when the message does not answer (then the slot stays open).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.meetings import meeting_facts
from assistant.understanding.lexicon import Lexicon, cue_pattern
from assistant.understanding.people import Name, manager_name, names
from assistant.understanding.quoting import quotable
from assistant.understanding.saying import said
from assistant.understanding.text import Clause, words_of

# Slots that a bare date answers.
DATE_SLOTS = (Slot.TIMEFRAME, Slot.MEETING, Slot.FOLLOW_UP, Slot.ASK, Slot.EVIDENCE_DETAIL)

Reader = Callable[[Heard, int, date], list[Fact]]

_NOTHING = re.compile(
    r"^(?:no|none|nothing|nope|nah|not really)\b(?:.{0,25})?$|\b(?:nothing (?:is )?(?:new|missing)"
    r"|i (?:can|have done|'?ve done) (?:all|it all|everything)|none of (?:them|it)|all of (?:it|them)"
    r" (?:already|i do))\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())
}


def whole(heard: Heard) -> Clause | None:
    """The message as one stretch, without an opening yes or well; at most 220 characters."""
    text = heard.message.strip()
    if not text:
        return None
    start = heard.message.index(text)
    lead = re.match(
        r"(?:(?:yes|yeah|yep|well|ok|okay|so|hmm+|um+|oh|honestly|probably|maybe)[,. ]+)+",
        text,
        re.I,
    )
    if lead and lead.end() < len(text):
        start, text = start + lead.end(), text[lead.end() :]
    return Clause(text, start, start + len(text))


def best_clause(heard: Heard) -> Clause | None:
    """The clause that says most and may be quoted, else the fullest one."""
    options = [c for c in heard.clauses if _content(c, heard.lexicon)]
    if not options:
        return whole(heard)
    clean = [c for c in options if quotable(c, heard.lexicon)]
    return max(clean or options, key=lambda c: (min(_content(c, heard.lexicon), 6), -c.start))


def _content(clause: Clause, lexicon: Lexicon) -> int:
    return sum(w not in lexicon.function_words for w in clause.words)


def read_answer(slot: Slot, heard: Heard, turn: int, today: date) -> list[Fact]:
    """The facts that answer the open question; empty when the message does not answer it."""
    reader = _READERS.get(slot)
    return reader(heard, turn, today) if reader else []


def _as(kind: FactKind, *, by_clause: bool = True) -> Reader:
    def read(heard: Heard, turn: int, today: date) -> list[Fact]:
        clause = best_clause(heard) if by_clause else whole(heard)
        return [_keep_whole(kind, clause, heard, turn)] if clause else []

    return read


def _keep_whole(
    kind: FactKind, clause: Clause, heard: Heard, turn: int, value: str | None = None
) -> Fact:
    """A fact of the sentence the clause stands in, quoted by the clause."""
    sentence = next(
        (s for s in heard.sentences if s.start <= clause.start and clause.end <= s.end), clause
    )
    fact = said(kind, sentence, turn, heard, value)
    return fact.model_copy(update={"quote": quotable(clause, heard.lexicon) or fact.quote})


def _likes(heard: Heard, turn: int, today: date) -> list[Fact]:
    if heard.opens("dislikes") or only_a_date(heard, today):
        return []
    clean = [
        c for c in heard.clauses if quotable(c, heard.lexicon) and _content(c, heard.lexicon) > 1
    ]
    disliked = [
        c
        for c in clean
        if cue_pattern("dislikes").search(c.text) or cue_pattern("negative").search(c.text)
    ]
    # A story is one liking; two only where the person sets two things side by side.
    count = (
        2 if re.search(r"\b(?:also|and also|plus|as well as|another)\b", heard.message, re.I) else 1
    )
    ranked = sorted(
        (c for c in clean if c not in disliked), key=lambda c: -_tells(c, heard.lexicon)
    )[:count]
    if not ranked:
        clause = whole(heard)
        return [said(FactKind.LIKE, clause, turn, heard)] if clause and not disliked else []
    ordered = sorted(ranked, key=lambda c: c.start)
    return [said(FactKind.LIKE, clause, turn, heard) for clause in ordered]


def _tells(clause: Clause, lexicon: Lexicon) -> int:
    """How much a clause tells of work: content words, and more for an activity than for a story."""
    activity = clause.words[0].endswith("ing") and len(clause.words) > 2
    story = clause.words[0] in ("i", "we", "she", "he", "they", "it")
    return min(_content(clause, lexicon), 6) + 2 * activity - story


def only_a_date(heard: Heard, today: date) -> bool:
    """Whether a message is a date and little else: no liking, whatever was asked."""
    dates = find_dates(heard.message, today)
    covered = sum(len(words_of(mention.text)) for mention in dates)
    return bool(dates) and len(heard.words) - covered <= 2


def _contrast(heard: Heard, turn: int, today: date) -> list[Fact]:
    """Either side named or an ordinal: the liking is the side that was offered."""
    sides = [heard.state.values.get("side1", ""), heard.state.values.get("side2", "")]
    overlap = [
        len(set(words_of(side)) & set(heard.words) - heard.lexicon.function_words) for side in sides
    ]
    choice: int | None = None
    if re.search(r"\b(?:first|1st|former)\b", heard.message, re.I):
        choice = 0
    elif re.search(r"\b(?:second|2nd|latter|other)\b", heard.message, re.I):
        choice = 1
    elif overlap[0] != overlap[1]:
        choice = 0 if overlap[0] > overlap[1] else 1
    clause = best_clause(heard) or whole(heard)
    if clause is None:
        return []
    fact = said(FactKind.LIKE, clause, turn, heard)
    if choice is None or not sides[choice]:
        told = len(heard.words) > 3 and not heard.has("negative") and not heard.has("dislikes")
        return [fact] if told else []
    return [fact.model_copy(update={"value": sides[choice].strip('"')})]


def _dislikes(heard: Heard, turn: int, today: date) -> list[Fact]:
    clean = [c for c in heard.clauses if _content(c, heard.lexicon)]
    ranked = sorted(clean, key=lambda c: -min(_content(c, heard.lexicon), 6))[:2]
    facts = [said(FactKind.DISLIKE, c, turn, heard) for c in sorted(ranked, key=lambda c: c.start)]
    tasks = [heard.state.values.get(f"task{n}", "") for n in (1, 2, 3)]
    picked = _picked_task(heard, tasks)
    if picked and facts and not facts[0].quote:
        facts[0] = facts[0].model_copy(update={"value": picked})
    return facts


def _picked_task(heard: Heard, tasks: list[str]) -> str | None:
    for task in tasks:
        shared = set(words_of(task)) & set(heard.words) - heard.lexicon.function_words
        if task and shared:
            return task
    return None


def _timeframe(heard: Heard, turn: int, today: date) -> list[Fact]:
    offered = [heard.state.values.get(f"date{n}", "") for n in (1, 2, 3)]
    for mention in find_dates(heard.message, today):
        if mention.date is not None:
            dated = Clause(mention.text, mention.start, mention.end)
            return [said(FactKind.TIMEFRAME, dated, turn, heard, mention.date.isoformat())]
    for index, pattern in enumerate(
        (r"\bfirst|earliest|soonest\b", r"\bsecond|middle\b", r"\bthird|last|latest\b")
    ):
        if offered[index] and re.search(pattern, heard.message, re.I):
            resolved = find_dates(f"by {offered[index]}", today)
            clause = whole(heard)
            if resolved and resolved[0].date and clause:
                return [said(FactKind.TIMEFRAME, clause, turn, heard, resolved[0].date.isoformat())]
    return []


def _meeting(heard: Heard, turn: int, today: date) -> list[Fact]:
    facts = [f for f in meeting_facts(heard, turn, today, asked=True)]
    name = manager_name(heard.message, heard.lexicon) or _first_name(heard)
    if name is not None and not any(f.kind is FactKind.MANAGER for f in facts):
        clause = Clause(heard.message[name.start : name.end], name.start, name.end)
        facts.append(
            said(FactKind.MANAGER, clause, turn, heard).model_copy(update={"text": name.text})
        )
    return facts


def _first_name(heard: Heard) -> Name | None:
    found = names(heard.message, heard.lexicon)
    if found:
        return found[0]
    match = re.search(r"\b(?:with|w/?|it'?s) ([a-z]{3,12})\b", heard.message)
    if match and match[1] not in heard.lexicon.vocabulary and match[1] not in ("next", "the"):
        return Name(match[1].capitalize(), match.start(1), match.end(1))
    return None


def _manager_knows(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    if clause is None:
        return []
    value = "partly"
    if heard.has("knows_partly") and not heard.opens("no"):
        value = "partly"
    elif heard.has("knows_no") or heard.opens("no"):
        value = "no"
    elif heard.has("knows_yes") or heard.opens("yes"):
        value = "yes"
    elif heard.has("assumption"):
        value = "no"
    return [_keep_whole(FactKind.MANAGER_KNOWS, best_clause(heard) or clause, heard, turn, value)]


def _evidence(heard: Heard, turn: int, today: date) -> list[Fact]:
    if _NOTHING.match(heard.bare) and len(heard.words) < 6:
        return []
    if heard.has("effort") and not re.search(
        r"\d", re.sub(r"\d+ (?:years?|yrs?|months?)", "", heard.message)
    ):
        if len(heard.words) < 25 and not heard.has("results"):
            return []
    facts = []
    for sentence in heard.sentences:
        counted = re.search(r"\d", sentence.text) is not None
        if counted or cue_pattern("results").search(sentence.text):
            facts.append(said(FactKind.EVIDENCE, sentence, turn, heard))
    if not facts:
        best = best_clause(heard)
        facts = [_keep_whole(FactKind.EVIDENCE, best, heard, turn)] if best else []
    return facts[:3]


def _people(kind: FactKind) -> Reader:
    def read(heard: Heard, turn: int, today: date) -> list[Fact]:
        clause = whole(heard)
        if clause is None or _NOTHING.match(heard.bare):
            return []
        found = names(heard.message, heard.lexicon)
        value = found[0].text if found else None
        if value is None and len(heard.words) <= 2 and not heard.lexicon.knows(heard.words[0]):
            value = heard.message.strip(" .!").title()
        return [said(kind, clause, turn, heard, value)]

    return read


def _self_rating(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    for word, value in (
        ("outstanding", "outstanding"),
        ("strong", "strong"),
        ("develop", "developing"),
    ):
        if clause and word in heard.message.casefold():
            return [said(FactKind.SELF_RATING, clause, turn, heard, value)]
    return []


def _gap(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = best_clause(heard)
    if clause is None:
        return []
    if _NOTHING.search(heard.message) and len(heard.words) < 12:
        return [said(FactKind.GAP, clause, turn, heard, "none")]
    picked = _picked_requirement(heard)
    fact = _keep_whole(FactKind.GAP, clause, heard, turn, picked)
    return [fact]


def _picked_requirement(heard: Heard) -> str | None:
    named = [heard.state.values.get(f"requirement{n}", "") for n in (1, 2, 3)]
    for index, pattern in enumerate(
        (r"\b(?:first|1st)\b", r"\b(?:second|2nd)\b", r"\b(?:third|3rd|last)\b")
    ):
        if named[index] and re.search(pattern, heard.message, re.I) and len(heard.words) < 8:
            return named[index]
    return _picked_task(heard, named)


def _route(heard: Heard, turn: int, today: date) -> list[Fact]:
    names_ = [n for n in heard.state.values.get("route_names", "").split("|") if n]
    clause = whole(heard)
    if clause is None:
        return []
    for index, pattern in enumerate(
        (r"\b(?:first|1st)\b", r"\b(?:second|2nd|middle)\b", r"\b(?:third|3rd|last)\b")
    ):
        if index < len(names_) and re.search(pattern, heard.message, re.I):
            return [said(FactKind.ROUTE, clause, turn, heard, names_[index])]
    for name in names_:
        stem = set(words_of(name.replace("_", " "))) - heard.lexicon.function_words
        if any(w[:6] == s[:6] for w in heard.words for s in stem if len(s) > 3):
            return [said(FactKind.ROUTE, clause, turn, heard, name)]
    return [_keep_whole(FactKind.ROUTE, best_clause(heard) or clause, heard, turn)]


def _ask(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    if clause is None or (_NOTHING.match(heard.bare) and len(heard.words) < 5):
        return []
    day = next(
        (m.date for m in find_dates(heard.message, today) if m.date and m.date > today), None
    )
    best = best_clause(heard) or clause
    return [_keep_whole(FactKind.ASK, best, heard, turn, day.isoformat() if day else None)]


def _answer(heard: Heard, turn: int, today: date) -> list[Fact]:
    """An answer to push-back counts as named when a person, a date or a figure stands in it."""
    clause = whole(heard)
    if clause is None:
        return []
    dated = any(m.date for m in find_dates(heard.message, today))
    named = (
        bool(names(heard.message, heard.lexicon)) or dated or bool(re.search(r"\d", heard.message))
    )
    return [
        said(FactKind.ANSWER, clause, turn, heard, "named" if named else None).model_copy(
            update={"quote": quotable(best_clause(heard) or clause, heard.lexicon) or ""}
        )
    ]


def _follow_up(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    for mention in find_dates(heard.message, today):
        if mention.date is not None and mention.date > today:
            found = Clause(mention.text, mention.start, mention.end)
            return [said(FactKind.FOLLOW_UP, found, turn, heard, mention.date.isoformat())]
    offered = [heard.state.values.get(f"date{n}", "") for n in (1, 2)]
    for index, pattern in enumerate(
        (
            r"\b(?:first|1st|former|earlier|yes|ok|fine|sure|works)\b",
            r"\b(?:second|2nd|latter|later)\b",
        )
    ):
        if offered[index] and clause and re.search(pattern, heard.message, re.I):
            day = find_dates(f"on {offered[index]}", today)
            if day and day[0].date:
                return [said(FactKind.FOLLOW_UP, clause, turn, heard, day[0].date.isoformat())]
    weeks = re.search(r"\b(\d+|two|three|four|six|eight) weeks?\b", heard.message, re.I)
    if weeks and clause:
        number = int(weeks[1]) if weeks[1].isdigit() else _NUMBER_WORDS.get(weeks[1].casefold(), 4)
        day_after = today + timedelta(weeks=number)
        return [said(FactKind.FOLLOW_UP, clause, turn, heard, day_after.isoformat())]
    return []


def _confidence(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    match = re.search(r"\b(10|[1-9])(?:[.,]\d)?\b", heard.message)
    value = match[1] if match else None
    if value is None:
        word = next((w for w in heard.words if w in _NUMBER_WORDS and w != "one"), None)
        value = str(_NUMBER_WORDS[word]) if word else None
    return [said(FactKind.CONFIDENCE, clause, turn, heard, value)] if value and clause else []


_READERS: dict[Slot, Reader] = {
    Slot.MEMORY: _likes,
    Slot.ENVY: _likes,
    Slot.LIKES: _likes,
    Slot.CONTRAST: _contrast,
    Slot.ANTI_GOAL: _dislikes,
    Slot.TIMEFRAME: _timeframe,
    Slot.MEETING: _meeting,
    Slot.MANAGER_KNOWS: _manager_knows,
    Slot.EVIDENCE: _evidence,
    Slot.EVIDENCE_DETAIL: _evidence,
    Slot.WITNESS: _people(FactKind.WITNESS),
    Slot.WHO_ELSE: _people(FactKind.CONTACT),
    Slot.SELF_RATING: _self_rating,
    Slot.GAP: _gap,
    Slot.ROUTE: _route,
    Slot.PAIN_POINT: _as(FactKind.PAIN_POINT),
    Slot.ASK: _ask,
    Slot.BRINGS: _as(FactKind.BRINGS),
    Slot.PUSHBACK: _answer,
    Slot.FALLBACK: _as(FactKind.FALLBACK, by_clause=False),
    Slot.FOLLOW_UP: _follow_up,
    Slot.LONG_VIEW: _as(FactKind.LONG_VIEW, by_clause=False),
    Slot.CONFIDENCE: _confidence,
}
