"""What a language model's sentence must pass before anybody sees it.

    frame = auditor.frame(brief, plain, asks)
    auditor.findings(frame, before, sentence)   -> [] or why the sentence may not be shown

Every concrete value needs a ground (`Grounds`): a role, a name, a date, a figure, a quotation.
Beyond that a sentence keeps to the subject and the language, carries no markup, and says nothing
of ``prompts/model/forbidden.yaml``: praise, promises, policies, advice, claims to have acted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from assistant.assessment.timeframe import find_dates
from assistant.assessment.titles import Gazetteer
from assistant.content import PROMPTS, read_text, read_yaml, shown
from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft, Finding
from assistant.errors import ContentError
from assistant.ports import Hearing
from assistant.verification.checks import (
    banned,
    outside_quotes,
    questions_in,
    sentences_in,
    verify,
)
from assistant.verification.grounds import Grounds, Sources, folded, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WORDS, SHORTEST = 120, 2  # of a reply, of a sentence
MOST_KEPT = 4_000  # vectors
STRANGE = 0.6  # share of content words that neither the coach nor the person uses
ALIKE = 88  # of 100, how like an earlier sentence one may not be
# Cosine to anything the reply is about: in the coach's and the person's words alone, or with others.
NEAR, NEAR_STRANGE = 0.18, 0.30
NEAR_QUESTION = 0.30  # cosine to a question of the move

_MARKUP = re.compile(
    r"[<>{}`|\\#^~*]|(?<!_)_(?!_)|\[|\]|&\w+;|https?:|www\.|\w@\w|!\[|\]\(|(?:^|\n)\s*(?:[-+•]|\d+[.)])\s"
)
_PASTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]|\[[^\]]*\]|\([^)]*\)")
_SPEAKER = re.compile(
    r"(?:^|\n)\s*(?:coach|assistant|system|user|ai|bot|you|employee|human)\s*:", re.I
)
_QUOTED = re.compile(r'"([^"\n]{1,300})"|(?<!\w)\'([^\'\n]{1,300}? [^\'\n]{1,300}?)\'(?!\w)')
_CAPITAL = re.compile(r"(?<![\w'])[A-Z\u00c0-\u00de][\w'&.-]*")
_ENGLISH = frozenset(
    "the a an and or but of to in on at for with by from as is are was were be it its that this "
    "which what who whose how when where why you your i me my we they he she him her his their "
    "not no do does did have has had if so than then there one would could can will more".split()
)
_COUNTS = frozenset(
    "three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty "
    "fifty sixty hundred thousand million billion dozen dozens hundreds thousands half twice "
    "double triple quarter".split()
)
_CAPITALS = frozenset("i i'm i'd i've i'll cv hr ok english".split())
_SMALL = frozenset("by in on at of today from now this and".split())
_RELATIVE = frozenset("year years month months week weeks this next the or after a".split())


@dataclass(frozen=True)
class Frame:
    """What one reply is held against.

    ``subject``: stems of the words it may be about. ``anchors``, ``asked``: unit vectors, rows.
    """

    brief: Brief
    grounds: Grounds
    plain: str
    wants_question: bool
    subject: frozenset[str]
    anchors: NDArray[np.float32] | None = None
    asked: NDArray[np.float32] | None = None


class Auditor:
    """Holds a model's sentences against what a reply may stand on."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        knows: Callable[[str], bool],
        coaching: Iterable[str] = (),
        first_names: frozenset[str] = frozenset(),
        hearing: Hearing | None = None,
    ) -> None:
        """``coaching``: texts in the coach's voice, whose words belong to the subject.

        ``first_names``: lower case; one that opens a sentence is a name, though it be a word too.
        """
        forbidden()  # an expression that cannot be read is named at the start
        self.gazetteer = gazetteer
        self.knows = knows
        self.coaching = frozenset(_stem(w) for text in coaching for w in words_of(text))
        self.first_names = first_names - _ENGLISH - self.coaching
        self.hearing = hearing
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def frame(self, brief: Brief, plain: Draft, sources: Sources) -> Frame:
        """What a reply to this brief is held against."""
        grounds = Grounds.of(brief, plain, sources)
        # What stands in quotation marks or brackets is somebody else's and makes no subject.
        own = _PASTED.sub(" ", brief.state.messages[-1])
        about = [*_sentences(plain.text), *_sentences(own)]
        about += [p.text for p in brief.passages] + list(brief.state.replies[-1:])
        questions = [s for s in _sentences(plain.text) if s.endswith("?")] + list(sources.asks)
        anchors = asked = None
        if self.hearing is not None:
            asked = self._kept(questions) if questions else None
            anchors = np.concatenate(
                [self.hearing.embed(about), self._kept([*sources.says, *questions])]
            )
        subject = frozenset(_stem(word) for word in words_of(f"{own} {grounds.given}"))
        return Frame(brief, grounds, folded(plain.text), bool(questions), subject, anchors, asked)

    def _kept(self, texts: list[str]) -> NDArray[np.float32]:
        """Vectors of the moves' own sentences, which come again from turn to turn."""
        assert self.hearing is not None
        if new := [text for text in texts if text not in self._vectors]:
            if len(self._vectors) > MOST_KEPT:
                self._vectors.clear()
                new = texts
            self._vectors.update(zip(new, self.hearing.embed(new), strict=True))
        empty = np.zeros((0, 384), np.float32)
        return np.stack([self._vectors[text] for text in texts]) if texts else empty

    def findings(self, frame: Frame, before: str, sentence: str) -> list[Finding]:
        """Everything that speaks against showing ``sentence`` after ``before``."""
        if folded(sentence) in frame.plain:
            return [*_one_question(sentence, before, frame), *_repeated(sentence, before, frame)]
        found = list(verify(Draft(text=sentence), frame.brief).findings)
        for check in _CHECKS:
            found += check(sentence, before, frame)
        found += self._titles(sentence, frame)
        found += self._names(sentence, frame)
        found += self._language(sentence, frame)
        # The ear costs most, so it hears only what stands otherwise.
        return found or list(self._subject(sentence, frame))

    def faithful(self, old: str, new: str) -> bool:
        """Whether a rewording keeps every concrete thing of a line and adds none."""
        if not 0.5 * len(old) <= len(new) <= 1.6 * len(old) + 20 or _MARKUP.search(new):
            return False
        if _hard(old) != _hard(new) or self._named(old) != self._named(new):
            return False
        texts = outside_quotes(folded(new)), folded(old)
        for group, pattern in forbidden():
            if group in ("advice", "self_talk"):
                continue  # an action tells what to do, a line is said in the first person
            if any(match.group() not in texts[1] for match in pattern.finditer(texts[0])):
                return False
        return not any(b not in texts[1] for b in (m.group() for m in banned().finditer(texts[0])))

    def _named(self, text: str) -> set[str]:
        titles = {m.text.casefold() for m in self.gazetteer.find(text) if m.complete}
        names = (
            folded(m.group()).removesuffix("'s").rstrip(".'-")
            for m in _CAPITAL.finditer(text)
            if not self._opens(text, m)
        )
        return titles | set(names) - _CAPITALS

    def _opens(self, sentence: str, match: re.Match[str]) -> bool:
        """Whether a capital only marks the beginning of a sentence."""
        before = sentence[: match.start()].rstrip(" \"'\u201c(")
        low = folded(match.group()).removesuffix("'s").rstrip(".'-")
        starts = not before or before[-1] in ".!?:\n"
        return starts and low not in self.first_names and self._english(low)

    def _titles(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        for match in self.gazetteer.find(sentence):
            words = match.text.split()
            loose = words[-1].casefold().removesuffix("s") in _ANYBODY
            if not match.complete or (loose and (len(words) == 1 or match.open_vocabulary)):
                continue
            # A verb before a title is read into it ("heard Claims Team Leader").
            named = [w for w in words if w[:1].isupper()] or words
            if not all(frame.grounds.knows(word) for word in named):
                yield Finding(check="invented_role", detail=match.text)

    def _names(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        """A capital inside a sentence is a name; one at its start may be any English word."""
        for match in _CAPITAL.finditer(sentence):
            word = match.group().rstrip(".'-")
            low = folded(word).removesuffix("'s")
            if low in _CAPITALS or low.partition("'")[0] in _CAPITALS:
                continue
            if frame.grounds.knows(word) or frame.grounds.idiom(word):
                continue
            if not self._opens(sentence, match):
                yield Finding(check="invented_name", detail=word)

    def _english(self, word: str) -> bool:
        return word in _ENGLISH or self.knows(word)

    def _language(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        for character in sentence:
            if character.isalpha() and not unicodedata.name(character, "").startswith("LATIN"):
                if character not in frame.grounds.person:
                    yield Finding(check="language", detail="letters of another script")
                    return
        words = [w for w in words_of(sentence) if not w[0].isdigit()]
        if len(words) < 4:
            strange = [w for w in words if not (self._english(w) or frame.grounds.knows(w))]
            if len(strange) * 2 > len(words):
                yield Finding(check="language", detail=" ".join(strange))
            return
        known = sum(self._english(w) or frame.grounds.knows(w) for w in words)
        english = sum(w.partition("'")[0] in _ENGLISH for w in words)
        if known < 0.8 * len(words) or english < 0.15 * len(words):
            yield Finding(check="language", detail="not plain English")

    def _subject(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        content = [w for w in words_of(sentence) if w not in _ENGLISH and not w[0].isdigit()]
        strange = [w for w in content if not ({w, _stem(w)} & (self.coaching | frame.subject))]
        if len(strange) > 1 and len(strange) >= STRANGE * len(content):
            yield Finding(check="off_subject", detail=", ".join(strange))
        if self.hearing is None or frame.anchors is None:
            return
        vector = self.hearing.embed([sentence])[0]
        if float((frame.anchors @ vector).max()) < (NEAR_STRANGE if strange else NEAR):
            yield Finding(check="off_subject", detail=sentence[:80])
        if sentence.rstrip("\"' )").endswith("?") and frame.asked is not None:
            if float((frame.asked @ vector).max()) < NEAR_QUESTION:
                yield Finding(check="another_question", detail=sentence[:80])


# Words for people that are nobody's title here.
_ANYBODY = frozenset(
    "manager boss coach colleague lead leader supervisor employee person teammate "
    "decision maker somebody owner sponsor partner reader".split()
)


@cache
def forbidden() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a model may not say, by group (``prompts/model/forbidden.yaml``)."""
    path = PROMPTS / "model" / "forbidden.yaml"
    return tuple((group, _pattern(phrases, path)) for group, phrases in read_yaml(path).items())


def _pattern(phrases: list[str], path: Path) -> re.Pattern[str]:
    for phrase in phrases:
        try:
            re.compile(phrase)
        except re.error as error:
            lines = read_text(path).replace("''", "'").splitlines()
            at = next((n for n, line in enumerate(lines, 1) if phrase in line), 1)
            raise ContentError(f"{shown(path)}:{at}: {error}.", "Mend the expression.") from error
    body = "|".join(p.replace("'", "'?").replace(" ", r"\s+") for p in phrases)
    # A match ends where a word ends, or behind a blank of its own.
    return re.compile(rf"(?<![\w'])(?:{body})(?:(?<!\w)|(?!\w))", re.IGNORECASE)


def _forbidden(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    text = outside_quotes(folded(sentence))
    for group, pattern in forbidden():
        for match in pattern.finditer(text):
            excused = group.endswith("_unless_said") and frame.grounds.said(match.group())
            if not excused:
                yield Finding(check=group, detail=match.group().strip())


def _one_question(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    here = questions_in(folded(sentence))
    if here and not frame.wants_question:
        yield Finding(check="questions", detail="no question is wanted here")
    if questions_in(folded(before)) + here > 1:
        yield Finding(check="questions", detail="one question is wanted")


def _whole_length(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    words = len(before.split()) + len(sentence.split())
    if words > MOST_WORDS:
        yield Finding(check="length", detail=f"{words} words, at most {MOST_WORDS} are wanted")


def _markup(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    text = sentence
    for passage in frame.brief.passages:
        text = text.replace(f"*{passage.title}*", "").replace(f"*{passage.source}*", "")
    match = _MARKUP.search(text) or _SPEAKER.search(text)
    strange = [c for c in text if unicodedata.category(c) in ("Cf", "So", "Sk", "Co", "Cn", "Cc")]
    if match or any(c != "\n" for c in strange):
        yield Finding(check="markup", detail=match.group() if match else "a strange character")
    if len(words_of(text)) < SHORTEST:
        yield Finding(check="fragment", detail=text[:40])


def _quotations(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    text = sentence.replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'")
    for match in _QUOTED.finditer(text.replace("\u2018", "'")):
        quoted = match[1] or match[2]
        if not (frame.grounds.has(quoted) or frame.grounds.idiom(quoted)):
            yield Finding(check="invented_quotation", detail=quoted)
    if text.count('"') % 2:
        yield Finding(check="markup", detail="a quotation that never ends")


def _repeated(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    said = {s for reply in (*frame.brief.state.replies, before) for s in sentences_in(reply)}
    for one in sentences_in(sentence):
        if one in said:
            yield Finding(check="repetition", detail=one)


def _near_repetition(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    mine = sentences_in(sentence)
    earlier = [
        s for reply in (*frame.brief.state.replies[-20:], before) for s in sentences_in(reply)
    ]
    for one in mine:
        if any(fuzz.ratio(one, other) >= ALIKE for other in earlier):
            yield Finding(check="repetition", detail=one)


def _figures(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    for number in re.findall(r"\d+", folded(sentence)):
        if (number.lstrip("0") or "0") not in frame.grounds.numbers:
            yield Finding(check="number", detail=number)


def _parroting(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """The same words three times over, as texts ask for that want to be obeyed."""
    words = words_of(sentence)
    content = [w for w in words if w not in _ENGLISH]
    if any(content.count(w) > max(2, len(content) // 2) for w in content):
        yield Finding(check="repetition", detail="the same word again and again")


def _count_words(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    for word in words_of(sentence):
        if word in _COUNTS and not (frame.grounds.knows(word) or frame.grounds.idiom(word)):
            yield Finding(check="number", detail=word)


def _dates(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    asks = "?" in sentence
    for mention in find_dates(sentence, frame.brief.today):
        tokens = [w for w in words_of(mention.text) if w not in _SMALL]
        if "may" in tokens and "May" not in mention.text:
            continue  # the verb
        relative = asks and all(t in _RELATIVE for t in tokens)
        known = all(frame.grounds.knows(t) for t in tokens) or frame.grounds.idiom(mention.text)
        if not (relative or known or _worked_out(mention.date, frame)):
            yield Finding(check="invented_date", detail=mention.text)


def _worked_out(day: date | None, frame: Frame) -> bool:
    return day is not None and day in frame.grounds.days and day != frame.brief.today


def _hard(text: str) -> tuple[list[str], list[str]]:
    """What a rewording must keep: figures and number words, and what stands in quotation marks."""
    low = folded(text)
    counts = [word for word in words_of(low) if word in _COUNTS]
    return sorted([*re.findall(r"\d+", low), *counts]), sorted(re.findall(r'"([^"]+)"', low))


def _stem(word: str) -> str:
    """A word without its commonest endings: enough to see "decides" in "decide"."""
    for ending in ("'s", "ing", "ies", "ed", "es", "s", "ly", "er", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s.split()) > 1]


_CHECKS: tuple[Callable[[str, str, Frame], Iterator[Finding]], ...] = (
    _forbidden,
    _one_question,
    _whole_length,
    _markup,
    _quotations,
    _near_repetition,
    _parroting,
    _figures,
    _count_words,
    _dates,
)
