"""The rules that a model's sentence must pass, one by one: what is said, asked and marked up.

for rule in RULES: findings += rule(sentence, before, frame)     before: what stands so far
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz

from assistant.domain.dialogue import Finding
from assistant.domain.grammar import outside_quotes, questions_in
from assistant.verification.checks import sentences_in
from assistant.verification.english import ENGLISH, stem
from assistant.verification.forbidden import forbidden
from assistant.verification.frame import Frame
from assistant.verification.grounds import folded, words_of
from assistant.verification.values import dates, figures, number_words, vague_counts

MOST_WORDS, SHORTEST = 120, 2  # of a reply, of a sentence
MOST_STORIES = 4  # messages of the person that one sentence may go back to, and one more
ALIKE = 88  # of 100, how like an earlier sentence one may not be

Rule = Callable[[str, str, Frame], Iterator[Finding]]

MARKUP = re.compile(
    r"[<>{}`|\\#^~*]|(?<!_)_(?!_)|\[|\]|&\w+;|https?:|www\.|\w@\w|!\[|\]\(|(?:^|\n)\s*(?:[-+•]|\d+[.)])\s"
)
_SPEAKER = re.compile(
    r"(?:^|\n)\s*(?:coach|assistant|system|user|ai|bot|you|employee|human)\s*:", re.I
)
_QUOTED = re.compile(r'"([^"\n]{1,300})"|(?<!\w)\'([^\'\n]{1,300}? [^\'\n]{1,300}?)\'(?!\w)')
_VERB = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|might|must)\b"
)
_BEFORE = r"(?:(?:by|for|with|in|to|from|at|of|on) )?"
# A sentence that opens as a question; "when somebody asks, ..." and "were she to ring, ..." do not.
_OPENS_QUESTION = re.compile(
    rf"^(?:(?:and|so|then|or) )?{_BEFORE}(?:(?:what|which|who|whom|whose|why|how)\b|(?:when|where) {_VERB}"
    r"|(?:is|are|do|does|did|has|have|can|could|will|would)\b)"
)
# A second one joined to it; a comma alone joins two where a verb stands behind the interrogative.
_ASKED_TOO = re.compile(
    rf"(?:\band|[;:\u2013\u2014-]|,) {_BEFORE}(?:what|which|who|whom|whose|when|where|why|how)\b"
)
_VERB_BEHIND = re.compile(rf" (?:\w+ )?{_VERB}")
_DENIES = re.compile(r"\b(?:no|not|never|nothing|cannot|can't|don't|won't|doesn't|isn't|unknown)\b")
_REPORTS = re.compile(
    r"\b(?:you(?:'ve| have| had)? (?:said|told|mentioned|called|wrote|described|admitted|confessed"
    r"|complained|explained|stated|confided)|as you (?:say|said|put))\b"
)
# A refused title may be named where it is put away, and nowhere else.
_PUT_AWAY = re.compile(
    r"\b(?:no|not|never|off|out|gone|away|drop\w*|struck|strike|crossed|aside|without|won't|isn't"
    r"|doesn't|don't|removed|leaves?|left|refused|rejected|ruled|instead)\b"
)


def forbidden_words(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """What ``forbidden.yaml`` lists, unless its group's excuse holds."""
    text = outside_quotes(folded(sentence))
    for group, pattern in forbidden():
        for match in pattern.finditer(text):
            if not _excused(group, match.group(), pattern, folded(sentence), frame):
                yield Finding(check=group, detail=match.group().strip())


def _excused(group: str, said: str, pattern: re.Pattern[str], text: str, frame: Frame) -> bool:
    """Whether a group's words may stand here; the groups' names say when (``forbidden.yaml``)."""
    if group.endswith("_unless_said"):
        if frame.grounds.said(said) or said in frame.plain:
            return True
        # Who was asked about it may say that it is not known.
        return bool(pattern.search(frame.grounds.person) and _DENIES.search(text))
    if group.endswith("_unless_named"):
        passages = frame.brief.passages
        named = any(folded(name) in text for p in passages for name in (p.title, p.source))
        return named or frame.grounds.said(said)
    return False


def one_question(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """One question a reply, and no second one joined to it unless the move asks for two things."""
    text = outside_quotes(folded(sentence))
    here = text.count("?")
    if here and not frame.wants_question:
        yield Finding(check="questions", detail="no question is wanted here")
    if questions_in(folded(before)) + here > 1:
        yield Finding(check="questions", detail="one question is wanted")
    elif here and asks_in(text) > max(1, frame.most_asks):
        yield Finding(check="questions", detail="two questions in one")


def asks_in(question: str) -> int:
    """How many things a question asks for: "when is it, and who is it with?" -> 2."""
    text = outside_quotes(folded(question))
    if not _OPENS_QUESTION.match(text):
        return 1
    joined = 0
    for match in _ASKED_TOO.finditer(text):
        joined += not match.group().startswith(",") or bool(_VERB_BEHIND.match(text, match.end()))
    return 1 + joined


def whole_length(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """A reply ends before it becomes a lecture."""
    words = len(before.split()) + len(sentence.split())
    if words > MOST_WORDS:
        yield Finding(check="length", detail=f"{words} words, at most {MOST_WORDS} are wanted")


def markup(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Plain prose: no markup, no link, no speaker's name, no strange character, no fragment."""
    text = sentence
    for passage in frame.brief.passages:
        text = text.replace(f"*{passage.title}*", "").replace(f"*{passage.source}*", "")
    match = MARKUP.search(text) or _SPEAKER.search(text)
    strange = [c for c in text if unicodedata.category(c) in ("Cf", "So", "Sk", "Co", "Cn", "Cc")]
    if match or any(c != "\n" for c in strange):
        yield Finding(check="markup", detail=match.group() if match else "a strange character")
    if len(words_of(text)) < SHORTEST:
        yield Finding(check="fragment", detail=text[:40])


def quotations(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """What is quoted stands in what was given, letter for letter."""
    text = sentence.replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'")
    for match in _QUOTED.finditer(text.replace("\u2018", "'")):
        quoted = match[1] or match[2]
        if not (frame.grounds.has(quoted) or frame.grounds.idiom(quoted)):
            yield Finding(check="invented_quotation", detail=quoted)
    if text.count('"') % 2:
        yield Finding(check="markup", detail="a quotation that never ends")


def reported(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """What the person is said to have said, without quotation marks, has words of theirs in it."""
    text = outside_quotes(folded(sentence))
    match = _REPORTS.search(text)
    if match is None or '""' in text:
        return
    rest = text[: match.start()] + text[match.end() :]
    content = [w for w in words_of(rest) if w not in ENGLISH and not w[0].isdigit()]
    theirs = sum(frame.said_stem(word) for word in content)
    if content and 2 * theirs < len(content):
        yield Finding(check="invented_report", detail=match.group())


def refused_title(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """A title refused just now is named where it is put away, and is not put forward again."""
    text = folded(sentence)
    for standing in frame.brief.understanding.rejected:
        if folded(standing.title) in text and not _PUT_AWAY.search(outside_quotes(text)):
            yield Finding(check="rejected_role", detail=standing.title)


def recap(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """A reply takes up what was said last; it does not tell the person their whole story again."""
    here = _stories_told(sentence, frame)
    told = here if here >= MOST_STORIES else _stories_told(f"{before} {sentence}", frame) - 1
    if told >= MOST_STORIES and told > _stories_told(frame.plain, frame):
        yield Finding(check="recap", detail=f"what {told} messages said is told again")


def _stories_told(text: str, frame: Frame) -> int:
    """How many of the person's messages a text tells again: two words new with each, or its only one."""
    stems = {stem(word) for word in words_of(text)}
    return sum(len(story & stems) >= min(2, len(story)) for story in frame.stories)


def repeated(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """No sentence twice in a conversation."""
    said = {s for reply in (*frame.brief.state.replies, before) for s in sentences_in(reply)}
    for one in sentences_in(sentence):
        if one in said:
            yield Finding(check="repetition", detail=one)


def near_repetition(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Nor one that is nearly the same."""
    mine = sentences_in(sentence)
    earlier = [
        s for reply in (*frame.brief.state.replies[-20:], before) for s in sentences_in(reply)
    ]
    for one in mine:
        if any(fuzz.ratio(one, other) >= ALIKE for other in earlier):
            yield Finding(check="repetition", detail=one)


def parroting(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """The same words three times over, as texts ask for that want to be obeyed."""
    words = words_of(sentence)
    content = [w for w in words if w not in ENGLISH]
    if any(content.count(w) > max(2, len(content) // 2) for w in content):
        yield Finding(check="repetition", detail="the same word again and again")


RULES: tuple[Rule, ...] = (
    forbidden_words,
    one_question,
    whole_length,
    markup,
    quotations,
    reported,
    refused_title,
    recap,
    near_repetition,
    parroting,
    figures,
    number_words,
    vague_counts,
    dates,
)
