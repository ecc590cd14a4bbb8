"""Every route of recruiters requires signing in; a new route without access control fails here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.mails import MAIL_SERVER
from support.second_factors import CODE, set_up_app
from support.team_shares import SharingSite
from support.teams import Teams, sign_in
from support.visitor import Page, Visitor

from quiz.store import NewRecruiter, Notice

OPEN = {
    "/recruiter/sign-in",
    "/recruiter/sign-in/passkey",
    "/recruiter/sign-in/provider",
    "/recruiter/sign-in/provider/back",
    CODE,
    f"{CODE}/passkey",
    "/recruiter/forgotten-password",
    "/recruiter/set-up/<token>",
}
FILLED_IN = (
    ("<id:person>", "1"),
    ("<id:result>", "1"),
    ("<id:invitation>", "1"),
    ("<id:share>", "1"),
    ("<id:removal>", "1"),
    ("<id:stage>", "1"),
    ("<id:note>", "1"),
    ("<id:view>", "1"),
    ("<id:template>", "1"),
    ("<id:api_token>", "1"),
    ("<id:recipient>", "1"),
    ("<id:webhook>", "1"),
    ("<id:bulk_change>", "2"),
    ("<id:passkey>", "1"),
    ("<id:team>", "1"),
    ("<change>", "reset"),
    ("<day>", "2026-01-01"),
    ("<token>", "a" * 26),
)
FILES = {
    *(f"/recruiter/export.{kind}" for kind in ("csv", "json", "xlsx")),
    *(f"/recruiter/invitations/1/recipients/links.{kind}" for kind in ("csv", "xlsx")),
    *(f"/recruiter/audit.{kind}" for kind in ("csv", "xlsx")),
    "/recruiter/data/1.json",
}


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail, because without it some pages are not there."""
    return start_app(mail=MAIL_SERVER)


def addresses(app: Flask, method: str) -> dict[str, str]:
    """Return each URL rule below /recruiter with an address that matches it."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/recruiter") and method in (rule.methods or ()):
            address = rule.rule
            for name, value in FILLED_IN:
                address = address.replace(name, value)
            assert "<" not in address, f"say here what stands for the part in {rule.rule}"
            found[rule.rule] = address
    return found


def at_the_second_step(app: Flask, teams: Teams) -> Visitor:
    """Return a browser in which a password was right and a code is asked for."""
    who, visitor = teams.recruiter(), Visitor(app)
    set_up_app(teams.visitor(who))
    assert sign_in(visitor, who.email).path == CODE
    return visitor


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_recruiters_pages_require_signing_in(app: Flask, teams: Teams, method: str) -> None:
    teams.administrator()
    guarded = addresses(app, method).keys() - OPEN
    assert guarded
    for rule in guarded:
        answer = Visitor(app).ask(addresses(app, method)[rule], method=method)
        assert answer.status_code == 303, rule
        assert answer.headers["Location"].startswith("/recruiter/sign-in"), rule
        assert ("next=" in answer.headers["Location"]) is (method != "POST"), (
            "no form is sent again by itself"
        )


def test_every_form_of_recruiters_requires_its_csrf_token(app: Flask, teams: Teams) -> None:
    admin = teams.administrator()
    assert teams.result(admin) == 1
    assert SharingSite(app, admin).share(1)[0] == 1
    assert teams.store.notes.add(admin.team_id, 1, admin.id, "a note", datetime.now(UTC))
    assert teams.store.saved_views.add(admin.team_id, admin.id, "A", "", datetime.now(UTC)) == 1
    says = {"en": "A", "ja": "A"}
    assert teams.store.mail_templates.add(admin.team_id, "A", says, says) == 1
    assert teams.store.api_tokens.add(admin, "A", "read", "quiz_a", datetime.now(UTC))
    notice = Notice("off", "off", "en")
    assert teams.store.webhooks.add(admin, "https://a.example", [], "a", notice, datetime.now(UTC))
    stage = teams.store.stages.names(admin.team_id)[1].id
    changed = teams.store.bulk_changes.change(
        admin.team_id, [1], admin.id, "stage", stage, datetime.now(UTC)
    )
    assert changed is not None
    assert changed.id == 2
    gone = [teams.result(admin)]
    assert teams.store.removals.remove_results(admin.team_id, admin.id, gone, datetime.now(UTC))
    assert teams.recipient(admin, 1)[0] == 1
    entered = [[1, "a@home.example", "a@home.example", None, None]]
    teams.store.recipient_lists.keep(1, admin.id, entered, datetime.now(UTC))
    _, setting_up = teams.add()
    assert teams.passkey(admin) == 1
    teams.store.second_factors.set_totp(admin.id, "encrypted", 1)
    elsewhere = NewRecruiter(teams.team("Consulate B"), admin.email, "A", "reader", "j" * 26)
    assert teams.store.memberships.add(elsewhere, datetime.now(UTC)) == "to join"
    visitor = teams.visitor(admin)
    sent = addresses(app, "POST") | {
        "/recruiter/set-up/<token>": f"/recruiter/set-up/{setting_up}",
        "/recruiter/join/<token>": f"/recruiter/join/{'j' * 26}",
    }
    # Who is signed in goes on from the sign-in page.
    browsers = {"/recruiter/sign-in": Visitor(app), CODE: at_the_second_step(app, teams)}
    for address in sent.values():
        browser = browsers.get(address.removesuffix("/passkey"), visitor)
        data = {"change": "disable"}
        page = Page(browser.ask(address, method="POST", data=data, follow_redirects=True))
        page.look()
        assert (page.status, page.title[:7]) == (400, "Error: "), address
        assert "Nothing is lost: press the button again." in page.words
    assert visitor.open("/recruiter").path == "/recruiter"


def test_no_page_of_recruiters_is_cached_or_indexed(app: Flask, teams: Teams) -> None:
    visitor = teams.visitor(teams.administrator())
    for address in addresses(app, "GET").values():
        headers = visitor.ask(address).headers
        assert headers["Cache-Control"] == "no-store", address
        assert headers["X-Robots-Tag"] == "noindex, nofollow", address


BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def test_every_page_of_recruiters_weighs_less_than_30_kb_over_the_wire(
    app: Flask, teams: Teams
) -> None:
    visitor = teams.visitor(teams.administrator())
    for address in set(addresses(app, "GET").values()) - FILES:
        page = visitor.open(address)
        files = [a["href"] for a in page.all("link")] + [a["src"] for a in page.all("script")]
        sent = [visitor.ask(each, headers=BROWSER).data for each in (address, *files)]
        weight = sum(map(len, sent))
        assert weight < 30_000, address


def test_the_navigation_links_to_pages_and_marks_the_current_one(teams: Teams) -> None:
    visitor = teams.visitor(teams.administrator())
    ways = [link for link in visitor.open("/recruiter").links if link.startswith("/recruiter")]
    assert ways.pop() == "/recruiter/removed", "after the board"
    assert ways == [
        "/recruiter",
        "/recruiter/due",
        "/recruiter/news",
        "/recruiter/summary",
        "/recruiter/invitations",
        "/recruiter/shares",
        "/recruiter/audit",
        "/recruiter/people",
        "/recruiter/account",
    ]
    for address in ways:
        page = visitor.open(address)
        assert page.status == 200
        [here] = [a["href"] for a in page.all("a") if a.get("aria-current") == "page"]
        assert here == address
