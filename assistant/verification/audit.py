"""What a language model's sentence must pass before anybody sees it.

    frame = auditor.frame(brief, plain, asks)
    auditor.findings(frame, before, sentence)   -> [] or why the sentence may not be shown

Every concrete value needs a ground (`Grounds`): a role, a name, a date, a figure, a quotation.
Beyond that a sentence keeps to the subject and the language, carries no markup, and says nothing
of ``prompts/model/forbidden.yaml``: praise, promises, policies, advice, claims to have acted. What
says such a thing without its words, the `SpeechHead` hears.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.assessment.titles import Gazetteer
from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft, Finding
from assistant.domain.grammar import outside_quotes
from assistant.ports import Hearing
from assistant.verification.checks import banned, verify
from assistant.verification.english import ENGLISH, sentences, stem
from assistant.verification.forbidden import forbidden
from assistant.verification.frame import Frame
from assistant.verification.grounds import Grounds, Sources, folded, words_of
from assistant.verification.rules import MARKUP, RULES, asks_in, one_question, repeated
from assistant.verification.speech_head import SpeechHead, as_heard
from assistant.verification.values import hard

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_KEPT = 4_000  # vectors
FEW = 4  # words of a sentence or clause that say little of its language
STRANGE = 0.6  # share of content words that neither the coach nor the person uses
# Cosine to anything the reply is about: in the coach's and the person's words alone, or with others.
NEAR, NEAR_STRANGE = 0.18, 0.30
NEAR_QUESTION = 0.30  # cosine to a question of the move
# Share from which the head is believed (``python -m evals.build.train_speech --choose``): of a
# statement, of a question, of which it was taught few that are not sound, and of a sentence that
# lies as near as REWORDED (cosine) to what the move itself would say.
SPEECH, SPEECH_QUESTION, SPEECH_REWORDED = 0.45, 0.8, 0.8
REWORDED = 0.65

_PASTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]|\[[^\]]*\]|\([^)]*\)")
_CAPITAL = re.compile(r"(?<![\w'])[A-Z\u00c0-\u00de][\w'&.-]*")
_CAPITALS = frozenset("i i'm i'd i've i'll cv hr ok english".split())
_NAME = re.compile(r"(?<![\w'])[A-Z\u00c0-\u00de][\w'-]*(?: [A-Z\u00c0-\u00de][\w'-]*)*")
ANY_NAME = "your manager"
# Who says what might be claims nothing, and may name things that nobody has named before.
_MIGHT = re.compile(r"\b(?:may|might|could|would|can)\b")
# What these words stand for is in the sentence before.
_LEANS = re.compile(
    r"\b(?:it|that|this|them|these|those|they|there|one|ones|both|neither|other|mean|kind|such)\b"
)
_CLAUSE = re.compile(r"[,;:\u2013\u2014()]+\s+")


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
        self.coaching = frozenset(stem(w) for text in coaching for w in words_of(text))
        self.first_names = first_names - ENGLISH - self.coaching
        self.hearing = hearing
        self.head = SpeechHead.load() if hearing is not None else None
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def frame(self, brief: Brief, plain: Draft, sources: Sources) -> Frame:
        """What a reply to this brief is held against."""
        grounds = Grounds.of(brief, plain, sources)
        # What stands in quotation marks or brackets is somebody else's and makes no subject.
        own = _PASTED.sub(" ", brief.state.messages[-1])
        worded = sentences(plain.text)
        about = [*worded, *sentences(own)]
        about += [p.text for p in brief.passages] + list(brief.state.replies[-1:])
        questions = [s for s in worded if s.endswith("?")] + list(sources.asks)
        subject = frozenset(stem(word) for word in words_of(f"{own} {grounds.given}"))
        frame = Frame(
            brief=brief,
            grounds=grounds,
            plain=folded(plain.text),
            wants_question=bool(questions),
            most_asks=max(map(asks_in, questions), default=0),
            subject=subject,
        )
        if self.hearing is None:
            return frame
        heard = self.hearing.embed(about)
        says = self._kept([s for say in sources.says for s in sentences(say)] + questions)
        return replace(
            frame,
            anchors=np.concatenate([heard, says]),
            asked=self._kept(questions) if questions else None,
            told=np.concatenate([heard[: len(worded)], says]),
        )

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
            return [*one_question(sentence, before, frame), *repeated(sentence, before, frame)]
        found = list(verify(Draft(text=sentence), frame.brief).findings)
        for rule in RULES:
            found += rule(sentence, before, frame)
        found += self._titles(sentence, frame)
        found += self._names(sentence, frame)
        found += self._language(sentence, frame)
        # The ear costs most, so it hears only what stands otherwise.
        return found or [*self._subject(sentence, before, frame), *self._speech(sentence, frame)]

    def faithful(self, old: str, new: str) -> bool:
        """Whether a rewording keeps every concrete thing of a line and adds none."""
        if not 0.5 * len(old) <= len(new) <= 1.6 * len(old) + 20 or MARKUP.search(new):
            return False
        if hard(old) != hard(new) or self._named(old) != self._named(new):
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
        return word in ENGLISH or self.knows(word)

    def _plain_word(self, word: str) -> bool:
        return self._english(word) or stem(word) in self.coaching

    def _language(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        for character in sentence:
            if character.isalpha() and not unicodedata.name(character, "").startswith("LATIN"):
                if character not in frame.grounds.person:
                    yield Finding(check="language", detail="letters of another script")
                    return
        if not self._reads_english(sentence, frame):
            yield Finding(check="language", detail="not plain English")

    def _reads_english(self, sentence: str, frame: Frame) -> bool:
        """Whether the sentence, and each longer clause of it, is English or the person's own."""
        parts = [outside_quotes(part) for part in (sentence, *_CLAUSE.split(sentence))]
        for number, part in enumerate(parts):
            words = {w for w in words_of(part) if not w[0].isdigit()}
            known = [w for w in words if self._plain_word(w) or frame.grounds.knows(w)]
            common = sum(w.partition("'")[0] in ENGLISH for w in words)
            if len(words) < FEW:
                if number == 0 and 2 * len(known) < len(words):
                    return False
            elif len(known) < 0.8 * len(words) or (
                common < 0.15 * len(words) and len(known) < len(words)
            ):
                return False
        return True

    def _subject(self, sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
        content = [w for w in words_of(sentence) if w not in ENGLISH and not w[0].isdigit()]
        strange = [w for w in content if not ({w, stem(w)} & (self.coaching | frame.subject))]
        venturing = _MIGHT.search(folded(sentence)) is not None
        if not venturing and len(strange) > 1 and len(strange) >= STRANGE * len(content):
            yield Finding(check="off_subject", detail=", ".join(strange))
        if self.hearing is None or frame.anchors is None:
            return
        texts = [sentence]
        if (
            3 * len(strange) <= len(content)
            and _LEANS.search(folded(sentence))
            and (lead := sentences(before)[-1:])
        ):
            texts.append(f"{lead[0]} {sentence}")
        vectors = self.hearing.embed(texts)
        if float((frame.anchors @ vectors.T).max()) < (
            NEAR_STRANGE if strange and not venturing else NEAR
        ):
            yield Finding(check="off_subject", detail=sentence[:80])
        if sentence.rstrip("\"' )").endswith("?") and frame.asked is not None:
            if float((frame.asked @ vectors.T).max()) < NEAR_QUESTION:
                yield Finding(check="another_question", detail=sentence[:80])

    def _speech(self, sentence: str, frame: Frame) -> Iterator[Finding]:
        if self.hearing is None or self.head is None:
            return
        (sound,) = self.hearing.listen([as_heard(self._with_one_name(sentence))])
        assert sound.meaning is not None
        share = SPEECH_QUESTION if sentence.rstrip("\"' )").endswith("?") else SPEECH
        if frame.told is not None and float((frame.told @ sound.meaning).max()) >= REWORDED:
            share = SPEECH_REWORDED
        if kind := self.head.forbidden(sound, share):
            yield Finding(check=kind, detail=sentence[:80])

    def _with_one_name(self, sentence: str) -> str:
        """The sentence with one name for all: who is spoken of must not sway the head."""

        def renamed(match: re.Match[str]) -> str:
            words = [folded(word).removesuffix("'s") for word in match.group().split()]
            if all(word in self.first_names or not self._english(word) for word in words):
                name = ANY_NAME if match.start() else ANY_NAME.capitalize()
                return name + ("'s" if match.group().endswith("'s") else "")
            return match.group()

        return _NAME.sub(renamed, sentence)


# Words for people that are nobody's title here.
_ANYBODY = frozenset(
    "manager boss coach colleague lead leader supervisor employee person teammate "
    "decision maker somebody owner sponsor partner reader".split()
)
