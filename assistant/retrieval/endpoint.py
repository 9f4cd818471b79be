"""Embeddings of a model behind an OpenAI-compatible endpoint, used when the operator asks for it.

    BRASSTACKS_EMBEDDINGS=endpoint
    BRASSTACKS_EMBEDDINGS_URL=http://127.0.0.1:8080/v1
    BRASSTACKS_EMBEDDINGS_MODEL=some-embedding-model     (and BRASSTACKS_EMBEDDINGS_KEY where one is due)

What people type is then sent there. One address, no redirects, a time limit and a limit of bytes; a
failure is one sentence, and search goes by words alone meanwhile.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.domain import strict_json
from assistant.errors import BrassTacksError, UnusableInput

BATCH = 64
SECONDS = 20.0
MAX_BYTES = 32_000_000


class EmbeddingUnavailable(BrassTacksError):
    """The endpoint cannot be reached or answers something else than embeddings."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take what somebody typed to another host."""

    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        """Follow none."""


class EndpointEmbedding:
    """Unit vectors from an endpoint."""

    def __init__(self, url: str, model: str, key: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not model:
            raise UnusableInput(
                "Embeddings by endpoint need an address and a model.",
                "Set BRASSTACKS_EMBEDDINGS_URL and BRASSTACKS_EMBEDDINGS_MODEL.",
            )
        self._url = url.rstrip("/") + "/embeddings"
        self._model = model
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        # No proxy from the environment: what is typed goes to the named address or nowhere.
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        self.name = f"endpoint {parts.netloc} {model}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of these texts. Raises EmbeddingUnavailable."""
        batches = [self._batch(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        try:
            found = np.concatenate(batches)
        except ValueError as error:
            raise self._failed("answers vectors of different lengths") from error
        length = np.linalg.norm(found, axis=1, keepdims=True)
        if not np.isfinite(found).all() or not length.all():
            raise self._failed("answers no usable vectors")
        unit: NDArray[np.float32] = (found / length).astype(np.float32)
        return unit

    def _batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        body = json.dumps({"model": self._model, "input": list(texts), "encoding_format": "float"})
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            self._url, body.encode(), self._headers, method="POST"
        )
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                raw = answer.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                raise self._failed("answers too much")
            data = strict_json.loads(raw.decode("utf-8"))["data"]
            ordered = sorted(data, key=lambda item: int(item["index"]))
            vectors = np.array([item["embedding"] for item in ordered], dtype=np.float32)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise self._failed("cannot be used just now") from error
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise self._failed("answers another number of vectors")
        return vectors

    def _failed(self, what: str) -> EmbeddingUnavailable:
        return EmbeddingUnavailable(
            f"The embeddings endpoint {what}.", "Check its address, model and key."
        )
