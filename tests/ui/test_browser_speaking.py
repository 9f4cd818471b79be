"""A reply that is still being said, seen in a real browser."""

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest

from evals.endpoint import Say, serving, wants_object

pytestmark = pytest.mark.browser

FIRST = "Nothing is wrong with a wish like that."
REPLY = f"{FIRST} A nod is the likeliest answer to it. Which team would you be in?"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@pytest.fixture
def address(wired, served) -> Iterator[str]:
    from assistant.bootstrap import build_engine
    from assistant.storage.memory import MemoryStore
    from assistant.ui.server import build_app

    script = lambda body: Say("{}" if wants_object(body) else REPLY, first=0.2, each=0.15)  # noqa: E731
    with serving(script) as endpoint:
        store, coach = MemoryStore(), wired.coach
        settings = wired.settings.model_copy(update={"model": "tiny", "model_url": endpoint.url})
        engine = build_engine(settings, store, coach.tools, coach.writer, wired.ear)
        coach = dataclasses.replace(coach, store=store, engine=engine)
        parts = dataclasses.replace(wired, settings=settings, base=coach)
        with served(build_app(parts, lambda: date(2026, 11, 24))) as where:
            yield where


def test_the_first_sentence_is_on_the_page_before_the_last(address) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.goto(address)
        page.wait_for_function("'ready' in document.body.dataset")
        expect(page.locator("#transcript")).to_contain_text("tiny")
        page.locator("#box textarea").fill("I want a more defined career path")
        page.locator("#send").click()
        words = page.locator(".provisional .words")
        expect(words).to_contain_text(FIRST)
        assert "Which team" not in words.inner_text()
        expect(page.locator("#transcript .turn:not(.provisional)")).to_contain_text(REPLY[-20:])
        assert page.locator(".provisional").count() == 0
        page.locator("#switch-model").click()
        expect(page.locator("#transcript .note")).to_contain_text("no language model")
        browser.close()
