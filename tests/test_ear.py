"""The ear gives the vectors of the published model, the same ones every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import ear as ear_module
from assistant.ear import Ear, EarUnavailable, build_graph, ear_directory

REFERENCE = Path(__file__).parent / "data" / "ear_reference.npz"
TWELVE = [f"I have {n} years of work in the depot behind me{'!' * n}" for n in range(12)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_graph(tmp_path_factory.mktemp("ear"))


@pytest.fixture(scope="module")
def ear(built: Path) -> Ear:
    return Ear.load(built)


def copy_of(built: Path, folder: Path) -> Path:
    """The built folder again, with links for the large file, so that a test may break it."""
    folder.mkdir()
    for file in built.iterdir():
        os.link(file, folder / file.name)
    return folder


def test_vectors_match_an_independent_computation(ear: Ear) -> None:
    reference = np.load(REFERENCE)
    vectors = ear.embed([str(sentence) for sentence in reference["sentences"]])
    cosines = (vectors * reference["vectors"]).sum(axis=1)
    assert cosines.min() >= 0.9999
    assert np.abs(vectors - reference["vectors"]).max() < 1e-5


def test_vectors_match_the_published_example(ear: Ear) -> None:
    # The first numbers that the model's own card prints for this sentence.
    (vector,) = ear.embed(["This is an example sentence"])
    assert vector[:3] == pytest.approx([0.0676569, 0.0634959, 0.0487131], abs=1e-5)


def test_shape_type_and_length(ear: Ear) -> None:
    vectors = ear.embed(TWELVE)
    assert vectors.shape == (12, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(12), abs=1e-5)
    assert ear.embed([]).shape == (0, 384)


def test_meaning_counts_more_than_words(ear: Ear) -> None:
    asked, same, other = ear.embed(
        [
            "I want to be in charge of people",
            "My aim is to lead a team",
            "I want to be in bed by nine",
        ]
    )
    assert asked @ same > asked @ other


def test_same_texts_give_the_same_bytes(ear: Ear, built: Path) -> None:
    once, again, another = ear.embed(TWELVE), ear.embed(TWELVE), Ear.load(built).embed(TWELVE)
    assert once.tobytes() == again.tobytes() == another.tobytes()


def test_listening_hears_the_same_meaning_and_a_state_for_each_piece(ear: Ear) -> None:
    texts = [*TWELVE, "Überstunden? no thanks \ud800 ok"]
    for sound, text, vector in zip(ear.listen(texts), texts, ear.embed(texts), strict=True):
        assert sound.meaning is not None
        assert np.abs(sound.meaning - vector).max() < 1e-6
        assert sound.states.shape == (len(sound.spans), 384)
        assert all(0 <= start <= end <= len(text) for start, end in sound.spans)
        parts = sound.manner.reshape(3, 384)
        assert np.linalg.norm(parts, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_skimming_hears_nearly_the_same_states_every_time(ear: Ear) -> None:
    whole, skimmed = ear.listen(TWELVE), ear.skim(TWELVE)
    for loud, quick in zip(whole, skimmed, strict=True):
        assert quick.meaning is None
        assert quick.spans == loud.spans
        one, two = loud.states.mean(axis=0), quick.states.mean(axis=0)
        assert one @ two / np.linalg.norm(one) / np.linalg.norm(two) > 0.98
    assert all(
        np.array_equal(one.states, ear.skim([text])[0].states)
        for one, text in zip(skimmed, TWELVE, strict=True)
    )


@pytest.mark.parametrize("text", ["", " ", "a"])
def test_even_a_text_of_nothing_has_a_manner(ear: Ear, text: str) -> None:
    (sound,) = ear.listen([text])
    assert np.isfinite(sound.manner).all()


def test_order_and_company_do_not_matter(ear: Ear) -> None:
    many = [f"{text} {'and so on ' * (n % 40)}" for n, text in enumerate(TWELVE * 12)]
    vectors = ear.embed(many)
    backwards = ear.embed(many[::-1])[::-1]
    alone = np.concatenate([ear.embed([text]) for text in many[:20]])
    assert np.abs(vectors - backwards).max() < 1e-6
    assert np.abs(vectors[:20] - alone).max() < 1e-6


def test_what_lies_behind_the_limit_is_not_heard(ear: Ear) -> None:
    long = "plan the next step of my career " * 60
    heard, more = ear.embed([long, long + "and bake a cake"])
    assert np.array_equal(heard, more)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\ud800", "\u200b", "🙂", "a" * 100_000])
def test_any_text_has_a_vector(ear: Ear, text: str) -> None:
    assert np.isfinite(ear.embed([text])).all()


@given(st.lists(st.text(st.characters(), max_size=80), max_size=4))
def test_every_unicode_text_has_a_unit_vector(ear: Ear, texts: list[str]) -> None:
    vectors = ear.embed(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_batches_are_bounded_and_hold_every_row_once() -> None:
    lengths = [3, 256, 7, *[12] * 200, *[256] * 40]
    batches = list(ear_module._batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) <= ear_module.BATCH_TEXTS
        assert len(batch) * max(lengths[row] for row in batch) <= ear_module.BATCH_TOKENS


def test_building_twice_writes_once_and_always_the_same(built: Path, tmp_path: Path) -> None:
    before = (built / "lower.onnx").stat()
    assert build_graph(built) == built
    assert (built / "lower.onnx").stat().st_mtime_ns == before.st_mtime_ns
    elsewhere = build_graph(tmp_path / "ear")
    for name in ("ear.json", "lower.onnx", "upper.onnx", "skim.onnx"):
        assert (elsewhere / name).read_bytes() == (built / name).read_bytes()
    assert sorted(file.name for file in elsewhere.iterdir()) == [
        "ear.json",
        "lower.onnx",
        "skim.onnx",
        "tokenizer.json",
        "upper.onnx",
    ]


def test_the_manifest_says_what_it_was_built_from(built: Path, ear: Ear) -> None:
    manifest = json.loads((built / "ear.json").read_text("utf-8"))
    assert manifest["name"] == ear.name
    assert manifest["weights"] == {
        "bytes": 90_868_376,
        "sha256": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    }


def test_nothing_prepared(tmp_path: Path) -> None:
    with pytest.raises(EarUnavailable) as caught:
        Ear.load(tmp_path)
    assert "make setup" in caught.value.remedy


@pytest.mark.parametrize(
    "name", ["ear.json", "lower.onnx", "upper.onnx", "skim.onnx", "tokenizer.json"]
)
@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]"])
def test_a_lost_or_cut_file_is_noticed(
    built: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = copy_of(built, tmp_path / "ear")
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(EarUnavailable):
        Ear.load(folder)


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "skim.onnx", "tokenizer.json"])
def test_a_damaged_file_of_the_right_size_is_noticed(
    built: Path, tmp_path: Path, name: str
) -> None:
    folder = copy_of(built, tmp_path / "ear")
    size = (folder / name).stat().st_size
    (folder / name).unlink()
    (folder / name).write_bytes(b"\x17" * size)
    with pytest.raises(EarUnavailable, match=str(folder)):
        Ear.load(folder)


def test_another_version_is_built_anew(built: Path, tmp_path: Path) -> None:
    folder = copy_of(built, tmp_path / "ear")
    manifest = json.loads((folder / "ear.json").read_text("utf-8"))
    (folder / "ear.json").unlink()
    (folder / "ear.json").write_text(json.dumps(manifest | {"format": 0}), "utf-8")
    with pytest.raises(EarUnavailable, match="another version"):
        Ear.load(folder)
    build_graph(folder)
    assert (folder / "ear.json").read_bytes() == (built / "ear.json").read_bytes()


def test_weights_package_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear_module, "WEIGHTS_PACKAGE", "no_such_package_here")
    with pytest.raises(EarUnavailable, match="not installed"):
        build_graph(tmp_path)


@pytest.mark.parametrize("content", [None, b"not the weights"])
def test_weights_missing_or_altered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    model = tmp_path / "altered_weights" / "model"
    model.mkdir(parents=True)
    if content is not None:
        (model / "model.safetensors").write_bytes(content)
    (model.parent / "__init__.py").write_text("raise RuntimeError('this code must not run')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(ear_module, "WEIGHTS_PACKAGE", "altered_weights")
    with pytest.raises(EarUnavailable, match=r"model\.safetensors"):
        build_graph(tmp_path / "ear")
    assert not (tmp_path / "ear").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EarUnavailable, match="cannot be written"):
        build_graph(tmp_path / "file" / "ear")


def test_default_folder_is_ours() -> None:
    assert ear_directory().name == "ear"


def test_importing_the_ear_is_light() -> None:
    code = (
        "import sys, assistant.ear; heavy = {'onnxruntime', 'onnx', 'tokenizers', 'safetensors',"
        " 'torch', 'gradio', 'chromadb'} & set(sys.modules); sys.exit(' '.join(heavy) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
