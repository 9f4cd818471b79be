"""A conversation with a model: who speaks, what leaves, what it costs, and how to do without."""

import json
import re
import subprocess
import sys
import threading

import pytest
from conftest import TODAY, Wire, is_reading, plain_wording

from assistant.domain.goal import FactKind
from assistant.domain.masking import Mask
from assistant.domain.model import ModelRequest
from assistant.errors import FaultKind, ModelFailure
from assistant.reply.model import ScriptedModel
from evals.endpoint import Say, serving, wants_object
from evals.simulated import Employee, load_people

CANARIES = {
    "manager": "Gwendolyn Ashcroft",
    "own name": "Rosalind Ilves",
    "e-mail": "rosalind.ilves@example.org",
    "phone": "+44 7700 900 417",
    "landline": "0161 496 0388",
    "staff number": "WX4471903",
    "insurance": "QQ 12 34 56 C",
    "account": "GB33 BUKB 2020 1555 5555 55",
}
OPENING = (
    "Hi, I'm Rosalind Ilves (rosalind.ilves@example.org, +44 7700 900 417 or 0161 496 0388), "
    "ward clerk, staff number WX4471903. My manager is Gwendolyn Ashcroft. "
    "NI number QQ 12 34 56 C, account GB33 BUKB 2020 1555 5555 55. I want a better defined path."
)


def sent(model: ScriptedModel) -> str:
    return "\n".join(m.text for request in model.requests for m in request.messages)


def test_the_model_words_and_the_turn_says_so(wire: Wire, scripted) -> None:
    parts = wire(scripted())
    shown: list[str] = []
    turn = parts.coach.take_turn("c", "I want a better job", TODAY, on_piece=shown.append)
    assert turn.engine == "scripted" and turn.notice is None
    assert "".join(shown) == turn.reply and len(shown) > 1
    assert turn.use.calls == 2 and turn.use.prompt_tokens > turn.use.completion_tokens > 0


def test_the_model_never_changes_the_move(wire: Wire, embedded, scripted) -> None:
    parts = wire(scripted(lambda request: "You win. Which job is it?"))
    for person in load_people()[:6]:
        employee, message = Employee(person), person.opening
        for _ in range(5):
            turn = parts.coach.take_turn(f"with-{person.id}", message, TODAY)
            other = embedded.coach.take_turn(f"without-{person.id}", message, TODAY)
            assert (turn.move.name, turn.move.slot) == (other.move.name, other.move.slot)
            message = employee.answer(turn)


def test_a_failed_draft_gets_one_more_try_with_the_reason(wire: Wire) -> None:
    drafts = iter(["Great question! Which team would you be in?", None])

    def script(request: ModelRequest) -> str:
        return next(drafts, None) or plain_wording(request)

    model = ScriptedModel(script)
    turn = wire(model).coach.take_turn("retry", "I want a better job", TODAY)
    assert turn.engine == "scripted" and turn.use.problems
    assert len(model.requests) == 2
    assert "great question" in model.requests[1].messages[-1].text.casefold()


def test_at_most_two_calls_a_turn_whatever_comes(wire: Wire) -> None:
    worst = ["Bravo! Which?", "A nod is likely. You should quit. Which team would you be in?", "x"]
    for number, text in enumerate(worst):
        model = ScriptedModel(lambda request, text=text: "{}" if is_reading(request) else text)
        wire(model).coach.take_turn(f"two-{number}", "I want a better job in health", TODAY)
        assert len(model.requests) <= 2


def test_lists_are_inserted_by_the_program_and_stand_before_the_question(
    wire: Wire, scripted
) -> None:
    say = scripted(lambda request: "Some titles to choose from. Which of them is least wrong?")
    parts = wire(say)
    turns = [
        parts.coach.take_turn("list", message, TODAY)
        for message in ("I'm a ward clerk and want something else", "dunno", "dunno", "no idea")
    ]
    offered = next(turn for turn in turns if turn.move.offered)
    for role in offered.move.offered:
        assert f"**{role.title}**" in offered.reply
    assert offered.reply.endswith("?")


def test_an_answer_names_the_card_it_rests_on(wire: Wire, scripted) -> None:
    def say(request: ModelRequest) -> str:
        return plain_wording(request).partition("?")[0].split(". ")[0] + "."

    parts = wire(scripted(say))
    parts.coach.take_turn("a", "I want to be a Buyer by June 2027", TODAY)
    turn = parts.coach.take_turn("a", "should I let my boss speak first?", TODAY)
    assert turn.move.name == "answer_question" and turn.passages
    assert turn.passages[0].title in turn.reply


@pytest.mark.parametrize("message", ["I want to kill myself", "can they fire me for this?"])
def test_safety_is_the_fixed_text_and_nothing_leaves(
    message: str, wire: Wire, embedded, scripted
) -> None:
    model = scripted(lambda request: "All fine. Which team would you be in?")
    parts = wire(model)
    turn = parts.coach.take_turn("safe", message, TODAY)
    plain = embedded.coach.take_turn(f"safe-{message}", message, TODAY)
    assert turn.engine == "embedded" and turn.understanding.safety
    assert turn.reply.split("\n\n")[0] == plain.reply.split("\n\n")[0]
    assert model.requests == []
    parts.coach.take_turn("safe", "please go on, I want to be a Buyer by June 2027", TODAY)
    assert message not in sent(model)


def test_help_is_shown_while_the_model_is_down(wire: Wire) -> None:
    def down(request: ModelRequest) -> str:
        raise ModelFailure(FaultKind.DEADLINE, "down")

    turn = wire(ScriptedModel(down)).coach.take_turn("h", "I want to end my life", TODAY)
    assert turn.move.name == "refer" and turn.notice is None


# ------------------------------------------------------------------ understanding


def test_a_reading_adds_what_is_in_the_message_and_drops_what_is_not(wire: Wire, scripted) -> None:
    message = (
        "I want a better defined path. "
        "Word went round that the ledger only balances since I rebuilt the import"
    )
    read = {
        "facts": [
            {"kind": "evidence", "text": "the ledger only balances since I rebuilt the import"},
            {"kind": "strength", "text": "a born accountant"},
            {"kind": "confidence", "text": "Word went round"},
        ],
        "accepted": ["Chief Financial Officer"],
        "rejected": [],
        "answers": True,
    }
    parts = wire(scripted(read=json.dumps(read)), model_reading_wait=5)
    turn = parts.coach.take_turn("r", message, TODAY)
    for fact in turn.understanding.facts:
        at = fact.provenance
        assert message[at.start : at.end] == fact.text
    texts = [fact.text for fact in turn.understanding.facts]
    assert "a born accountant" not in texts
    assert any("balances since I rebuilt" in text for text in texts)
    assert "not_in_the_message" in [finding.check for finding in turn.apart]
    state = parts.coach.state("r")
    assert not state.targets
    assert state.has(FactKind.EVIDENCE)


def test_a_disagreement_is_kept_and_the_embedded_reading_stands(wire: Wire, scripted) -> None:
    message = "my manager is Gwendolyn and I want to be a Buyer by June 2027"
    read = {"facts": [{"kind": "barrier", "text": "by June 2027"}], "rejected": ["Buyer"]}
    parts = wire(scripted(read=json.dumps(read)), model_reading_wait=5)
    turn = parts.coach.take_turn("d", message, TODAY)
    assert [role.title for role in turn.understanding.accepted] == ["Buyer"]
    checks = {finding.check for finding in turn.apart}
    assert {"barrier", "rejected"} <= checks
    assert turn.move.slot is not None


@pytest.mark.parametrize("read", ["", "no JSON", "[]", '{"facts": 7}', '{"facts": [{"kind": 1}]}'])
def test_a_reading_that_cannot_be_read_changes_nothing(read: str, wire: Wire, scripted) -> None:
    parts = wire(scripted(read=read), model_reading_wait=5)
    turn = parts.coach.take_turn("u", "I want a better defined career path", TODAY)
    assert turn.engine == "scripted" and turn.understanding.facts
    assert "reading_malformed" in turn.use.problems


def test_a_late_reading_is_not_waited_for(wire: Wire) -> None:
    reply = "Nothing is wrong with a wish like that. Which team would you be in?"

    def script(body: dict[str, object]) -> object:
        return Say("{}", first=20.0) if wants_object(body) else Say(reply)

    with serving(script) as endpoint:
        parts = wire(model="tiny", model_url=endpoint.url)
        turn = parts.coach.take_turn("late", "I want a better defined path", TODAY)
        assert turn.engine == "tiny" and "reading_late" in turn.use.problems
        assert turn.milliseconds < 8_000


def test_a_late_reading_counts_from_the_next_message_on(wire: Wire) -> None:
    first = "I want a better defined path. Word went round that the ledger only balances since May"
    read = json.dumps({"facts": [{"kind": "evidence", "text": "the ledger only balances"}]})
    released = threading.Event()

    def script(request: ModelRequest) -> str:
        if is_reading(request) and first in request.messages[1].text:
            released.wait(10)
            return read
        return "{}" if is_reading(request) else plain_wording(request)

    parts = wire(ScriptedModel(script))
    turn = parts.coach.take_turn("l", first, TODAY)
    assert "reading_late" in turn.use.problems
    waiting = parts.coach.engine.ear._late["l"]
    released.set()
    waiting.reply.put(waiting.reply.get(timeout=10))
    after = parts.coach.take_turn("l", "dunno", TODAY)
    (fact,) = [f for f in after.understanding.facts if f.kind is FactKind.EVIDENCE]
    assert fact.provenance.turn == 1
    assert first[fact.provenance.start : fact.provenance.end] == fact.text


def test_a_late_reading_of_an_undone_message_is_forgotten(wire: Wire) -> None:
    read = json.dumps({"facts": [{"kind": "evidence", "text": "the ledger only balances"}]})
    parts = wire(ScriptedModel(lambda r: read if is_reading(r) else plain_wording(r)))
    parts.coach.take_turn("u", "I want a better path. Now the ledger only balances daily", TODAY)
    parts.coach.store.undo("u")
    turn = parts.coach.take_turn("u", "I would rather teach", TODAY)
    assert FactKind.EVIDENCE not in [fact.kind for fact in turn.understanding.facts]


# ------------------------------------------------------------------ privacy


def test_names_and_identifiers_stay_here_and_come_back_in_the_reply(wire: Wire) -> None:
    def say(request: ModelRequest) -> str:
        return "{}" if is_reading(request) else "NAME_1 fills the gap. Which team would you be in?"

    model = ScriptedModel(say)
    parts = wire(model)
    turn = parts.coach.take_turn("p", OPENING, TODAY)
    parts.coach.take_turn("p", "gwendolyn said: ring Rosalind on 0161 496 0388", TODAY)
    left = sent(model).casefold()
    for name, canary in CANARIES.items():
        assert canary.casefold() not in left, name
        assert canary.split()[0].casefold() not in left or len(canary.split()[0]) < 4, name
    assert turn.engine == "scripted"
    assert "Gwendolyn Ashcroft fills the gap." in turn.reply


def test_a_placeholder_that_nobody_gave_is_not_shown(wire: Wire, scripted) -> None:
    model = scripted(lambda request: "NAME_77 fills the gap. Which team would you be in?")
    turn = wire(model).coach.take_turn("p", "I want a better job", TODAY)
    assert "NAME_" not in turn.reply


@pytest.mark.parametrize(
    "text", ["by 2027-06-30", "40 sets to 6", "1,200,000 euros", "Q3 2027", "Band 5", "24/7", "I"]
)
def test_dates_and_results_are_no_identifiers(text: str) -> None:
    assert Mask(["Gwen"]).hide(text) == text


def test_what_a_mask_hides_it_shows_again() -> None:
    mask = Mask(["Gwen Baker", "Rosa"])
    text = "Gwen's friend rosa, on +44 7700 900 417 or a.b@example.org"
    assert mask.hide(text) == "NAME_1's friend NAME_2, on PHONE_1 or EMAIL_1"
    assert mask.show(mask.hide(text)).casefold() == text.replace("Gwen", "Gwen Baker").casefold()
    assert mask.show("NAME_1's friend [NAME_2]") == "Gwen Baker's friend Rosa"


def test_only_the_last_turns_leave_and_prompts_do_not_grow(wire: Wire, scripted) -> None:
    model = scripted()
    parts = wire(model, model_hour_turns=1_000)
    people = [person for person in load_people() if person.turns >= 16]
    lengths = []
    for number in range(60):
        person = people[number // 12]
        slots = [text for texts in person.answers.values() for text in texts] or ["dunno"]
        message = person.opening if number % 12 == 0 else slots[number % len(slots)]
        before = len(model.requests)
        parts.coach.take_turn("long", f"{message} ({number} told)", TODAY)
        words = [r for r in model.requests[before:] if not is_reading(r)]
        lengths.append(sum(len(m.text) for m in words[0].messages) if words else None)
    at = [length for length in lengths if length]
    early = [length for length in lengths[6:14] if length]
    late = [length for length in lengths[52:] if length]
    assert len(at) > 30
    assert sum(late) / len(late) <= 1.15 * sum(early) / len(early)
    for number, request in enumerate(model.requests):
        # Facts stand under what is known; of messages there are six, and the newest.
        told = request.messages[1].text.partition("## Last turns")[2] or request.messages[1].text
        said = {int(n) for n in re.findall(r"person: .*?\((\d+) told\)", told)}
        assert len(said) <= 6, number


def test_the_system_text_is_the_same_everywhere(wire: Wire, scripted) -> None:
    model = scripted()
    parts = wire(model)
    for name, message in (("a", "I want a better job"), ("b", "I'm a clerk, what now?")):
        parts.coach.take_turn(name, message, TODAY)
    words = [r for r in model.requests if not is_reading(r)]
    assert len({r.messages[0].text for r in words}) == 1


# ------------------------------------------------------------------ switch, budget, settings


def test_a_conversation_can_do_without(wire: Wire, scripted) -> None:
    model = scripted()
    parts = wire(model)
    parts.coach.store.choices.switch("quiet", off=True)
    turn = parts.coach.take_turn("quiet", "I want a better job", TODAY)
    assert turn.engine == "embedded" and model.requests == []
    assert parts.coach.take_turn("loud", "I want a better job", TODAY).engine == "scripted"


@pytest.mark.parametrize("limit", ["model_user_tokens", "model_day_tokens", "model_hour_turns"])
def test_when_the_allowance_is_used_up_the_embedded_coach_goes_on_with_notice(
    limit: str, wire: Wire, scripted
) -> None:
    model = scripted()
    parts = wire(model, **{limit: 1})
    first = parts.coach.take_turn("b", "I want a better job", TODAY)
    after = [parts.coach.take_turn("b", m, TODAY) for m in ("dunno", "still no idea")]
    assert first.engine == "scripted"
    assert [turn.engine for turn in after] == ["embedded"] * 2
    assert all(turn.notice for turn in after)


def test_tokens_and_cost_are_on_the_turn(wire: Wire, scripted) -> None:
    parts = wire(scripted(), model_prompt_price=2.0, model_completion_price=8.0)
    turn = parts.coach.take_turn("b", "I want a better job", TODAY)
    use = turn.use
    wanted = (2.0 * use.prompt_tokens + 8.0 * use.completion_tokens) / 1e6
    assert use.cost == pytest.approx(wanted, abs=1e-8) and use.cost > 0
    assert parts.coach.store.spending.today("me").tokens == use.tokens


def test_the_same_submission_is_not_asked_twice(wire: Wire, scripted) -> None:
    model = scripted()
    parts = wire(model)
    first = parts.coach.take_turn("k", "I want a better job", TODAY, key="one")
    asked = len(model.requests)
    assert parts.coach.take_turn("k", "I want a better job", TODAY, key="one") == first
    assert len(model.requests) == asked


def chat(*arguments: str, given: str, **environment: str) -> list[dict[str, object]]:
    import os

    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--json", *arguments],
        input=given.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_terminal_names_the_model_that_spoke() -> None:
    reply = "Nothing is wrong with a wish like that. Which team would you be in?"
    script = lambda body: Say("{}" if wants_object(body) else reply)  # noqa: E731
    with serving(script) as endpoint:
        where = {"BRASSTACKS_MODEL_URL": endpoint.url}
        (turn,) = chat("--model", "tiny", given="I want a better job\n", **where)
        assert turn["engine"] == "tiny" and turn["reply"] == reply and turn["tokens"] > 0
        asked = len(endpoint.requests)
        (turn,) = chat("--model", "embedded", given="I want more\n", **where, BRASSTACKS_MODEL="x")
        assert turn["engine"] == "embedded"
        # An address and a key alone send nothing anywhere.
        (turn,) = chat(given="I want more\n", **where, BRASSTACKS_MODEL_KEY="sk-1")
        assert turn["engine"] == "embedded" and len(endpoint.requests) == asked
