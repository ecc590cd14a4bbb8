"""Every page of recruiters and operators: WCAG, text of twice the size, enlarged to 400 %."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, ViewportSize
from support.accessibility import ColorScheme, check_looks
from support.browsing import DESK, PHONE, Visits
from support.mails import MAIL_SERVER
from support.served_quiz import Site
from support.team_shares import SharingSite
from support.teams import Teams, password_hash

from quiz.store import WEBHOOK_EVENTS, NewRecruiter, Notice
from quiz.web.framework.link_tokens import new_token
from quiz.web.framework.route import PLACEHOLDER
from quiz.web.operator.routes import OPERATOR_ROUTES
from quiz.web.routes import ROUTES, address_of

pytestmark = pytest.mark.thorough

LONG_NAMES = {"en": "Jean-Baptiste de La Longue-Exemple", "ja": "山田・長谷川 花子・マリア"}
NOW = datetime.now(UTC)
LONG_ADDRESS = "a.rather.long.name.of.a.recruiter@consulate-general.quiz.example"
CONDITIONS = "best=ALT&best=CIR&least-japanese_level=n3&has_status=new&not=has_status&email=no"
NOT_PAGES = {
    *("export_csv", "export_json", "export_xlsx", "export_links", "export_links_xlsx"),
    *("export_audit", "export_audit_xlsx"),
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


class Cookies(NamedTuple):
    """The token of a session, and that of a sign-in that waits for its second factor."""

    recruiter: str
    sign_in: str


def pages_of_a_team(site: Site, language: str) -> tuple[dict[str, list[str]], Cookies]:
    """Return addresses of each of a team's pages, by route, and cookies that may open them."""
    teams = Teams(site.app)
    who = teams.administrator(f"在ストラスブール日本国総領事館 Consulate-General {language}")
    other, token = teams.add(who.team_name)
    team = SharingSite(site.app, who)
    fair = team.invitation(title=f"リーズ就職フェア, careers fair {LONG_NAMES[language]}")
    now = datetime.now(UTC)
    results = [
        team.told(site.answers(persona), fair, name=LONG_NAMES[language], created_at=now)
        for persona in list(site.rules.personas)[:8]
    ]
    for result in results:
        [link] = team.store.links.find(result)
        team.store.links.change(result, reveal="answers", name=link.name, closes_at=None)
    says = f"{LONG_NAMES[language]} {LONG_ADDRESS}"
    assert team.store.notes.add(team.id, results[0], who.id, says, now)
    share, single = team.share(results[0], label=says)
    _, several = team.share(*results[:4])
    view = team.store.saved_views.add(team.id, who.id, says[:60], CONDITIONS, now)
    texts = dict.fromkeys(("en", "ja"), f"{says} {{name}} {{closest_change}} {{dates}}")
    template = team.store.mail_templates.add(team.id, says[:60], texts, texts)
    name = LONG_NAMES[language][:60]
    url = f"https://{'a-long-name-of-a-host' * 2}.quiz.example/{LONG_NAMES['en'].replace(' ', '-')}"
    notice = Notice("off", "off", language)
    webhook = team.store.webhooks.add(who, url, WEBHOOK_EVENTS, "seed", notice, now)
    assert webhook is not None
    team.store.webhooks.queue_test(webhook, now)
    team.store.invitations.allow_sites(team.id, fair, [url.rpartition("/")[0]])
    a_webhook = {"webhook": webhook}
    assert team.store.api_tokens.add(who, name, "write", f"quiz_{who.id}", now)
    api_token = team.store.api_tokens.of_team(team.id)[0].id
    long = "a.rather.long.name.of.an.applicant.to.invite@university-of-home.example"
    recipient, _, _ = teams.recipient(who, fair, long)
    doubtful, understood = [1, long, f"b{long}", says[:80], "mistyped"], [2, long, long, None, None]
    entered = [doubtful, understood, [3, says, None, None, "not understood"]]
    team.store.recipient_lists.keep(fair, who.id, entered, now)
    a_result = {"result": results[0]}
    [note] = team.store.notes.of(team.id, results[0])
    a_note = a_result | {"note": note.id}
    an_invitation = {"invitation": fair}
    shown = f"{address_of('new_share')}?result={results[0]}&result={results[1]}"
    board = address_of("board")
    addresses = {
        "sign_in": [address_of("sign_in")],
        "second_step": [address_of("second_step")],
        "forgotten_password": [
            address_of("forgotten_password", **shown) for shown in ({}, {"done": "asked"})
        ],
        "set_up": [address_of("set_up", token=token)],
        "team_share": [address_of("team_share", token=each) for each in (single, several)],
        "columns": [address_of("columns")],
        "mail": [f"{address_of('mail')}?whole=yes"],
        "mail_templates": [address_of("mail_templates")],
        "mail_preview": [f"{address_of('mail_preview', template=template)}?whole=yes"],
        **{
            name: [address_of(name, template=template)]
            for name in ("mail_template", "ask_delete_mail_template")
        },
        "board": [
            board,
            f"{board}?name={quote(LONG_NAMES[language])}",
            f"{board}?best=nobody",
            f"{board}?{CONDITIONS}",
        ],
        "new_share": [shown],
        "ask_remove_passkey": [address_of("ask_remove_passkey", passkey=teams.passkey(who, says))],
        "person": [address_of("person", person=each.id) for each in (who, other)],
        "ask_remove_before": [address_of("ask_remove_before", day=now.date().isoformat())],
        "ask_change_person": [address_of("ask_change_person", person=other.id, change="disable")],
        "api_tokens": [address_of("api_tokens")],
        "webhooks": [address_of("webhooks")],
        **{
            name: [address_of(name, **a_webhook)]
            for name in ("webhook", "ask_rotate_webhook_secret", "ask_delete_webhook")
        },
        "ask_revoke_api_token": [address_of("ask_revoke_api_token", api_token=api_token)],
        "saved_view": [address_of("saved_view", view=view)],
        "ask_delete_view": [address_of("ask_delete_view", view=view)],
        "ask_replace_view": [f"{address_of('ask_replace_view', view=view)}?{CONDITIONS}"],
        "stage": [address_of("stage", stage=team.store.stages.of_team(team.id)[0].id)],
        **{name: [address_of(name, **a_note)] for name in ("note", "ask_delete_note")},
        **{name: [address_of(name, share=share)] for name in ("share", "ask_revoke")},
        **{
            name: [address_of(name, **a_result)]
            for name in ("team_result", "ask_erase", "person_data", "ask_erase_person")
        },
        **{
            name: [address_of(name, **an_invitation)]
            for name in ("team_invitation", "poster", "ask_booth", "ask_remove_invitation")
        },
        **{
            name: [address_of(name, **an_invitation)]
            for name in ("recipients", "enter_recipients", "review_recipients", "ask_remind")
        },
        **{
            name: [address_of(name, recipient=recipient)]
            for name in ("recipient", "ask_remove_recipient")
        },
        **{
            name: [address_of(name)]
            for name in (
                "account",
                "second_factor",
                "authenticator",
                "ask_turn_off",
                "new_passkey",
                "sessions",
                "own_name",
                "teams",
                "ask_leave_team",
            )
        },
        **{
            name: [address_of(name)]
            for name in ("summary", "summary_to_pass_on", "summary_changes")
        },
        **{name: [address_of(name)] for name in ("team_invitations", "new_invitation", "shares")},
        **{
            name: [address_of(name)]
            for name in (
                "people",
                "office",
                "time_zone",
                "removal",
                "removed",
                "due",
                "news",
                "stages",
                "audit",
                "find_person",
                "processing",
                "team_second_factor",
            )
        },
    }
    join = new_token()
    elsewhere = NewRecruiter(teams.team(f"{who.team_name} 2"), who.email, says, "reader", join)
    assert teams.store.memberships.add(elsewhere, now) == "to join"
    addresses["join"] = [address_of("join", token=join)]
    addresses["ask_end_session"] = [f"{address_of('ask_end_session')}?session=others"]
    teams.session(who)
    teams.store.second_factors.set_totp(who.id, "encrypted", 1)
    waiting = new_token()
    assert teams.store.sign_ins.begin(waiting, who.id, password_hash(), now, None)
    return addresses, Cookies(teams.session(who), waiting)


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
        if route.method == "GET":
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
