"""Other tellings of a simulated employee: the same facts, told in another order and typed otherwise.

    vary(person, 0, voices)  -> the person as the file has it
    vary(person, 3, voices)  -> sentences of the opening moved, answers framed, another way of typing

Seeded by the person's id and the number alone, so that every run and every machine hears the same.
"""

from __future__ import annotations

import random
import re

from evals.simulated import Person
from evals.voices import Voice, load_voices

PICKS = ("{ordinal}", "{title}", "I'd take {title}", "{ordinal}, please", "{title} then")
# A sentence that opens so hangs on the one before it.
_HANGS_ON = re.compile(
    r"(?:and|but|so|or|not|that|it|its|it's|this|these|he|she|they|because|though|which|mine|last|"
    r"everything|right|sorry|wish|manager|meeting|he's|she's|my husband|my daughter)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(r"^(?:The|My|Of|By|In|A|An|It|We|They|There|Before|After|For|Not|No|Yes)\b")
_SENTENCE_END = re.compile(r"(?<=[a-z][.!?])\s+(?=[A-Z])")
_TEXTING = (
    (r"\byou\b", "u"),
    (r"\bbecause\b", "cos"),
    (r"\bpeople\b", "ppl"),
    (r"\bI don't know\b", "idk"),
    (r"\bplease\b", "pls"),
    (r"\bwith\b", "w"),
)
TYPO_SHARE = 0.35
_NO_FRAME = ("leaving", "choice", "none", "confidence", "plan_check", "default")


def vary(person: Person, seed: int) -> Person:
    """The same person, told another way; seed 0 is the file itself. KeyError without a voice."""
    if seed == 0:
        return person
    voice = load_voices()[person.style]
    rng = random.Random(f"{person.id}/{seed}")  # noqa: S311  it chooses wordings, it guards nothing
    habit = rng.choice(voice.habits)
    answers = {
        slot: tuple(_typed(_worded(person, slot, text, voice, rng), habit, rng) for text in texts)
        for slot, texts in person.answers.items()
    }
    pick = person.pick if rng.random() < 0.5 else rng.choice(PICKS)
    return person.model_copy(
        update={
            "opening": _typed(_reordered(person.opening, rng), habit, rng),
            "answers": answers,
            "default": tuple(_typed(text, habit, rng) for text in person.default),
            "refuses": _typed(person.refuses, habit, rng),
            "pick": pick,
        }
    )


def _worded(person: Person, slot: str, text: str, voice: Voice, rng: random.Random) -> str:
    """Another wording of the file's own, or the answer with something said round it."""
    others = person.wordings.get(slot, ())
    if others and text == person.answers[slot][0] and rng.random() < 0.6:
        text = rng.choice(others)
    if slot in _NO_FRAME or rng.random() >= voice.share:
        return text
    if rng.random() < 0.5:
        return rng.choice(voice.openers) + _SMALL.sub(lambda m: m.group().lower(), text)
    return (text if text[-1:] in ".!?" else f"{text}.") + rng.choice(voice.closers)


def _reordered(opening: str, rng: random.Random) -> str:
    """The opening with its sentences in another order; what hangs together stays together."""
    ended = opening if opening[-1:] in ".!?" else f"{opening}."
    groups: list[str] = []
    for sentence in _SENTENCE_END.split(ended):
        if groups and _HANGS_ON.match(sentence):
            groups[-1] = f"{groups[-1]} {sentence}"
        else:
            groups.append(sentence)
    rng.shuffle(groups)
    return " ".join(groups)


def _typed(text: str, habit: str, rng: random.Random) -> str:
    if habit == "lower":
        return text.lower()
    if habit == "bare":
        return text.removesuffix(".")
    if habit == "texting":
        for pattern, short in _TEXTING:
            text = re.sub(pattern, short, text)
        return text.removesuffix(".").lower()
    if habit == "shouting_last":
        head, mark, last = text.rstrip(".!?").rpartition(" ")
        return f"{head}{mark}{last.upper()}!"
    if habit == "typos" and rng.random() < TYPO_SHARE:
        return _typo(text, rng)
    return text


def _typo(text: str, rng: random.Random) -> str:
    """Two neighbouring letters swapped inside one longer word that is no name."""
    words = list(re.finditer(r"(?<![\w'])[a-z]{6,}(?![\w'])", text))
    if not words:
        return text
    word = rng.choice(words)
    at = word.start() + rng.randrange(1, len(word.group()) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
