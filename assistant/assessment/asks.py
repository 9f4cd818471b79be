"""Asks that can be answered with yes or no, and next steps that somebody can see done."""

from __future__ import annotations

from functools import lru_cache

from assistant.assessment.cues import Cues
from assistant.assessment.lexicon import Hit, Phrases, word_set
from assistant.assessment.measures import (
    LIMIT,
    SCANNED,
    Range,
    before,
    clause,
    has_object,
    merged,
)
from assistant.assessment.text import Words

_FIRM = frozenset(
    tuple(phrase.split())
    for phrase in (
        "i will", "we will", "going to", "plan to", "intend to", "planning to", "i shall", "about to", "first to",
        "step to", "have to", "aim to", "is to", "i would first",
    )
)  # fmt: skip
_MODALS = frozenset(("can", "could", "would", "will", "may"))
_NOBODY = frozenset(("it", "that", "this", "i", "you", "there", "we", "they"))
_LENGTH = 14
_ASKED = frozenset(("the", "my", "our", "your", "hr"))
_WISHES = frozenset("need want like love ask asking expect request".split())


def find_asks(cues: Cues, dated: set[int]) -> list[Range]:
    """Word ranges of all asks; "keep me in mind" and open questions are none."""
    words = cues.words
    hits = cues.found["ask"][:SCANNED]
    empty = [h.first for h in hits if h.label == "no ask"]
    found = [
        (h.first, min(words.clause_end(h.first), h.last + _LENGTH))
        for h in hits
        if h.label != "no ask" and h.first not in dated and _asked(words, h, empty)
    ]
    found += _questions(words) + _of_somebody(words) + _consents(cues) + _grants(words)
    return merged(found)


def _asked(words: Words, hit: Hit, empty: list[int]) -> bool:
    """Whether an opening of an ask goes on to ask something."""
    begin, end = clause(words, hit.first)
    prior = before(words, hit.first, begin)
    if prior in word_set("objects.txt", "wh") or (
        words.words[hit.first] == "you" and prior in ("on", "if", "than")
    ):
        return False
    if hit.label == "order":
        return (
            prior in ("", *word_set("objects.txt", "before order"))
            or words.words[hit.first] == "please"
        )
    if hit.last == end < len(words) and words.gap[end] == 2:
        return True  # "my ask: two shadow days"
    if hit.last >= end or any(hit.first <= place <= hit.last + 1 for place in empty):
        return False
    after = words.words[hit.last]
    return after not in word_set("objects.txt", "soft") and words.phrase(hit.last, hit.last + 2) not in (
        "be a", "be more", "help me", "consider my",
    )  # fmt: skip


def _of_somebody(words: Words) -> list[Range]:
    """As in "I need my superintendent to sign the form", "I'd want the company to pay"."""
    found: list[Range] = []
    for i in _places(words, _WISHES, len(words) - 4):
        if words.words[i + 1] not in _ASKED or not _first_person(words, i) or len(found) >= LIMIT:
            continue
        end = min(words.clause_end(i), i + _LENGTH)
        goals = (j for j in range(i + 2, min(i + 6, end - 1)) if words.words[j] == "to")
        goal = next(goals, None)
        if goal is None or words.words[i + 2] in word_set("objects.txt", "not asked"):
            continue
        if words.words[goal + 1] not in (*word_set("objects.txt", "soft"), "be"):
            found.append((i, end))
    return found


def _places(words: Words, wanted: frozenset[str], end: int) -> list[int]:
    """Where one of some words stands before word `end`."""
    if wanted.isdisjoint(words.words):
        return []
    return [i for i, word in enumerate(words.words) if word in wanted and i < end]


def _first_person(words: Words, i: int) -> bool:
    """Whether the verb at i is the person's: "I need", "I would want", "I am asking"."""
    return "i" in words.words[max(words.clause_start(i), i - 3) : i]


def _consents(cues: Cues) -> list[Range]:
    """As in "I need your signature", "grateful for your written support"."""
    words = cues.words
    asked, givers = word_set("objects.txt", "consent asked"), word_set("objects.txt", "givers")
    found: list[Range] = []
    for hit in cues.found["consent"][:SCANNED]:
        begin, end = clause(words, hit.first)
        before_it = words.words[max(begin, hit.first - 6) : hit.first]
        if not before_it or before_it[-1] not in givers or "your" not in before_it:
            continue
        opener = next((w for w in before_it if w in asked), None)
        if opener is not None and not any(w in ("have", "had", "got", "not") for w in before_it):
            found.append((max(begin, hit.first - 6), min(end, hit.last + _LENGTH)))
    return found


def _grants(words: Words) -> list[Range]:
    """As in "can the trust fund the course", wherever the question stands in its sentence."""
    verbs = word_set("objects.txt", "grant verb")
    found: list[Range] = []
    for i in _places(words, _MODALS, len(words) - 3):
        if words.gap[i + 1] or len(found) >= LIMIT:
            continue
        prior = before(words, i, words.clause_start(i))
        if prior and prior not in ("so", "and", "but", "asking", "ask", "please", "then", "or"):
            continue
        end = min(words.clause_end(i), i + _LENGTH)
        if words.words[i + 1] in _ASKED and any(
            w in verbs for w in words.words[i + 2 : min(i + 6, end)]
        ):
            found.append((i, end))
    return found


def _questions(words: Words) -> list[Range]:
    """Yes-or-no questions that open with a modal verb: "Can Joe and I swap desks?"."""
    found: list[Range] = []
    start = 0
    for closer in words.closers if "?" in words.closers else ():
        end = words.clause_end(start, 3)
        opens = closer == "?" and end - start > 3 and words.words[start] in _MODALS
        if opens and words.words[start + 1] not in _NOBODY:
            found.append((start, min(end, start + _LENGTH)))
        start = end
        if start >= len(words) or len(found) >= LIMIT:
            break
    return found


def find_steps(cues: Cues, dated: set[int]) -> list[Range]:
    """Word ranges of all next steps: things booked or under way, and firm plans to act."""
    words = cues.words
    found: list[Range] = []
    for hit in cues.found["step"][:SCANNED]:
        end = words.clause_end(hit.first)
        announced = hit.last == end < len(words) and words.gap[end] < 3
        if (hit.last < end or announced or hit.last == len(words)) and hit.label == "next step":
            found.append((hit.first, min(end, hit.last + 12)))
    verbs = _step_verbs()
    for i in [i for i, word in enumerate(words.words) if word in verbs.root]:
        verb = verbs.match(words, i) if len(found) < 2 * LIMIT else None
        step = (_planned(words, verb) or _dated_act(words, verb, dated)) if verb else None
        if step is not None:
            found.append(step)
    return merged(found)


@lru_cache(maxsize=1)
def _step_verbs() -> Phrases:
    """Verbs that can be seen done; those that mean holding the job itself are left out."""
    trie = Phrases()
    held = word_set("objects.txt", "no step")
    for name, label in (("actions.txt", "seen"), ("support.txt", "step verb")):
        for phrase in word_set(name, label):
            if label == "step verb" or phrase not in held:
                trie.add(phrase, label)
    return trie


def _planned(words: Words, hit: Hit) -> Range | None:
    """A verb that can be seen done, with its object and words that make it a plan."""
    begin, end = clause(words, hit.first)
    opener = _opener(words, hit.first, begin)
    if opener is None or hit.last >= end or not has_object(words, hit.last - 1, end):
        return None
    return opener, min(end, hit.last + 12)


def _dated_act(words: Words, hit: Hit, dated: set[int]) -> Range | None:
    """As in "next Thursday I meet the recruiter": the person's act in the present with a date."""
    begin, end = clause(words, hit.first)
    if before(words, hit.first, begin) != "i" or hit.last >= end:
        return None
    when = any(j in dated for j in range(begin, end))
    acts = when and has_object(words, hit.last, end)
    return (hit.first - 1, min(end, hit.last + 12)) if acts else None


def _opener(words: Words, i: int, begin: int) -> int | None:
    """Place of the words that make the verb at i a plan ("I will", "by then I plan to")."""
    for back in range(min(7, i - begin)):
        if back >= 4 and not _bridged(words, i - back, i):
            break
        last = i - back
        for first in (last - 2, last - 3):
            if first >= begin and tuple(words.words[first:last]) in _FIRM:
                return first
    if i == begin and begin > 0 and words.words[i] in ("applying", "apply", "booking"):
        return i
    return i - 1 if i - 1 == begin and words.words[begin] in ("first", "then", "next") else None


def _bridged(words: Words, first: int, last: int) -> bool:
    allowed = word_set("objects.txt", "between")
    return all(w in allowed for w in words.words[first:last])
