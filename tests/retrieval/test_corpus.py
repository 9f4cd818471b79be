"""The corpus: what breaks its format is named with file, line and remedy."""

from pathlib import Path

import pytest

from assistant.content import KNOWLEDGE
from assistant.errors import ContentError
from assistant.retrieval.corpus import load_corpus


def line_with(path: Path, start: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.strip().startswith(start))


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def complaint(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load_corpus(folder)
    assert caught.value.remedy
    return caught.value


def test_broken_yaml_names_file_and_line(knowledge):
    path = edit(knowledge / "roles" / "baking.yaml", "    level: mid", "    level: [mid")
    error = complaint(knowledge)
    at = int(error.message.split(":")[1])
    assert "baking.yaml" in error.message
    assert abs(at - line_with(path, "level:")) <= 2


def test_a_missing_field_names_the_role(knowledge):
    path = edit(knowledge / "roles" / "baking.yaml", "    title: Baker\n", "")
    error = complaint(knowledge)
    assert f"baking.yaml:{line_with(path, '- id: baker')}:" in error.message
    assert "title" in error.message


def test_an_unknown_key_names_its_line(knowledge):
    path = edit(knowledge / "roles" / "baking.yaml", "    level: mid", "    level: mid\n    pay: 3")
    error = complaint(knowledge)
    assert f"baking.yaml:{line_with(path, 'pay:')}:" in error.message


def test_an_unknown_key_of_the_file_is_refused(knowledge):
    edit(knowledge / "roles" / "baking.yaml", "also_called:", "also_caled:")
    assert "also_caled" in complaint(knowledge).message


def test_an_unknown_level_names_its_line(knowledge):
    path = edit(knowledge / "roles" / "baking.yaml", "    level: mid", "    level: boss")
    assert f"baking.yaml:{line_with(path, 'level:')}:" in complaint(knowledge).message


def test_a_duplicate_id_names_both_places(knowledge):
    path = edit(knowledge / "roles" / "shipping.yaml", "- id: deckhand", "- id: baker")
    message = complaint(knowledge).message
    assert f"shipping.yaml:{line_with(path, '- id:')}:" in message
    assert "baking.yaml:" in message


def test_a_duplicate_id_in_one_file_points_at_the_second(knowledge):
    path = knowledge / "roles" / "baking.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + text[text.index("  - id:") :], "utf-8")
    lines = path.read_text("utf-8").splitlines()
    second = [n for n, line in enumerate(lines, 1) if line.strip() == "- id: baker"][1]
    assert f"baking.yaml:{second}:" in complaint(knowledge).message


@pytest.mark.parametrize(("ident", "word"), [("pirate", "pirate"), ("baker", "itself")])
def test_a_way_that_leads_nowhere_names_its_line(knowledge, ident, word):
    path = edit(knowledge / "roles" / "baking.yaml", "lateral: [deckhand]", f"lateral: [{ident}]")
    error = complaint(knowledge)
    assert f"baking.yaml:{line_with(path, 'lateral:')}:" in error.message
    assert word in error.message


def test_a_card_under_another_name_is_refused(knowledge):
    (knowledge / "guidance" / "after-a-no.md").rename(knowledge / "guidance" / "after-a-yes.md")
    assert "after-a-no" in complaint(knowledge).message


def test_the_kept_corpus_is_the_read_one(knowledge, tmp_path):
    cache = tmp_path / "cache"
    read = load_corpus(knowledge, cache)
    kept = load_corpus(knowledge, cache)
    assert (kept.roles, kept.cards, kept.functions) == (read.roles, read.cards, read.functions)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"roles": 3, "cards": [], "functions": {}}'])
def test_a_damaged_kept_corpus_is_read_anew(knowledge, tmp_path, damage):
    cache = tmp_path / "cache"
    read = load_corpus(knowledge, cache)
    (kept,) = (cache / "corpus").iterdir()
    kept.write_text(damage, "utf-8")
    assert load_corpus(knowledge, cache).roles == read.roles
    assert kept.read_text("utf-8") != damage


def test_a_changed_file_is_noticed(knowledge, tmp_path):
    cache = tmp_path / "cache"
    load_corpus(knowledge, cache)
    edit(knowledge / "roles" / "baking.yaml", "title: Baker", "title: Master Baker")
    assert load_corpus(knowledge, cache).catalogue.by_id["baker"].title == "Master Baker"


@pytest.fixture(scope="module")
def shipped():
    return load_corpus(KNOWLEDGE)


def test_every_way_of_the_shipped_catalogue_leads_to_a_role(shipped):
    known = shipped.catalogue.by_id
    ways = [(role.id, i) for role in shipped.roles for _, ids in role.moves for i in ids]
    assert len(ways) > 2 * len(known)
    assert [way for way in ways if way[1] not in known] == []


def test_every_shipped_role_can_be_reached_or_left(shipped):
    lonely = [r.id for r in shipped.roles if not shipped.catalogue.neighbours(r)]
    assert lonely == []


def test_shipped_titles_belong_to_one_role_each(shipped):
    titles = [role.title.casefold() for role in shipped.roles]
    assert len(titles) == len(set(titles))
