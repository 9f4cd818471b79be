"""From whatever the client raises to one `ModelFailure`; no server's text reaches a person.

The client was seen to raise ten types for seventeen faults, half of them not its own
(reliability.md, section 9.4); so everything is caught, and told apart here.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.errors import FaultKind, ModelFailure

DETAIL = 200  # characters of a server's message that ``doctor`` shows

_SENTENCES = {
    FaultKind.UNREACHABLE: "The language model's endpoint cannot be reached.",
    FaultKind.DEADLINE: "The language model took too long.",
    FaultKind.RATE_LIMITED: "The language model's endpoint takes no more calls for now.",
    FaultKind.SERVER_ERROR: "The language model's endpoint reports an error of its own.",
    FaultKind.KEY_REFUSED: "The language model's endpoint refuses the key.",
    FaultKind.REJECTED: "The language model's endpoint refuses the request.",
    FaultKind.REDIRECTED: "The language model's endpoint points to another address.",
    FaultKind.MALFORMED: "The language model's answer cannot be read.",
    FaultKind.CUT_OFF: "The language model's answer was cut short.",
}


def failure(kind: FaultKind, detail: str = "", retry_after: float = 0.0) -> ModelFailure:
    """A failure of a kind, with its sentence."""
    return ModelFailure(kind, _SENTENCES[kind], detail, retry_after)


def translated(error: Exception, secret: str) -> ModelFailure:
    """The failure behind an error of the client; ``secret`` is struck from its detail."""
    for link in _chain(error):
        if isinstance(link, ModelFailure):
            return link
    kind = _kind(error)
    detail = " ".join(str(error).split())
    if secret:
        detail = detail.replace(secret, "***")
    return failure(kind, detail[:DETAIL], _retry_after(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    seen = 0
    while link is not None and seen < 20:
        yield link
        link, seen = link.__cause__ or link.__context__, seen + 1


def _kind(error: Exception) -> FaultKind:
    import httpx2
    import openai

    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return FaultKind.DEADLINE
    if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError):
        return FaultKind.CUT_OFF
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError | OSError):
        cut = any(isinstance(link, httpx2.RemoteProtocolError) for link in _chain(error))
        return FaultKind.CUT_OFF if cut else FaultKind.UNREACHABLE
    return FaultKind.MALFORMED


def _of_status(status: int) -> FaultKind:
    if 300 <= status < 400:
        return FaultKind.REDIRECTED
    if status in (401, 403):
        return FaultKind.KEY_REFUSED
    if status == 429:
        return FaultKind.RATE_LIMITED
    return FaultKind.SERVER_ERROR if status >= 500 else FaultKind.REJECTED


def _retry_after(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    text = headers.get("retry-after", "")
    return float(text) if text.isdigit() else 0.0
