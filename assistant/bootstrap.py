"""The one place that names concrete things: settings in, a coach out.

coach = bootstrap(Settings())                    the product
coach = bootstrap(Settings(), store=MemoryStore())   evals and tests
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.assessment.titles import CatalogueTitle, Gazetteer
from assistant.coach import Coach
from assistant.content import KNOWLEDGE, PROMPTS
from assistant.domain.dialogue import DialogueState
from assistant.errors import BrassTacksError, UnusableInput
from assistant.policy import Repertoire, load_personas
from assistant.reply import EmbeddedWriter, Prompts, load_prompts
from assistant.retrieval import Corpus, load_corpus
from assistant.retrieval.neutral import neutral
from assistant.retrieval.opening import IndexState, IndexUse, WatchedRetriever, open_retriever
from assistant.retrieval.opening import prepare as prepare_search
from assistant.retrieval.organisation.documents import Documents, Published
from assistant.retrieval.organisation.joining import Unsaid, joined
from assistant.retrieval.placing import Places
from assistant.retrieval.vectors import Progress
from assistant.settings import OPENAI, Settings
from assistant.understanding import ActHead, Lexicon, SafetyHead, Tools

if TYPE_CHECKING:
    from assistant.domain.plan import Plan
    from assistant.ear import Ear
    from assistant.engine.model_engine import ModelEngine
    from assistant.ports import ChatModel, Embedding, Hearing, Marks, Retriever, Store
    from assistant.reply.model import OpenAIModel
    from assistant.reply.model.trial import Trial


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What is known at one time; another publication of the organisation is another one."""

    corpus: Corpus
    retriever: Retriever
    tools: Tools
    repertoire: Repertoire
    writer: EmbeddedWriter


@dataclass(frozen=True)
class Parts:
    """What several entries share: built once a process.

    ``coach``, ``corpus`` and ``retriever`` follow what the organisation publishes and withdraws:
    whoever asks for one of them gets what is published then. A turn keeps the coach that it began
    with, so it never sees half of a change. ``base`` is the coach as it was wired; its store, ear
    and retriever stay.
    """

    settings: Settings
    prompts: Prompts
    ear: Ear | None
    knowledge: LiveKnowledge
    base: Coach
    _latest: list[Coach] = field(default_factory=list, init=False, repr=False)

    @property
    def coach(self) -> Coach:
        """The coach, who knows what is published now."""
        known = self.knowledge.known
        with self.knowledge.guard:
            coach = self._latest[0] if self._latest else self.base
            if coach.tools is not known.tools:
                coach = self.knowledge.taught(coach, known)
            self._latest[:] = [coach]
            return coach

    @property
    def corpus(self) -> Corpus:
        """The general knowledge with what is published now."""
        return self.knowledge.known.corpus

    @property
    def retriever(self) -> Retriever:
        """Search over it."""
        return self.coach.retriever

    @property
    def marks(self) -> Marks:
        """The coaches' marks."""
        return self.base.store.marks

    def plan(self, conversation: str, today: date) -> Plan:
        """The action plan of a conversation as it stands."""
        from assistant.planning import build_plan, plan_wording

        coach = self.coach
        turns = coach.store.load(conversation)
        state = DialogueState.from_turns(turns)
        roles = coach.repertoire.catalogue
        plan = build_plan(conversation, state, today, roles, plan_wording())
        engine = coach.engine
        return plan if engine is None else engine.better_plan(conversation, plan, turns)


class LiveKnowledge:
    """The general knowledge with what is published just now."""

    def __init__(
        self,
        settings: Settings,
        prompts: Prompts,
        ear: Ear | None,
        index: IndexUse,
        model: ChatModel | None,
    ) -> None:
        self._settings = settings
        self._prompts = prompts
        self._ear = ear
        self._index = index
        self._model = model
        self._documents = Documents(settings.organisation)
        self._general = load_corpus(KNOWLEDGE, settings.cache)
        self.guard = threading.RLock()
        self._seen = self._documents.state()
        self._published = self._documents.published()
        self._known = self._know(self._published)

    @property
    def known(self) -> Known:
        """What is known now: looked at anew when the register of documents has changed."""
        if self._documents.state() != self._seen:
            with self.guard:
                self._look_again()
        return self._known

    def taught(self, coach: Coach, known: Known) -> Coach:
        """The same coach, who knows this."""
        engine = coach.engine
        if engine is not None:
            engine = build_engine(
                self._settings, coach.store, known.tools, known.writer, self._ear, self._model
            )
        return replace(
            coach,
            tools=known.tools,
            repertoire=known.repertoire,
            retriever=known.retriever,
            writer=known.writer,
            engine=engine,
        )

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
            if isinstance(before, WatchedRetriever):
                # The turns that hold it go on from its memory; the index belongs to the next one.
                before.close()
            self._known = self._know(published)
            self._published = published
        self._seen = state

    def _know(self, published: Published) -> Known:
        corpus = joined(self._general, published, unsaid(self._prompts))
        embedding = load_embedding(self._settings, self._ear)
        retriever = open_retriever(self._settings, corpus, embedding, self._index)
        return Known(
            corpus=corpus,
            retriever=retriever,
            tools=build_tools(corpus, self._ear),
            repertoire=build_repertoire(corpus, retriever, self._prompts),
            writer=EmbeddedWriter(self._prompts, corpus.catalogue, self._settings.help_line),
        )


def bootstrap(
    settings: Settings,
    store: Store | None = None,
    index: IndexUse = IndexUse.NEVER,
    model: ChatModel | None = None,
) -> Parts:
    """Everything wired; ``model`` stands in for the one that the settings name.

    Raises ContentError and StoreError with a remedy.
    """
    prompts, ear = load_prompts(PROMPTS), load_ear(settings)
    live = LiveKnowledge(settings, prompts, ear, index, model)
    known = live.known
    kept = store if store is not None else open_store(settings)
    coach = Coach(
        store=kept,
        tools=known.tools,
        repertoire=known.repertoire,
        retriever=known.retriever,
        writer=known.writer,
        ear=ear,
        engine=build_engine(settings, kept, known.tools, known.writer, ear, model),
    )
    return Parts(settings, prompts, ear, live, coach)


def build_engine(
    settings: Settings,
    store: Store,
    tools: Tools,
    writer: EmbeddedWriter,
    ear: Hearing | None,
    model: ChatModel | None = None,
) -> ModelEngine | None:
    """The language model's part of a turn; None where no model is named, and nothing is loaded.

    Raises UnusableInput when a model is named and neither an address nor a key is there for it.
    """
    if model is None and not settings.model:
        return None
    from assistant.engine.model_engine import ModelEngine
    from assistant.engine.second_ear import SecondEar
    from assistant.reply.model import GuardedModel, load_model_texts
    from assistant.understanding.people import first_names
    from assistant.verification.audit import Auditor

    if model is None:
        model = open_model(settings)
        model.warm()
    texts, spoken = load_model_texts(PROMPTS), writer.prompts.spoken_texts()
    return ModelEngine(
        model=GuardedModel(model),
        ear=SecondEar(model, texts.reading["System"], tools, store.choices),
        writer=writer,
        auditor=Auditor(tools.gazetteer, tools.lexicon.knows, spoken, first_names(), ear),
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


def unsaid(prompts: Prompts) -> Unsaid:
    """What is said of a role where the organisation's catalogue is silent."""
    parts = prompts.wordings["organisation"]
    return Unsaid(*(parts[name][0].text for name in ("Week", "Requirement", "Function")))


def load_knowledge(settings: Settings, published: Published | None = None) -> Corpus:
    """The general knowledge with what the organisation has published, or is about to."""
    general = load_corpus(KNOWLEDGE, settings.cache)
    published = published or Documents(settings.organisation).published()
    return joined(general, published, unsaid(load_prompts(PROMPTS)))


def warm(settings: Settings, progress: Progress | None = None) -> Callable[[Published], object]:
    """Computes what search needs of documents before anybody is served from them."""
    return lambda published: prepare_search(
        settings, load_knowledge(settings, published), load_embedding(settings), progress
    )


def load_ear(settings: Settings) -> Ear | None:
    """The offline embedding, or None: then words alone must do, and ``doctor`` says so."""
    if settings.embeddings == "lexical":
        return None
    from assistant.ear import Ear, EarUnavailable

    try:
        return Ear.load()
    except EarUnavailable:
        return None


def load_embedding(settings: Settings, ear: Ear | None = None) -> Embedding | None:
    """What search embeds with: the ear, an endpoint's model, or nothing, as the setting says."""
    if settings.embeddings != "endpoint":
        return ear or load_ear(settings)
    from assistant.retrieval.endpoint import EndpointEmbedding

    key = settings.embeddings_key.get_secret_value()
    return EndpointEmbedding(settings.embeddings_url, settings.embeddings_model, key)


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

    return check(settings, load_knowledge(settings), load_embedding(settings))


def open_search() -> Retriever:
    """Search alone, for the terminal: no store, no coach."""
    settings = Settings()
    known, embedding = load_knowledge(settings), load_embedding(settings)
    return open_retriever(settings, known, embedding, IndexUse.READY)


def open_title_reader() -> Callable[[str], dict[str, Any]]:
    """A reader of job titles as people write them, one dictionary a title."""
    from assistant.retrieval.title_vote import title_reader

    settings = Settings()
    read = title_reader(load_knowledge(settings), lambda: load_ear(settings), settings)
    return lambda text: {"text": text, **read(text).model_dump(mode="json")}


def prepare() -> Iterator[str]:
    """Build what offline running needs; a line of progress a step."""
    from assistant.ear import build_graph

    settings = Settings()
    yield f"ear: {build_graph().name}"
    corpus = load_corpus(KNOWLEDGE, settings.cache)
    yield f"knowledge: {len(corpus.roles)} roles, {len(corpus.cards)} guidance cards"
    load_prompts(PROMPTS)
    prepare_search(settings, load_knowledge(settings), load_embedding(settings))
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
        functions=field_names(corpus),
        head=ActHead.load() if ear is not None else None,
        safety=SafetyHead.load() if ear is not None else None,
    )


def build_gazetteer(corpus: Corpus) -> Gazetteer:
    """Titles as the specificity scale looks for them."""
    return Gazetteer.from_roles(
        CatalogueTitle(role.id, role.title, role.other_titles, role.level.value, role.function)
        for role in corpus.roles
    )


def build_repertoire(corpus: Corpus, retriever: Retriever, prompts: Prompts) -> Repertoire:
    """What the policy draws on."""
    wordings = {
        file: {heading: tuple(p.text for p in phrases) for heading, phrases in parts.items()}
        for file, parts in prompts.wordings.items()
    }
    return Repertoire(
        catalogue=corpus.catalogue,
        retriever=retriever,
        wordings=wordings,
        personas=load_personas(PROMPTS),
        place=Places(corpus.catalogue, retriever),
        neutral=neutral,
        fields=field_names(corpus),
    )


def field_names(corpus: Corpus) -> dict[str, str]:
    """The catalogue's functions by every name people have for them, lower case."""
    return {
        name.casefold(): function
        for function, others in corpus.functions.items()
        for name in (function, *others)
    }
