"""Going back after an error shows a page, and no question whether to send a form again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from support.browsing import PHONE, Visits
from support.invitations import invite
from support.owner_actions import press
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

INVALID = '[aria-invalid="true"], .error'


def back(page: Page) -> None:
    """Go back, and fail if the browser shows a page of its own."""
    page.go_back()
    assert page.locator("main#main").count() == 1, page.content()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].name") == page.url


def test_back_after_an_error_of_a_question_works(visits: Visits, site: Site) -> None:
    page = visits.visit(viewport=PHONE)
    visits.of(page).expect(422)
    page.goto("/")
    page.goto("/quiz/duties")
    press(page)
    assert page.url == f"{site.url}/quiz/duties"
    assert page.locator(INVALID).count() == 1
    page.check("input[value=events]")
    press(page)
    assert page.url == f"{site.url}/quiz/teaching_interest"
    back(page)
    assert page.url == f"{site.url}/quiz/duties"
    assert page.locator(INVALID).count() == 0
    assert page.locator("input[name=answer]:checked").get_attribute("value") == "events"
    while page.url != f"{site.url}/":
        back(page)
    page.go_forward()
    assert page.url == f"{site.url}/quiz/duties"


def test_a_reload_of_an_error_sends_nothing_again(visits: Visits) -> None:
    page = visits.visit()
    visits.of(page).expect(422)
    page.goto("/quiz/duties")
    press(page)
    assert page.locator(INVALID).count() == 1
    page.reload()
    assert page.locator(INVALID).count() == 0


@pytest.mark.parametrize("address", ["/i", "/recruiter/sign-in", "INVITATION"])
def test_back_after_an_error_of_another_form_works(
    visits: Visits, site: Site, address: str
) -> None:
    if address == "INVITATION":
        address = f"/i/{invite(site.app.extensions['quiz'].store, code='BACK-7K4Q').code}"
    page = visits.visit()
    visits.of(page).expect(422)
    page.goto("/privacy")
    page.goto(address)
    field = page.locator("main input:not([type=hidden])").last
    field.fill("none")
    press(page)
    assert page.url == site.url + address
    assert page.locator(".error-summary").count() == 1
    page.goto("/rules")
    back(page)
    assert page.url == site.url + address
    back(page)
    if page.url != f"{site.url}/privacy":  # browsers may keep one entry for the page and its error
        back(page)
    assert page.url == f"{site.url}/privacy"
