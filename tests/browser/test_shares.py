"""A recruiter shares a shortlist by a link, which others open until it is revoked."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from itertools import islice

import pytest
from playwright.sync_api import Page, expect
from support.browsing import PHONE, Visits
from support.keyboard import Keyboard
from support.served_quiz import Site
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Visitor

from benchmarks.sheets import draw_sheets
from quiz.store import Recruiter

pytestmark = pytest.mark.thorough


def sign_in(page: Page, site: Site, who: Recruiter) -> None:
    session = {"name": "recruiter", "value": Teams(site.app).session(who), "url": site.url}
    page.context.add_cookies([session])


def team_of(site: Site, name: str) -> tuple[Recruiter, SharingSite, list[int]]:
    """Return an administrator of a new team, the team, and its three results."""
    who = Teams(site.app).administrator(name)
    team = SharingSite(site.app, who)
    fair, now = team.invitation(title="Leeds careers fair"), datetime.now(UTC)
    personas = list(site.rules.personas)
    results = [
        team.told(site.answers(persona), fair, name=given, created_at=now)
        for persona, given in zip(personas, ("花子", None, "A. Applicant"), strict=False)
    ]
    for result in results:
        [link] = team.store.links.find(result)
        team.store.links.change(result, reveal="answers", name=link.name, closes_at=None)
    return who, team, results


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ja", True), ("en", False)])
def test_a_shortlist_is_shared_opened_by_a_stranger_and_revoked(
    site: Site, visits: Visits, language: str, scripts: bool
) -> None:
    gettext = site.languages[language].gettext
    who, team, _ = team_of(site, f"在ストラスブール日本国総領事館 {language} {scripts}")
    page = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    sign_in(page, site, who)
    keys = Keyboard(page)

    page.goto("/recruiter")
    for box in page.locator("input[name=result]").all():
        box.check()
    page.locator("input[name=result]").last.focus()
    keys.tab_to(".many button[formaction*='do=share']")
    keys.go()
    assert page.locator("h1").inner_text() == gettext("Share results")
    assert page.locator(".chosen li").count() == 3
    keys.tab_to("#label")
    page.keyboard.insert_text("For the embassy")
    keys.tab_to("#names")
    keys.press("Space")
    keys.tab_to("main .button")
    keys.go()
    link = page.locator("#link").input_value()
    assert link.startswith(f"{site.url}/s/")

    stranger = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    visits.of(stranger).expect(404)
    stranger.goto(link)
    assert stranger.locator("html").get_attribute("lang") == language
    assert who.team_name in stranger.locator(".banner").inner_text()
    assert stranger.locator(".compared tbody tr").count() == 3
    assert stranger.get_by_role("rowheader").count() == 3
    assert stranger.get_by_role("rowheader", name="花子").is_visible()
    with_fits = stranger.get_by_role("cell").filter(has_text="%")
    assert with_fits.count() == 3 * len(site.rules.positions)
    if scripts:
        with stranger.expect_response("**/opened") as counted:
            stranger.evaluate("sessionStorage.clear()")
            stranger.reload()
        assert counted.value.status == 204
    [share] = team.store.shares.page(team.id)
    assert (share.openings > 0) is scripts

    page.goto("/recruiter/shares")
    keys.tab_to("a[href$='/revoke']")
    keys.go()
    keys.tab_to("main button[type=submit]")
    keys.go()
    assert page.locator(".done").inner_text() == gettext(
        "The link has been revoked and no longer works."
    )
    stranger.reload()
    assert stranger.locator("h1").inner_text() == gettext("Page not found")


def test_a_link_is_copied_from_the_list(site: Site, visits: Visits) -> None:
    who, team, results = team_of(site, "Consulate of copies")
    _, token = team.share(results[0])
    page = visits.visit(permissions=["clipboard-write"])
    sign_in(page, site, who)
    page.goto("/recruiter/shares")
    page.click("[data-copy]")
    expect(page.locator("#copied")).to_have_text("Copied")
    page.goto(f"/recruiter/shares/new?result={results[0]}")
    page.locator("#label").select_text()  # it has a usual label
    page.keyboard.press("ControlOrMeta+V")
    assert page.locator("#label").input_value() == f"{site.url}/s/{token}"


def test_twenty_results_weigh_less_than_50_kb_with_all_that_they_need(site: Site) -> None:
    _, team, _ = team_of(site, "Consulate of twenty")
    fair = team.invitation()
    sheets = islice(draw_sheets(site.app.extensions["quiz"].engine, seed=6), 20)
    results = [team.told(sheet, fair) for sheet in sheets]
    for result in results:
        team.store.links.change(result, reveal="answers", name=f"No {result}", closes_at=None)
    _, token = team.share(*results)
    stranger = Visitor(site.app, base_url=site.url)
    answer = stranger.ask(f"/s/{token}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    page = stranger.open(f"/s/{token}")
    assert gzip.decompress(answer.data).decode() == page.html
    files = [a["href"] for a in page.all("link")] + [a["src"] for a in page.all("script")]
    sent = [stranger.ask(each, headers={"Accept-Encoding": "gzip"}).data for each in files]
    weight = len(answer.data) + sum(map(len, sent))
    assert weight < 50_000
