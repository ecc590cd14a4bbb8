"""Whoever gives an answer that rules everything out is told so, and goes on by keyboard."""

from __future__ import annotations

import pytest
from support.accessibility import check_accessibility
from support.browsing import PHONE, Visits
from support.keyboard import Keyboard
from support.served_quiz import Site

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", True)])
def test_both_ways_on_are_taken_by_keyboard(
    site: Site, visits: Visits, language: str, scripts: bool
) -> None:
    page = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    keys = Keyboard(page)
    answers = site.answers("permanent-resident")
    page.goto("/quiz/duties")
    for question, answer in answers.items():
        keys.answer(site.rules.questions[question], answer)
        keys.tab_to("main .button")
        keys.go()
        if question == "citizenship":
            break
        assert "ruled-out" not in page.url
    assert page.url == f"{site.url}/quiz/citizenship/ruled-out"
    assert page.locator("html").get_attribute("lang") == language

    keys.tab_to("main .quiet")
    keys.go()
    assert page.url == f"{site.url}/quiz/citizenship"
    assert page.locator("input[value=resident_only]").is_checked()
    page.go_back()
    assert page.url == f"{site.url}/quiz/citizenship/ruled-out"
    keys.tab_to("main .button")
    keys.go()
    assert page.url == f"{site.url}/quiz/country"
    page.goto("/quiz/citizenship/ruled-out")
    if scripts:
        check_accessibility(page)
