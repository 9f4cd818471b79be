"""A mistake in a file that a coach edits is answered by one sentence: file, line, remedy."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assessment import lexicon as scale
from assistant.cli import proofreading
from assistant.content import KNOWLEDGE, PROMPTS, ROOT
from assistant.errors import ContentError
from assistant.misfits import plainly
from assistant.policy.situation import MOVES
from assistant.reply import load_prompts
from assistant.reply.prompts import ALWAYS, TAGS, VARIABLES
from evals.simulated import load_people

SMALL = ROOT / "tests" / "data" / "knowledge"  # two roles, a card, a method
Edit = Callable[[str], str | bytes]


def put(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


def cut(pattern: str, new: str = "") -> Edit:
    def edit(text: str) -> str:
        changed = re.sub(pattern, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert changed != text, pattern
        return changed

    return edit


def whole(text: str) -> Edit:
    return lambda _: text


def latin(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1).encode("latin-1")


def spoilt(path: Path, edit: Edit | None) -> Path:
    """The file after the mistake; None takes it away."""
    if edit is None:
        path.unlink()
        return path
    changed = edit(path.read_text("utf-8") if path.exists() else "")
    path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    return path


def one_sentence(error: ContentError, path: Path, line: int | None, said: str) -> None:
    assert re.match(rf"\S*{re.escape(path.name)}:\d+: ", error.message), error.message
    assert said in error.message, error.message
    assert error.remedy.endswith((".", "?", ": .")), error.remedy
    assert "\n" not in str(error)
    assert not re.search(r"[Tt]uple|Input should|Extra inputs|Field required", str(error))
    if line is not None:
        assert f"{path.name}:{line}:" in error.message, error.message


@pytest.fixture
def knowledge(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "knowledge")
    shutil.copytree(KNOWLEDGE / "titles", folder / "titles")
    return folder


CARDS = [
    (put('title: "When there is no budget"\n', ""), 2, "title is missing"),
    (cut(r'  - "hiring.*?\n'), 10, "questions has 1 of at least 2 entries"),
    (put("[rehearsal, options]", "rehearsal"), 5, "stages is one value where a list is wanted"),
    (put("[rehearsal, options]", "[rehersal]"), 5, "stages names 'rehersal'"),
    (put("ask_pushback", "ask_pushbak"), 6, "moves names 'ask_pushbak'"),
    (put("[A1]", "[Z9]"), 4, "methods names 'Z9'"),
    (put("An Article", "Another Article"), 7, "source names 'Another Article'"),
    (put("id: no-budget", "id: no-budgets"), 2, "no-budgets stands in no-budget.md"),
    (put("id: no-budget", "id: No Budget"), 2, 'id is "No Budget"'),
    (put('  - "hiring', ' - "hiring'), None, "not in line with its neighbours"),
    (put('  - "hiring', '\t- "hiring'), 12, "a tab stands in front"),
    (put("questions:", "quesions:"), 10, "quesions is not known here"),
    (put("---\n", ""), 1, "no front matter"),
    (put("\n---\nAsk", "\nAsk"), 1, "the front matter never ends"),
    (latin("budget", "b\u00fcdget"), 2, "not UTF-8"),
    (lambda text: text.encode("utf-16"), 1, "not UTF-8"),
    (whole(""), 1, "no front matter"),
    (cut(r"\n---\nAsk.*", "\n---\n"), None, "body is empty"),
    (put("Ask what", "Ask " + "really " * 80 + "what"), 15, "the first sentence"),
    (cut(r'when: "No money."', "when: No: money"), 8, "a colon too many"),
    (put('"hiring freeze. any ideas"', '""'), 12, "is empty"),
    (put("hiring freeze. any ideas", "No budget, what now?"), 11, "stands in no-budget already"),
    (put('"Understood."', '"Understood.'), None, "quotation mark is never closed"),
    (lambda text: text + "x" * 2_100_000, 1, "bytes are too many"),
    (put("Ask what", "#Ask what"), 15, "is no heading"),
]


@pytest.mark.parametrize(("edit", "line", "said"), CARDS, ids=[said for _, _, said in CARDS])
def test_a_mistake_in_a_card(knowledge, edit, line, said):
    path = spoilt(knowledge / "guidance" / "no-budget.md", edit)
    with pytest.raises(ContentError) as caught:
        proofreading.knowledge(knowledge)
    one_sentence(caught.value, path, line, said)


ROLES = [
    (put("    level: mid\n", ""), 3, "level is missing"),
    (put("level: mid", "level: middle"), 5, 'level is "middle", which is not known'),
    (put("[deckhand]", "[deckhnd]"), 13, "leads to deckhnd, unknown"),
    (put("[deckhand]", "[baker]"), 13, "leads to itself"),
    (put("[deckhand]", "[deckhand, deckhand]"), 13, "names deckhand twice"),
    (put("lateral: [deckhand]", "lateral: deckhand"), 13, "one value where a list is wanted"),
    (put("lateral:", "laterals:"), 13, "moves.laterals is not known here"),
    (cut(r"    moves:.*", "    moves: [deckhand]\n"), 11, "moves holds no keys"),
    (put("      - shaping loaves\n", ""), 6, "week has 1 of at least 2 entries"),
    (put("would_love", "would_lov"), 10, "would_lov is not known here"),
    (put("level: mid", "level: mid\n    salary: 3"), 6, "salary is not known here"),
    (put("    title: Baker", "\ttitle: Baker"), 4, "a tab stands in front"),
    (put("    title: Baker", "   title: Baker"), None, "not in line with its neighbours"),
    (put("function: Baking\n", ""), 1, "function is missing"),
    (put("function: Baking", "function: Shipping"), None, "Shipping has a file already"),
    (put("title: Baker", "title: Baker\n    function: Baking"), 5, "no function of its own"),
    (whole(""), 1, "function is missing"),
    (whole("- baker\n"), 1, "no list of roles"),
    (put("roles:", "roles: many\nothers:"), None, "others is not known here"),
    (put("roles:\n", "roles:\n  - hello\n"), 3, "this is no role"),
    (put("id: baker", "id: Baker"), 3, 'id is "Baker"'),
    (put("title: Baker", "title: Deckhand"), None, "Deckhand belongs to"),
    (put("id: baker", "id: deckhand"), None, "the id deckhand stands in"),
    (put("title: Baker", "title:"), 4, "title is empty"),
    (put("[practice, patience]", "[[practice, patience]"), None, "a bracket is not closed"),
    (put("shaping loaves", "shaping: loaves"), 8, "week.1 is no plain text"),
    (latin("dough", "d\u00f6ugh"), 7, "not UTF-8"),
]


@pytest.mark.parametrize(("edit", "line", "said"), ROLES, ids=[said for _, _, said in ROLES])
def test_a_mistake_in_a_role(knowledge, edit, line, said):
    path = spoilt(knowledge / "roles" / "baking.yaml", edit)
    with pytest.raises(ContentError) as caught:
        proofreading.knowledge(knowledge)
    if "shipping" not in caught.value.message.partition(": ")[0]:
        one_sentence(caught.value, path, line, said)
    assert said in caught.value.message


@pytest.mark.parametrize("name", ["roles/new.yml", "guidance/new-card.txt", "roles/new.yaml.bak"])
def test_a_file_that_would_not_be_read_is_named(knowledge, name):
    path = spoilt(knowledge / name, whole("x"))
    with pytest.raises(ContentError, match="would not be read") as caught:
        proofreading.knowledge(knowledge)
    one_sentence(caught.value, path, 1, "would not be read")


def test_hidden_files_and_backups_are_left_alone(knowledge):
    for name in (".DS_Store", "no-budget.md~"):
        (knowledge / "guidance" / name).write_text("x", "utf-8")
    assert "2 roles in 2 functions, 1 cards" in proofreading.knowledge(knowledge)


def test_a_method_that_names_no_card_is_refused(knowledge):
    path = spoilt(knowledge / "methods.yaml", put("[no-budget]", "[no-budgt]"))
    with pytest.raises(ContentError) as caught:
        proofreading.knowledge(knowledge)
    one_sentence(caught.value, path, 4, "names the card no-budgt")
    assert "no-budget" in caught.value.remedy


@pytest.fixture
def prompts(tmp_path):
    return shutil.copytree(PROMPTS, tmp_path / "prompts")


LIKES, VAGUE, BUSY = "moves/ask_likes.md", "uptakes/answer_vague.md", "personas/busy.md"
FIRST = "- Which hour of that job would you do first, given the choice?"
MIDDLE = "- What would you be in the middle of at ten on a good morning there?"
PHRASES = [
    (LIKES, put(FIRST, FIRST.replace("hour", "{hour}")), "the variable hour is not declared"),
    (LIKES, put(FIRST, FIRST + " Why?"), "2 question marks"),
    (LIKES, put(FIRST, FIRST[:-1] + "."), "0 question marks"),
    (LIKES, put("# Say\n", "# Say\n- Really?\n"), "1 question marks"),
    (LIKES, put("# Ask", "# Asks"), "the heading Asks is not known"),
    (LIKES, put("# Ask", "#Ask"), "is no heading"),
    (LIKES, put("# Ask", "## Ask"), "is no heading"),
    (LIKES, cut(r"# Ask.*?(?=# Never)"), "the heading Ask is missing"),
    (LIKES, cut(r"# Intent.*?(?=# Say)"), "the heading Intent is missing"),
    (LIKES, put("# Say", "# Ask\n- Is it?\n\n# Say"), "Ask stands twice"),
    (LIKES, put(FIRST, FIRST.replace("- ", "- [hury] ")), "the tag [hury] is never set"),
    (LIKES, put(FIRST, FIRST.replace("- ", "- [Hurry] ")), "a tag cannot be read"),
    (LIKES, put(FIRST, FIRST.replace("- ", "-")), "a line outside its list"),
    (LIKES, put(FIRST, FIRST.replace("- ", "* ")), "a line outside its list"),
    (LIKES, put(FIRST, FIRST.replace("- ", "  - ")), "a line outside its list"),
    (LIKES, put("first, given", "first,\n  given"), "a line outside its list"),
    (LIKES, put("move: ask_likes", "move: ask_like"), "ask_like stands in ask_likes.md"),
    (LIKES, put("stage: reality", "stage: realty"), "which is not known"),
    (LIKES, put("variables:", "variable:"), "variable is not known here"),
    (LIKES, whole(""), "no front matter"),
    (LIKES, latin("wish", "w\u00efsh"), "not UTF-8"),
    (LIKES, put("- A job title", "- Great question. A job title"), "no reply may say"),
    (LIKES, put(MIDDLE, FIRST), "this phrase stands here already"),
    (LIKES, put("With {role}", "With {role"), "a brace does not enclose"),
    (LIKES, put("- A job title", "- " + "Word " * 60 + "A job title"), "words"),
    (LIKES, put("# Ask\n", "# Ask\n- \n"), "nothing stands behind -"),
    (LIKES, None, "the file is missing"),
    ("moves/ask_new.md", lambda _: NEW_MOVE, "nothing uses this file"),
    ("moves/ask_new.txt", whole("x"), "would not be read"),
    (VAGUE, cut(r"# Phrases\n- (.*?)\n", r"# Phrases\n- \1 Why?\n"), "1 question marks"),
    (VAGUE, put("# Phrases", "# Phrase"), "the heading Phrase is not known"),
    (VAGUE, None, "the file is missing"),
    ("wording/offers.md", put("# Line with reason", "# Lines"), "the heading Lines is not known"),
    ("wording/offers.md", put("{title}", "{titel}"), "titel is not declared"),
    ("wording/rehearsal.md", None, "the file is missing"),
    (BUSY, put("# cover", "# covers"), "the heading covers is not known"),
    (BUSY, cut(r"# cover.*?(?=# target)"), "the heading cover is missing"),
    (BUSY, put("{requirement}", "{requirment}"), "requirment is not declared"),
    (BUSY, put("'{ask}'", '"{ask}"'), "a quotation mark"),
    ("personas/sceptical.md", put("called: [", "called: [busy, "), "busy calls busy already"),
    (BUSY, cut(r"called: \[.*?\]", "called: []"), "called has 0 of at least 1"),
    ("plan/actions.md", put("- measure:", "- mesure:"), "does not begin with the name of a part"),
    ("plan/labels.md", cut(r"^owner:.*?\n"), "owner is missing"),
    ("page/chat.md", put("# Gone", "# Gon"), "the heading Gon is not known"),
    ("safety/crisis.md", cut(r"checked: .*?\n", "checked: 1 May 2026\n"), "checked is"),
    ("safety/crisis.md", cut(r"pauses: .*?\n", "pauses: maybe\n"), "which is not known"),
    ("safety/crisis.md", None, "the file is missing"),
    ("safety/crisis.md", cut(r"(---\n.*?---\n).*", r"\1"), "no text stands below"),
    ("banned.yaml", cut(r"^(\w+:\n)", r"\1  - '(great'\n"), "an expression cannot be read"),
    ("banned.yaml", whole("flattery: great\n"), "is no list of phrases"),
    ("model/forbidden.yaml", cut(r"^(\w+:\n)", r"\1  - '(great'\n"), "cannot be read"),
    ("model/voice.md", put("# System", "# Sistem"), "the heading Sistem is not known"),
]
NEW_MOVE = """\
---
move: ask_new
stage: goal
---
# Intent
Ask it.

# Say
- So.

# Never
- Do not.
"""


@pytest.mark.parametrize(
    ("name", "edit", "said"),
    PHRASES,
    ids=[f"{name}: {said}" for name, _, said in PHRASES],
)
def test_a_mistake_in_what_is_said(prompts, name, edit, said):
    path = spoilt(prompts / name, edit)
    with pytest.raises(ContentError) as caught:
        proofreading.prompts(prompts)
    one_sentence(caught.value, path, None, said)


def test_a_variable_that_nothing_fills_is_named_where_it_is_declared(prompts):
    path = spoilt(prompts / LIKES, put("week1, week2", "week1, wek2, week2"))
    with pytest.raises(ContentError) as caught:
        proofreading.prompts(prompts)
    one_sentence(caught.value, path, 5, "nothing ever fills wek2")


def test_the_names_that_are_checked_against_are_those_in_use():
    """What the loader knows of tags, variables and moves is neither more nor less than is there."""
    shipped = load_prompts(PROMPTS)
    phrases = [*shipped.by_id.values()]
    phrases += [p for parts in shipped.wordings.values() for ps in parts.values() for p in ps]
    assert {tag for p in phrases for tag in (*p.only, *p.never)} == set(TAGS)
    assert {name for p in phrases for name in p.variables} - set(ALWAYS) == VARIABLES - set(ALWAYS)
    assert sorted(shipped.moves) == sorted(MOVES)
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "assistant" / "policy").rglob("*.py"))
    assert [tag for tag in TAGS if f'"{tag}"' not in code and tag not in TOLD] == []


TOLD = ("granted", "refused", "promised")  # tags named after kinds of facts


@pytest.fixture
def people(tmp_path):
    shutil.copy(ROOT / "evals" / "people" / "spa-linen-agree.yaml", tmp_path)
    return tmp_path


PEOPLE = [
    (cut(r"^opening:.*?\n"), 1, "opening is missing"),
    (put("  timeframe:", "  timefame:"), 30, "nobody asks for the topic timefame"),
    (put("style: nodder", "style: noder"), 2, "noder is no style of voices.yaml"),
    (put("id: spa-linen-agree", "id: spa"), 1, "spa stands in spa-linen-agree.yaml"),
    (put("refuses:", "refuse:"), 17, "refuse is not known here"),
    (put('cooperative: "true"', "cooperative: maybe"), None, "Write true or false"),
    (put("  memory:\n    - When", "  memory: When"), 22, "one value where a list is wanted"),
    (put("{title}, sure", "{titel}, sure"), 16, "nothing ever fills {titel}"),
    (put("  memory:", "\tmemory:"), 22, "a tab stands in front"),
    (put("Anything that", "Anything: that"), 3, "a colon too many"),
    (put('turns: "18"', 'turns: "99"'), None, 'turns is "99"'),
    (put('turns: "18"', "turns: many"), None, 'turns is "many"'),
    (whole(""), 1, "id is missing"),
    (whole("- a\n"), 1, "the entry holds no keys"),
    (put("- receptionist", "- Receptionist"), 5, "'Receptionist' is not in lower case"),
    (latin("nice", "n\u00efce"), 23, "not UTF-8"),
    (cut(r"default:\n.*?(?=cooperative)", "default: []\n"), None, "default has 0 of at least 1"),
    (lambda text: text + 'leaves: "5"\n', 77, "the person leaves without a word"),
    (lambda text: text + "wordings:\n  memori:\n    - x\n", 78, "the topic memori"),
]


@pytest.mark.parametrize(("edit", "line", "said"), PEOPLE, ids=[said for _, _, said in PEOPLE])
def test_a_mistake_in_a_simulated_employee(people, edit, line, said):
    path = spoilt(people / "spa-linen-agree.yaml", edit)
    with pytest.raises(ContentError) as caught:
        load_people(people)
    if said == "Write true or false":
        assert said in caught.value.remedy
        return
    one_sentence(caught.value, path, line, said)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[growth\ngrow, thrive\n", 1, "is half a heading"),
        ("# nothing\n", 1, "the file holds no list"),
        ("[groth]\ngrow\n", 1, "the section [growth] is missing"),
    ],
)
def test_a_mistake_in_a_word_list_of_the_scale(tmp_path, monkeypatch, text, line, said):
    (tmp_path / "vague-words.txt").write_text(text, "utf-8")
    monkeypatch.setattr(scale, "DATA", tmp_path)
    with pytest.raises(ContentError) as caught:
        scale.word_set("vague-words.txt", "growth")
    one_sentence(caught.value, tmp_path / "vague-words.txt", line, said)


def test_what_is_not_foreseen_is_still_said_with_its_name():
    from assistant.domain.knowledge import Role

    error = {"type": "unheard_of", "loc": ("title",), "msg": "Something else", "input": 1}
    assert plainly(Role, error) == ("title: Something else", "Mend title.")


def test_doctor_answers_a_mistake_in_a_line_and_ends_with_one(tmp_path):
    """The command itself: no traceback, the exit code of a failed check, nothing said twice."""
    for name in ("assistant", "prompts", "knowledge", "evals"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.jsonl", "__pycache__")
        )
    spoilt(tmp_path / "prompts" / LIKES, put("# Ask", "# Asks"))
    run = subprocess.run(
        [sys.executable, "-m", "assistant", "doctor"],
        cwd=tmp_path,
        env={"PATH": "", "BRASSTACKS_HOME": str(tmp_path), "BRASSTACKS_EMBEDDINGS": "lexical"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert run.stdout.count("ask_likes.md:20: the heading Asks is not known") == 1
    assert all(area in run.stdout for area in proofreading.AREAS)
