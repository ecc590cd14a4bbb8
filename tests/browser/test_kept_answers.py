"""Answers are not lost: going back, reloading, waiting, pressing twice, or on an error."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from itsdangerous import timed
from playwright.sync_api import expect
from support.answering import answer, chosen
from support.browsing import PHONE, Visits
from support.owner_actions import BUTTON, press
from support.served_quiz import Site

from quiz.web.framework import session_cookie

pytestmark = pytest.mark.thorough

PERSONA = "five-years-on-jet-long-ago"


def test_the_way_back_shows_what_was_chosen(visits: Visits, site: Site) -> None:
    page = visits.visit(viewport=PHONE)
    page.goto("/quiz/duties")
    answer(page, "events")
    answer(page, "sometimes")
    page.go_back()
    assert page.url == f"{site.url}/quiz/teaching_interest"
    assert chosen(page) == ["sometimes"]
    with page.expect_navigation():
        page.click(".quiet")
    assert page.url == f"{site.url}/quiz/duties"
    assert chosen(page) == ["events"]
    press(page)
    assert chosen(page) == ["sometimes"], "nothing has to be chosen a second time"


def test_an_answer_that_was_changed_leads_back_to_all_of_them(visits: Visits, site: Site) -> None:
    page = visits.visit(answers=site.answers(PERSONA))
    page.goto("/check-answers")
    with page.expect_navigation():
        page.click("a[href*='/quiz/japanese_level']")
    assert chosen(page) == ["n1"]
    answer(page, "n3")
    assert page.url == f"{site.url}/check-answers"
    assert "About N3" in page.inner_text("main")


def test_a_change_that_opens_a_question_asks_it_and_one_that_closes_it_drops_its_answer(
    visits: Visits, site: Site
) -> None:
    page = visits.visit(answers=site.answers(PERSONA))
    page.goto("/quiz/sports_background?from=check-answers")
    answer(page, "professional")
    assert page.url == f"{site.url}/quiz/sports_posting?from=check-answers"
    answer(page, "open")
    assert page.url == f"{site.url}/check-answers"
    assert page.locator("dt").count() == 13
    page.goto("/quiz/sports_background?from=check-answers")
    answer(page, "none")
    assert page.url == f"{site.url}/check-answers"
    assert page.locator("dt").count() == 12


@pytest.mark.parametrize("address", ["/check-answers", "/quiz/duties"])
def test_a_reload_changes_nothing(visits: Visits, site: Site, address: str) -> None:
    page = visits.visit(answers=site.answers(PERSONA))
    page.goto(address)
    before = page.inner_text("main"), chosen(page)
    page.reload()
    assert (page.inner_text("main"), chosen(page)) == before


def test_a_browser_that_was_closed_goes_on_where_it_was(visits: Visits, site: Site) -> None:
    page = visits.visit()
    page.goto("/quiz/duties")
    answer(page, "events")
    answer(page, "sometimes")
    kept = page.context.storage_state()
    page.context.close()

    page = visits.visit(storage_state=kept)
    page.goto("/")
    assert "You have answered 2 questions so far." in page.inner_text("main")
    with page.expect_navigation():
        page.click(".resume .button")
    assert page.url == f"{site.url}/quiz/teaching_experience"
    with page.expect_navigation():
        page.click(".quiet")
    assert chosen(page) == ["sometimes"]


def test_another_language_in_the_middle_keeps_the_question_and_all_answers(
    visits: Visits, site: Site
) -> None:
    page = visits.visit("en", answers=site.answers(PERSONA), viewport=PHONE)
    for address in ("/quiz/duties", "/quiz/duties?from=check-answers"):
        page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")
        before = chosen(page)
        assert len(before) == 3
        with page.expect_navigation():
            page.click(".languages button")
        assert page.locator("h1").inner_text() == site.rules.questions["duties"].ask["ja"]
        assert chosen(page) == before
    press(page)
    assert page.url == f"{site.url}/check-answers"
    assert page.locator("dt").count() == 12
    assert page.locator("html").get_attribute("lang") == "ja"
    press(page)
    page.context.clear_cookies()
    page.goto(f"{page.url}?lang=en")
    assert site.heading(PERSONA, "en") in page.locator("h1").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_makes_one_result(visits: Visits, site: Site, scripts: bool) -> None:
    page = visits.visit(answers=site.answers(PERSONA), java_script_enabled=scripts)
    page.goto("/check-answers")
    before = site.results
    page.dblclick(BUTTON)
    expect(page).to_have_url(re.compile("/r/"))  # the second click aborts the first navigation
    assert site.results == before + 1
    first = page.url
    page.go_back()
    press(page)
    assert page.url == first, "sending the same answers again leads to the same result"
    assert site.results == before + 1


def test_an_impatient_second_press_while_the_first_is_under_way_makes_one_result(
    visits: Visits, site: Site
) -> None:
    page = visits.visit(answers=site.answers(PERSONA))
    page.goto("/check-answers")
    before = site.results
    page.focus(BUTTON)
    with site.busy_database():
        for _ in range(2):
            with page.expect_request(lambda request: request.method == "POST"):
                page.keyboard.press("Enter")  # a click would wait for the answer
    page.wait_for_url("**/r/*")
    assert site.heading(PERSONA, "en") in page.locator("h1").inner_text()
    assert site.results == before + 1


def test_an_answer_that_was_not_saved_is_saved_by_trying_again(visits: Visits, site: Site) -> None:
    page = visits.visit(answers=site.answers(PERSONA))
    visits.of(page).expect(503)
    page.goto("/check-answers")
    before = site.results
    with site.without_database():
        press(page)
        assert page.locator("h1").inner_text() == "Your answers are not saved yet"
        press(page)
        assert page.locator("h1").inner_text() == "Your answers are not saved yet"
    assert site.results == before
    press(page)
    assert site.heading(PERSONA, "en") in page.locator("h1").inner_text()
    assert site.results == before + 1


def hours_later(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    """Put forward the clock by which the server judges the age of cookies and forms."""
    clock = SimpleNamespace(time=lambda: time.time() + hours * 3600)
    monkeypatch.setattr(session_cookie, "time", clock)
    monkeypatch.setattr(timed, "time", clock)


def test_a_page_that_lay_open_for_a_night_still_works(
    visits: Visits, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visits.visit()
    page.goto("/quiz/duties")
    answer(page, "events")
    hours_later(monkeypatch, 12)
    answer(page, "sometimes")
    assert page.url == f"{site.url}/quiz/teaching_experience"
    hours_later(monkeypatch, 24 * 29)
    answer(page, "tutoring")
    assert page.url == f"{site.url}/quiz/sports_background"


def test_a_form_that_is_refused_keeps_what_was_chosen_and_takes_a_second_press(
    visits: Visits, site: Site
) -> None:
    page = visits.visit()
    visits.of(page).expect(400)
    page.goto("/quiz/duties")
    page.locator("input[name=csrf_token]").evaluate("input => input.value = 'not mine'")
    answer(page, "events")
    expect(page.locator(".error-summary")).to_be_focused()
    assert chosen(page) == ["events"]
    press(page)
    assert page.url == f"{site.url}/quiz/teaching_interest"


def test_an_error_is_focused_said_and_leads_to_the_field(visits: Visits, site: Site) -> None:
    page = visits.visit()
    visits.of(page).expect(422)
    page.goto("/quiz/duties")
    press(page)
    assert page.title().startswith("Error: ")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("input[value=team_teaching]")).to_be_focused()
    assert (
        "Choose at least one answer to continue."
        in page.locator(
            "#" + str(page.locator("fieldset").get_attribute("aria-describedby")).split()[-1]
        ).inner_text()
    )
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site.url}/quiz/teaching_interest"
