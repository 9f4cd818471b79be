"""Evidence that somebody else could check: results, credentials, numbers about the own work.

Tenure, praise and traits are none; what is wished for or still to be done is none either.
"""

from __future__ import annotations

from assistant.assessment.achievements import find_achievements
from assistant.assessment.cues import Cues
from assistant.assessment.lexicon import Hit, Phrases, word_set
from assistant.assessment.measures import (
    LIMIT,
    SCANNED,
    Range,
    before,
    clause,
    has_object,
    measured,
    merged,
    support_trie,
)
from assistant.assessment.text import Words

_DOERS = frozenset(("i", "we", "have", "also", "already", "personally"))
_OWN_TITLES = frozenset(("certified", "chartered", "licensed", "qualified", "accredited"))
_HELD_SINCE = ("current", "past", "other", "stay", "neutral", "relation")


def find_evidence(cues: Cues, dated: set[int]) -> list[Range]:
    """Word ranges of all evidence in a text; `dated` are words of dates, which measure nothing."""
    words = cues.words
    found = _results(cues, dated) + _credentials(cues, dated) + _doings(cues, dated)
    found += find_achievements(cues, dated)
    return merged(found + _counted(words, dated) + _held(words))


def _done_by_person(cues: Cues, i: int, begin: int) -> bool:
    """Whether the verb at i is something the person did: no wish, nobody else's act."""
    words = cues.words
    prior = before(words, i, begin)
    if i and words.words[i - 1] in word_set("objects.txt", "barred") and not words.gap[i]:
        return False
    own = any(w in ("i", "we") for w in words.words[max(begin, i - 4) : i])
    if not (
        own or i == begin or prior in ("and", "then") or prior in word_set("objects.txt", "subject")
    ):
        return False
    cue = cues.before(i)
    wished = cue is not None and cue.label in ("want", "reject") and cue.first >= begin
    return not wished or (cue is not None and "i" in words.words[cue.last : i])


def _results(cues: Cues, dated: set[int]) -> list[Range]:
    """Past verbs of doing with a number or a named object."""
    words = cues.words
    weak = support_trie("weak result")
    found: list[Range] = []
    for hit in cues.found["result"][:SCANNED]:
        begin, end = clause(words, hit.first)
        if not _done_by_person(cues, hit.first, begin):
            continue
        definite = words.words[hit.last : hit.last + 1] in (["the"], ["our"], ["all"], ["both"])
        solid = weak.match(words, hit.first) is None or (
            words.words[hit.first] == "did" and definite
        )
        plain = words.words[hit.last : hit.last + 1]
        solid = solid and not (plain and plain[0] in word_set("objects.txt", "no object"))
        named = solid and has_object(words, hit.last, end)
        if named or measured(words, hit.last, end, dated):
            found.append((hit.first, min(end, hit.last + 14)))
    return found


def _credentials(cues: Cues, dated: set[int]) -> list[Range]:
    """Degrees, licences, passed exams that are held already."""
    words = cues.words
    not_yet = word_set("objects.txt", "not yet")
    found: list[Range] = []
    for hit in cues.found["credential"][:SCANNED]:
        begin = max(words.clause_start(hit.first), hit.first - 8)
        held = _last_hit(support_trie("have"), words, begin, hit.first)
        if any(w in not_yet for w in words.words[begin : hit.first]):
            continue
        if words.words[hit.last : hit.last + 1] == ["to"] or _somebody_elses(cues, begin, hit):
            continue
        if hit.label == "course" and not _settled(words, hit):
            continue
        if held is None and not (_own_title(words, hit, begin, dated) or _settled(words, hit)):
            continue
        found.append(
            (held.first if held else hit.first, min(words.clause_end(hit.first), hit.last + 4))
        )
    return found


def _own_title(words: Words, hit: Hit, begin: int, dated: set[int]) -> bool:
    """As in "Chartered surveyor, ..." at the head of an undated clause says what one is."""
    end = words.clause_end(hit.first)
    dates = any(i in dated for i in range(begin, end))
    return (
        hit.first == begin
        and words.words[hit.first] in _OWN_TITLES
        and (not dates or "since" in words.words[hit.last : end])
        and hit.last < end
    )


def _somebody_elses(cues: Cues, begin: int, hit: Hit) -> bool:
    """As in "my boss won the award"."""
    return cues.any_in(begin, hit.first, "other") and "i" not in cues.words.words[begin : hit.first]


def _settled(words: Words, hit: Hit) -> bool:
    """As in "CIPP level 5 passed", "both tickets are current": the state stands behind."""
    end = words.clause_end(hit.first)
    if words.words[end : end + 1] in (["all"], ["both"], ["each"], ["now"]):
        end = words.clause_end(end)
    end = min(end, hit.last + 6)
    behind = words.words[hit.last : end]
    if any(w in word_set("objects.txt", "not held") for w in behind):
        return False
    return bool(support_trie("status").scan_in(words, hit.last, end))


def _last_hit(trie: Phrases, words: Words, first: int, last: int) -> Hit | None:
    """The last phrase of a trie that begins in first..last."""
    for i in range(last - 1, first - 1, -1):
        hit = trie.match(words, i)
        if hit is not None:
            return hit
    return None


def _held(words: Words) -> list[Range]:
    """As in "I hold the CPC": a thing one holds, whatever it is called."""
    found: list[Range] = []
    tokens = words.words
    for i in range(len(tokens) - 3 if "hold" in tokens else 0):
        if tokens[i : i + 2] == ["i", "hold"] and tokens[i + 2] in ("a", "the", "my", "an"):
            end = words.clause_end(i)
            if has_object(words, i + 3, min(end, i + 5)) and len(found) < LIMIT:
                found.append((i, end))
    return found


def _doings(cues: Cues, dated: set[int]) -> list[Range]:
    """Work in hand with a number beside it, named metrics, named pieces of work."""
    words = cues.words
    found: list[Range] = []
    for hit in cues.found["doing"][:SCANNED]:
        begin, end = clause(words, hit.first)
        cue = cues.before(hit.first, skip=_HELD_SINCE)
        wished = cue is not None and cue.first >= begin
        ahead = hit.label != "metric" and before(words, hit.first, begin) in ("to", "will", "would")
        if (wished and hit.label != "piece") or ahead:
            continue
        where = _doing(words, hit, begin, end, dated)
        if where is not None:
            found.append(where)
    return found


def _doing(words: Words, hit: Hit, begin: int, end: int, dated: set[int]) -> Range | None:
    if hit.label == "piece":
        named = has_object(words, hit.last, end) or words.words[hit.last - 1] == "since"
        return (
            (hit.first, min(end, hit.last + 10))
            if named or measured(words, hit.last, end, dated)
            else None
        )
    first = hit.first if hit.label == "doing" else begin
    if measured(words, first, end, dated):
        return first, end
    telling = words.words[hit.first] in ("zero", "no", "top", "highest", "without", "ahead")
    return (hit.first, end) if hit.label == "metric" and telling else None


def _counted(words: Words, dated: set[int]) -> list[Range]:
    """Any other act of the person in the past with a number beside it ("I called 90 shows")."""
    found: list[Range] = []
    for i in [i for i, word in enumerate(words.words, 1) if word in _DOERS and i < len(words)]:
        word = words.words[i]
        if words.gap[i] or word[-2:] != "ed" or word in word_set("objects.txt", "no acts"):
            continue
        end = min(words.clause_end(i), i + 12)
        if measured(words, i + 1, end, dated):
            found.append((i, end))
            if len(found) >= LIMIT:
                break
    return found
