"""The sentence encoder as two ONNX graphs: BERT's encoder cut in half, then mean pooling.

Called once, at set-up, by ``assistant.ear.build_graph``; nothing here is needed to run the graphs.

    lower   input_ids [B,T], attention_mask [B,T] ─► embeddings ─► 3 × (attention, feed-forward)
                ─► states [B,T,384]
    upper   states, attention_mask ─► 3 × (attention, feed-forward)
                ─► mean over the tokens that the mask keeps ─► length 1 ─► vectors [B,384]

The cut is where the encoder hears best how a thing is said; what needs no more than that is
spared the upper half, which hears what it is about.

The shapes are those of all-MiniLM-L6-v2 (6 layers, 12 heads of 32, hidden 384, exact GELU,
post-layer normalisation with epsilon 1e-12), as its published ``config.json`` states them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAYERS = 6
LOWER = 3  # of 2 to 6, the cut whose states told dialogue acts and evidence apart best
HEADS = 12
HIDDEN = 384
HEAD_SIZE = HIDDEN // HEADS
EPSILON = 1e-12
OPSET = 20  # the first with a GELU operator
IR_VERSION = 10  # what onnxruntime has read since 1.18

# Added to the attention scores of padding; its exponential is exactly zero in 32 bits.
MASKED = -10_000.0

Weights = Mapping[str, NDArray[np.float32]]


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The encoder's named arrays from a safetensors file. Raises OSError when unreadable."""
    from safetensors.numpy import load_file

    return dict(load_file(path))


def lower_graph(weights: Weights) -> bytes:
    """The serialised ONNX model that turns token ids into states, one a token.

    The same weights give the same bytes. Raises KeyError when an array is missing.
    """
    from onnx import TensorProto

    drawing = _Drawing()
    hidden = _layers(drawing, weights, _embeddings(drawing, weights), range(LOWER))
    drawing.node("Identity", hidden, output="states")
    ids = ("input_ids", TensorProto.INT64, ["batch", "tokens"])
    return _serialised(drawing, "lower", ids, ("states", ["batch", "tokens", HIDDEN]))


def upper_graph(weights: Weights) -> bytes:
    """The serialised ONNX model that turns states into unit vectors. As ``lower_graph``."""
    from onnx import TensorProto

    drawing = _Drawing()
    _pooled(drawing, _layers(drawing, weights, "states", range(LOWER, LAYERS)))
    states = ("states", TensorProto.FLOAT, ["batch", "tokens", HIDDEN])
    return _serialised(drawing, "upper", states, ("vectors", ["batch", HIDDEN]))


def in_integers(graph: bytes) -> bytes:
    """The same model with its weights in 8-bit integers and its activations scaled as it runs.

    Seven bits are used of the eight, so that processors without wide integer sums do not overflow
    and every machine reckons alike.
    """
    import logging
    import tempfile

    from onnx import load_model_from_string
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "integers.onnx"
        logging.disable(logging.WARNING)  # it recommends a preparation that changes nothing here
        try:
            quantize_dynamic(
                load_model_from_string(graph), written, weight_type=QuantType.QInt8,
                per_channel=True, reduce_range=True,
            )  # fmt: skip
        finally:
            logging.disable(logging.NOTSET)
        return written.read_bytes()


def _layers(drawing: _Drawing, weights: Weights, hidden: str, layers: range) -> str:
    bias = _mask_bias(drawing)
    for layer in layers:
        hidden = _encoder_layer(drawing, weights, f"encoder.layer.{layer}", hidden, bias)
    return hidden


def _serialised(
    drawing: _Drawing, name: str, given: tuple[str, int, list[Any]], made: tuple[str, list[Any]]
) -> bytes:
    from onnx import TensorProto, checker, helper

    mask = ("attention_mask", TensorProto.INT64, ["batch", "tokens"])
    graph = helper.make_graph(
        drawing.nodes,
        name,
        [helper.make_tensor_value_info(*given), helper.make_tensor_value_info(*mask)],
        [helper.make_tensor_value_info(made[0], TensorProto.FLOAT, made[1])],
        initializer=drawing.constants,
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="brasstacks")
    model.ir_version = IR_VERSION
    checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


class _Drawing:
    """Collects nodes and constants; every call returns the name of what it added."""

    def __init__(self) -> None:
        from onnx import NodeProto, TensorProto

        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """Add an array to the model."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add an operator; its one output is named after it and numbered, unless named."""
        from onnx import helper

        output = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def integers(self, *values: int) -> str:
        """Add a small list of integers, such as axes or a shape."""
        name = f"integers_{len(self.constants)}"
        return self.constant(name, np.asarray(values, dtype=np.int64))


def _embeddings(drawing: _Drawing, weights: Weights) -> str:
    """Word, position and segment embeddings, normalised: [B,T,384].

    All text is of segment 0, so its embedding is part of the position table.
    """
    words = drawing.constant("words", weights["embeddings.word_embeddings.weight"])
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    table = weights["embeddings.position_embeddings.weight"] + segment
    positions = drawing.constant("positions", table)
    length = drawing.node("Shape", "input_ids", start=1, end=2)
    used = drawing.node("Slice", positions, drawing.integers(0), length, drawing.integers(0))
    summed = drawing.node("Add", drawing.node("Gather", words, "input_ids"), used)
    return _normalised(drawing, weights, "embeddings.LayerNorm", summed)


def _mask_bias(drawing: _Drawing) -> str:
    """What is added to the attention scores: 0 for tokens, MASKED for padding, [B,1,1,T]."""
    from onnx import TensorProto

    mask = drawing.node("Cast", "attention_mask", output="mask", to=TensorProto.FLOAT)
    one = drawing.constant("one", np.asarray(1.0, dtype=np.float32))
    size = drawing.constant("masked", np.asarray(MASKED, dtype=np.float32))
    bias = drawing.node("Mul", drawing.node("Sub", one, mask), size)
    return drawing.node("Unsqueeze", bias, drawing.integers(1, 2))


def _encoder_layer(drawing: _Drawing, weights: Weights, prefix: str, hidden: str, bias: str) -> str:
    """One layer: attention and feed-forward, each added to its input and normalised."""
    attended = _attention(drawing, weights, f"{prefix}.attention.self", hidden, bias)
    attended = _dense(drawing, weights, f"{prefix}.attention.output.dense", attended)
    hidden = drawing.node("Add", attended, hidden)
    hidden = _normalised(drawing, weights, f"{prefix}.attention.output.LayerNorm", hidden)
    inner = _dense(drawing, weights, f"{prefix}.intermediate.dense", hidden)
    inner = drawing.node("Gelu", inner, approximate="none")
    inner = _dense(drawing, weights, f"{prefix}.output.dense", inner)
    hidden = drawing.node("Add", inner, hidden)
    return _normalised(drawing, weights, f"{prefix}.output.LayerNorm", hidden)


def _attention(drawing: _Drawing, weights: Weights, prefix: str, hidden: str, bias: str) -> str:
    """Scaled dot-product attention over 12 heads, before the output projection: [B,T,384]."""
    by_head = drawing.integers(0, 0, HEADS, HEAD_SIZE)

    def heads(part: str, order: list[int], factor: float = 1.0) -> str:
        projected = _dense(drawing, weights, f"{prefix}.{part}", hidden, factor)
        split = drawing.node("Reshape", projected, by_head)
        return drawing.node("Transpose", split, perm=order)

    # The scale of the scores is folded into the query's projection.
    query = heads("query", [0, 2, 1, 3], HEAD_SIZE**-0.5)
    scores = drawing.node("MatMul", query, heads("key", [0, 2, 3, 1]))
    shares = drawing.node("Softmax", drawing.node("Add", scores, bias), axis=-1)
    mixed = drawing.node("MatMul", shares, heads("value", [0, 2, 1, 3]))
    joined = drawing.node("Transpose", mixed, perm=[0, 2, 1, 3])
    return drawing.node("Reshape", joined, drawing.integers(0, 0, HIDDEN))


def _dense(
    drawing: _Drawing, weights: Weights, prefix: str, source: str, factor: float = 1.0
) -> str:
    """A linear map, ``factor * (x W + b)``; the file stores W transposed."""
    scale = np.float32(factor)
    kernel = drawing.constant(f"{prefix}.kernel", weights[f"{prefix}.weight"].T * scale)
    offset = drawing.constant(f"{prefix}.offset", weights[f"{prefix}.bias"] * scale)
    return drawing.node("Add", drawing.node("MatMul", source, kernel), offset)


def _normalised(drawing: _Drawing, weights: Weights, prefix: str, source: str) -> str:
    """Layer normalisation over the last axis."""
    gain = drawing.constant(f"{prefix}.gain", weights[f"{prefix}.weight"])
    shift = drawing.constant(f"{prefix}.shift", weights[f"{prefix}.bias"])
    return drawing.node("LayerNormalization", source, gain, shift, axis=-1, epsilon=EPSILON)


def _pooled(drawing: _Drawing, hidden: str) -> None:
    """The mean over unmasked tokens at length 1: the graph's output, ``vectors``.

    The count of tokens would divide sum and length alike, so the sum is enough.
    """
    row = drawing.node("Unsqueeze", "mask", drawing.integers(1))
    summed = drawing.node("MatMul", row, hidden)
    flat = drawing.node("Squeeze", summed, drawing.integers(1))
    length = drawing.node("ReduceL2", flat, drawing.integers(1), keepdims=1)
    drawing.node("Div", flat, length, output="vectors")
