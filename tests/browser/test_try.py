"""Trying other answers in a browser: with scripts at once, without them by a button."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect
from support.accessibility import check_looks
from support.browsing import DESK, PHONE, Visits
from support.keyboard import Keyboard
from support.owner_actions import press, result
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

PERSONA = "torn-between-two"
# Of the levels none, n5, n4, n3, n2 and n1, `q-japanese_level-4` is n3, and N1 was answered.

# The element at the middle of what is focused, which nothing may cover.
UNCOVERED = """() => {
  const label = document.activeElement.labels?.[0] ?? document.activeElement;
  const box = label.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return seen === label || label.contains(seen) || seen.closest("label") === label;
}"""


def open_trial(visits: Visits, site: Site, language: str = "en", **options: object) -> Page:
    page = visits.visit(language, site.answers(PERSONA), **options)
    page.goto(f"{result(page, site).partition('?')[0]}/try")
    return page


def label(page: Page, field: str) -> None:
    page.click(f"label[for='{field}']")


def test_a_choice_takes_effect_at_once_and_the_focus_and_the_page_stay(
    visits: Visits, site: Site
) -> None:
    page = open_trial(visits, site)
    address, before = page.url, page.locator("#now").inner_text()
    stored = site.results
    page.evaluate("document.body.dataset.same = 'yes'")
    expect(page.get_by_role("button", name="Show what changes")).to_be_hidden()
    label(page, "q-japanese_level-4")
    expect(page.get_by_role("status")).to_contain_text("ALT is still the best match.")
    expect(page.get_by_role("status")).to_contain_text("CIR is no longer possible.")
    assert page.locator("#now").inner_text() != before
    assert page.url.startswith(f"{address}?")
    assert "q-japanese_level=n3" in page.url
    assert page.evaluate("document.body.dataset.same") == "yes", "no other page was opened"
    assert page.evaluate("document.activeElement.id") == "q-japanese_level-4"
    assert site.results == stored
    # The address leads to the same page, in the other language too.
    shown = page.locator(".fits").inner_text()
    page.reload()
    assert page.locator(".fits").inner_text() == shown
    label(page, "q-japanese_level-5")
    expect(page.get_by_role("status")).not_to_contain_text("CIR is no longer possible.")
    page.click(".languages a")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("#q-japanese_level-5").is_checked()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(address.removesuffix("/try"))


def test_a_question_that_a_choice_opens_appears_beside_it_and_closes_again(
    visits: Visits, site: Site
) -> None:
    page = open_trial(visits, site)
    posting = page.locator("[data-question=sports_posting]")
    expect(posting).to_have_count(0)
    background = list(site.rules.questions["sports_background"].choices)
    label(page, f"q-sports_background-{1 + background.index('club_coach')}")
    expect(posting).to_have_count(1)
    beside = page.locator("[data-question=sports_background] + [data-question]")
    assert beside.get_attribute("data-question") == "sports_posting"
    ask = site.rules.questions["sports_posting"].ask["en"]
    expect(page.get_by_role("status")).to_contain_text(ask)
    expect(page.get_by_role("button", name="Keep this as a new result")).to_have_count(0)
    page.click("#news a")
    assert page.evaluate("document.activeElement.id") == "q-sports_posting"
    label(page, "q-sports_posting-1")
    expect(page.get_by_role("button", name="Keep this as a new result")).to_have_count(1)
    label(page, f"q-sports_background-{1 + background.index('none')}")
    expect(posting).to_have_count(0)


def test_a_choice_stays_where_it_is_while_what_it_changes_grows_above_it(
    visits: Visits, site: Site
) -> None:
    page = open_trial(visits, site, viewport=PHONE)
    top = "document.querySelector('#q-japanese_level-5').getBoundingClientRect().top"
    label(page, "q-japanese_level-5")
    expect(page.get_by_role("status")).not_to_be_empty()
    shown_at, place = page.evaluate(top), page.evaluate(f"{top} + scrollY")
    page.press("#q-japanese_level-5", "ArrowUp")
    expect(page.get_by_role("status")).to_contain_text("CIR is no longer possible.")
    assert page.evaluate(f"{top} + scrollY") != pytest.approx(place, abs=10)
    assert page.evaluate(top) == pytest.approx(shown_at, abs=1)


def test_a_choice_that_stands_alone_takes_the_place_of_the_others(
    visits: Visits, site: Site
) -> None:
    page = open_trial(visits, site)
    chosen = page.locator("input[name=q-duties]:checked")
    expect(chosen).to_have_count(3)
    alone = page.locator("input[name=q-duties][data-alone]")
    label(page, str(alone.get_attribute("id")))
    expect(chosen).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("best match")
    label(page, "q-duties-1")
    expect(alone).not_to_be_checked()
    expect(chosen).to_have_count(1)
    label(page, "q-duties-1")
    expect(page.get_by_role("status")).to_contain_text("Answer this too")


def test_an_offer_makes_its_position_the_best_match_and_can_be_kept(
    visits: Visits, site: Site
) -> None:
    page = open_trial(visits, site)
    offer = page.locator(".offers a").first
    position = offer.locator(".code").inner_text()
    offer.click()
    expect(page.get_by_role("status")).to_contain_text(f"Now {position} is the best match.")
    expect(page.locator(".offers [aria-current=true]")).to_have_count(1)
    press(page, "#keep button")
    assert site.rules.positions[position].name["en"] in page.locator("h1").inner_text()
    page.goto(f"{site.url}/mine")
    assert page.locator("main a[href^='/r/']").count() == 2


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("ja", DESK)])
def test_without_scripts_a_button_shows_what_changes_and_back_works(
    visits: Visits, site: Site, language: str, size: dict[str, int]
) -> None:
    page = open_trial(visits, site, language, viewport=size, java_script_enabled=False)
    address = page.url
    expect(page.locator("#news")).to_be_empty()
    label(page, "q-japanese_level-4")
    expect(page.locator("#news")).to_be_empty()
    press(page, "form[role=search] button")
    assert "ALT" in page.locator("#news").inner_text()
    assert page.locator("#q-japanese_level-4").is_checked()
    background = list(site.rules.questions["sports_background"].choices)
    label(page, f"q-sports_background-{1 + background.index('club_coach')}")
    press(page, "form[role=search] button")
    expect(page.locator("[data-question=sports_posting]")).to_have_count(1)
    page.go_back()
    page.go_back()
    assert page.url == address
    expect(page.locator("#news")).to_be_empty()
    assert not page.locator("#q-japanese_level-4").is_checked()


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [("en", PHONE, True), ("ja", DESK, True), ("en", DESK, False)],
)
def test_a_trial_is_made_and_kept_by_keyboard_alone(
    visits: Visits, site: Site, language: str, size: dict[str, int], scripts: bool
) -> None:
    page = open_trial(visits, site, language, viewport=size, java_script_enabled=scripts)
    stored = site.results
    keys = Keyboard(page)
    keys.tab_to("input[name=q-japanese_level]")
    assert page.evaluate(UNCOVERED), "the verdict in sight covers what is focused"
    keys.press("ArrowUp")
    assert keys.look("#q-japanese_level-5:checked")
    if scripts:
        expect(page.locator("#keep button")).to_have_count(1)
        assert keys.look("#q-japanese_level-5")
        assert page.evaluate(UNCOVERED), "the verdict in sight covers what is focused"
        while not keys.look("#keep button"):  # which stands before the answers
            keys.press("Shift+Tab")
    else:
        keys.tab_to("form[role=search] button")
        keys.go()
        keys.tab_to("#keep button")
    keys.go()
    assert "/r/" in page.url
    assert "/try" not in page.url
    assert site.results == stored + 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_axe_finds_no_violation_before_and_after_a_choice(
    visits: Visits, site: Site, language: str
) -> None:
    page = open_trial(visits, site, language)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    check_looks(page, ((PHONE, "light"), (DESK, "dark")))
    label(page, "q-japanese_level-4")
    expect(page.locator("#news p")).not_to_have_count(0)
    check_looks(page, ((PHONE, "dark"), (DESK, "light")))


def test_a_failure_of_the_server_leads_to_its_page_and_loses_no_choice(
    browser: Browser, site: Site
) -> None:
    with closing(browser.new_context(base_url=site.url, locale="en-GB")) as context:
        cookie = site.cookie(site.answers(PERSONA))
        context.add_cookies([{"name": "quiz", "value": cookie, "url": site.url}])
        page = context.new_page()
        page.goto(f"{result(page, site).partition('?')[0]}/try")
        with site.without_database(), page.expect_navigation() as led:
            label(page, "q-japanese_level-4")
        assert led.value.status == 503
        assert "q-japanese_level=n3" in page.url
        page.reload()
        assert page.locator("#q-japanese_level-4").is_checked()
