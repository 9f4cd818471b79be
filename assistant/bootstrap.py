"""The one place that names concrete things: settings in, a coach out.

coach = bootstrap(Settings())                    the product
coach = bootstrap(Settings(), store=MemoryStore())   evals and tests
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.assessment.titles import CatalogueTitle, Gazetteer
from assistant.coach import Coach
from assistant.content import KNOWLEDGE, PROMPTS
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.engine import ModelEngine, SecondEar
from assistant.errors import UnusableInput
from assistant.policy import Repertoire
from assistant.reply import EmbeddedWriter, Prompts, load_prompts
from assistant.retrieval import Corpus, load_corpus
from assistant.retrieval.opening import IndexState, IndexUse, open_retriever
from assistant.retrieval.opening import prepare as prepare_search
from assistant.settings import OPENAI, Settings
from assistant.understanding import ActHead, Lexicon, Tools

if TYPE_CHECKING:
    from assistant.domain.plan import Plan
    from assistant.ear import Ear
    from assistant.ports import ChatModel, Marks, Retriever, Store
    from assistant.reply.model import OpenAIModel
    from assistant.reply.model.trial import Trial


@dataclass(frozen=True)
class Parts:
    """What several entries share: built once a process."""

    settings: Settings
    corpus: Corpus
    prompts: Prompts
    ear: Ear | None
    retriever: Retriever
    coach: Coach
    marks: Marks

    def plan(self, conversation: str, today: date) -> Plan:
        """The action plan of a conversation as it stands."""
        from assistant.planning import build_plan, plan_wording

        turns = self.coach.store.load(conversation)
        state = DialogueState.from_turns(turns)
        plan = build_plan(conversation, state, today, self.corpus.catalogue, plan_wording())
        engine = self.coach.engine
        return plan if engine is None else engine.better_plan(conversation, plan, turns)


def bootstrap(
    settings: Settings,
    store: Store | None = None,
    index: IndexUse = IndexUse.NEVER,
    model: ChatModel | None = None,
) -> Parts:
    """Everything wired; ``model`` stands in for the one that the settings name.

    Raises ContentError and StoreError with a remedy.
    """
    corpus = load_corpus(KNOWLEDGE, settings.cache)
    prompts = load_prompts(PROMPTS)
    ear = load_ear(settings)
    retriever = open_retriever(settings, corpus, ear, index)
    kept = store if store is not None else open_store(settings)
    tools = build_tools(corpus, ear)
    writer = EmbeddedWriter(prompts, corpus.catalogue, settings.help_line)
    coach = Coach(
        store=kept,
        tools=tools,
        repertoire=build_repertoire(corpus.catalogue, retriever, prompts),
        retriever=retriever,
        writer=writer,
        ear=ear,
        engine=build_engine(settings, kept, tools, writer, ear, model),
    )
    return Parts(settings, corpus, prompts, ear, retriever, coach, kept.marks)


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

    return check(settings, load_corpus(KNOWLEDGE, settings.cache), load_ear(settings))


def open_search() -> Retriever:
    """Search alone, for the terminal: no store, no coach."""
    settings = Settings()
    corpus = load_corpus(KNOWLEDGE, settings.cache)
    return open_retriever(settings, corpus, load_ear(settings), IndexUse.READY)


def open_title_reader() -> Callable[[str], dict[str, Any]]:
    """A reader of job titles as people write them, one dictionary a title."""
    from assistant.retrieval.titles import read_title

    corpus = load_corpus(KNOWLEDGE, Settings().cache)

    def read(text: str) -> dict[str, Any]:
        return {"text": text, **read_title(text, corpus.catalogue).model_dump(mode="json")}

    return read


def prepare() -> Iterator[str]:
    """Build what offline running needs; a line of progress a step."""
    from assistant.ear import build_graph

    settings = Settings()
    yield f"ear: {build_graph().name}"
    corpus = load_corpus(KNOWLEDGE, settings.cache)
    yield f"knowledge: {len(corpus.roles)} roles, {len(corpus.cards)} guidance cards"
    load_prompts(PROMPTS)
    prepare_search(settings, corpus, load_ear(settings))
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
