"""A page waits for nothing but itself where its way led over other pages of the quiz."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from support.answering import answer
from support.browsing import Visits
from support.owner_actions import press
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

# Files that came over the network and without which the page is not drawn.
WAITED_FOR = """() => performance.getEntriesByType("resource")
  .filter(file => file.renderBlockingStatus === "blocking" && file.transferSize > 0)
  .map(file => file.name.replace(/^.*\\/|-[0-9a-f]+(?=\\.)|\\?.*$/g, ""))"""
REDIRECTS = "() => performance.getEntriesByType('navigation')[0].redirectCount"


def waited_for(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    found: list[str] = page.evaluate(WAITED_FOR)
    return found


def test_only_the_first_page_waits_for_styles(visits: Visits, site: Site) -> None:
    page = visits.visit()
    page.goto("/")
    assert len(waited_for(page)) == 2, "styles of all pages and of this one, at the same time"
    press(page, "main a.button")
    for choices in site.answers("torn-between-two").values():
        assert waited_for(page) == []
        assert page.evaluate(REDIRECTS) <= 1
        answer(page, *choices)
    assert "/r/" in page.url
    assert waited_for(page) == []
    assert page.evaluate(REDIRECTS) == 1


def test_styles_that_are_fetched_ahead_are_not_waited_for(visits: Visits) -> None:
    page = visits.visit()
    page.goto("/")
    page.wait_for_load_state("networkidle")
    ahead = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(file => file.name.includes("questions")).map(file => file.renderBlockingStatus)"""
    )
    assert ahead == ["non-blocking"]
