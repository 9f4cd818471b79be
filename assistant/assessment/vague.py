"""Words of a wish that say nothing a manager could act on, each with the reason to show."""

from __future__ import annotations

from assistant.assessment.lexicon import phrases
from assistant.assessment.text import Words
from assistant.domain.specificity import VagueSpan

_LIMIT = 40
# Words that are vague as the wish itself and innocent as a verb or in passing.
_SHY = frozenset("say seen heard change more help somewhere anything whatever lead head future plan options rise matters matter"
                 " wherever experience knowledge learn learning value "
                 "useful fair fit money trust trusted career".split())  # fmt: skip
_WISH_BEFORE = frozenset(
    "want more some a my for to of into and or new better be have get make need no the "
    "bit with in like".split()
)


def vague_spans(words: Words, covered: set[int]) -> list[VagueSpan]:
    """Vague words outside the words `covered` by roles, functions, dates, evidence and asks."""
    found: list[VagueSpan] = []
    for hit in phrases("vague.txt").scan(words):
        if len(found) >= _LIMIT:
            break
        if any(i in covered for i in range(hit.first, hit.last)):
            continue
        if hit.last - hit.first == 1 and words.words[hit.first] in _SHY:
            before = words.words[hit.first - 1] if hit.first and not words.gap[hit.first] else ""
            if before and before not in _WISH_BEFORE:
                continue
        start, end, text = words.span(hit.first, hit.last)
        found.append(VagueSpan(start=start, end=end, text=text, why=hit.data.get("why", "")))
    return found
