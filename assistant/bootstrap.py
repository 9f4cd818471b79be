"""The one place that names concrete things: settings in, a coach out.

coach = bootstrap(Settings())                    the product
coach = bootstrap(Settings(), store=MemoryStore())   evals and tests
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.assessment.titles import CatalogueTitle, Gazetteer
from assistant.coach import Coach
from assistant.content import KNOWLEDGE, PROMPTS
from assistant.domain.catalogue import Catalogue
from assistant.errors import BrassTacksError
from assistant.policy import Repertoire
from assistant.reply import EmbeddedWriter, Prompts, load_prompts
from assistant.retrieval import Corpus, load_corpus
from assistant.retrieval.opening import IndexState, IndexUse, WatchedRetriever, open_retriever
from assistant.retrieval.opening import prepare as prepare_search
from assistant.retrieval.organisation.documents import Documents, Published
from assistant.retrieval.organisation.joining import Unsaid, joined
from assistant.retrieval.organisation.taxonomies import TAXONOMY_IDS
from assistant.retrieval.vectors import Progress
from assistant.settings import Settings
from assistant.understanding import ActHead, Lexicon, Tools

if TYPE_CHECKING:
    from assistant.domain.plan import Plan
    from assistant.ear import Ear
    from assistant.ports import Embedding, Marks, Retriever, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What is known at one time, and a coach who knows it; another publication is another one."""

    corpus: Corpus
    retriever: Retriever
    coach: Coach


class Parts:
    """What several entries share: built once a process.

    ``corpus``, ``retriever`` and ``coach`` follow what the organisation publishes and withdraws. A
    turn keeps the coach it began with, so it never sees half of a change.
    """

    def __init__(
        self, settings: Settings, prompts: Prompts, ear: Ear | None, store: Store, index: IndexUse
    ) -> None:
        self.settings = settings
        self.prompts = prompts
        self.ear = ear
        self.marks: Marks = store.marks
        self._store = store
        self._index = index
        self._documents = Documents(settings.organisation)
        self._general = load_corpus(KNOWLEDGE, settings.cache)
        self._guard = threading.Lock()
        self._seen = self._documents.state()
        self._published = self._documents.published()
        self._known = self._know(self._published)

    @property
    def corpus(self) -> Corpus:
        """Roles, cards and the organisation's texts as they are published now."""
        return self.known.corpus

    @property
    def retriever(self) -> Retriever:
        """Search in what is published now."""
        return self.known.retriever

    @property
    def coach(self) -> Coach:
        """The coach who knows what is published now."""
        return self.known.coach

    @property
    def known(self) -> Known:
        """What is known now: looked at anew when the register of documents has changed."""
        if self._documents.state() != self._seen:
            with self._guard:
                self._look_again()
        return self._known

    def _look_again(self) -> None:
        state = self._documents.state()
        if state == self._seen:
            return
        try:
            published = self._documents.published()
        except BrassTacksError as error:
            log.warning("The organisation's documents stay as they were: %s", error)
            self._seen = state
            return
        if published.key != self._published.key:
            before = self._known.retriever
            self._known = self._know(published, before)
            self._published = published
        self._seen = state

    def _know(self, published: Published, before: Retriever | None = None) -> Known:
        corpus = joined(self._general, published, unsaid(self.prompts))
        if isinstance(before, WatchedRetriever):
            # The turns that hold it go on from its memory; the index belongs to the next one.
            before.close()
        embedding = load_embedding(self.settings, self.ear)
        retriever = open_retriever(self.settings, corpus, embedding, self._index)
        coach = Coach(
            store=self._store,
            tools=build_tools(corpus, self.ear),
            repertoire=build_repertoire(corpus.catalogue, retriever, self.prompts),
            retriever=retriever,
            writer=EmbeddedWriter(self.prompts, corpus.catalogue, self.settings.help_line),
            ear=self.ear,
        )
        return Known(corpus, retriever, coach)

    def plan(self, conversation: str, today: date) -> Plan:
        """The action plan of a conversation as it stands."""
        from assistant.planning import build_plan, plan_wording

        known = self.known
        state = known.coach.state(conversation)
        return build_plan(conversation, state, today, known.corpus.catalogue, plan_wording())


def bootstrap(
    settings: Settings,
    store: Store | None = None,
    index: IndexUse = IndexUse.NEVER,
    model: ChatModel | None = None,
) -> Parts:
    """Everything wired. Raises ContentError and StoreError with a remedy."""
    prompts = load_prompts(PROMPTS)
    ear = load_ear(settings)
    kept = store if store is not None else open_store(settings)
    return Parts(settings, prompts, ear, kept, index)


def unsaid(prompts: Prompts) -> Unsaid:
    """What is said of a role where the organisation's catalogue is silent."""
    parts = prompts.wordings["organisation"]
    return Unsaid(*(parts[name][0].text for name in ("Week", "Requirement", "Function")))


def load_knowledge(settings: Settings) -> Corpus:
    """The general knowledge with what the organisation has published."""
    general = load_corpus(KNOWLEDGE, settings.cache)
    published = Documents(settings.organisation).published()
    return joined(general, published, unsaid(load_prompts(PROMPTS)))


def warm(settings: Settings, progress: Progress | None = None) -> Callable[[Published], None]:
    """Computes what search needs of documents before anybody is served from them."""

    def compute(published: Published) -> None:
        general = load_corpus(KNOWLEDGE, settings.cache)
        corpus = joined(general, published, unsaid(load_prompts(PROMPTS)))
        embedding = load_embedding(settings, load_ear(settings))
        prepare_search(settings, corpus, embedding, progress)

    return compute


def build_engine(
    settings: Settings,
    store: Store,
    tools: Tools,
    writer: EmbeddedWriter,
    ear: Ear | None,
    model: ChatModel | None = None,
) -> ModelEngine | None:
    """The language model's part of a turn; None where no model is named, and nothing is loaded.

    Raises UnusableInput when a model is named and neither an address nor a key is there for it.
    """
    if model is None and not settings.model:
        return None
    from assistant.reply.model import GuardedModel, load_model_texts
    from assistant.understanding.people import first_names
    from assistant.verification.audit import Auditor

    if model is None:
        model = open_model(settings)
        model.warm()
    texts = load_model_texts(PROMPTS)
    return ModelEngine(
        model=GuardedModel(model),
        ear=SecondEar(model, texts.reading["System"], tools, store.choices),
        writer=writer,
        auditor=Auditor(
            tools.gazetteer,
            tools.lexicon.knows,
            writer.prompts.spoken_texts(),
            first_names(),
            ear,
        ),
        tools=tools,
        texts=texts,
        settings=settings,
        spending=store.spending,
        choices=store.choices,
    )


def open_model(settings: Settings) -> OpenAIModel:
    """The language model that the settings name. Raises UnusableInput without a place to ask."""
    from assistant.reply.model import Endpoint, OpenAIModel

    if settings.model_url == OPENAI and not settings.model_key.get_secret_value():
        raise UnusableInput(
            f"The model {settings.model} has neither an address nor a key.",
            "Set BRASSTACKS_MODEL_URL, BRASSTACKS_MODEL_KEY, or both.",
        )
    return OpenAIModel(Endpoint.of(settings))


def try_model(settings: Settings) -> Trial:
    """One real call to the model, and what came of it. Raises UnusableInput as `open_model`."""
    from assistant.reply.model.trial import trial

    return trial(open_model(settings))


def load_ear(settings: Settings) -> Ear | None:
    """The offline embedding, or None: then words alone must do, and ``doctor`` says so."""
    if settings.embeddings == "lexical":
        return None
    from assistant.ear import Ear, EarUnavailable

    try:
        return Ear.load()
    except EarUnavailable:
        return None


def load_embedding(settings: Settings, ear: Ear | None) -> Embedding | None:
    """What search embeds with: the ear, an endpoint's model, or nothing, as the setting says."""
    if settings.embeddings != "endpoint":
        return ear
    from assistant.retrieval.endpoint import EndpointEmbedding

    return EndpointEmbedding(
        settings.embeddings_url,
        settings.embeddings_model,
        settings.embeddings_key.get_secret_value(),
    )


def open_store(settings: Settings) -> Store:
    """The durable store."""
    from assistant.storage.sqlite import SqliteStore

    return SqliteStore(settings.database)


def check_store(settings: Settings) -> list[str]:
    """What is wrong with the store, in sentences; empty when all is well."""
    from assistant.storage.doctor import check

    return check(settings.database)


def check_search(settings: Settings) -> list[IndexState]:
    """How search stands: what memory holds, and the index."""
    from assistant.retrieval.opening import check

    embedding = load_embedding(settings, load_ear(settings))
    return check(settings, load_knowledge(settings), embedding)


def open_search() -> Retriever:
    """Search alone, for the terminal: no store, no coach."""
    settings = Settings()
    corpus = load_knowledge(settings)
    embedding = load_embedding(settings, load_ear(settings))
    return open_retriever(settings, corpus, embedding, IndexUse.READY)


def open_title_reader() -> Callable[[str], dict[str, Any]]:
    """A reader of job titles as people write them, one dictionary a title."""
    from assistant.retrieval.title_vote import TitleVote
    from assistant.retrieval.titles import OTHERS, as_voted, read_title

    settings = Settings()
    corpus = load_knowledge(settings)
    vote: list[TitleVote] = []

    def read(text: str) -> dict[str, Any]:
        found = read_title(text, corpus.catalogue)
        role = corpus.catalogue.by_id.get(found.role_id or "")
        listed = [r for r in corpus.roles if r.id.startswith(TAXONOMY_IDS)]
        exact = role is not None and corpus.catalogue.find(text) is role
        if listed and not exact and (role is None or role in listed):
            if not vote:
                cache = settings.own_cache
                vote.append(TitleVote(listed, load_ear(settings), cache, also=cache))
            near = [ident for ident, _ in vote[0].ranked(text, 1 + OTHERS)]
            found = as_voted(found, [corpus.catalogue.by_id[ident] for ident in near])
        return {"text": text, **found.model_dump(mode="json")}

    return read


def prepare() -> Iterator[str]:
    """Build what offline running needs; a line of progress a step."""
    from assistant.ear import build_graph

    settings = Settings()
    yield f"ear: {build_graph().name}"
    corpus = load_corpus(KNOWLEDGE, settings.cache)
    yield f"knowledge: {len(corpus.roles)} roles, {len(corpus.cards)} guidance cards"
    load_prompts(PROMPTS)
    embedding = load_embedding(settings, load_ear(settings))
    prepare_search(settings, load_knowledge(settings), embedding)
    yield "search: ready"


def build_tools(corpus: Corpus, ear: Ear | None) -> Tools:
    """What understanding rests on."""
    words = [
        w for role in corpus.roles for t in (role.title, *role.other_titles) for w in t.split()
    ]
    vocabulary = [*(ear.vocabulary if ear is not None else ()), *(w.casefold() for w in words)]
    return Tools(
        gazetteer=build_gazetteer(corpus),
        catalogue=corpus.catalogue,
        lexicon=Lexicon(vocabulary if ear is not None else ()),
        functions={
            name.casefold(): function
            for function, others in corpus.functions.items()
            for name in (function, *others)
        },
        head=ActHead.load() if ear is not None else None,
    )


def build_gazetteer(corpus: Corpus) -> Gazetteer:
    """Titles as the specificity scale looks for them."""
    return Gazetteer.from_roles(
        CatalogueTitle(role.id, role.title, role.other_titles, role.level.value, role.function)
        for role in corpus.roles
    )


def build_repertoire(catalogue: Catalogue, retriever: Retriever, prompts: Prompts) -> Repertoire:
    """What the policy draws on."""
    wordings = {
        file: {heading: tuple(p.text for p in phrases) for heading, phrases in parts.items()}
        for file, parts in prompts.wordings.items()
    }
    return Repertoire(catalogue, retriever, wordings)
