"""A recruiter reads a result on one screen of a laptop, without scrolling."""

from __future__ import annotations

import pytest
from support.browsing import Visits
from support.served_quiz import Site
from support.teams import Teams

pytestmark = pytest.mark.thorough

LAPTOP = {"width": 1280, "height": 900}
LONGEST = ("reader-of-japanese-in-a-cir-only-country", "club-coach-without-a-degree")


@pytest.mark.both_languages
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_longest_results_fit_a_laptop(site: Site, visits: Visits, language: str) -> None:
    teams = Teams(site.app)
    who = teams.recruiter(f"Consulate of one screen, {language}")
    page = visits.visit(language, viewport=LAPTOP)
    session = {"name": "recruiter", "value": teams.session(who), "url": site.url}
    page.context.add_cookies([session])
    for persona in LONGEST:
        result = teams.result(who, site.answers(persona), name="Ada", email="ada@mail.example")
        page.goto(f"/recruiter/results/{result}")
        box = page.locator(".case").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= LAPTOP["height"], persona
        assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]
