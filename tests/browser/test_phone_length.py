"""A result is about three screens of a phone long, what is folded apart."""

from __future__ import annotations

import pytest
from support.browsing import Visits
from support.owner_actions import result
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

PHONE = {"width": 360, "height": 800}
SCREENS = 3.15
"""Three screens with Debian's fonts; the rest is for fonts of other widths."""
LONGEST = (
    "n2-through-india",
    "rather-not-but-all-alt-duties",
    "student-teacher-through-the-uk",
    "reader-of-japanese-in-a-cir-only-country",
)
"""The example applicants with the longest pages, in both languages."""


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("persona", LONGEST)
def test_what_is_not_folded_takes_about_three_screens_of_a_phone(
    visits: Visits, site: Site, persona: str, language: str
) -> None:
    page = visits.visit(language, site.answers(persona), viewport=PHONE)
    result(page, site)
    folds = page.locator(".folds").bounding_box()
    assert folds is not None
    assert folds["y"] <= SCREENS * PHONE["height"]


def test_on_a_phone_the_code_of_the_link_is_a_page_of_its_own(visits: Visits, site: Site) -> None:
    page = visits.visit("en", site.answers("torn-between-two"), viewport=PHONE)
    result(page, site)
    assert page.get_by_alt_text("QR code of the link").is_hidden()
    page.get_by_role("link", name="Large QR code").click()
    code = page.locator("main img, main svg").first.bounding_box()
    assert code is not None
    assert code["width"] >= PHONE["width"] * 0.7
