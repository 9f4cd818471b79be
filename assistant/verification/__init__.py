"""Verification: what stands between a draft and the person, whoever worded it."""

from assistant.domain.grammar import outside_quotes, questions_in
from assistant.verification.checks import banned, sentences_in, verify

__all__ = ["banned", "outside_quotes", "questions_in", "sentences_in", "verify"]
