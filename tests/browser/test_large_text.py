"""Every page of recruiters and operators: WCAG, text of twice the size, enlarged to 400 %."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, ViewportSize
from support.accessibility import ColorScheme, check_looks
from support.browsing import DESK, PHONE, Visits
from support.every_team_page import LONG_ADDRESS, pages_of_a_team
from support.mails import MAIL_SERVER
from support.served_quiz import Site
from support.teams import Teams

from quiz.web.framework.route import PLACEHOLDER
from quiz.web.operator.routes import OPERATOR_ROUTES
from quiz.web.routes import ROUTES, address_of

pytestmark = pytest.mark.thorough


NOW = datetime.now(UTC)
NOT_PAGES = {
    *("export_csv", "export_json", "export_xlsx", "export_links", "export_links_xlsx"),
    *("export_audit", "export_audit_xlsx"),
    *("export_operator_audit", "export_operator_audit_xlsx"),
    *("invitation_qr_code", "export_person", "provider_sign_in", "provider_callback"),
}
SIGNED_OUT = {"sign_in", "second_step", "set_up", "forgotten_password"}

# Whatever sticks out of the screen, but for the inside of boxes that can be scrolled themselves.
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter(box => box.checkVisibility() && !box.closest(".unseen, .skip, .sprite, svg *"))
  .filter(box => !box.parentElement.closest(".scroll") && getComputedStyle(box).clipPath === "none")
  .map(box => [box, box.getBoundingClientRect()])
  .filter(([box, at]) => at.width && (at.right > innerWidth + 1 || at.left < -1))
  .map(([box]) => box.outerHTML.slice(0, 120))"""
# Text that is wider than the box it stands in, where that hides it or lets it run into another.
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter(box => box.checkVisibility() && !box.closest(".unseen, .skip, .sprite, svg"))
  .filter(box => !box.querySelector(".town, .pictures"))  // pictures are cropped
  .filter(box => !box.matches(".scroll, textarea, select, input:not([type=submit])"))
  .filter(box => !["inline", "contents"].includes(getComputedStyle(box).display))
  .filter(box => getComputedStyle(box).clipPath === "none")
  .filter(box => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
  .map(box => box.outerHTML.slice(0, 120))"""
TABLET: ViewportSize = {"width": 768, "height": 1024}
LOOKS: tuple[tuple[ViewportSize, ColorScheme], ...] = (
    *((PHONE, "light"), (TABLET, "dark"), (TABLET, "light"), (DESK, "dark")),
)
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"


def faults(page: Page) -> list[str]:
    """Return what does not fit the page that is open."""
    page.evaluate(OPEN_ALL)
    found = [*page.evaluate(STICKS_OUT), *page.evaluate(CUT_OFF)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.evaluate("innerWidth"):
        found.append(f"the page is {width} pixels wide")
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_page_of_recruiters_is_accessible_and_fits_with_large_text_and_when_enlarged(
    site: Site, visits: Visits, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = site.app.extensions["quiz"]
    sends_mail = replace(quiz, settings=replace(quiz.settings, mail=MAIL_SERVER))
    monkeypatch.setitem(site.app.extensions, "quiz", sends_mail)
    addresses, cookies = pages_of_a_team(site, language)
    of_recruiters = {
        route.name
        for route in ROUTES
        if route.method == "GET" and route.path.startswith(("/recruiter", "/s/"))
    }
    assert of_recruiters - NOT_PAGES == addresses.keys()
    page = visits.visit(language, viewport=PHONE)
    visits.of(page).expect(422)
    page.context.add_cookies([{"name": "sign-in", "value": cookies.sign_in, "url": site.url}])
    found: dict[str, list[str]] = {}
    for name in sorted(addresses, key=lambda name: name not in SIGNED_OUT):
        if name not in SIGNED_OUT:
            page.context.add_cookies(
                [{"name": "recruiter", "value": cookies.recruiter, "url": site.url}]
            )
        for address in addresses[name]:
            answer = page.goto(address)
            assert answer
            assert answer.status == (422 if "nobody" in address else 200), address
            check_looks(page, LOOKS)
            page.set_viewport_size({"width": 320, "height": 256})
            found[f"{address} at 400 %"] = faults(page)
            page.set_viewport_size(PHONE)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found[f"{address} with text of 200 %"] = faults(page)
    assert {what: each for what, each in found.items() if each} == {}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_page_of_operators_is_accessible_and_fits_with_large_text_and_when_enlarged(
    site: Site, visits: Visits, language: str
) -> None:
    teams = Teams(site.app)
    who = teams.administrator(f"在ストラスブール日本国総領事館 operated {language}")
    operator = teams.operator()
    values: dict[str, object] = {"team": who.team_id, "person": who.id, "change": "disable"}
    teams.store.audit.add(who.team_id, operator.id, "team added", {"team": LONG_ADDRESS}, NOW)
    page = visits.visit(language, viewport=PHONE)
    page.context.add_cookies(
        [{"name": "recruiter", "value": teams.session(operator), "url": site.url}]
    )
    found: dict[str, list[str]] = {}
    for route in OPERATOR_ROUTES:
        if route.method == "GET" and route.name not in NOT_PAGES:
            parts = {name: values[name] for name in PLACEHOLDER.findall(route.path)}
            address = address_of(route.name, **parts)
            answer = page.goto(address)
            assert answer
            assert answer.status == 200, address
            check_looks(page, LOOKS)
            page.set_viewport_size({"width": 320, "height": 256})
            found[f"{address} at 400 %"] = faults(page)
            page.set_viewport_size(PHONE)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found[f"{address} with text of 200 %"] = faults(page)
    assert {what: each for what, each in found.items() if each} == {}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_forms_with_errors_fit_with_large_text(site: Site, visits: Visits, language: str) -> None:
    addresses, cookies = pages_of_a_team(site, language)
    page = visits.visit(language, viewport=PHONE)
    visits.of(page).expect(422)
    page.context.add_cookies([{"name": "recruiter", "value": cookies.recruiter, "url": site.url}])
    for name in ("people", "account", "new_invitation", "team_invitation"):
        page.goto(addresses[name][0])
        form = page.locator(
            "main form[method=post]:has(input:not([type=hidden], [readonly]))"
        ).first
        form.locator("input:not([type=hidden], [readonly])").first.fill(LONG_ADDRESS * 3)
        with page.expect_navigation():
            form.locator("button, .button").last.click()
        page.set_viewport_size({"width": 320, "height": 256})
        assert faults(page) == [], name
        page.set_viewport_size(PHONE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert faults(page) == [], name
