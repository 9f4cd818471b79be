"""Whatever an endpoint does, a turn ends in a valid reply within its deadline and is kept."""

import time

import faults
import pytest
from conftest import REQUEST, TODAY, Wire

from assistant.errors import FaultKind, ModelFailure
from assistant.reply.model import Endpoint, OpenAIModel
from evals.endpoint import Say, serving

TIMES = 20
QUICK = {"model_deadline": faults.DEADLINE, "model_first_token": faults.FIRST, "model_connect": 0.3}
MESSAGES = (
    "I want a more defined career path",
    "dunno",
    "I like it when the figures agree in the end",
    "I'd like to be a Buyer by June 2027",
)


def reaches(url: str, deadline: float = 5.0, first: float = 5.0) -> OpenAIModel:
    return OpenAIModel(Endpoint("tiny", url, "sk-canary-key", "h", deadline, first, 0.3))


@pytest.mark.parametrize("kind", faults.KINDS)
def test_every_fault_ends_in_a_valid_reply_with_the_turn_kept(kind: str, wire: Wire) -> None:
    ways = faults.KINDS[kind]
    count = iter(range(10_000))
    with serving(lambda body: ways[next(count) % len(ways)]) as endpoint:
        parts = wire(model="tiny", model_url=endpoint.url, model_key="sk-canary-key", **QUICK)
        for number in range(TIMES):
            # A breaker of its own each time, or the endpoint would be left alone after the first.
            parts.coach.engine.model.breaker.succeeded()
            name, message = f"{kind}/{number}", MESSAGES[number % len(MESSAGES)]
            started = time.monotonic()
            turn = parts.coach.take_turn(name, message, TODAY)
            assert time.monotonic() - started < 2 * faults.DEADLINE + 1.5
            assert turn.engine == "embedded"
            assert turn.reply and turn.reply.count("?") <= 1
            assert turn.notice and "built-in coach" in turn.notice
            assert parts.coach.store.load(name) == [turn]
            assert turn.use is not None and turn.use.problems
            assert "sk-canary-key" not in turn.model_dump_json()
        assert endpoint.requests


def test_nothing_listens_at_the_address(wire: Wire) -> None:
    parts = wire(model="tiny", model_url="http://127.0.0.1:1/v1", **QUICK)
    for number in range(TIMES):
        parts.coach.engine.model.breaker.succeeded()
        turn = parts.coach.take_turn(f"refused/{number}", "I want to grow", TODAY)
        assert turn.engine == "embedded" and turn.use.problems == ("unreachable",)


@pytest.mark.parametrize("kind", [k for k in faults.KINDS if k[:2] in ("86", "87")])
def test_words_already_on_the_screen_stay_and_the_built_in_question_follows(
    kind: str, wire: Wire
) -> None:
    first = "A nod is the likeliest answer to a wish like that. "
    ways = [
        Say(first + "And then it", finish="length"),
        Say(first + "And", finish="content_filter"),
    ]
    ways.append(faults.events(faults.delta({"content": first}), faults.delta({"content": "And "})))
    for way in ways:
        with serving(lambda body, way=way: way) as endpoint:
            parts = wire(model="tiny", model_url=endpoint.url)
            shown: list[str] = []
            turn = parts.coach.take_turn("cut", "I want a better job", TODAY, on_piece=shown.append)
            assert turn.engine == "tiny" and turn.notice
            assert "".join(shown) == turn.reply
            assert turn.reply.startswith(first.strip()) and turn.reply.endswith("?")


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (faults.hang, FaultKind.DEADLINE),
        (faults.drip_head, FaultKind.DEADLINE),
        (faults.drip_body, FaultKind.DEADLINE),
        (faults.drip_tokens, FaultKind.DEADLINE),
        (faults.endless, FaultKind.TOO_BIG),
        (faults.huge_body, FaultKind.TOO_BIG),
    ],
)
def test_deadlines_hold_against_what_a_read_time_out_lets_through(
    way: object, kind: FaultKind
) -> None:
    with serving(lambda body: way) as endpoint:
        started = time.monotonic()
        with pytest.raises(ModelFailure) as caught:
            list(reaches(endpoint.url, faults.DEADLINE, faults.FIRST).stream(REQUEST))
        assert caught.value.kind is kind
        assert time.monotonic() - started < faults.DEADLINE + 1.0


def test_a_redirect_is_not_followed() -> None:
    with serving(lambda body: Say("Here I am.")) as other:
        to = (("Location", f"{other.url}/chat/completions"),)
        with serving(lambda body: faults.Refuse(307, "", to)) as endpoint:
            with pytest.raises(ModelFailure) as caught:
                list(reaches(endpoint.url).stream(REQUEST))
            assert caught.value.kind is FaultKind.REDIRECTED
        assert other.requests == []


def test_no_wait_for_retry_after_and_no_second_try() -> None:
    slow = faults.Refuse(429, "later", (("Retry-After", "3600"),))
    with serving(lambda body: slow) as endpoint:
        with pytest.raises(ModelFailure) as caught:
            list(reaches(endpoint.url).stream(REQUEST))
        assert caught.value.retry_after == 3600
        assert len(endpoint.requests) == 1


def test_the_key_is_in_the_header_and_nowhere_else() -> None:
    refusal = faults.Refuse(401, "Incorrect API key provided: sk-canary-key")
    with serving(lambda body: refusal) as endpoint:
        with pytest.raises(ModelFailure) as caught:
            list(reaches(endpoint.url).stream(REQUEST))
        assert endpoint.headers[0]["authorization"] == "Bearer sk-canary-key"
        assert "sk-canary-key" not in f"{caught.value} {caught.value.detail}"
        assert "sk-canary-key" not in repr(endpoint.requests)


@pytest.mark.parametrize(
    ("refuses", "left_out"),
    [
        ("Unrecognized request argument supplied: store", "store"),
        ("extra fields not permitted: stream_options", "stream_options"),
        ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", "max_tokens"),
    ],
)
def test_what_an_endpoint_does_not_know_is_left_out_from_then_on(
    refuses: str, left_out: str
) -> None:
    def script(body: dict[str, object]) -> object:
        return faults.Refuse(400, refuses) if left_out in body else Say("Which team is it?")

    with serving(script) as endpoint:
        model = reaches(endpoint.url)
        for _ in range(2):
            assert "".join(p.text for p in model.stream(REQUEST)) == "Which team is it?"
        assert [left_out in body for body in endpoint.requests] == [True, False, False]


def test_structure_is_found_out_by_refusal_and_remembered() -> None:
    wanted = REQUEST.model_copy(update={"output_schema": {"type": "object", "properties": {}}})

    def script(body: dict[str, object]) -> object:
        if "response_format" in body:
            return faults.Refuse(400, "response_format is not supported")
        return Say('Sure: ```json\n{"facts": [],}\n```')

    with serving(script) as endpoint:
        model = reaches(endpoint.url)
        assert [p.text for p in model.stream(wanted) if p.text] == ['{"facts": []}']
        kinds = [body.get("response_format", {}).get("type") for body in endpoint.requests]
        assert kinds == ["json_schema", "json_object", None]
        assert "JSON schema of the answer" in endpoint.requests[-1]["messages"][0]["content"]
        list(model.stream(wanted))
        assert len(endpoint.requests) == 4
