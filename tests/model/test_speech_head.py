"""The head beside the auditor's rules: shipped, the same as what the lines make, and of use."""

import numpy as np
import pytest

from assistant.bootstrap import Parts
from assistant.verification.speech_head import KINDS, SOUND, SpeechHead, as_heard
from evals.build.train_speech import fit, matrix, out_of_fold, read_samples


@pytest.fixture(scope="module")
def taught(embedded: Parts):
    samples = read_samples()
    return samples, matrix(samples, embedded.ear)


def test_the_shipped_head_is_what_its_sentences_make(taught) -> None:
    samples, rows = taught
    shipped = SpeechHead.load()
    assert shipped is not None, "missing or damaged: python -m evals.build.train_speech"
    assert shipped.kinds == KINDS
    written = [n for n, sample in enumerate(samples) if not sample.phrase]
    made = fit(rows, samples)
    mine = np.argmax(rows[written] @ shipped.weights.T + shipped.bias, axis=1)
    theirs = np.argmax(rows[written] @ made.weights.T + made.bias, axis=1)
    # The coach's phrases are taught too; a phrase that is reworded moves little.
    assert np.mean(mine == theirs) >= 0.97


def test_sentences_it_never_saw_are_told_apart_more_often_than_not(taught) -> None:
    samples, rows = taught
    found = out_of_fold(samples, rows) >= 0.45
    sound = np.array([sample.kind == SOUND for sample in samples])
    written = np.array([not sample.phrase for sample in samples])
    assert np.mean(found[~sound]) >= 0.7
    assert np.mean(found[sound & written]) <= 0.1
    assert np.mean(found[~written]) <= 0.07


def test_what_is_quoted_is_not_heard() -> None:
    assert as_heard('Take "I am the best" at its word.') == 'Take "that" at its word.'
    assert as_heard("Take \u201cI am the best\u201d at its word.") == 'Take "that" at its word.'


def test_a_damaged_head_is_no_head(tmp_path) -> None:
    (tmp_path / "speech.npz").write_bytes(b"no weights")
    assert SpeechHead.load(tmp_path / "speech.npz") is None
