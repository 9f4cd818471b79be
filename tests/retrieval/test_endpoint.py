"""Embeddings by endpoint: a real server on loopback, and what happens when it misbehaves."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from assistant.errors import UnusableInput
from assistant.retrieval.endpoint import EmbeddingUnavailable, EndpointEmbedding
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.opening import open_retriever


class Endpoint:
    """Answers embeddings as the protocol has it, until told to do otherwise."""

    def __init__(self, ear):
        self.fault = None
        self.seen = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.seen.append((self.path, self.headers.get("Authorization"), body))
                vectors = ear.embed(body["input"]).astype(float)
                if outer.fault is not None:
                    status, text, headers = outer.fault
                else:
                    items = [{"index": n, "embedding": list(v)} for n, v in enumerate(vectors * 3)]
                    status, text, headers = 200, json.dumps({"data": items[::-1]}), {}
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def endpoint(ear):
    running = Endpoint(ear)
    yield running
    running.close()


def test_vectors_come_in_their_order_and_of_length_one(endpoint, ear):
    embedding = EndpointEmbedding(endpoint.url, "some-model", "a-key")
    texts = [f"rope {n} deck" for n in range(150)]
    assert np.allclose(embedding.embed(texts), ear.embed(texts), atol=1e-5)
    path, key, body = endpoint.seen[0]
    assert (path, key, body["model"]) == ("/v1/embeddings", "Bearer a-key", "some-model")
    assert [len(b["input"]) for _, _, b in endpoint.seen] == [64, 64, 22]
    assert "a-key" not in embedding.name and "some-model" in embedding.name


def test_search_by_endpoint_finds_what_the_same_vectors_find(endpoint, ear, corpus):
    embedding = EndpointEmbedding(endpoint.url, "some-model")
    by_endpoint = MemoryRetriever(corpus, embedding).roles("tying ropes on deck", 3)
    here = MemoryRetriever(corpus, ear).roles("tying ropes on deck", 3)
    assert [hit.role.id for hit in by_endpoint] == [hit.role.id for hit in here]


def test_what_the_ear_heard_is_not_taken_for_the_endpoints(endpoint, ear, corpus):
    retriever = MemoryRetriever(corpus, EndpointEmbedding(endpoint.url, "some-model"))
    (wrong,) = ear.listen(["kneading dough"])
    assert retriever.roles("tying ropes on deck", 1, wrong)[0].role.id == "deckhand"
    (wrong,) = ear.listen(["more money"])
    assert retriever.passages("the boss refused me", 1, wrong)[0].id == "guidance/after-a-no"


def test_another_model_is_another_index(endpoint, ear, corpus):
    keys = {
        MemoryRetriever(corpus, embedding).key
        for embedding in (
            ear,
            EndpointEmbedding(endpoint.url, "one"),
            EndpointEmbedding(endpoint.url, "two"),
        )
    }
    assert len(keys) == 3


FAULTS = {
    "an error": (500, "no", {}),
    "a page": (200, "<html>hello</html>", {}),
    "no data": (200, "{}", {}),
    "too few": (200, json.dumps({"data": []}), {}),
    "no numbers": (200, json.dumps({"data": [{"index": 0, "embedding": ["x"]}]}), {}),
    "only zeros": (200, json.dumps({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}), {}),
    "not a number": (200, '{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}', {}),
    "a redirect": (307, "", {"Location": "http://127.0.0.1:9/v1/embeddings"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_endpoint_is_one_sentence(endpoint, fault):
    endpoint.fault = FAULTS[fault]
    with pytest.raises(EmbeddingUnavailable, match="endpoint"):
        EndpointEmbedding(endpoint.url, "some-model").embed(["a text"])


def test_search_goes_by_words_while_the_endpoint_is_away(endpoint, corpus, settings):
    retriever = MemoryRetriever(corpus, EndpointEmbedding(endpoint.url, "some-model"))
    endpoint.fault = FAULTS["an error"]
    assert retriever.roles("tying ropes on deck", 1)[0].role.id == "deckhand"
    opened = open_retriever(settings, corpus, EndpointEmbedding(endpoint.url, "another"))
    assert opened.roles("tying ropes on deck", 1)[0].role.id == "deckhand"


@pytest.mark.parametrize(
    ("url", "model"), [("", "m"), ("file:///etc/passwd", "m"), ("http://h/v1", "")]
)
def test_an_address_and_a_model_must_be_given(url, model):
    with pytest.raises(UnusableInput, match="address and a model"):
        EndpointEmbedding(url, model)
