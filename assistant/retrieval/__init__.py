"""Retrieval: the corpus, and looking things up in it by words and by meaning."""

from assistant.retrieval.corpus import Corpus, load_corpus

__all__ = ["Corpus", "load_corpus"]
