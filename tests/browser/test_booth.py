"""A booth on a tablet: one person after another, privacy between them, and time limits."""

from __future__ import annotations

from io import BytesIO
from itertools import count

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from support.accessibility import check_accessibility
from support.answering import answer_all
from support.browsing import PHONE, Visits
from support.invitations import invite
from support.offices import add_office
from support.served_quiz import Site
from support.teams import PASSWORD, Teams

pytestmark = pytest.mark.thorough

TABLET = {"width": 768, "height": 1024}
SIGNS = count(1)
FIRST, SECOND = "student-teacher-elsewhere", "judo-coach-with-a-posting"


class Booth:
    """A tablet on which a recruiter has started a booth."""

    def __init__(self, site: Site, visits: Visits, language: str, **options: object) -> None:
        teams, number = Teams(site.app), next(SIGNS)
        self.team = f"Consulate of a booth {number}"
        self.recruiter = teams.recruiter(self.team)
        code = f"BOOTH{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number]}-7K4Q"
        self.site = site
        self.invitation = invite(teams.store, self.team, code=code, language=language)
        self.start = f"{site.url}/i/{code}"
        self.page = visits.visit(language, viewport=TABLET, **options)
        session = {"name": "recruiter", "value": teams.session(self.recruiter), "url": site.url}
        self.page.context.add_cookies([session])
        self.page.goto(f"/recruiter/invitations/{self.invitation.id}/booth")
        self.press()
        assert self.page.url == self.start

    def press(self, selector: str = "main .button") -> None:
        with self.page.expect_navigation():
            self.page.click(selector)

    def take(self, persona: str, name: str = "") -> None:
        """Take the quiz with the answers of a persona, to the result."""
        self.page.fill("#name", name)
        self.press()
        answer_all(self.page, self.site.answers(persona))
        assert self.page.url == f"{self.site.url}/booth/result"

    def seen(self) -> str:
        """Return the URL in the QR code on the screen."""
        picture = Image.open(BytesIO(self.page.locator(".large.code").screenshot()))
        [code] = zxingcpp.read_barcodes(picture)
        return code.text


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", True)])
def test_two_people_take_their_results_home_and_find_nothing_of_each_other(
    site: Site, visits: Visits, language: str, scripts: bool
) -> None:
    booth = Booth(site, visits, language, java_script_enabled=scripts)
    page = booth.page
    booth.take(FIRST, "花子")
    heading = site.heading(FIRST, language)
    assert heading in page.inner_text("h1")
    address = booth.seen()

    phone = visits.visit(language, viewport=PHONE, java_script_enabled=scripts)
    phone.goto(address)
    with phone.expect_navigation():
        phone.click("main .button")
    assert heading in phone.inner_text("h1")
    assert booth.team in phone.inner_text(".share")
    assert phone.locator(".mine dt").count() == len(site.answers(FIRST))

    booth.press()
    assert page.url == booth.start
    for _ in range(page.evaluate("history.length")):
        page.go_back()
        if page.url == "about:blank":
            break
        text = page.content()
        assert heading not in text
        assert "花子" not in text
        assert address.removeprefix(site.url) not in text
        assert page.locator("input:checked").count() == 0
        for field in page.locator("#name, #email").all():
            assert field.input_value() == ""

    page.goto(booth.start)
    booth.take(SECOND)
    assert site.heading(SECOND, language) in page.inner_text("h1")
    assert booth.seen() != address


@pytest.mark.parametrize("language", ["en", "ja"])
def test_whoever_walks_away_is_asked_and_then_forgotten(
    site: Site, visits: Visits, language: str
) -> None:
    booth = Booth(site, visits, language, reduced_motion="reduce")
    page = booth.page
    warning = page.get_by_role("alertdialog")
    page.clock.install()
    page.goto(booth.start)
    page.clock.fast_forward(300_000)
    expect(warning).to_be_hidden()  # nobody has been here yet
    page.fill("#name", "花子")
    booth.press()
    page.clock.run_for(39_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(2_000)
    expect(warning).to_be_visible()
    expect(warning).to_have_accessible_name(site.languages[language].gettext("Still there?"))
    expect(warning.locator(".button")).to_be_focused()
    expect(warning.locator(".count")).to_have_text("19")
    check_accessibility(page)
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    page.clock.run_for(39_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(2_000)
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    with page.expect_navigation():
        page.clock.run_for(61_000)
    assert page.url == booth.start
    assert page.locator("#name").input_value() == ""


def test_a_name_that_was_only_typed_is_forgotten_too(site: Site, visits: Visits) -> None:
    booth = Booth(site, visits, "en")
    page = booth.page
    page.clock.install()
    page.goto(booth.start)
    page.fill("#name", "花子")
    with page.expect_navigation():
        page.clock.run_for(61_000)
    assert page.url == booth.start
    assert page.locator("#name").input_value() == ""
    page.go_back()
    assert page.url in (booth.start, f"{site.url}/")
    assert page.locator("#name").input_value() == ""


@pytest.mark.parametrize("at", ["question", "result", "rules"])
def test_every_page_of_a_booth_goes_back_to_the_start(site: Site, visits: Visits, at: str) -> None:
    booth = Booth(site, visits, "en")
    page = booth.page
    page.clock.install()
    page.goto(booth.start)
    if at == "result":
        booth.take(FIRST)
    elif at == "question":
        booth.press()
    else:
        page.goto("/rules")
    with page.expect_navigation():
        page.clock.run_for(61_000)
    assert page.url == booth.start
    page.goto("/booth/result")
    assert page.url == booth.start


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_of_a_booth_are_accessible_on_every_screen(
    site: Site, visits: Visits, language: str
) -> None:
    booth = Booth(site, visits, language)
    visits.of(booth.page).expect(422)
    check_accessibility(booth.page)
    booth.take(FIRST)
    check_accessibility(booth.page)
    booth.page.goto("/booth/leave")
    check_accessibility(booth.page)
    booth.press()
    check_accessibility(booth.page)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_first_page_fits_on_a_tablet_on_its_side(
    site: Site, visits: Visits, language: str
) -> None:
    booth = Booth(site, visits, language)
    add_office(Teams(site.app).store, booth.recruiter.team_id)
    page = booth.page
    page.set_viewport_size({"width": 1024, "height": 768})
    page.reload()
    for each in (".logo", "#name", "main form .button", ".resume", ".office", ".leave"):
        box = page.locator(each).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768, each
    check_accessibility(page)


def test_a_recruiter_takes_the_device_back(site: Site, visits: Visits) -> None:
    booth = Booth(site, visits, "en", java_script_enabled=False)
    page = booth.page
    booth.press(".leave a")
    assert page.url == f"{site.url}/booth/leave"
    page.fill("#email", booth.recruiter.email)
    page.fill("#password", PASSWORD)
    booth.press()
    assert page.url == f"{site.url}/recruiter/invitations/{booth.invitation.id}"
    page.goto("/")
    assert page.url == f"{site.url}/"
