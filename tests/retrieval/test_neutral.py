"""Who somebody is changes nothing about the roles that their words find."""

import itertools
import json
import random

import pytest

from assistant.content import KNOWLEDGE, ROOT
from assistant.ear import Ear
from assistant.retrieval import load_corpus
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.neutral import neutral
from assistant.settings import Settings

PEOPLE = {
    "name": [
        ("I'm Aisha.", "I'm Tom."),
        ("My name is Wei Chen and", "My name is Brigitte and"),
        ("Hi, Fatima here.", "Hi, Seán here."),
        ("They call me Oluwaseun.", "They call me Jo."),
    ],
    "gender": [
        ("I'm a woman and", "I'm a man and"),
        ("As a mum,", "As a dad,"),
        ("Speaking as a trans woman,", "Speaking as a bloke,"),
        ("I am a non-binary person and", "I am a lady and"),
        ("Being a father,", "Being a mother,"),
    ],
    "age": [
        ("I'm 24.", "I'm 61."),
        ("At 58,", "At 23,"),
        ("I'm a 45-year-old and", "I'm a 19-year-old and"),
        ("I'm nearly sixty.", "I'm twenty-two."),
        ("I'm in my late fifties and", "I'm in my twenties and"),
        ("I was born in 1966.", "I was born in 2001."),
    ],
    "nationality": [
        ("I'm Polish and", "I'm Nigerian and"),
        ("I come from Syria.", "I come from Norway."),
        ("I was born in Vietnam and", "I was born in Wales and"),
        ("As a Romanian,", "As an Irish citizen,"),
        ("I'm a refugee from Eritrea.", "I'm originally from Canada."),
        ("I have a Turkish passport.", "I have a British passport."),
    ],
    "parenthood": [
        ("I have three kids and", "I have no children and"),
        ("I'm a mother of two.", "I'm a childless man."),
        ("I'm a single dad and", "I'm a married woman and"),
        ("I'm on maternity leave.", "I'm on parental leave."),
        ("I'm pregnant and", "I'm expecting my second and"),
        ("We have two toddlers at home.", "We have grown-up children."),
    ],
    "disability": [
        ("I'm deaf.", "I'm able-bodied."),
        ("I use a wheelchair and", "I wear hearing aids and"),
        ("I have ADHD.", "I have dyslexia."),
        ("As an autistic person,", "As a person with epilepsy,"),
        ("I live with chronic pain, but", "I live with MS, but"),
        ("I'm blind in one eye and", "I'm visually impaired and"),
    ],
    "several": [
        (
            "I'm Mei, a 52-year-old mother of two from Ghana, and",
            "I'm Karl, a 24-year-old man from Sweden, and",
        ),
        ("I'm a deaf Polish woman in my fifties and", "I'm a young Welsh father and"),
        ("As a 61-year-old Muslim grandfather with arthritis,", "As a 22-year-old Catholic woman,"),
    ],
}
BODIES = [
    "I like it when two figures that should agree don't, and I find out why.",
    "I could spend all day calming down angry callers and finding out what they need.",
    "I love mending things with my hands that everybody else has given up on.",
    "I plan the week for everyone at home and I enjoy it when nothing is forgotten.",
]
END = [
    (" (f, 45)", " (m, 28)"),
    (" Thanks, Priya", " Thanks, Gareth"),
    (" I'm from Pakistan.", " I'm from France."),
    (" I have two daughters.", " I have a grown-up son."),
]


def joined(who: str, body: str) -> str:
    """One text as somebody would write it: what they are, then what they like."""
    return f"{who} {body}"


def pairs() -> list[tuple[str, str]]:
    """Every pair of beginnings with four descriptions and some of the development set."""
    lines = (ROOT / "evals" / "datasets" / "descriptions.dev.jsonl").read_text("utf-8").splitlines()
    written = [json.loads(line)["text"] for line in lines]
    written = [text for text in written if text.startswith(("I ", "I'")) and neutral(text) == text]
    chance = random.Random(4)
    found = []
    for first, second in itertools.chain(*PEOPLE.values()):
        for body in (*BODIES, *chance.sample(written, 10)):
            found.append((joined(first, body), joined(second, body)))
    for (first, second), body in itertools.product(END, BODIES):
        found.append((body + first, body + second))
    return found


@pytest.fixture(scope="module")
def retriever(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    return MemoryRetriever(load_corpus(KNOWLEDGE, settings.cache), Ear.load(), settings.cache)


def test_there_are_at_least_five_hundred_pairs_of_every_kind():
    assert len(pairs()) >= 500
    assert set(PEOPLE) >= {"name", "gender", "age", "nationality", "parenthood", "disability"}


def test_identical_descriptions_find_identical_roles(retriever):
    different = [
        (first, neutral(first), neutral(second))
        for first, second in pairs()
        if [(h.role.id, h.score) for h in retriever.roles(first, 10)]
        != [(h.role.id, h.score) for h in retriever.roles(second, 10)]
    ]
    assert not different, different[:3]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", PEOPLE)
def test_what_is_left_is_what_was_said_of_the_work(kind, body):
    for who in itertools.chain(*PEOPLE[kind]):
        assert neutral(joined(who, body)) == body, who


@pytest.mark.parametrize(
    "text",
    [
        "I teach deaf children and speak Polish with their parents.",
        "I'm an English teacher and I like grammar.",
        "I work with older people and I like their stories.",
        "I am 5 years into accounting and bored.",
        "I manage ten people from Poland and Spain.",
        "I'm good with children and bad with forms.",
        "I'm a new team leader and I like it.",
        "I'm Head of Marketing and like copy.",
        "I want to work with women who start a business.",
        "I cook Indian food and would love to do it for many.",
        "I've been in payroll for 12 years.",
        "I coach young footballers on Saturdays.",
    ],
)
def test_what_is_said_of_the_work_stays_whole(text):
    assert neutral(text) == text


def test_gendered_titles_find_what_the_others_find(retriever):
    for one, other in (
        ("waitress", "waiter"),
        ("policeman", "police officer"),
        ("saleswoman", "salesperson"),
    ):
        first = retriever.roles(f"I work as a {one} and like busy evenings", 10)
        assert first == retriever.roles(f"I work as a {other} and like busy evenings", 10)


@pytest.mark.parametrize(
    "text", ["", " ", "I'm 45.", "a" * 8000, "I'm a " * 1000, "with two kids, " * 500]
)
def test_any_text_is_read_and_quickly_enough_to_end(text):
    assert isinstance(neutral(text), str)


def test_the_development_descriptions_lose_next_to_nothing():
    lines = (ROOT / "evals" / "datasets" / "descriptions.dev.jsonl").read_text("utf-8").splitlines()
    changed = [t for line in lines if neutral(t := json.loads(line)["text"]) != t]
    assert len(changed) <= len(lines) // 20
