"""The window in a real browser, at a desk's and at a phone's width."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 24)
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text("utf-8").splitlines()
TALK = (
    "I want a more defined career path.",
    "Finance, I think. I like finding why figures don't agree.",
    "Internal auditor, by June 2027. My manager is Dana, we meet on 15 December.",
    "I cut the month-end close from nine days to five last year.",
)


@pytest.fixture(scope="module")
def address(wired, on_store, served, tmp_path_factory) -> Iterator[str]:
    from assistant.storage.sqlite import SqliteStore
    from assistant.ui.server import build_app

    store = SqliteStore(tmp_path_factory.mktemp("browser") / "window.db")
    with served(build_app(on_store(wired, store), lambda: TODAY)) as where:
        yield where
    store.close()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, 860), (390, 844)], ids=["desk", "phone"])
def page(chromium, address, request):
    context = chromium.new_context(
        viewport={"width": request.param[0], "height": request.param[1]}, accept_downloads=True
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.outside, page.trouble = [], []
    page.on("request", lambda r: _note(page.outside, r.url, address))
    page.on("dialog", lambda d: (page.trouble.append(d.message), d.dismiss()))
    page.on("pageerror", lambda e: page.trouble.append(str(e)))
    page.goto(address)
    ready(page)
    yield page
    assert page.outside == []
    assert page.trouble == []
    context.close()


def _note(outside, url, address):
    if not url.startswith((address, "data:", "blob:", "about:")):
        outside.append(url)


def ready(page):
    page.wait_for_selector("#box textarea")
    page.wait_for_function("document.getElementById('spoken')?.getAttribute('aria-live')")
    page.wait_for_selector("body[data-ready]")


def turns(page, number):
    page.wait_for_function(f"document.querySelectorAll('#transcript .turn').length === {number}")


def say(page, message, number):
    page.fill("#box textarea", message)
    page.press("#box textarea", "Enter")
    turns(page, number)
    page.wait_for_function("document.querySelector('#box textarea').value === ''")


def hold(page):
    for number, message in enumerate(TALK, 1):
        say(page, message, number)


def side(page, tab):
    if page.locator("#fold").is_visible() and not page.locator("#side.open").count():
        page.click("#fold")
    page.get_by_role("tab", name=tab).click()


def test_a_conversation_from_the_first_word_to_the_plan(page, address):
    assert "software" in page.inner_text(".welcome")
    hold(page)
    side(page, "Goal")
    panel = page.inner_text("#panel")
    for word in ("Vague", "Dana", "15 December 2026", "Still missing", "start"):
        assert word in panel
    page.click("#undo")
    turns(page, 3)
    assert page.inner_text("#panel") != panel
    page.click("#show-plan")
    page.wait_for_selector("#plan .plan h2")
    for name, ending in (("Markdown", "md"), ("JSON", "json"), ("CSV", "csv")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        assert waiting.value.suggested_filename.endswith(f".{ending}")
        assert Path(waiting.value.path()).read_text("utf-8").strip()


def test_a_reload_goes_on_and_a_new_one_is_blank(page):
    say(page, TALK[0], 1)
    shown = page.inner_text(".turns")
    page.reload()
    ready(page)
    turns(page, 1)
    assert page.inner_text(".turns") == shown
    page.click("#new")
    turns(page, 0)
    side(page, "Earlier")
    page.locator("#earlier .entry").first.click()
    turns(page, 1)
    assert page.inner_text(".turns") == shown


def test_the_whole_way_by_keyboard(page):
    page.focus("#box textarea")
    page.keyboard.type("I want a more defined")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("career path.")
    page.keyboard.press("Enter")
    turns(page, 1)
    assert "defined\ncareer" in page.inner_text(".said")
    page.keyboard.press("Tab")
    for _ in range(8):
        if page.evaluate("document.activeElement.id") == "undo":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    turns(page, 0)


def test_a_send_that_fails_keeps_the_text_and_says_so(page, chromium):
    page.route("**/gradio_api/run/**", lambda route: route.abort())
    page.fill("#box textarea", TALK[0])
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#error .error")
    assert page.input_value("#box textarea") == TALK[0]
    page.unroute("**/gradio_api/run/**")
    page.press("#box textarea", "Enter")
    turns(page, 1)
    assert not page.locator("#error .error").count()


def test_a_text_that_is_too_long_keeps_the_text_and_says_so(page):
    page.fill("#box textarea", "x" * 8001)
    page.click("#send")
    page.wait_for_selector("#error .error")
    assert "8,001" in page.inner_text("#error")
    assert len(page.input_value("#box textarea")) == 8001


def test_a_double_click_is_one_turn(page):
    page.fill("#box textarea", TALK[0])
    page.dblclick("#send")
    turns(page, 1)
    page.wait_for_timeout(300)
    turns(page, 1)


def test_nothing_typed_is_run_or_fetched(page, address):
    for number, payload in enumerate(PAYLOADS, 1):
        say(page, f"I want to lead {payload}", number)
    assert len(PAYLOADS) >= 25
    page.click("#show-plan")
    page.wait_for_selector("#plan .plan")
    side(page, "Earlier")
    shut(page)
    page.goto(f"{address}/review")
    page.locator(".entry").first.click()
    page.wait_for_selector(".reviewed-turn")
    shut(page)
    page.locator("details.marking summary").first.click()
    page.get_by_label("Weak").first.check()
    page.locator("details.marking textarea").first.fill(PAYLOADS[1])
    page.locator("button[data-mark]").first.click()
    page.wait_for_selector(".marks")
    shut(page)


def shut(page):
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    inside = "#transcript, #panel, #plan, #earlier, #dossier, #listing"
    made = page.evaluate(
        "(s) => [...document.querySelectorAll(s)].flatMap((e) => [...e.querySelectorAll("
        "'script,img,svg,iframe,object,embed,video,audio,style,link,meta,base,a,math,template')])"
        ".length",
        inside,
    )
    assert made == 0
    strange = page.evaluate(
        "[...document.querySelectorAll('#map *')].map((e) => e.localName).filter((name) => "
        "/^(script|img|image|use|iframe|object|embed|style|link|a|foreignobject|animate)$/i.test(name))"
    )
    assert strange == []


def test_a_coach_marks_a_turn(page, address):
    hold(page)
    page.goto(f"{address}/review")
    assert "never the person" in page.inner_text(".promise")
    page.locator(".entry").first.click()
    page.wait_for_selector(".reviewed-turn")
    assert page.locator(".reviewed-turn").count() == len(TALK)
    form = page.locator("details.marking").nth(1)
    form.locator("summary").click()
    form.locator("button").click()
    page.wait_for_selector("#review-error .error")
    form.get_by_label("Good").check()
    form.locator("textarea").fill("Stays with the person's words.")
    form.locator("button").click()
    page.wait_for_selector(".marks")
    assert "Stays with the person's words." in page.inner_text("#turn-2 .marks")
    assert not page.locator("#review-error .error").count()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON lines").click()
    assert "Stays with" in Path(waiting.value.path()).read_text("utf-8")


def test_nothing_is_wider_than_the_screen_and_the_box_is_in_reach(page, address):
    hold(page)
    page.click("#show-plan")
    page.wait_for_selector("#plan .plan h2")
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#send").bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]
    page.goto(f"{address}/review")
    page.locator(".entry").first.click()
    page.wait_for_selector(".reviewed-turn")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_map_is_reached_by_keyboard_and_fits_beside_the_talk(page):
    say(page, "I'm an HR assistant and want a more defined career path.", 1)
    say(page, "I want to become an HR Business Partner by June 2027.", 2)
    side(page, "Goal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Map"
    page.keyboard.press("Enter")
    picture = page.get_by_role("img", name="Where HR Assistant lies")
    picture.wait_for()
    assert "chosen" in page.text_content("#map svg")
    assert "HR Business Partner (chosen" in page.inner_text("#map .ways")
    box, width = picture.bounding_box(), page.viewport_size["width"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        "() => { const svg = document.querySelector('#map svg').getBoundingClientRect();"
        "return [...document.querySelectorAll('#map text')].filter((t) => { const b = "
        "t.getBoundingClientRect(); return b.left < svg.left - 1 || b.right > svg.right + 1; })"
        ".map((t) => t.textContent); }"
    )
    assert outside == []


def test_words_are_read_out_and_controls_have_names(page):
    say(page, TALK[0], 1)
    assert page.locator("#spoken[aria-live=polite]").inner_text().strip()
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('button, textarea, input:not([type=hidden])')]"
        ".filter((e) => e.offsetParent && !(e.innerText || e.getAttribute('aria-label') || "
        "e.labels?.length || e.title)).map((e) => e.outerHTML.slice(0, 120))"
    )
    assert nameless == []
    assert re.match("en", page.evaluate("document.documentElement.lang"))


def test_nothing_said_stays_in_the_browser(page):
    say(page, "I want the zanzibar desk.", 1)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "zanzibar" not in kept


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_text_is_at_least_four_and_a_half(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.reload()
    ready(page)
    hold(page)
    page.click("#show-plan")
    page.wait_for_selector("#plan .plan h2")
    contrast = (Path(__file__).parent / "contrast.js").read_text("utf-8")
    assert page.evaluate(contrast) == []
    say(page, "I'm a customer service agent.", len(TALK) + 1)
    side(page, "Map")
    page.wait_for_selector("#map svg")
    assert page.evaluate(contrast) == []


def test_the_page_ends_where_the_conversation_ends(page):
    say(page, "I want to end my life.", 1)
    page.wait_for_timeout(600)
    blank = page.evaluate(
        "document.documentElement.scrollHeight - Math.max(innerHeight, scrollY + "
        "document.querySelector('#transcript').getBoundingClientRect().bottom)"
    )
    assert blank < 260
