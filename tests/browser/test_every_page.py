"""Every page, in both languages: WCAG, reflow, target sizes, weight and motion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.accessibility import check_looks
from support.browsing import DESK, PHONE, Visits
from support.page_kinds import KINDS, Kind
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

HEAVIEST = 50_000  # bytes
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 criterion 2.5.8
LOWEST_CHOICE = 44

# Each language with each size and each colour scheme; the other four would test nothing new.
LOOKS = {
    "en": ((PHONE, "light"), (DESK, "dark")),
    "ja": ((DESK, "light"), (PHONE, "dark")),
}

FILES = "performance.getEntriesByType('resource').map(file => file.name)"
TARGETS = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
  .filter(target => target.checkVisibility() && !target.matches(".skip, .choice input, .unseen"))
  .filter(target => !(getComputedStyle(target).display === "inline"
    && target.parentElement.innerText.trim() !== target.innerText.trim()))  // within a sentence
  .map(target => [target.outerHTML.slice(0, 90), target.getBoundingClientRect()])
  .map(([name, box]) => [name, box.width, box.height])"""

# WCAG criterion 1.4.12: text spacing.
MORE_ROOM = """() => {
  for (const element of document.querySelectorAll("body *")) {
    element.style.setProperty("line-height", "1.5", "important");
    element.style.setProperty("letter-spacing", "0.12em", "important");
    element.style.setProperty("word-spacing", "0.16em", "important");
  }
}"""
# A box that hides what does not fit, or a page wider than the screen. Pictures are cropped.
CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll("main, main *")]
  .filter(box => box.checkVisibility() && !box.matches(".unseen, .scroll, svg, svg *, input"))
  .filter(box => !box.matches(".town, .pictures"))
  .filter(box => box === document.documentElement ? box.scrollWidth > innerWidth
    : box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible")
  .map(box => box.outerHTML.slice(0, 120))"""
WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(box => box.checkVisibility() && !box.closest(".unseen, .skip, .sprite, .picture"))
  .filter(box => box.getBoundingClientRect().right > innerWidth + 1)
  .map(box => box.outerHTML.slice(0, 120))"""


@dataclass
class Wire:
    """The bytes that Chromium received for a page with an empty cache."""

    page: Page
    requests: dict[str, tuple[str, bool]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cdp = self.page.context.new_cdp_session(self.page)
        cdp.send("Network.enable")
        cdp.on("Network.requestWillBeSent", self._begin)
        cdp.on("Network.loadingFinished", self._end)

    def _begin(self, event: dict[str, Any]) -> None:
        document = event["type"] == "Document"
        self.requests[event["requestId"]] = event["request"]["url"], document

    def _end(self, event: dict[str, Any]) -> None:
        url, document = self.requests[event["requestId"]]
        size = int(event["encodedDataLength"])
        # The last document counts; a file counts as it came first, before it was cached.
        self.sizes["document" if document else url] = (
            size if document else max(size, self.sizes.get(url, 0))
        )


@dataclass
class Opened:
    """A page of one kind that was opened in one language."""

    page: Page
    kind: Kind
    language: str
    wire: Wire
    status: int


@pytest.fixture(scope="module", params=LOOKS)
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture(scope="module")
def opened(kind: Kind, language: str, browser: Browser, site: Site) -> Iterator[Opened]:
    visits = Visits(browser, site)
    page = visits.visit(language, kind.answers(site), viewport=PHONE)
    visit = visits.of(page)
    visit.expect(kind.status)
    wire = Wire(page)
    kind.open(page, site)
    documents = [answer for answer in visit.answers if answer.request.is_navigation_request()]
    yield Opened(page, kind, language, wire, documents[-1].status)
    visits.end()


def test_it_is_the_page_it_should_be(opened: Opened) -> None:
    assert opened.status == opened.kind.status
    assert opened.page.locator("html").get_attribute("lang") == opened.language
    assert opened.page.locator("[hidden]:visible").count() == 0


def test_it_comes_in_less_than_fifty_thousand_bytes_with_all_it_needs(opened: Opened) -> None:
    needed = {"document", *opened.page.evaluate(FILES)}  # pages on the way here have others
    # Cards are what their page is for, and have limits of their own (test_card.py).
    sizes = {
        url: size
        for url, size in opened.wire.sizes.items()
        if url in needed and "/card.png?" not in url
    }
    assert any("style.css" in url for url in sizes)
    assert sum(sizes.values()) < HEAVIEST, sizes


def test_axe_finds_no_violation(opened: Opened) -> None:
    opened.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    check_looks(opened.page, LOOKS[opened.language])


def test_it_fits_a_screen_of_320_pixels_which_is_1280_at_four_hundred_percent(
    opened: Opened,
) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 256})
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 320
    assert opened.page.evaluate(WIDE) == []


def test_its_targets_are_large_enough_for_a_thumb(opened: Opened) -> None:
    opened.page.set_viewport_size(PHONE)
    targets = opened.page.evaluate(TARGETS)
    assert len(targets) >= 3
    assert [target for target in targets if min(target[1:]) < SMALLEST_TARGET] == []
    choices = opened.page.locator(".choice").evaluate_all(
        "choices => choices.map(choice => choice.getBoundingClientRect().height)"
    )
    assert [height for height in choices if height < LOWEST_CHOICE] == []


def test_nothing_moves_with_reduced_motion(opened: Opened) -> None:
    opened.page.emulate_media(reduced_motion="reduce")
    assert opened.page.evaluate("document.getAnimations().length") == 0


def test_nothing_is_cut_off_with_wider_text_spacing(opened: Opened) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 256})
    opened.page.evaluate(MORE_ROOM)
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 320
    assert opened.page.evaluate(CUT_OFF) == []


def test_text_of_twice_the_size_fits_a_phone_without_scrolling_sideways(opened: Opened) -> None:
    opened.page.set_viewport_size(PHONE)
    opened.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = opened.page.evaluate(WIDE)
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.evaluate("document.documentElement.style.fontSize = ''")
    assert found == []
    assert width == PHONE["width"]
