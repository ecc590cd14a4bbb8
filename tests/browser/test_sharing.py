"""The owner of a result and a stranger in two browsers: what each sees, until it is deleted."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from operator import mul
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Visits
from support.owner_actions import BUTTON, close, decide, link_page, press, press_for, result
from support.served_quiz import Site, serving

from quiz.store import hash_token

pytestmark = pytest.mark.thorough

PERSONA = "five-years-on-jet-long-ago"
NAME = {"en": "A Name Nobody Has", "ja": "誰も持たない名前"}
ANSWERS = "details.mine dd"
# Whether points and answers are shown to others.
SHOWN = {"recommendation": (0, 0), "reasons": (1, 0), "answers": (1, 1)}
SHARED = """navigator.share = async shared => {
  document.body.dataset.shared = JSON.stringify(shared);
}"""


@pytest.fixture
def owner(visits: Visits, site: Site, language: str) -> Page:
    """The page of a new result in the browser of its owner."""
    page = visits.visit(language, site.answers(PERSONA))
    result(page, site)
    return page


@pytest.fixture
def stranger(visits: Visits, language: str) -> Page:
    """A page in another browser, in which closed links may be opened."""
    page = visits.visit(language)
    visits.of(page).expect(404)
    return page


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def says(site: Site, language: str, sentence: str) -> str:
    """Return a message of the pages in this language."""
    return site.languages[language].gettext(sentence)


def status(page: Page, address: str) -> int:
    """Open an address and return the HTTP status."""
    response = page.goto(address)
    assert response
    return response.status


@pytest.mark.parametrize("reveal", SHOWN)
def test_a_stranger_sees_what_the_owner_reveals_and_the_owner_everything(
    owner: Page, stranger: Page, site: Site, language: str, reveal: str
) -> None:
    everything = len(site.rules.positions), len(site.answers(PERSONA))
    address = owner.url
    decide(owner, address, reveal=reveal)
    expect(owner.get_by_role("status")).to_have_text(says(site, language, "Saved."))
    stranger.goto(address)
    assert site.heading(PERSONA, language) in stranger.locator("h1").inner_text()
    assert shown(stranger) == tuple(map(mul, everything, SHOWN[reveal]))
    assert stranger.locator(f"a[href='{urlsplit(address).path}/link']").count() == 0
    owner.goto(address)
    assert shown(owner) == everything


def shown(page: Page) -> tuple[int, int]:
    """Return of how many positions a page shows the points, and how many answers it shows."""
    return page.locator(".table-of-points tfoot td").count(), page.locator(ANSWERS).count()


def test_a_name_is_seen_until_it_is_removed(owner: Page, stranger: Page, language: str) -> None:
    address = owner.url
    decide(owner, address, name=NAME[language])
    stranger.goto(address)
    expect(stranger.locator("h1")).to_contain_text(NAME[language])
    assert NAME[language] not in stranger.title()
    link_page(owner, address)
    expect(owner.locator("input[name=name]")).to_have_value(NAME[language])
    decide(owner, address, name="")
    stranger.goto(address)
    assert NAME[language] not in stranger.content()


def test_a_closed_link_opens_again_under_a_new_address_alone(
    owner: Page, stranger: Page, site: Site, language: str
) -> None:
    old = owner.url
    close(owner, old)
    assert status(stranger, old) == 404
    owner.goto(old)
    expect(owner.locator(".banner")).to_contain_text(says(site, language, "Your link is closed."))
    owner.click(".banner a")
    press_for(owner, "move")
    new = owner.locator(".address").inner_text()
    assert new != old
    assert status(stranger, new) == 200
    assert status(stranger, old) == 404
    expect(stranger.locator("h1")).to_have_text(says(site, language, "Page not found"))


def test_a_link_expires_after_its_last_day(
    owner: Page, stranger: Page, site: Site, language: str
) -> None:
    address = owner.url
    today = dt.datetime.now(dt.UTC).date()
    decide(owner, address, closes_on=today.isoformat())
    link_page(owner, address)
    expect(owner.locator("input[name=closes_on]")).to_have_value(today.isoformat())
    expect(owner.locator(".lead")).to_contain_text(site.languages[language].date(today))
    with stranger.expect_response("**/opened"):  # so that it is counted before the day is over
        assert status(stranger, address) == 200
    with closing(sqlite3.connect(site.database)) as connection, connection:
        changed = connection.execute(
            "UPDATE results SET closes_at = datetime('now', '-1 second') WHERE token_hash = ?",
            [hash_token(token(address))],
        )
        assert changed.rowcount == 1, "as if the day were over"
    assert status(stranger, address) == 404
    assert status(owner, address) == 200


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_owners_link_makes_another_browser_the_owner(
    visits: Visits, owner: Page, site: Site, language: str, scripts: bool
) -> None:
    address = owner.url
    link_page(owner, address)
    press_for(owner, "owner-link")
    shown = owner.locator("#link").input_value()
    other = visits.visit(language, java_script_enabled=scripts)
    other.goto(shown)
    expect(other.locator("h1")).to_have_text(says(site, language, "Is this result yours?"))
    press(other)
    assert other.url == address
    assert other.locator(ANSWERS).count() == len(site.answers(PERSONA))
    decide(other, address, reveal="recommendation")
    expect(other.get_by_role("status")).to_have_text(says(site, language, "Saved."))
    assert status(owner, address) == 200
    assert owner.locator(ANSWERS).count() == len(site.answers(PERSONA))


def test_the_start_page_leads_back_to_the_results_of_this_browser(
    owner: Page, stranger: Page, site: Site, language: str
) -> None:
    address = owner.url
    yours = says(site, language, "Your results")
    owner.goto("/")
    owner.get_by_role("link", name=yours).click()
    expect(owner.locator("h1")).to_have_text(yours)
    owner.locator(f"a[href='{urlsplit(address).path}']").click()
    expect(owner.locator("h1")).to_contain_text(site.heading(PERSONA, language))
    assert owner.url == address
    stranger.goto("/")
    expect(stranger.get_by_role("link", name=yours)).to_have_count(0)


def test_the_page_counts_who_opens_it_but_neither_its_owner_nor_a_reload(
    visits: Visits, owner: Page, stranger: Page, site: Site, language: str
) -> None:
    address = owner.url
    assert counted(owner, address) is None
    assert told(owner, address) == says(
        site, language, "As far as we know, nobody else has opened it yet."
    )
    stranger.goto(f"{site.url}/privacy")
    with stranger.expect_response(f"{address}/opened") as answered:
        stranger.goto(address)
    assert answered.value.status == 204
    stranger.reload()
    stranger.wait_for_load_state("networkidle")
    today = site.languages[language].date(dt.datetime.now(dt.UTC).date())
    ngettext = site.languages[language].ngettext
    once = "Opened at least once, on %(date)s."
    more = "Opened at least %(number)s times, last on %(date)s."
    assert told(owner, address) == ngettext(once, more, 1) % {"number": 1, "date": today}
    another = visits.visit(language)
    with another.expect_response(f"{address}/opened"):
        another.goto(address)
    assert told(owner, address) == ngettext(once, more, 2) % {"number": 2, "date": today}
    assert [cookie["name"] for cookie in another.context.cookies()] == []


def counted(page: Page, address: str) -> str | None:
    """Return the address at which the page counts openings; None where it counts none."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.locator(".share").get_attribute("data-opened")


def told(page: Page, address: str) -> str:
    """Return the sentence about how often the link was opened."""
    link_page(page, address)
    return page.locator(".lead").inner_text()


def test_the_links_of_a_result_say_what_they_should(owner: Page, site: Site, language: str) -> None:
    mail = owner.locator(".share a[href^='mailto:']").get_attribute("href") or ""
    assert "+" not in mail, "a mail program shows it as it is"
    asked = parse_qs(urlsplit(mail).query)
    assert unquote(urlsplit(mail).path) == ""
    assert asked == {"subject": [site.rules.title[language]], "body": [owner.url]}
    share = owner.locator("[data-share]")
    assert owner.evaluate("typeof navigator.share") == "undefined"
    expect(share).to_be_hidden()
    owner.add_init_script(SHARED)
    owner.reload()
    share.click()
    shared = owner.evaluate("JSON.parse(document.body.dataset.shared)")
    assert shared == {"title": owner.title(), "url": owner.url}


@pytest.fixture
def emptied(browser: Browser, tmp_path: Path) -> Iterator[tuple[Site, Visits]]:
    """A served quiz with a database of its own, and visits to it."""
    with serving(tmp_path) as site:
        visits = Visits(browser, site)
        yield site, visits
        visits.end()


def test_nothing_of_a_deleted_result_is_left_in_the_database_file(
    emptied: tuple[Site, Visits], language: str
) -> None:
    site, visits = emptied
    page = visits.visit(language, site.answers(PERSONA))
    visits.of(page).expect(404)
    old = result(page, site)
    decide(page, old, reveal="answers", name=NAME[language])
    link_page(page, old)
    press_for(page, "owner-link")
    owners_link = page.locator("#link").input_value()
    close(page, old)
    press_for(page, "move")
    new = page.locator(".address").inner_text()
    with closing(sqlite3.connect(site.database)) as connection:
        [(submission, answers, outcome, digest)] = connection.execute(
            "SELECT submission, answers, outcome, digest FROM results"
        ).fetchall()
    # In pieces, so that what is left of a page that was used again is found too.
    # The digest is the edition's, which stays.
    texts = answers, *outcome.split(digest)
    kept = [NAME[language], submission, *(piece for text in texts for piece in pieces(text))]
    kept += [hash_token(token(address)) for address in (new, owners_link)]
    assert [text for text in kept if text.encode() not in on_disk(site)] == []

    link_page(page, new, "/delete")
    press(page, BUTTON)
    expect(page.get_by_role("status")).to_have_text(
        says(site, language, "The result and its link have been deleted.")
    )
    kept += [hash_token(token(old)), *map(token, (old, new, owners_link))]
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert site.app.extensions["quiz"].store.upkeep.run(tomorrow)
    assert [text for text in kept if text.encode() in on_disk(site)] == []
    assert {status(page, address) for address in (old, new, owners_link)} == {404}
    stranger = visits.visit(language)
    visits.of(stranger).expect(404)
    assert {status(stranger, address) for address in (old, new, owners_link)} == {404}


def token(address: str) -> str:
    """Return the token in the address of a link."""
    return address.rpartition("/")[2]


def pieces(text: str, length: int = 40) -> list[str]:
    """Return a text cut into pieces of this length; a shorter rest is dropped."""
    return [text[start : start + length] for start in range(0, len(text) - length, length)]


def on_disk(site: Site) -> bytes:
    """Return all bytes of the files of the database: itself, its log and the index of that."""
    files = sorted(site.database.parent.glob(f"{site.database.name}*"))
    assert site.database in files
    return b"".join(file.read_bytes() for file in files)
