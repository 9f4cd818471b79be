"""Fit the principal axes of the ear's states and write ``assistant/retrieval/data/projection.npz``.

    python -m evals.build.fit_projection

The states are those of all word pieces in the lines of the shipped guidance cards. Nothing says
which card a line belongs to, and no question of a sealed file is read. There is no chance in it:
the same cards give the same axes up to rounding. It need not be fitted anew when cards change.
"""

from __future__ import annotations

import sys

import numpy as np

from assistant.content import KNOWLEDGE
from assistant.ear import Ear
from assistant.retrieval.corpus import Corpus, load_corpus
from assistant.retrieval.texts import LineKind, card_lines
from assistant.retrieval.word_pieces import PROJECTION_FILE, Projection
from assistant.settings import Settings


def fitted(corpus: Corpus, ear: Ear) -> Projection:
    """The projection that the lines of a corpus give."""
    lines = [line for card in corpus.cards for line in card_lines(card)]
    texts = dict.fromkeys(line.text for line in lines if line.kind is not LineKind.WHOLE)
    sounds = ear.listen(list(texts))
    return Projection.fit(np.concatenate([sound.states[1:-1] for sound in sounds]))


def main() -> int:
    """Fit and write."""
    fitted(load_corpus(KNOWLEDGE, Settings().cache), Ear.load()).write()
    sys.stdout.write(f"{PROJECTION_FILE.name}: {PROJECTION_FILE.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
