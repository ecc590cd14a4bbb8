"""The link to a result is copied by a button, and can be selected where scripts do not run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.browsing import Visits
from support.owner_actions import result
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

PERSONA = "fluent-office-worker"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_button_copies_the_link_and_says_so(visits: Visits, site: Site, language: str) -> None:
    page = visits.visit(
        language,
        site.answers(PERSONA),
        permissions=["clipboard-read", "clipboard-write"],
    )
    result(page, site)
    said = page.locator("#copied")
    expect(said).to_have_text("")
    page.get_by_role("button", name=site.languages[language].gettext("Copy")).click()
    expect(said).to_have_text(site.languages[language].gettext("Copied"))
    expect(said).to_have_attribute("role", "status")
    # The page may not read the clipboard, and need not: what was copied is pasted elsewhere.
    page.goto("about:blank")
    page.set_content("<textarea></textarea>")
    page.focus("textarea")
    page.keyboard.press("Control+V")
    link = page.locator("textarea").input_value()
    assert link.startswith(f"{site.url}/r/")
    page.goto(link)
    assert site.heading(PERSONA, language) in page.locator("h1").inner_text()


def test_where_the_clipboard_is_closed_the_link_is_copied_the_old_way(
    visits: Visits, site: Site
) -> None:
    page = visits.visit("en", site.answers(PERSONA))
    result(page, site)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.locator("[data-copy]").click()
    expect(page.locator("#copied")).to_have_text("Copied")
    selected = page.evaluate("getSelection().toString()")
    assert selected == page.locator("#link").input_value()


def test_without_scripts_the_link_is_there_and_no_button_that_does_nothing(
    visits: Visits, site: Site
) -> None:
    page = visits.visit("en", site.answers(PERSONA), java_script_enabled=False)
    result(page, site)
    expect(page.locator("#link")).to_have_value(f"{page.url}")
    expect(page.locator("#link")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    assert page.get_by_role("button").count() == 0
