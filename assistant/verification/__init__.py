"""Verification: what stands between a draft and the person, whoever worded it."""

from assistant.verification.checks import (
    banned,
    outside_quotes,
    questions_in,
    sentences_in,
    verify,
)

__all__ = ["banned", "outside_quotes", "questions_in", "sentences_in", "verify"]
