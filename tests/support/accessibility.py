"""Checks a page with axe against WCAG 2.2, and that it reflows on a small screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Frame, Page, ViewportSize

from support.browsing import DESK, PHONE

ColorScheme = Literal["light", "dark"]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ABOUT_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""The rules that depend on size and colours; the others are of the document, which is the same."""


RUN_AXE = """async ([context, options]) => {
  const { violations } = await axe.run(context, options);
  return { violations };  // what passes takes longer to bring over
}"""
ALIKE = "tbody tr:nth-child(n + 10)"
"""Rows of a long table, which are like the nine before them."""


def check_looks(page: Page, looks: Iterable[tuple[ViewportSize, ColorScheme]]) -> None:
    """Fail for a violation of WCAG in one of several sizes, each with a colour scheme."""
    rules = STANDARDS
    page.evaluate(AXE_SCRIPT)  # once, although Axe().run would load it for each look
    for size, scheme in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found = AxeResults(page.evaluate(RUN_AXE, [{"exclude": [[ALIKE]]}, options]))
        assert found.violations_count == 0, found.generate_report()
        rules = ABOUT_LOOKS


def check_frame(frame: Frame) -> None:
    """Fail for a violation of WCAG in a frame, in the size and colours that its page has."""
    frame.evaluate(AXE_SCRIPT)
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    found = AxeResults(frame.evaluate(RUN_AXE, [{"exclude": [[ALIKE]]}, options]))
    assert found.violations_count == 0, found.generate_report()
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def check_accessibility(page: Page) -> None:
    """Fail for a violation of WCAG; leaves the page in the size of a phone and dark colours."""
    check_looks(page, ((PHONE, "light"), (DESK, "dark")))
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size(PHONE)
