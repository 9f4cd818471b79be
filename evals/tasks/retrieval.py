"""Search and title reading on the sealed halves, beside four plain methods, in one run.

    python -m evals retrieval

Titles: role and level that are right at the first place. Descriptions: an acceptable role among
the first one and five. Questions: an acceptable guidance card among the first three. Every
method is given the same texts of the same catalogue (O*NET's reported titles: the same
title lists, from which the sample was taken out): BM25 and TF-IDF of character n-grams over one
document an owner, rapidfuzz over the titles (or lines) alone, MiniLM over the best line. Nothing is
fitted to the sealed halves or chosen by them, and no line of them is shown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.content import KNOWLEDGE
from assistant.domain.goal import Record
from assistant.retrieval import Corpus, load_corpus
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.texts import (
    Line,
    LineKind,
    card_document,
    card_lines,
    role_document,
    role_lines,
)
from assistant.retrieval.title_ear import TitleEar
from assistant.retrieval.title_vote import TitleVote
from assistant.retrieval.titles import read_title
from assistant.retrieval.vectors import line_vectors
from assistant.retrieval.words import WordIndex
from assistant.settings import Settings
from evals.score import Score, wilson
from evals.tasks.taxonomies import VARIABLE, held_out, share_found, taxonomy_data

if TYPE_CHECKING:
    from assistant.ports import Hearing

DATASETS = Path(__file__).parent.parent / "datasets"
TITLES = DATASETS / "titles.test.jsonl"
DESCRIPTIONS = DATASETS / "descriptions.test.jsonl"
QUESTIONS = DATASETS / "questions.test.jsonl"
DEPTH = 5
GUIDANCE_DEPTH = 3

Ranker = Callable[[str, int], list[str]]


class TitleSample(Record):
    """A written title, its role (None: the catalogue has none) and its level."""

    id: str
    text: str
    role_id: str | None
    level: str | None


class SearchSample(Record):
    """A text and the ids that are acceptable for it, best first."""

    id: str
    text: str
    wanted: tuple[str, ...]


def title_samples(path: Path = TITLES) -> list[TitleSample]:
    """The titles of a file."""
    return [TitleSample.model_validate(item) for item in _lines(path)]


def search_samples(path: Path) -> list[SearchSample]:
    """The descriptions (``roles``) or the questions (``cards``) of a file."""
    return [
        SearchSample(id=x["id"], text=x["text"], wanted=tuple(x.get("roles") or x["cards"]))
        for x in _lines(path)
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def scores() -> Iterator[Score]:
    """The product's own scores, for the gates; a reason never quotes a sealed line."""
    corpus, ear = _world()
    retriever = MemoryRetriever(corpus, ear, Settings().cache)
    heard = TitleEar(corpus.catalogue, lambda: ear, Settings().cache)
    for sample in title_samples():
        read = read_title(sample.text, corpus.catalogue, heard)
        level = read.level.value if read.level else None
        yield _score("title_role", sample.id, hit=read.role_id == sample.role_id)
        yield _score("title_level", sample.id, hit=level == sample.level)
    roles, cards = _product(retriever)
    for item in search_samples(DESCRIPTIONS):
        found = roles(item.text, DEPTH)
        yield _score("role_hit1", item.id, hit=bool({*found[:1]} & {*item.wanted}))
        yield _score("role_hit5", item.id, hit=bool({*found} & {*item.wanted}))
    for item in search_samples(QUESTIONS):
        found = cards(item.text, GUIDANCE_DEPTH)
        yield _score("guidance_hit3", item.id, hit=bool({*found} & {*item.wanted}))


def _score(metric: str, sample: str, *, hit: bool) -> Score:
    return Score(
        suite="retrieval",
        metric=metric,
        sample=sample,
        value=float(hit),
        reason="" if hit else "not found",
    )


def _world() -> tuple[Corpus, Hearing]:
    from assistant.ear import Ear

    return load_corpus(KNOWLEDGE, Settings().cache), Ear.load()


def _product(retriever: MemoryRetriever) -> tuple[Ranker, Ranker]:
    def roles(text: str, k: int) -> list[str]:
        return [hit.role.id for hit in retriever.roles(text, k)]

    def cards(text: str, k: int) -> list[str]:
        return [passage.id.removeprefix("guidance/") for passage in retriever.passages(text, k)]

    return roles, cards


def evaluate(tell: Callable[[str], object] | None = None) -> None:
    """Tell the figures of all methods, a line each, with 95 % intervals."""
    tell = tell or _say
    corpus, ear = _world()
    cache = Settings().cache
    titles = title_samples()
    tell(f"titles: {len(titles)} sealed")
    tell(f"  {'':<22} role first          level")
    heard = TitleEar(corpus.catalogue, lambda: ear, cache)
    for name, hears in (("the product", heard), ("  without the ear", None)):
        product = [read_title(sample.text, corpus.catalogue, hears) for sample in titles]
        found = [(read.role_id, read.level.value if read.level else None) for read in product]
        _tell_titles(tell, name, titles, found)
    name_lines = [line for line in _role_lines(corpus) if line.kind == "title"]
    level = {role.id: role.level.value for role in corpus.roles}
    for name, ranker in _plain_methods(name_lines, _documents(name_lines), ear, cache).items():
        first = [next(iter(ranker(sample.text, 1)), None) for sample in titles]
        _tell_titles(tell, name, titles, [(i, level.get(i or "")) for i in first])
    roles, cards = _product(MemoryRetriever(corpus, ear, cache))
    documents = {role.id: role_document(role) for role in corpus.roles}
    methods = {"the product": roles, **_plain_methods(_role_lines(corpus), documents, ear, cache)}
    _tell_search(tell, "descriptions", search_samples(DESCRIPTIONS), methods, (1, DEPTH))
    lines = [line for card in corpus.cards for line in card_lines(card)]
    documents = {card.id: card_document(card) for card in corpus.cards}
    methods = {"the product": cards, **_plain_methods(lines, documents, ear, cache)}
    _tell_search(tell, "questions", search_samples(QUESTIONS), methods, (1, GUIDANCE_DEPTH))
    _tell_onet(tell, ear)


def _tell_onet(tell: Callable[[str], object], ear: Hearing) -> None:
    data = taxonomy_data()
    if data is None:
        tell(f"O*NET: its files are absent; {VARIABLE} names the folder that holds onet/.")
        return
    held = held_out(data / "onet")
    cache = Settings().own_cache
    vote = TitleVote(held.roles, ear, cache, also=cache)
    lines = [
        Line(f"{role.id}/{n}", role.id, LineKind.TITLE, title)
        for role in held.roles
        for n, title in enumerate((role.title, *role.other_titles))
    ]
    methods: dict[str, Ranker] = {
        "the product": lambda text, k: [ident for ident, _ in vote.ranked(text, k)],
        **_plain_methods(lines, _documents(lines), ear, cache / "titles"),
    }
    tell(f"O*NET, reported titles: {len(held.titles)} held out, {len(held.roles)} occupations")
    tell(f"  {'':<22} first")
    for name, ranker in methods.items():
        found = share_found(held, _first_of(ranker))
        tell(f"  {name:<22} {_share(found, len(held.titles))}")


def _first_of(ranker: Ranker) -> Callable[[str], str | None]:
    return lambda text: next(iter(ranker(text, 1)), None)


def _role_lines(corpus: Corpus) -> list[Line]:
    return [line for role in corpus.roles for line in role_lines(role)]


def _documents(lines: Sequence[Line]) -> dict[str, str]:
    documents: dict[str, list[str]] = {}
    for line in lines:
        documents.setdefault(line.owner, []).append(line.text)
    return {owner: "\n".join(texts) for owner, texts in documents.items()}


def _tell_titles(
    tell: Callable[[str], object],
    name: str,
    samples: Sequence[TitleSample],
    found: Sequence[tuple[str | None, str | None]],
) -> None:
    right = sum(f[0] == s.role_id for f, s in zip(found, samples, strict=True))
    level = sum(f[1] == s.level for f, s in zip(found, samples, strict=True))
    shares = "   ".join(_share(number, len(samples)) for number in (right, level))
    tell(f"  {name:<22} {shares}")


def _tell_search(
    tell: Callable[[str], object],
    title: str,
    samples: Sequence[SearchSample],
    methods: dict[str, Ranker],
    depths: tuple[int, ...],
) -> None:
    tell(f"{title}: {len(samples)} sealed")
    tell(f"  {'':<22} {'            '.join(f'hit@{depth}' for depth in depths)}")
    for name, ranker in methods.items():
        found = [ranker(sample.text, max(depths)) for sample in samples]
        hits = [
            sum(bool({*f[:depth]} & {*s.wanted}) for f, s in zip(found, samples, strict=True))
            for depth in depths
        ]
        tell(f"  {name:<22} {'   '.join(_share(number, len(samples)) for number in hits)}")


def _share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / total:.3f} [{low:.2f} {high:.2f}]"


def _plain_methods(
    lines: Sequence[Line], documents: dict[str, str], ear: Hearing, cache: Path
) -> dict[str, Ranker]:
    return {
        "BM25 (without the ear)": _bm25(documents),
        "TF-IDF, characters": _tfidf(documents),
        "rapidfuzz": _fuzzy(lines),
        "MiniLM alone": _minilm(lines, ear, cache),
    }


def _bm25(documents: dict[str, str]) -> Ranker:
    owners = list(documents)
    index = WordIndex.build(list(documents.values()))
    return lambda text, k: _first(owners, index.scores(text), k)


def _tfidf(documents: dict[str, str]) -> Ranker:
    from sklearn.feature_extraction.text import TfidfVectorizer

    owners = list(documents)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform(documents.values())
    return lambda text, k: _first(
        owners, (matrix @ vectorizer.transform([text]).T).toarray().ravel(), k
    )


def _fuzzy(lines: Sequence[Line]) -> Ranker:
    from rapidfuzz import fuzz, process, utils

    texts = [line.text for line in lines]

    def ranked(text: str, k: int) -> list[str]:
        found = process.extract(
            text, texts, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=12 * k
        )
        return list(dict.fromkeys(lines[number].owner for _, _, number in found))[:k]

    return ranked


def _minilm(lines: Sequence[Line], ear: Hearing, cache: Path) -> Ranker:
    """Owners by their nearest line."""
    vectors = line_vectors([line.text for line in lines], ear, cache)

    def ranked(text: str, k: int) -> list[str]:
        order = np.argsort(-(vectors @ ear.embed([text])[0]), kind="stable")
        return list(dict.fromkeys(lines[int(number)].owner for number in order))[:k]

    return ranked


def _first(owners: Sequence[str], values: Any, k: int) -> list[str]:
    order = np.argsort(-np.asarray(values), kind="stable")[:k]
    return [owners[int(number)] for number in order if values[int(number)] > 0]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    evaluate()
