"""What the pages tell a reader to type is there to be typed."""

import argparse
import re

import pytest

from assistant.cli.main import build_parser
from assistant.content import ROOT
from evals.__main__ import _COMMANDS, SHEETS
from evals.suites import tasks

PAGES = [
    *(ROOT / "README.md", ROOT / "knowledge" / "README.md", ROOT / "prompts" / "README.md"),
    *sorted((ROOT / "evals").rglob("README*.md")),
    ROOT / "knowledge" / "organisation-example" / "README.md",
]
CODE = re.compile(r"`([^`\n]+)`|^((?:\.venv/bin/)?(?:brasstacks|python -m) .*)$", re.MULTILINE)


def inside(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The subcommands of a parser by name."""
    found = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def typed(page: str, start: str) -> list[list[str]]:
    """The words behind a command's name wherever a page shows it as code."""
    shown = [one or line for one, line in CODE.findall(page)]
    return [text.split(start, 1)[1].split() for text in shown if start in text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists(page):
    for words in typed(page.read_text("utf-8"), "brasstacks "):
        parser = build_parser()
        for word in words:
            if not inside(parser) or not re.fullmatch(r"[a-z|\\]+", word):
                break
            names = word.replace("\\", "").split("|")
            assert set(names) <= inside(parser).keys(), f"brasstacks {' '.join(words)}"
            parser = inside(parser)[names[0]]
        options = {text for action in parser._actions for text in action.option_strings}
        asked = set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", " ".join(words)))
        assert asked <= options, f"brasstacks {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_module_and_block_on_a_page_exists(page):
    text = page.read_text("utf-8")
    for words in typed(text, "python -m evals "):
        for name in words[0].split("|"):
            assert name in {*_COMMANDS, *SHEETS, *tasks()}, f"python -m evals {name}"
    for words in typed(text, "python -m evals."):
        path = ROOT / "evals" / f"{words[0].replace('.', '/')}.py"
        assert path.is_file(), f"python -m evals.{words[0]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_on_a_page_exists(page):
    named = re.findall(
        r"`((?:assistant|prompts|knowledge|evals|tests)/[\w./-]+)`", page.read_text("utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_what_the_changelog_counts_is_there():
    """The counts of the release that is being made; earlier ones stay as they were."""
    from assistant.cli import proofreading
    from assistant.content import KNOWLEDGE
    from assistant.domain.methods import load_methods

    text = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    roles, functions, _ = re.findall(r"\d+", proofreading.knowledge())
    assert f"{roles} roles in {functions} functions" in text
    assert f"{len(load_methods(KNOWLEDGE / 'methods.yaml'))} methods" in text
