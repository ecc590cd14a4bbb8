"""The board, a result and the summary: accessible, by keyboard, and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Request
from support.accessibility import check_looks
from support.browsing import DESK, PHONE, Visits
from support.keyboard import Keyboard
from support.served_quiz import Site
from support.teams import Teams

from quiz.core.prove.proof import persona_answers
from quiz.store import Recruiter
from quiz.store.schema import visits

pytestmark = pytest.mark.thorough

HEAVIEST = 50_000  # bytes
NOW = datetime.now(UTC)


@pytest.fixture
def who(site: Site, request: pytest.FixtureRequest) -> Recruiter:
    """A recruiter whose team has sixty results, with the answers of the personas in turn."""
    teams = Teams(site.app)
    who = teams.recruiter(f"在ストラスブール日本国総領事館 {request.node.name[-12:]}")
    fair = teams.invitation(who, title="リーズ就職フェア, 3 October")
    engine = site.app.extensions["quiz"].engine
    personas = list(engine.rules.personas)
    for number in range(60):
        answers = persona_answers(engine, personas[number % len(personas)])
        name = ("山田 花子", None, "Jean-Baptiste de La Longue-Exemple")[number % 3]
        teams.result(who, answers, fair, name=name, created_at=NOW - timedelta(days=number // 2))
    _write_visits(site, fair, list(engine.forms))
    return who


def _write_visits(site: Site, invitation: int, questions: list[str]) -> None:
    engine = sa.create_engine(f"sqlite:///{site.database}")
    with engine.begin() as connection:
        for number in range(90):
            connection.execute(
                sa.insert(visits).values(
                    sitting_hash=f"{invitation:032}{number:032}",
                    invitation=invitation,
                    started_at=NOW,
                    question=questions[number % 3],
                    finished_at=NOW if number < 60 else None,
                )
            )
    engine.dispose()


def sign_in(site: Site, visits: Visits, who: Recruiter, language: str, *, scripts: bool) -> Page:
    page = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    session = {"name": "recruiter", "value": Teams(site.app).session(who), "url": site.url}
    page.context.add_cookies([session])
    return page


ADDRESSES = [
    "/recruiter",
    "/recruiter?best=CIR&answer-japanese_level=n1&name=%E8%8A%B1",
    "/recruiter?best=nobody",
    "/recruiter?name=nobody",
    "RESULT",
    "/recruiter/summary",
    "/recruiter/summary/to-pass-on",
    "/recruiter/summary/changes",
    "/recruiter/summary?first=1999-01-01",
]

NOT_ELSEWHERE = {"/recruiter", "/recruiter/summary?first=1999-01-01"}
"""Those in a state in which test_large_text.py does not check them: many rows, and an error."""


def weight(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_are_accessible_on_every_screen_and_light(
    site: Site, visits: Visits, who: Recruiter, language: str
) -> None:
    page = sign_in(site, visits, who, language, scripts=True)
    visits.of(page).expect(422)
    page.goto("/recruiter")
    result = page.locator(".board a").first.get_attribute("href")
    assert result
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(weight(request)))
    # What was loaded for the page before is loaded again.
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    for address in ADDRESSES:
        weights.clear()
        page.goto(address.replace("RESULT", result), wait_until="networkidle")
        assert sum(weights) < HEAVIEST, address
        if address in NOT_ELSEWHERE:
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            check_looks(page, ((PHONE, "light"), (DESK, "dark")))
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") == width, address


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", True)])
def test_a_recruiter_filters_reads_notes_and_counts_by_keyboard_alone(
    site: Site, visits: Visits, who: Recruiter, language: str, scripts: bool
) -> None:
    gettext = site.languages[language].gettext
    page = sign_in(site, visits, who, language, scripts=scripts)
    keys = Keyboard(page)

    page.goto("/recruiter")
    assert page.locator("[hidden]:visible").count() == 0
    keys.tab_to("#name")
    page.keyboard.insert_text("花")
    keys.tab_to(".filter > details > summary")
    keys.press("Enter")
    keys.tab_to("#best > summary")
    keys.press("Enter")
    keys.tab_to("#best-1")
    keys.press("Space")
    keys.tab_to(".filter .actions .button")
    keys.go()
    assert page.locator(".narrowed b").count() == 2
    names = page.locator(".board tbody th").all_inner_texts()
    assert names
    assert set(names) == {"山田 花子"}
    assert {text[:3] for text in page.locator("tbody td:nth-child(4)").all_inner_texts()} == {"ALT"}

    keys.tab_to(".scroll")
    keys.tab_to(".board tbody a")
    keys.go()
    assert "/recruiter/results/" in page.url
    assert "山田 花子" in page.locator("h1").inner_text()
    keys.tab_to("#note")
    page.keyboard.insert_text("電話した\nand again")
    keys.tab_to("#stage")
    page.keyboard.press("End")
    keys.tab_to("form[action*='/work'] button")
    keys.go()
    assert page.locator("#stage").input_value() == "withdrawn"
    noted = page.locator(".noted .says").all_inner_texts()
    last = {"en": "Withdrawn", "ja": "辞退"}[language]
    changed = gettext("Status changed to “%(status)s”") % {"status": last}
    assert noted == ["電話した\nand again", changed]

    page.goto("/recruiter")
    keys.tab_to("nav a[href='/recruiter/summary']")
    keys.go()
    finished = page.locator("tr", has_text=gettext("Finished")).first
    assert "60" in finished.inner_text()
    keys.tab_to(".sized a")
    number = page.locator(".sized a").first.inner_text()
    keys.go()
    assert number in page.locator(".lead").inner_text()


def test_the_board_goes_on_to_its_next_page_on_a_phone_without_scripts(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, "en", scripts=False)
    page.goto("/recruiter?sort=oldest")
    assert page.locator(".board tbody tr").count() == 50
    with page.expect_navigation():
        page.click(".pages a")
    assert page.locator(".board tbody tr").count() == 10
    assert "sort=oldest" in page.url


def test_standings_and_bars_can_be_seen_where_colours_are_the_readers_own(
    site: Site, visits: Visits, who: Recruiter
) -> None:
    page = sign_in(site, visits, who, "en", scripts=True)
    page.emulate_media(forced_colors="active")
    page.goto("/recruiter")
    signs = page.evaluate(
        """[...document.querySelectorAll(".stands")].map(
             each => getComputedStyle(each, "::before").content[1] + each.textContent)"""
    )
    assert {"○Possible", "?Check", "…Not yet", "×Not open"} == set(signs)
    page.goto("/recruiter/summary")
    paper, bar, chart = page.evaluate(
        """[getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector(".bar line")).stroke,
            getComputedStyle(document.querySelector(".axis text")).fill]"""
    )
    assert bar != paper != chart
