"""What backs a wish: evidence that somebody else could check, asks, stated next steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Hit, Phrases, sections, variants
from assistant.assessment.occupations import occupations
from assistant.assessment.status import Cues
from assistant.assessment.text import Words
from assistant.domain.specificity import Span

_LIMIT = 30
_TENURE = frozenset("year years month months week weeks yr yrs decade decades day days hour hours minute minutes".split())
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen sixteen eighteen twenty thirty forty fifty"
    " sixty seventy eighty ninety hundred thousand million half third quarter double dozen twice zero".split()
)
_BLOCK = frozenset("to will would can could should might may must be get being if not never want if when once let".split())
_SUBJECTS = frozenset(("i", "we", "have", "just", "already", "also", "recently", "myself", "personally", "has", "even"))
_EMPTY_OBJECTS = frozenset(
    "it that this them things thing stuff everything lot lots hard well more here there good great nice best much sure"
    " bored tired older better work working job myself me experience knowledge people way ways always never everyone time"
    " friends mistakes progress decision mind up down feeling quite effort late early home happy".split()
)
_WH = frozenset("how what which when where why who whom".split())


@dataclass(frozen=True, slots=True)
class Support:
    """Evidence, asks and next steps of a text, each as spans in order."""

    evidence: list[Span]
    asks: list[Span]
    next_steps: list[Span]


@lru_cache(maxsize=8)
def _trie(*labels: str) -> Phrases:
    trie = Phrases()
    for section in sections("support.txt"):
        if section.label in labels:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    trie.add(spelled, section.label)
    return trie


@lru_cache(maxsize=1)
def _weak_results() -> frozenset[str]:
    return frozenset(p for s in sections("support.txt") if s.label == "weak result" for p in s.phrases)


def _clause(words: Words, i: int) -> tuple[int, int]:
    return words.clause_start(i), words.clause_end(i)


def _span(words: Words, first: int, last: int) -> Span:
    start, end, text = words.span(first, last)
    return Span(start=start, end=end, text=text)


def _measured(words: Words, first: int, last: int, dated: set[int]) -> bool:
    """Whether a number stands in the words that is neither a date nor a length of time or an age."""
    for i in range(first, last):
        word = words.words[i]
        if i in dated or not (word[0].isdigit() or word in _NUMBERS):
            continue
        window = words.words[i + 1 : i + 4]
        if any(w in _TENURE for w in window[:2]) or "old" in window:
            if not (word[0].isdigit() and window[:1] == ["an"]):
                continue
        if i and words.words[i - 1] in ("am", "turn", "age", "aged", "band", "grade", "level", "class"):
            continue
        return True
    return False


def _object(words: Words, first: int, last: int) -> bool:
    """Whether a named thing follows: a noun that is not one of the empty ones."""
    stop = occupations().stop
    return any(
        w not in stop and w not in _EMPTY_OBJECTS and not w[0].isdigit() and len(w) > 2 and w not in _TENURE
        for w in words.words[first : min(last, first + 9)]
    )


def _done_by_person(words: Words, cues: Cues, i: int, begin: int) -> bool:
    """Whether a past verb at i is something the person did, not a wish and not somebody else's act."""
    before = words.words[i - 1] if i > begin else ""
    if before in _BLOCK or words.words[i - 1 : i] in (["a"], ["an"], ["the"], ["my"], ["is"], ["are"], ["was"], ["were"], ["more"]):
        return False
    if before in _SUBJECTS or i == begin:
        subject_ok = True
    elif before in ("and", "then", "who", "which"):
        subject_ok = before != "who"
    else:
        subject_ok = any(w in ("i", "we", "i've") for w in words.words[max(begin, i - 4) : i])
    if not subject_ok:
        return False
    cue = cues.before(i)
    return not (cue is not None and cue.label in ("want", "reject") and cue.first >= begin and "i" not in words.words[cue.last : i])


def _results(words: Words, cues: Cues, dated: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for hit in _trie("result", "weak result").scan(words)[: 4 * _LIMIT]:
        begin, end = _clause(words, hit.first)
        if not _done_by_person(words, cues, hit.first, begin):
            continue
        verb = words.phrase(hit.first, hit.last)
        number = _measured(words, hit.last, end, dated)
        if number or (_object(words, hit.last, end) and verb not in _weak_results()):
            found.append((hit.first, min(end, hit.last + 14)))
    return found


def _credentials(words: Words, dated: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for hit in _trie("credential").scan(words)[: 4 * _LIMIT]:
        begin = max(words.clause_start(hit.first), hit.first - 8)
        held = _last_hit(_trie("have"), words, begin, hit.first)
        own = words.phrase(hit.first, hit.last)
        if held is None and not (hit.first == begin and own in ("certified", "chartered", "licensed", "qualified", "accredited")):
            continue
        if held is None and any(i in dated for i in range(begin, words.clause_end(hit.first))):
            continue
        if any(w in ("to", "will", "would", "once", "when", "if", "not", "no", "until", "after", "without", "need") for w in words.words[begin : hit.first]):
            continue
        if own in ("licensed", "certified", "qualified") and words.words[hit.last : hit.last + 1] == ["as"]:
            continue
        found.append((held.first if held else hit.first, min(words.clause_end(hit.first), hit.last + 4)))
    return found


def _last_hit(trie: Phrases, words: Words, first: int, last: int) -> Hit | None:
    """The last phrase of a trie that ends at or before `last` and begins at or after `first`."""
    for i in range(last - 1, first - 1, -1):
        hit = trie.match(words, i)
        if hit is not None:
            return hit
    return None


def _doings(words: Words, cues: Cues, dated: set[int]) -> list[tuple[int, int]]:
    """Work of the person with a number beside it, named metrics, and pieces of work in hand."""
    found: list[tuple[int, int]] = []
    for hit in _trie("doing", "metric", "piece").scan(words)[: 4 * _LIMIT]:
        begin, end = _clause(words, hit.first)
        cue = cues.before(hit.first, skip=("neutral", "relation", "current", "past", "other", "stay"))
        if cue is not None and cue.first >= begin and cue.label in ("want", "reject") and hit.label != "piece":
            continue
        if words.words[max(begin, hit.first - 1)] in ("to", "will", "would") and hit.label != "metric":
            continue
        if hit.label == "piece":
            if _object(words, hit.last, end) or _measured(words, hit.last, end, dated) or words.words[hit.last - 1] == "since":
                found.append((hit.first, min(end, hit.last + 10)))
        elif _measured(words, hit.first if hit.label == "doing" else begin, end, dated):
            found.append((hit.first if hit.label == "doing" else begin, end))
        elif hit.label == "metric" and words.words[hit.first] in ("zero", "no", "top", "highest", "without", "ahead"):
            found.append((hit.first, end))
    return found


def _asks(words: Words, dated: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    trie = _trie("ask", "order", "no ask")
    hits = trie.scan(words)
    for hit in hits[: 4 * _LIMIT]:
        if hit.label == "no ask" or hit.first in dated:
            continue
        begin, end = _clause(words, hit.first)
        before = words.words[hit.first - 1] if hit.first > begin else ""
        if before in _WH or (hit.first > 1 and before in ("on", "if", "than") and words.words[hit.first] == "you"):
            continue
        if hit.label == "order" and before not in ("", "please", "so", "and", "then", "just", "you", "kindly"):
            continue
        after = words.phrase(hit.last, min(hit.last + 4, len(words)))
        if any(h.label == "no ask" and hit.first <= h.first <= hit.last + 1 for h in hits) or after.startswith(("keep me", "keep in mind", "bear ", "consider my", "help me", "believe", "imagine", "be more", "be a ", "trust me", "respect", "listen", "understand", "know ", "see ", "notice")):
            continue
        if hit.last >= end and hit.label == "ask":
            continue
        found.append((hit.first, min(end, hit.last + 14)))
    return found


def _steps(words: Words, cues: Cues) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for hit in _trie("next step").scan(words)[:_LIMIT]:
        end = words.clause_end(hit.first)
        if hit.last < end:
            found.append((hit.first, min(end, hit.last + 12)))
    verbs = _trie("step verb")
    for i, word in enumerate(words.words):
        if len(found) >= _LIMIT:
            break
        if word not in verbs.root:
            continue
        hit2 = verbs.match(words, i)
        if hit2 is None:
            continue
        begin, end = _clause(words, i)
        opener = _opener(words, i, begin)
        if opener is not None and hit2.last < end and _object(words, hit2.last - 1, end):
            found.append((opener, min(end, hit2.last + 12)))
    return found


_FIRM = (
    ("i", "will"), ("we", "will"), ("going", "to"), ("plan", "to"), ("intend", "to"), ("planning", "to"), ("i", "shall"),
    ("about", "to"), ("first", "to"), ("step", "to"), ("have", "to"), ("aim", "to"), ("i", "would", "first"),
)  # fmt: skip


def _opener(words: Words, i: int, begin: int) -> int | None:
    """Place of the words that make a verb at i a plan ("I will", "by then I plan to"); None otherwise."""
    tokens = words.words
    for back in range(0, 7):
        j = i - back
        if j <= begin:
            break
        for firm in _FIRM:
            k = j - len(firm)
            if k >= 0 and tuple(tokens[k:j]) == firm and k >= begin and all(
                tokens[m] in ("also", "first", "and", "then", "start", "by", "now", "just", "try", "go", "myself", "tomorrow", "next", "week", "finally") or back < 4
                for m in range(j, i)
            ):
                return k
    if i == begin and begin > 0 and tokens[i] in ("applying", "apply", "booking"):
        return i
    if i > begin and tokens[i - 1] in ("first", "then", "next") and i - 1 == begin:
        return i - 1
    return None


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if out and first < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out[:_LIMIT]


def find_support(words: Words, cues: Cues, dated: set[int]) -> Support:
    """Evidence, asks and next steps; `dated` are the words that belong to dates (no measures)."""
    evidence = _merged(_results(words, cues, dated) + _credentials(words, dated) + _doings(words, cues, dated))
    asks, steps = _merged(_asks(words, dated)), _merged(_steps(words, cues))
    spans = [[_span(words, *r) for r in ranges] for ranges in (evidence, asks, steps)]
    return Support(*spans)
