"""What a page looks like: pictures to be looked at, what axe finds, and whether it fits its window."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import A_MOMENT, LOOKS

PICTURES = Path(__file__).parents[1] / "screenshots"
WIDE, ZOOMED, PHONE = {"width": 1280, "height": 800}, {"width": 640, "height": 400}, {"width": 360, "height": 740}
SIDEWAYS = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .map((each) => each.outerHTML.slice(0, 150));
}"""

COLOURS = """() => {
    const brand = document.querySelector('.brand') ?? document.body;
    return [getComputedStyle(brand).color, getComputedStyle(document.documentElement).backgroundColor];
}"""

axe = Axe()


def examine(page: Page, name: str) -> None:
    """Look at a page in light and dark, wide, zoomed and on a phone; leave pictures of it under `name`.

    Raises:
        AssertionError: axe finds a violation, or the page is wider than its window.
    """
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        _until_drawn(page, scheme)
        for size in (WIDE, ZOOMED, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height
            where = f"{name}-{size['width']}-{scheme}"
            if scheme == "light":
                wrong += [f"{where}: wider than the window: {each}" for each in page.evaluate(SIDEWAYS)]
            if scheme == "light" and size is not ZOOMED:
                wrong += [f"{where}: {each}" for each in violations(page)]
            elif size is WIDE:
                wrong += [f"{where}: {each}" for each in violations(page, "color-contrast")]
            if size is not ZOOMED:
                _picture(page, where)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a width and a height
    assert not wrong, "\n".join(wrong)


def _until_drawn(page: Page, scheme: str) -> None:
    """Wait until the page has its colours: while some are still the others', axe finds no contrast."""
    for _ in range(LOOKS):
        text, ground = (sum(map(int, re.findall(r"\d+", each)[:3])) for each in page.evaluate(COLOURS))
        if (text > ground) == (scheme == "dark"):
            return
        page.evaluate(A_MOMENT)
    raise AssertionError(f"the page is not {scheme}")


def _picture(page: Page, name: str) -> None:
    """Take a picture of the whole page in a window as high as it, so that what sticks to an edge stands there."""
    size = page.viewport_size
    assert size
    height = page.evaluate("Math.max(innerHeight, document.scrollingElement.scrollHeight)")
    page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=PICTURES / f"{name}.png")


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong, by all its rules or by these, a line for each."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    response = axe.run(page, options=options).response
    return [
        f"{each['id']}: {node['html'][:150]} {node.get('failureSummary', '')}"
        for each in response["violations"]
        for node in each["nodes"]
    ]
