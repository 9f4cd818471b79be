"""Answers in free words: what was liked, disliked, achieved, lacked, chosen, already told.

An answer often begins with the thing itself ("the certificate. and I've only ever trained TAs")
and goes on with its story; the thing is the fact, the story is not.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.facts import NONE_OF_IT, has_measure, lacks
from assistant.understanding.lexicon import Lexicon, cue_pattern
from assistant.understanding.quoting import quotable
from assistant.understanding.saying import said
from assistant.understanding.text import Clause, words_of

NOTHING = re.compile(
    r"^(?:no|none|nothing|nope|nah|not really)\b(?:.{0,25})?$|\b(?:nothing (?:is )?(?:new|missing)"
    r"|i (?:can|have done|'?ve done) (?:all|it all|everything)|none of (?:them|it)|all of (?:it|them)"
    r" (?:already|i do))\b",
    re.IGNORECASE,
)


def keep_whole(
    kind: FactKind, clause: Clause, heard: Heard, turn: int, value: str | None = None
) -> Fact:
    """A fact of the sentence the clause stands in, quoted by the clause."""
    sentence = next(
        (s for s in heard.sentences if s.start <= clause.start and clause.end <= s.end), clause
    )
    fact = said(kind, sentence, turn, heard, value)
    return fact.model_copy(update={"quote": quotable(clause, heard.lexicon) or fact.quote})


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
    options = [c for c in heard.clauses if content_of(c, heard.lexicon)]
    if not options:
        return whole(heard)
    clean = [c for c in options if quotable(c, heard.lexicon)]
    return max(clean or options, key=lambda c: (min(content_of(c, heard.lexicon), 6), -c.start))


def content_of(clause: Clause, lexicon: Lexicon) -> int:
    """How many words of a clause say something."""
    return sum(w not in lexicon.function_words for w in clause.words)


_FINITE = re.compile(
    r"^(?:and |but |so |then |because |cos )?(?:i'?(?:m|ve|d|ll)?|we|he|she|they|it'?s?|you|that'?s|there'?s?|this|nobody|everyone|everybody|wife|dont|don'?t)\b",
    re.I,
)


def names_thing(clause: Clause) -> bool:
    """Whether a clause is a thing or an activity rather than a sentence about somebody."""
    return _FINITE.match(clause.text) is None


def things(heard: Heard) -> list[Clause]:
    """The things an answer names, from its beginning up to where its story begins."""
    found: list[Clause] = []
    for clause in heard.clauses:
        if not names_thing(clause) or (found and len(clause.words) > 7):
            break
        if NOTHING.fullmatch(clause.text):
            continue
        if content_of(clause, heard.lexicon) or (
            len(clause.words) <= 2 and not _filler(clause, heard)
        ):
            found.append(_without_and(clause))
    return found


def _filler(clause: Clause, heard: Heard) -> bool:
    text = " ".join(clause.words)
    return text in heard.lexicon.leads | heard.lexicon.tails or text in (
        "yes",
        "no",
        "ok",
        "nothing",
    )


def _without_and(clause: Clause) -> Clause:
    lead = re.match(
        r"(?:(?:and|then|also|plus|or|probably|maybe|mostly|mainly|just)\s+)+(?=\S)",
        clause.text,
        re.I,
    )
    if lead is None:
        return clause
    return Clause(clause.text[lead.end() :], clause.start + lead.end(), clause.end)


def likes(heard: Heard, turn: int, today: date) -> list[Fact]:
    """What was liked: the thing named first, else the clause that tells most of the work."""
    if heard.opens("dislikes") or re.match(
        r"(?:i )?(?:can'?t|won'?t|don'?t) (?:answer|say|want)", heard.bare
    ):
        return []
    pool = [c for c in heard.clauses if not _negative(c)]
    named = [] if heard.state.open_slot is Slot.ENVY and _doing(heard) else things(heard)[:2]
    named = [c for c in named if not _negative(c) and content_of(c, heard.lexicon)][:1]
    if heard.state.open_slot is Slot.ENVY and (done := _doing(heard)):
        named = [done]
    count = 2 if re.search(r"\b(?:also|plus|as well as|another)\b", heard.message, re.I) else 1
    clean = [c for c in pool if quotable(c, heard.lexicon) and content_of(c, heard.lexicon) > 1]
    ranked = named + sorted(
        (c for c in clean if c not in named), key=lambda c: -_tells(c, heard.lexicon)
    )
    if not ranked:
        clause = whole(heard)
        plain = clause is not None and len(pool) == len(heard.clauses)
        return [said(FactKind.LIKE, clause, turn, heard)] if clause and plain else []
    ordered = sorted(ranked[:count], key=lambda c: c.start)
    return [said(FactKind.LIKE, _activity(clause), turn, heard) for clause in ordered]


_WHO_DOES = re.compile(
    r"\b(?:who|he|she|they)(?:'s|\u2019s| is| are| gets to| just)? (?=\w+)", re.I
)


def _doing(heard: Heard) -> Clause | None:
    """What an envied person does all day: the clause behind "she", "he" or "who"."""
    for clause in heard.clauses:
        match = _WHO_DOES.search(clause.text)
        if match is not None and content_of(clause, heard.lexicon) > 1:
            return Clause(clause.text[match.end() :], clause.start + match.end(), clause.end)
    return None


def _negative(clause: Clause) -> bool:
    return bool(
        cue_pattern("dislikes").search(clause.text) or cue_pattern("negative").search(clause.text)
    )


_FRAME = re.compile(
    r"^(?:(?:last|this|one|yesterday|on|that|the other) ?\w* )?(?:i|we) (?:was|were|am|spent \w+(?: \w+)?|got to|kept|love|like|enjoy(?:ed)?|liked|loved) (?=\w+ing\b)",
    re.I,
)


def _activity(clause: Clause) -> Clause:
    """The activity without the frame of its story ("last Tuesday I was clearing the backlog")."""
    frame = _FRAME.match(clause.text)
    if frame is None:
        return clause
    return Clause(clause.text[frame.end() :], clause.start + frame.end(), clause.end)


def _tells(clause: Clause, lexicon: Lexicon) -> int:
    """How much a clause tells of work: content words, and more for an activity than for a story."""
    activity = clause.words[0].endswith("ing") and len(clause.words) > 2
    story = clause.words[0] in ("i", "we", "she", "he", "they", "it")
    return min(content_of(clause, lexicon), 6) + 2 * activity - story


def dislikes(heard: Heard, turn: int, today: date) -> list[Fact]:
    """What is to be left behind: each thing named, else the clauses that say most."""
    named = [c for c in things(heard) if not cue_pattern("strengths").search(c.text)][:3]
    clean = [
        c
        for c in heard.clauses
        if content_of(c, heard.lexicon) and not cue_pattern("strengths").search(c.text)
    ]
    ranked = named or sorted(clean, key=lambda c: -min(content_of(c, heard.lexicon), 6))[:2]
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


def manager_knows(heard: Heard, turn: int, today: date) -> list[Fact]:
    """What the manager has been told, with ``yes``, ``no`` or ``partly`` as its value."""
    clause = whole(heard)
    if clause is None or lacks(heard):
        return []
    value = "partly"
    if len(heard.words) > _BRIEF and not _ABOUT_KNOWING.search(heard.message):
        return []  # a long answer that speaks of nobody's knowing is about something else
    if heard.has("knows_partly") and not heard.opens("no"):
        value = "partly"
    elif heard.has("knows_no") or heard.opens("no"):
        value = "no"
    elif heard.has("knows_yes") or heard.opens("yes"):
        value = "yes"
    elif heard.has("assumption"):
        value = "no"
    telling = [c for c in heard.clauses if any(cue_pattern(q).search(c.text) for q in _TELLING)]
    best = telling[0] if telling else best_clause(heard) or clause
    return [keep_whole(FactKind.MANAGER_KNOWS, best, heard, turn, value)]


_BRIEF = 5
_ABOUT_KNOWING = re.compile(
    r"\b(?:boss|manager|know\w*|thinks?|believes?|expects?|assumes?|suspects?|guess\w*|heard|hear|told|tell|said|say|mention\w*|hint\w*|talk\w*|aware|ask\w*"
    r"|nobody|everyone|news|surprise)\b",
    re.IGNORECASE,
)
_TELLING = ("knows_no", "knows_yes", "knows_partly")


def evidence(heard: Heard, turn: int, today: date) -> list[Fact]:
    """Up to three results: sentences with a figure or a deed; effort alone is none."""
    if NOTHING.match(heard.bare) and len(heard.words) < 6:
        return []
    if heard.has("effort") and not re.search(
        r"\d", re.sub(r"\d+ (?:years?|yrs?|months?)", "", heard.message)
    ):
        if len(heard.words) < 25 and not heard.has("results"):
            return []
    facts = []
    for sentence in heard.sentences:
        if NONE_OF_IT.search(sentence.text):
            continue  # what was never done is a gap and no result
        counted = re.search(r"\d", sentence.text) is not None or has_measure(sentence.text)
        if counted or cue_pattern("results").search(sentence.text):
            facts.append(said(FactKind.EVIDENCE, sentence, turn, heard))
    if not facts:
        best = best_clause(heard)
        lacks = NONE_OF_IT.search(heard.message) is not None
        facts = [keep_whole(FactKind.EVIDENCE, best, heard, turn)] if best and not lacks else []
    return facts[:3]


def gap(heard: Heard, turn: int, today: date) -> list[Fact]:
    """What is lacking, with the requirement it names; ``none`` when nothing is."""
    clause = _lacking(heard)
    if clause is None:
        return []
    if NOTHING.search(heard.message) and len(heard.words) < 12:
        return [said(FactKind.GAP, clause, turn, heard, "none")]
    return [said(FactKind.GAP, clause, turn, heard, _picked_requirement(heard))]


_HAS = re.compile(
    r"\b(?:i (?:already )?have|i'?ve got|already)\b|\bi do about\b|^(?:he|she|they) (?:says?|said)|^[\"'\u201c]|\bi said\b|\bnot \w+ years?\b",
    re.I,
)


def _lacking(heard: Heard) -> Clause | None:
    """The clause that names what is lacking: a thing, or one with a word for lacking."""
    if beside := lacks(heard):
        return beside[0]
    able = [
        c for c in heard.clauses if cue_pattern("strengths").search(c.text) or _HAS.search(c.text)
    ]
    named = [c for c in things(heard) if c not in able]
    lacking = [c for c in heard.clauses if cue_pattern("gaps").search(c.text)]
    first = [c for c in named[:1] if content_of(c, heard.lexicon)]
    found = next(iter(first or lacking), None)
    if found is not None:
        return found
    best = best_clause(heard)
    return (
        None if best is None or best in able or heard.message.lstrip()[:1] in "\"'\u201c" else best
    )


def _picked_requirement(heard: Heard) -> str | None:
    named = [heard.state.values.get(f"requirement{n}", "") for n in (1, 2, 3)]
    for index, pattern in enumerate(
        (r"\b(?:first|1st)\b", r"\b(?:second|2nd)\b", r"\b(?:third|3rd|last)\b")
    ):
        if named[index] and re.search(pattern, heard.message, re.I) and len(heard.words) < 8:
            return named[index]
    return _picked_task(heard, named)
