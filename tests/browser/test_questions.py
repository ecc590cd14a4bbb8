"""The pages of questions: the button to go on in reach, and choices that another language keeps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from support.answering import answer, answer_all, chosen
from support.browsing import PHONE, Visits
from support.served_quiz import Site

PERSONA = "quiet-helper"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_another_language_keeps_a_choice_that_is_not_sent(
    visits: Visits, site: Site, scripts: bool
) -> None:
    page = visits.visit("en", java_script_enabled=scripts)
    page.goto("/quiz/duties")
    page.check("input[value=events]", force=True)
    page.check("input[value=hosting]", force=True)
    with page.expect_navigation():
        page.click(".languages button")
    assert page.url == f"{site.url}/quiz/duties"
    assert page.locator("html").get_attribute("lang") == "ja"
    assert chosen(page) == ["hosting", "events"]
    page.reload()
    assert chosen(page) == [], "it was no answer yet"


def test_enter_goes_on_and_changes_no_language(visits: Visits, site: Site) -> None:
    page = visits.visit("en")
    page.goto("/quiz/duties")
    page.check("input[value=events]", force=True)
    page.focus("input[value=events]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site.url}/quiz/teaching_interest"
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_going_on_is_in_reach_on_a_phone(visits: Visits, language: str) -> None:
    page = visits.visit(language, viewport=PHONE)
    page.goto("/quiz/duties")
    expect(page.locator(".onward .button")).to_be_in_viewport(ratio=1)
    answer(page, "events")
    expect(page.locator(".onward .quiet")).to_be_in_viewport(ratio=1)


@pytest.mark.thorough
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_last_question_leads_to_the_result_and_the_start_page_back_to_it(
    visits: Visits, site: Site, scripts: bool
) -> None:
    page = visits.visit(java_script_enabled=scripts)
    page.goto("/quiz/duties")
    before = site.results
    answer_all(page, site.answers(PERSONA))
    expect(page).to_have_url(re.compile("/r/"))
    assert site.results == before + 1
    result = page.url
    page.goto("/")
    assert "Your result: " in page.inner_text("main")
    assert page.locator("text=Continue where you left off").count() == 0
    with page.expect_navigation():
        page.click(".resume .button")
    assert page.url == result


@pytest.mark.thorough
def test_all_answers_can_be_checked_first(visits: Visits, site: Site) -> None:
    page = visits.visit()
    page.goto("/quiz/duties")
    *earlier, last = site.answers(PERSONA).values()
    for choices in earlier:
        answer(page, *choices)
    before = site.results
    page.check(f"input[value={last[0]}]", force=True)
    with page.expect_navigation():
        page.click("text=Check my answers first")
    assert page.url == f"{site.url}/check-answers"
    assert site.results == before
    with page.expect_navigation():
        page.click("main .quiet")
    assert chosen(page) == list(last)
