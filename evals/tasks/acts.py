"""Dialogue acts on the sealed half: the product's decision against its two halves alone.

    python -m evals acts

Prints macro-F1, accuracy and F1 by act with counts for (1) rules and head together, (2) the
rules alone, (3) logistic regression on the embedding alone; all three in one run, on the same
messages. Nothing is fitted to the sealed half or chosen by it, and no message is shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.assessment.specificity import assess
from assistant.domain.dialogue import DialogueState, UserAct
from assistant.domain.goal import OfferedRole, Record
from assistant.domain.sound import Sound
from assistant.understanding.acts import Heard, act_of, special_act
from assistant.understanding.head import ActHead, blend, most_likely
from assistant.understanding.roles import drops_target, roles_of
from assistant.understanding.safety import safety_branch
from evals.build.train_acts import DATASETS, TRAIN, Sample, fit, read_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.ear import Ear
    from assistant.understanding.tools import Tools

TEST = DATASETS / "acts.test.jsonl"
EMBEDDING_ALONE_PENALTY = 10.0  # best of 1, 3, 10, 30 on the training half, cross-validated


class Figures(Record):
    """How well one way of deciding does: shares from 0 to 1, and for each act F1 and hits."""

    macro_f1: float
    accuracy: float
    by_act: dict[UserAct, tuple[float, int, int, int]]  # F1, right, said, there

    def __str__(self) -> str:
        return f"macro-F1 {self.macro_f1:.3f}  accuracy {self.accuracy:.3f}"


def figures(true: Sequence[UserAct], found: Sequence[UserAct]) -> Figures:
    """The figures of decisions against labels; an act that does not occur is left out."""
    there, said = Counter(true), Counter(found)
    right = Counter(t for t, f in zip(true, found, strict=True) if t is f)
    by_act = {
        act: (2 * right[act] / (there[act] + said[act]), right[act], said[act], there[act])
        for act in UserAct
        if there[act]
    }
    macro = sum(f1 for f1, *_ in by_act.values()) / len(by_act)
    return Figures(macro_f1=macro, accuracy=sum(right.values()) / len(true), by_act=by_act)


def state_before(sample: Sample) -> DialogueState:
    """A state with the sample's open question and offers, as the conversation would have left it."""
    offers = tuple(
        OfferedRole(title=title, role_id=None, week="", reason="", move_kind="", distance="")
        for title in sample.offered
    )
    return DialogueState(
        turn=0 if sample.asked == "opening" else 1,
        open_slot=sample.slot,
        open_move="confirm_target" if sample.asked == "yes_no" else None,
        offered=offers,
    )


def rule_decision(sample: Sample, tools: Tools) -> tuple[UserAct, bool]:
    """What the rules say by themselves, and whether they are certain of the form."""
    from evals.world import TODAY

    if safety_branch(sample.message) is not None:
        return UserAct.SAFETY, True
    heard = Heard(sample.message, state_before(sample), tools.lexicon)
    special = special_act(heard)
    if special is not None:
        return special, True
    assessment = assess(sample.message, today=TODAY, gazetteer=tools.gazetteer)
    roles = roles_of(heard, assessment, tools, heard.state.turn + 1)
    if drops_target(heard, roles):
        return UserAct.CHANGES_MIND, False
    if roles.accepted:
        return (UserAct.PICKS if roles.picked else UserAct.STATES), False
    if roles.rejected and not roles.mentioned:
        return UserAct.REFUSES, False
    return act_of(heard), False


def product_decisions(
    samples: Sequence[Sample], sounds: Sequence[Sound], ruled: Sequence[tuple[UserAct, bool]]
) -> list[UserAct]:
    """Rules and the shipped head together. Raises RuntimeError when the head is not usable."""
    head = ActHead.load()
    if head is None:
        raise RuntimeError("The head is missing or stale: python -m evals.build.train_acts")
    found = []
    for sample, sound, (act, certain) in zip(samples, sounds, ruled, strict=True):
        shares = head.predict(sample.message, sound, sample.before)
        found.append(blend(act, certain=certain, probabilities=shares))
    return found


def embedding_decisions(vectors: NDArray[np.float32], ear: Ear) -> list[UserAct]:
    """Logistic regression on nothing but the embedding, fitted on the training half."""
    known = read_samples(TRAIN)
    known_vectors = ear.embed([sample.message for sample in known])
    head = fit(known_vectors, [sample.act for sample in known], EMBEDDING_ALONE_PENALTY)
    return [
        most_likely({act: float(x) for act, x in zip(head.acts, shares, strict=True)})
        for shares in head.scores(vectors)
    ]


def evaluate() -> dict[str, Figures]:
    """Score the sealed half three ways, print the table and return the figures by name."""
    from assistant.bootstrap import build_tools
    from assistant.ear import Ear
    from evals.world import parts

    ear = Ear.load()
    tools = build_tools(parts().corpus, ear)
    samples = read_samples(TEST)
    true = [sample.act for sample in samples]
    sounds = ear.listen([sample.message for sample in samples])
    vectors = ear.embed([sample.message for sample in samples])
    ruled = [rule_decision(sample, tools) for sample in samples]
    results = {
        "product": figures(true, product_decisions(samples, sounds, ruled)),
        "rules alone": figures(true, [act for act, _ in ruled]),
        "embedding alone": figures(true, embedding_decisions(vectors, ear)),
    }
    sys.stdout.write(table(results, len(samples)) + "\n")
    return results


def table(results: dict[str, Figures], total: int) -> str:
    """The figures side by side: F1 and, in brackets, right of said; last how many there are."""
    lines = [f"Dialogue acts, sealed half, {total} messages"]
    lines += [f"{name:<16} {found}" for name, found in results.items()]
    lines.append(
        f"\n{'F1 (right/said)':<16}" + "".join(f"{name:>20}" for name in results) + " there"
    )
    for act in next(iter(results.values())).by_act:
        cells = []
        for found in results.values():
            f1, right, said, _ = found.by_act[act]
            cells.append(f"{f1:>10.2f} {f'({right}/{said})':>9}")
        there = next(iter(results.values())).by_act[act][3]
        lines.append(f"{act.value:<16}" + "".join(cells) + f"{there:>6}")
    return "\n".join(lines)


if __name__ == "__main__":
    evaluate()
