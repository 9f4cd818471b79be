"""Staying in a role and growing it: a target when what changes is named."""

from __future__ import annotations

from assistant.assessment.cues import Cues
from assistant.assessment.lexicon import word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.titles import TitleMatch

_CHANGES = frozenset(
    "own run lead manage teach train mentor build handle write supervise add start pick take "
    "cover create design coach host"
    " organise organize set launch chair edit owning running leading managing teaching training "
    "mentoring building handling"
    " writing supervising adding starting picking taking covering creating designing coaching "
    "hosting organising setting"
    " look looking drive driving introduce plan planning develop developing rewrite deliver head "
    "edit fix bring"
    " responsible plus become becoming be being review reviewing represent representing "
    "sit join".split()
)
_NO_CHANGE = frozenset(
    "role job work hours pay money salary shift shifts days nights weekends home time holiday "
    "flexibility bit way same better"
    " nice good quiet company team place people colleagues things stuff everything something "
    "life balance stress week part"
    " care break breaks rest progress path career next years year long happy more less "
    "fewer future boss manager".split()
)
_BARE = frozenset(("stay", "staying", "remain", "remaining"))


def grown_role(cues: Cues, current: list[TitleMatch]) -> tuple[int, int] | None:
    """Words of the role that stays and of the change named for it, or None.

    "Stay" by itself counts only directly before a role ("stay Senior Engineer"): staying in a town,
    on nights or part-time is a condition.
    """
    words = cues.words
    for cue in cues.hits:
        if cue.label != "stay":
            continue
        role = next((m for m in current if cue.last <= m.first <= cue.last + 2), None)
        bare = (
            words.words[cue.first] in _BARE
            and cue.last - cue.first <= 2
            and words.words[cue.last - 1] != "put"
        )
        if bare and role is None:
            continue
        change = _change(cues, role.last if role else cue.last)
        if change is not None:
            return cue.first, change
        change = _change(cues, words.clause_start(cue.first, 3), cue.first)
        if change is not None:
            return words.clause_start(cue.first, 3), role.last if role else cue.last
    return None


def _change(cues: Cues, first: int, limit: int | None = None) -> int | None:
    """One past a named change after word `first` in the same sentence: a verb with a real object."""
    words = cues.words
    if first >= len(words):
        return None
    end = words.clause_end(first, 3) if words.gap[first] < 3 or limit is not None else first
    end = min(end, limit) if limit is not None else end
    stop, vague = occupations().stop, word_set("vague.txt")
    for i in range(first, end):
        if words.words[i] not in _CHANGES or words.words[i - 1 : i] == ["the"]:
            continue
        for j in range(i + 1, min(i + 8, end)):
            if words.gap[j] > 1:
                break
            word = words.words[j]
            if (
                word in stop
                or word in vague
                or word in _NO_CHANGE
                or word in _CHANGES
                or len(word) < 3
            ):
                continue
            return min(end, j + 2)
    return None
