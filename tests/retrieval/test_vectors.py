"""Vectors on disk: computed once, reused by text, noticed when damaged, bound to their ear."""

import os

import numpy as np
import pytest

from assistant.retrieval.kept import FILES_KEPT
from assistant.retrieval.vectors import line_vectors, vectors_file

TEXTS = ["kneading dough", "tying ropes", "dressing wounds", "tying ropes"]


def test_a_hit_embeds_nothing(ear, tmp_path):
    made = line_vectors(TEXTS, ear, tmp_path)
    assert sorted(ear.texts) == sorted(set(TEXTS))
    ear.texts.clear()
    np.testing.assert_array_equal(line_vectors(TEXTS, ear, tmp_path), made)
    assert ear.texts == []
    assert made.shape == (4, 384)
    assert made.dtype == np.float32
    np.testing.assert_array_equal(made[1], made[3])


def test_a_new_line_costs_one_vector(ear, tmp_path):
    line_vectors(TEXTS, ear, tmp_path)
    ear.texts.clear()
    told = []
    line_vectors([*TEXTS, "marking homework"], ear, tmp_path, lambda *n: told.append(n))
    assert ear.texts == ["marking homework"]
    assert told == [(1, 1)]


def test_another_ear_shares_nothing(ear, ear_named, tmp_path):
    line_vectors(TEXTS, ear, tmp_path)
    other = ear_named("words-2")
    line_vectors(TEXTS, other, tmp_path)
    assert sorted(other.texts) == sorted(set(TEXTS))


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "foreign"])
def test_a_damaged_file_is_made_anew(ear, tmp_path, damage):
    made = line_vectors(TEXTS, ear, tmp_path)
    path = vectors_file(TEXTS, ear, tmp_path)
    raw = bytearray(path.read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "empty":
        raw = bytearray()
    elif damage == "flipped":
        raw[len(raw) // 3] ^= 0xFF
    else:
        raw = bytearray(b"no such thing")
    path.write_bytes(raw)
    ear.texts.clear()
    np.testing.assert_array_equal(line_vectors(TEXTS, ear, tmp_path), made)
    assert sorted(ear.texts) == sorted(set(TEXTS))
    ear.texts.clear()
    line_vectors(TEXTS, ear, tmp_path)
    assert ear.texts == []


def test_old_files_are_forgotten(ear, tmp_path):
    for number in range(FILES_KEPT + 3):
        line_vectors([*TEXTS, f"text {number}"], ear, tmp_path)
    assert len(list((tmp_path / "vectors").iterdir())) == FILES_KEPT


def test_others_may_read_what_is_kept(ear, tmp_path):
    line_vectors(TEXTS, ear, tmp_path)
    mask = os.umask(0)
    os.umask(mask)
    assert vectors_file(TEXTS, ear, tmp_path).stat().st_mode & 0o777 == 0o666 & ~mask


def test_half_precision_moves_a_cosine_by_less_than_half_a_thousandth():
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(500, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    near = (vectors + 0.05 * rng.normal(size=vectors.shape)).astype(np.float32)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    half = vectors.astype(np.float16).astype(np.float32)
    assert np.abs(half @ near.T - vectors @ near.T).max() < 5e-4


def test_the_order_and_the_cache_change_nothing(ear, ear_named, tmp_path):
    line_vectors(TEXTS[:2], ear, tmp_path)
    mixed = line_vectors(TEXTS, ear, tmp_path)
    alone = line_vectors(TEXTS, ear_named("words-1"), None)
    np.testing.assert_array_equal(mixed, alone)
