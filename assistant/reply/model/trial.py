"""One real call, for ``brasstacks doctor``: what an endpoint can do, and what to change.

trial(OpenAIModel(Endpoint.of(settings))) -> Trial(ok=True, detail="tiny at ... answers: ...")
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.domain.model import ModelPiece, question_to
from assistant.errors import FaultKind, ModelFailure
from assistant.reply.model.client import OpenAIModel
from assistant.reply.model.dialect import Structure

SLOW = 2.0  # seconds to the first word that people notice
_COLOURS = ("red", "green", "blue")
_REQUEST = question_to(
    "You answer with one JSON object and nothing else.",
    'Pick three colours: {"first": ..., "second": ..., "third": ...}, each red, green or blue.',
    max_tokens=80,
    output_schema={
        "type": "object",
        "additionalProperties": False,
        "required": ["first", "second", "third"],
        "properties": {
            name: {"type": "string", "enum": list(_COLOURS)}
            for name in ("first", "second", "third")
        },
    },
)
_STRUCTURES = {
    Structure.SCHEMA: "strict JSON schemas work",
    Structure.OBJECT: "JSON mode works, strict schemas do not",
    Structure.TEXT: "neither schemas nor JSON mode work, so JSON is read out of plain text",
}
_REMEDIES = {
    FaultKind.UNREACHABLE: "Start the server, or mend BRASSTACKS_MODEL_URL (it often ends in /v1).",
    FaultKind.DEADLINE: "Take a smaller model, or raise BRASSTACKS_MODEL_FIRST_TOKEN.",
    FaultKind.KEY_REFUSED: "Mend BRASSTACKS_MODEL_KEY.",
    FaultKind.RATE_LIMITED: "Wait, or raise the limit with your provider.",
    FaultKind.REJECTED: "Check the model's name in BRASSTACKS_MODEL and the end of the address.",
    FaultKind.REDIRECTED: "Set BRASSTACKS_MODEL_URL to the address it points to, if you trust it.",
    FaultKind.MALFORMED: "Check that the address ends where chat completions are served (often /v1).",
}
_ELSE = "Until it answers, the built-in coach goes on."


@dataclass(frozen=True)
class Trial:
    """Whether a model can be used, and a sentence or two about it."""

    ok: bool
    detail: str


def trial(model: OpenAIModel) -> Trial:
    """Make one call and tell what came of it; raises nothing."""
    where = f"{model.name} at {model.endpoint.host}"
    model.open()
    started = time.monotonic()
    times: list[float] = []
    answer, last = "", ModelPiece()
    try:
        for piece in model.stream(_REQUEST):
            times.append(time.monotonic() - started)
            answer, last = answer + piece.text, piece
    except ModelFailure as failure:
        if failure.kind is FaultKind.MALFORMED and times:
            return _without_object(model, where, times)
        said = f" ({failure.detail})" if failure.detail else ""
        return Trial(False, f"{where}: {failure}{said} {_REMEDIES.get(failure.kind, _ELSE)}")
    return _told(model, where, times, answer, counted=bool(last.completion_tokens))


def _told(
    model: OpenAIModel, where: str, times: list[float], answer: str, *, counted: bool
) -> Trial:
    structure = _STRUCTURES[model.dialect.structure]
    if not _fits(answer):
        structure += ", but this answer ignored the schema: its readings may be dropped"
    return Trial(True, " ".join((_heard(where, times, structure), *_advice(model, times, counted))))


def _without_object(model: OpenAIModel, where: str, times: list[float]) -> Trial:
    """It speaks and gives no object: wording works, the second ear does not."""
    text = _heard(where, times, "it gives no JSON, so it words replies and reads nothing")
    return Trial(True, " ".join((text, *_advice(model, times, counted=True))))


def _heard(where: str, times: list[float], structure: str) -> str:
    streams = "it streams" if len(times) > 3 else "it does not stream, so replies come whole"
    first, whole = (round(1000 * seconds) for seconds in (times[0], times[-1]))
    return f"{where} answers: first word after {first} ms, all after {whole} ms; {streams}; {structure}."


def _advice(model: OpenAIModel, times: list[float], counted: bool) -> list[str]:  # noqa: FBT001
    told = []
    if times[0] > SLOW:
        told.append("People will wait for the first word: a smaller model would be quicker.")
    if not counted:
        told.append("It counts no tokens, so budgets rest on an estimate.")
    address = urlsplit(model.endpoint.url)
    if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        told.append("The address is http: what is sent travels unencrypted; use https.")
    return told


def _fits(answer: str) -> bool:
    try:
        value = json.loads(answer)
    except ValueError:
        return False
    return set(value) == {"first", "second", "third"} and set(value.values()) <= set(_COLOURS)
