"""The whole path of an invitation: applicants, a booth, the board, a share, and removal."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from support.answering import answer_all
from support.browsing import DESK, PHONE, Visits
from support.owner_actions import press
from support.served_quiz import Site
from support.teams import Teams

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ja", False)])
def test_a_team_invites_reads_shares_and_lets_go_and_another_team_sees_nothing(  # noqa: PLR0915 - one way, step by step
    site: Site, visits: Visits, tmp_path: Path, language: str, scripts: bool
) -> None:
    teams = Teams(site.app)
    options = {"java_script_enabled": scripts}
    first, *_, second = site.rules.personas

    def team(name: str) -> Page:
        page = visits.visit(language, viewport=DESK, **options)
        token = teams.session(teams.administrator(f"{name} {language}"))
        page.context.add_cookies([{"name": "recruiter", "value": token, "url": site.url}])
        visits.of(page).expect(404)
        return page

    ours, theirs = team("Consulate of one"), team("Consulate of another")

    # Invite: the team makes an invitation and opens a booth on its tablet.
    ours.goto("/recruiter/invitations/new")
    ours.fill("#title", "Careers fair")
    ours.check("#asks_name", force=True)
    press(ours, "main form[method=post] button.button")
    invitation = ours.url.partition("?")[0]
    code = ours.locator(".typed").inner_text()
    tablet = team("Consulate of one")
    tablet.goto(f"{invitation}/booth")
    press(tablet)
    assert tablet.url.endswith(f"/i/{code}")

    # Take: an applicant on a phone, and somebody at the booth.
    phone = visits.visit(language, viewport=PHONE, **options)
    visits.of(phone).expect(404)
    phone.goto(f"/i/{code}")
    phone.fill("#name", "花子")
    press(phone, "main form[method=post] button")
    answer_all(phone, site.answers(first))
    result = phone.url
    press(tablet, "main form[method=post] button")
    answer_all(tablet, site.answers(second))
    assert tablet.url.endswith("/booth/result")

    # Read and shortlist: both are on the board of their team, and of no other.
    ours.goto("/recruiter")
    assert ours.locator(".board tbody tr").count() == 2
    theirs.goto("/recruiter")
    assert theirs.locator(".board").count() == 0
    read = ours.locator(".board a:text('花子')").get_attribute("href")
    assert read
    ours.goto(read)  # with scripts, a click opens it beside the list
    assert theirs.goto(read).status == 404  # type: ignore[union-attr]
    ours.select_option("#stage", "shortlisted")
    press(ours, "form[action$='/work'] button")

    # Share: a stranger opens the shortlist, until it is revoked.
    ours.goto("/recruiter")
    for box in ours.locator("input[name=result]").all():
        box.check()
    press(ours, ".many button[formaction*='do=share']")
    ours.fill("#label", "For the embassy")
    press(ours)
    link = ours.locator("#link").input_value()
    stranger = visits.visit(language, viewport=PHONE, **options)
    visits.of(stranger).expect(404)
    assert stranger.goto(link).status == 200  # type: ignore[union-attr]
    assert "花子" not in stranger.locator("main").inner_text(), "names were not asked for"
    ours.goto("/recruiter/shares")
    ours.click("a[href$='/revoke']")
    press(ours, "main button[type=submit]")
    assert stranger.goto(link).status == 404  # type: ignore[union-attr]

    # Withdraw: the applicant takes the result back, and keeps it.
    phone.goto(f"{result}/withdraw")
    press(phone)
    assert phone.goto(result).status == 200  # type: ignore[union-attr]
    assert ours.goto(read).status == 404  # type: ignore[union-attr]

    # Export and remove: what is left goes out, and then off the board.
    ours.goto("/recruiter")
    with ours.expect_download() as taken:
        ours.click("a[href*='export.csv']")
    file = tmp_path / "results.csv"
    taken.value.save_as(file)
    headings, *rows = csv.reader(StringIO(file.read_text(encoding="utf-8-sig")))
    assert headings[2] == site.languages[language].gettext("Name")
    assert len(rows) == 1
    ours.goto(f"{invitation}/remove")
    press(ours)
    ours.goto("/recruiter")
    assert ours.locator(".board").count() == 0
    visits.of(tablet).expect(404)
    assert tablet.goto(f"/i/{code}").status == 404  # type: ignore[union-attr]
