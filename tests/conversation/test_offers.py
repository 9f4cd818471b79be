"""What an offer rests on: the present role's place, what is told of the work, what is ruled out."""

from collections.abc import Callable

import pytest

from assistant.bootstrap import Parts
from assistant.domain.dialogue import DialogueState, Turn
from assistant.policy.fitting import fitting, nearness
from assistant.policy.offers import three_roles
from assistant.policy.told import Told, matches, told_by
from assistant.policy.ways import LISTS

Talk = Callable[..., list[Turn]]


def _state(*messages: str) -> DialogueState:
    return DialogueState(messages=messages, turn=len(messages))


def _told(*messages: str) -> Told:
    return told_by(_state(*messages), messages)


def _listed(turns: list[Turn]) -> list[int]:
    return [t.number for t in turns if t.move.name in LISTS or t.move.follow in LISTS]


@pytest.mark.parametrize(
    ("job", "around", "role"),
    [
        ("night porter", "night porter at the hotel", "hotel-receptionist"),
        ("receptionist", "receptionist in a hotel", "hotel-receptionist"),
        ("receptionist", "receptionist at a GP surgery", "medical-receptionist"),
        ("machine op", "machine op at a bakery, nights", "machine-operator"),
        ("", "I do invoices at a freight company", "billing-administrator"),
        ("", "I clean rooms in a hotel", "room-attendant"),
    ],
)
def test_a_present_job_is_placed_by_its_words_and_its_house(
    wired: Parts, job: str, around: str, role: str
) -> None:
    found = wired.base.repertoire.place(job, around)
    assert found is not None
    assert found.id == role


@pytest.mark.parametrize("around", ["got 10 mins", "I want to move up", "talk with my boss at 2"])
def test_what_names_no_job_is_placed_nowhere(wired: Parts, around: str) -> None:
    assert wired.base.repertoire.place("", around) is None


def test_told_is_parted_from_ruled_out() -> None:
    told = _told(
        "I'm a lifeguard at a pool and I want a change.",
        "I repair the pumps myself, cleaning the changing rooms I hate.",
        "no nights, not sales, and I have no degree",
    )
    assert told.introduction == "I'm a lifeguard at a pool"
    assert told.told == ("I repair the pumps myself",)
    assert told.against == ("cleaning the changing rooms", "nights", "sales")
    assert told.no_degree
    assert not told.no_lead


@pytest.mark.parametrize("message", ["dunno", "hi", "I want something more fulfilling", "no idea"])
def test_blanks_greetings_and_vague_wishes_tell_nothing(message: str) -> None:
    assert _told(message).told == ()


@pytest.mark.parametrize("message", ["No more lists, please.", "I'd rather not see more lists."])
def test_lists_that_are_declined_are_heard(message: str) -> None:
    assert _told(message).no_lists


def test_nothing_is_listed_for_somebody_who_said_nothing(talk: Talk) -> None:
    assert _listed(talk("hi", "dunno", "i don't know", "no idea", "dunno")) == []


def test_with_a_present_job_alone_the_lattice_is_offered(talk: Talk, wired: Parts) -> None:
    turns = talk("I'm a bus driver and want something better.", "dunno", "i don't know")
    catalogue = wired.corpus.catalogue
    now = catalogue.by_id["bus-driver"]
    listed = next(turn for turn in turns if turn.move.name == "offer_roles")
    for offer in listed.move.offered:
        role = catalogue.by_id[offer.role_id or ""]
        assert nearness(catalogue, now, role).value >= 0.4, f"{role.id} is no move from bus driver"
    assert all(not offer.reason for offer in listed.move.offered)


def test_no_second_list_without_anything_new(talk: Talk) -> None:
    turns = talk(
        "I'm a bus driver and want something better.", "dunno", "i don't know", "none of them"
    )
    assert _listed(turns) == [3]


def test_no_list_after_lists_were_declined(talk: Talk) -> None:
    turns = talk(
        "I'm a bus driver and want something better.",
        "I like mending engines and gearboxes at home.",
        "None of them, and no more lists please.",
        "I rebuilt a diesel engine last winter.",
        "I repaired four tractors for my brother.",
    )
    assert [n for n in _listed(turns) if n > 2] == []


def test_what_is_ruled_out_is_not_offered(wired: Parts) -> None:
    repertoire = wired.base.repertoire
    liked = (
        "I'm a nursery assistant.",
        "I like teaching children their letters.",
    )
    free = [hit.role for hit in fitting(_state(*liked), repertoire)[:10]]
    bound = [
        hit.role
        for hit in fitting(
            _state(*liked, "not education, and no degree, and I don't lead teams"), repertoire
        )
    ][:10]
    assert any(role.function == "Teaching and Education" for role in free)
    assert not any(role.function == "Teaching and Education" for role in bound[:3])
    assert not any(matches("degree", " ".join(role.requirements)) for role in bound[:3])
    assert all(role.level.rank < 5 for role in bound[:3])


def test_work_told_leads_out_of_the_field(wired: Parts) -> None:
    state = _state(
        "I'm a hotel receptionist.",
        "I like fixing machines. I repaired the boiler pump and found out why the lift stopped.",
    )
    ids = [hit.role.id for hit in fitting(state, wired.base.repertoire)[:5]]
    assert {"maintenance-technician", "lift-technician"} & set(ids), ids


def test_distance_is_named_by_lattice_and_field(wired: Parts) -> None:
    catalogue = wired.corpus.catalogue
    now = catalogue.by_id["hotel-receptionist"]
    kinds = {
        ident: nearness(catalogue, now, catalogue.by_id[ident]).kind
        for ident in ("front-office-manager", "concierge", "room-attendant", "chaplain")
    }
    assert kinds == {
        "front-office-manager": "promotion",
        "concierge": "promotion",
        "room-attendant": "step_down",
        "chaplain": "change_up",
    }
    assert nearness(catalogue, None, now).kind == "open"


def test_titles_offered_are_the_catalogues(wired: Parts) -> None:
    offers = three_roles(_state("I'm a welder.", "I like drawing parts"), wired.base.repertoire)
    assert offers
    assert all(wired.corpus.catalogue.find(offer.title) is not None for offer in offers)
