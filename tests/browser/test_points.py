"""The talking points of a drill on a page of their own: ticked by key and click, said in words, fit for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.looks import PHONE, examine

ROOT = Path(__file__).parents[2]
SITE = "http://points.test"
POINTS = [
    "decorator binds a rule to an endpoint",
    "url_for instead of written addresses",
    "a very_long_name_without_a_place_to_break_the_line_that_still_has_to_fit, <b>and marks</b>",
]
PAGE = """<!doctype html><html lang="en"><head><title>Points</title><meta name="viewport" content="width=device-width">
%s<script type="importmap">%s</script></head>
<body><main class="page"><h1>A question</h1><div id="app"></div></main></body></html>"""
SHOW = """async ([points, found, typed]) => {
    const [{ render }, { Points }, { html }, { signal, effect }] = await Promise.all([
        import('preact'), import('/static/js/drill/points.js'),
        import('/static/js/ui/htm.js'), import('@preact/signals')]);
    const ticked = signal(found);
    const onTick = (index, value) => { ticked.value = ticked.value.map((one, at) => (at === index ? value : one)); };
    effect(() => render(
        html`<${Points} points=${points} found=${found} ticked=${ticked.value} onTick=${onTick} typed=${typed} />`,
        document.getElementById('app')));
}"""
Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser) -> Iterator[Shown]:
    """A page that shows the points; its files come from the folder, without a server."""
    styles = ("tokens", "base", "components", "room-parts", "drill-points")
    links = "".join(f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in styles)
    body = PAGE % (links, (ROOT / "templates/importmap.html").read_text())

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=body, content_type="text/html")
        else:
            route.fulfill(path=ROOT / path.lstrip("/"))

    context = browser.new_context()
    context.route(f"{SITE}/**", answer)
    page = context.new_page()

    def show(found: list[bool], typed: bool = True) -> Page:
        page.goto(f"{SITE}/")
        page.evaluate(SHOW, [POINTS, found, typed])
        return page

    yield show
    context.close()


def test_what_was_covered_and_missed_is_said_in_words(shown: Shown) -> None:
    """Each point is a checkbox whose name ends in the word, and the heading counts."""
    page = shown([True, False, False])
    expect(page.get_by_role("checkbox", name=f"{POINTS[0]} covered")).to_be_checked()
    expect(page.get_by_role("checkbox", name=f"{POINTS[1]} missed")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name=f"{POINTS[2]} missed")).not_to_be_checked()
    expect(page.get_by_text("1 of 3 covered")).to_be_visible()
    expect(page.get_by_text("on this device. Click a point")).to_be_visible()


def test_a_point_is_put_right_by_a_click_and_back(shown: Shown) -> None:
    """A click anywhere on its line turns a point, says whose word that is, and a second one takes it back."""
    page = shown([True, False, False])
    page.get_by_text(POINTS[1]).click()
    expect(page.get_by_role("checkbox", name=f"{POINTS[1]} covered (by you)")).to_be_checked()
    expect(page.get_by_text("2 of 3 covered")).to_be_visible()
    page.get_by_text(POINTS[0]).click()
    expect(page.get_by_role("checkbox", name=f"{POINTS[0]} missed (by you)")).not_to_be_checked()
    page.get_by_text(POINTS[0]).click()
    expect(page.get_by_role("checkbox", name=f"{POINTS[0]} covered", exact=True)).to_be_checked()


def test_points_are_ticked_by_keys_and_the_focus_stays(shown: Shown) -> None:
    """Tab goes from point to point, Space turns one, and the focus stays on it."""
    page = shown([False, False, False])
    for name in POINTS[:2]:
        page.keyboard.press("Tab")
        expect(page.get_by_role("checkbox", name=name)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=f"{POINTS[1]} covered")).to_be_focused()
    expect(page.get_by_text("1 of 3 covered")).to_be_visible()


def test_what_was_spoken_is_ticked_by_hand(shown: Shown) -> None:
    """Without a text nothing is called missed, and nothing claims to have been compared."""
    page = shown([False, False, False], typed=False)
    expect(page.get_by_text("Tick what you said.")).to_be_visible()
    expect(page.get_by_text("missed")).to_have_count(0)
    page.get_by_text(POINTS[0]).click()
    expect(page.get_by_role("checkbox", name=f"{POINTS[0]} covered", exact=True)).to_be_checked()


def test_the_points_look_well(shown: Shown) -> None:
    """Axe finds nothing in light and dark, nothing moves sideways at 360 px, and a finger finds each line."""
    page = shown([True, False, False])
    page.get_by_text(POINTS[1]).click()
    examine(page, "drill-points")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a width and a height
    heights = page.evaluate("[...document.querySelectorAll('.drill-points .choice')].map((each) => each.offsetHeight)")
    assert min(heights) >= 44
