"""Access: every route of the URL map, requested by every kind of visitor.

A route without a row in tests/support/access fails, and so does a row without a route. Forms are
sent without their CSRF token: visitors with access get a 400 before anything is done, and
visitors without access are answered as for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.access import ROWS
from support.access.letters import ELSEWHERE, FORBIDDEN, NO_PAGE, NO_TOKEN, SIGN_IN, WHO, YES
from support.headers import look_at_headers
from support.mails import MAIL_SERVER
from support.offices import add_office
from support.teams import Teams
from support.visitor import Visitor
from werkzeug.test import TestResponse

from quiz.store import NewDigest, NewRecruiter, Notice
from quiz.store.invitations import NewInvitation
from quiz.store.shares import NewShare

NOTICE = Notice("off", "off", "en")


@dataclass(frozen=True)
class World:
    """The values for the addresses of all routes, all of one team, and a browser per visitor."""

    values: Mapping[str, object]
    tokens: Mapping[str, str]
    browsers: Mapping[str, Visitor]


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail, because without it some pages are not there."""
    return start_app(mail=MAIL_SERVER)


@pytest.fixture
def world(app: Flask) -> World:
    teams, now = Teams(app), datetime.now(UTC)
    recruiter, disabled = teams.recruiter(), teams.recruiter()
    administrator, other = teams.administrator(), teams.administrator("Consulate B")
    invitation = NewInvitation(
        team=recruiter.team_id,
        recruiter=recruiter.id,
        code="FAIR-7K4Q",
        title="Fair",
        language="en",
        opens_at=None,
        closes_at=None,
        places=None,
        asks_name=True,
        asks_email=True,
        note=None,
    )
    invitation_id = teams.store.invitations.add(invitation, now)
    assert invitation_id is not None
    teams.store.invitations.allow_sites(
        recruiter.team_id, invitation_id, ["https://office.example"]
    )
    applicant = Visitor(app)
    applicant.send("/i/FAIR-7K4Q", name="", email="")
    applicant.answer(home="house", likes="melody", skill="some")
    result = applicant.finish().path
    page = applicant.send(f"{result}/owner-link", applicant.open(f"{result}/link"))
    [owners] = page.links_to("/own/")
    stored = teams.store.results.find(result.removeprefix("/r/"))
    assert stored is not None
    new_share = NewShare(
        team=recruiter.team_id,
        recruiter=recruiter.id,
        seed="seed",
        token="s" * 26,
        label="For a colleague",
        reveal="reasons",
        names=False,
        ends_at=now + timedelta(days=30),
        results=(stored.id,),
    )
    share = teams.store.shares.add(new_share, now)
    teams.store.notes.add(recruiter.team_id, stored.id, recruiter.id, "called", now)
    gone = teams.store.removals.remove_results(
        recruiter.team_id, recruiter.id, [teams.result(recruiter)], now
    )
    assert gone is not None
    change = teams.store.bulk_changes.change(
        recruiter.team_id,
        [stored.id],
        recruiter.id,
        "stage",
        teams.store.stages.names(recruiter.team_id)[1].id,
        now,
    )
    assert change is not None
    view = teams.store.saved_views.add(recruiter.team_id, recruiter.id, "A", "best=PIANO", now)
    assert view is not None
    says = {"en": "A", "ja": "A"}
    template = teams.store.mail_templates.add(recruiter.team_id, "A", says, says)
    assert template is not None
    assert teams.store.api_tokens.add(administrator, "A program", "read", "quiz_a", now)
    recipient, personal, stop = teams.recipient(recruiter, invitation_id)
    digest = NewDigest("day", "en", "seed", "d" * 26)
    teams.store.digests.choose(recruiter.id, recruiter.team_id, digest, now)
    webhook = teams.store.webhooks.add(
        administrator, "https://crm.example/", ["result.received"], "seed", NOTICE, now
    )
    _, set_up = teams.add()
    reader = teams.recruiter(role="reader")
    invited = NewRecruiter(other.team_id, reader.email, "R", "reader", "j" * 26)
    assert teams.store.memberships.add(invited, now) == "to join"
    browsers = {
        "nobody": Visitor(app),
        "applicant": applicant,
        "recruiter": teams.visitor(recruiter),
        "administrator": teams.visitor(administrator),
        "disabled": teams.visitor(disabled),
        "other team": teams.visitor(other),
        "reader": teams.visitor(reader),
        "operator": teams.visitor(teams.operator()),
    }
    teams.store.accounts.disable(disabled.id, now)
    noted = teams.store.notes.of(recruiter.team_id, stored.id)
    return World(
        values={
            "question": "home",
            "digest": add_office(teams.store, recruiter.team_id),
            "filename": "style.css",
            "owner_token": owners.removeprefix("/own/"),
            "code": "FAIR-7K4Q",
            "result": stored.id,
            "invitation": invitation_id,
            "share": share,
            "removal": gone.removal,
            "view": view,
            "template": template,
            "bulk_change": change.id,
            "note": next(each.id for each in noted if each.kind == "note"),
            "stage": teams.store.stages.names(recruiter.team_id)[0].id,
            "person": recruiter.id,
            "team": recruiter.team_id,
            "passkey": teams.passkey(recruiter),
            "api_token": 1,
            "recipient": recipient,
            "webhook": webhook,
            "change": "reset",
            "day": "2020-01-01",
        },
        tokens={
            "/r/": result.removeprefix("/r/"),
            "/s/": "s" * 26,
            "/recruiter/set-up/": set_up,
            "/recruiter/join/": "j" * 26,
            "/invited/": personal,
            "/stop/": stop,
            "/digest/": "d" * 26,
        },
        browsers=browsers,
    )


def routes(app: Flask) -> dict[str, tuple[str, Callable[[World], str]]]:
    """Return, by method and path, the method of each route and a function for its address."""
    found = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:

            def address(world: World, rule=rule) -> str:  # type: ignore[no-untyped-def]
                tokens = [t for begins, t in world.tokens.items() if rule.rule.startswith(begins)]
                values = {**world.values, "token": next(iter(tokens), "")}
                built = rule.build({name: values[name] for name in rule.arguments})
                assert built is not None
                return built[1]

            found[f"{method} {rule.rule}"] = (method, address)
    return found


def letter(answer: TestResponse, *, sent: bool) -> str:
    """Return the letter for a response, one of those above."""
    if answer.status_code in (302, 303):
        to_sign_in = answer.headers["Location"].startswith("/recruiter/sign-in")
        return SIGN_IN if to_sign_in else ELSEWHERE
    return {
        200: YES,
        204: YES,
        415: YES,  # nothing is sent here
        422: YES,
        401: NO_TOKEN,
        404: NO_PAGE,
        403: FORBIDDEN,
        400: YES if sent else "?",
    }.get(answer.status_code, "?")


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert routes(app).keys() == ROWS.keys()


@pytest.mark.parametrize("who", WHO)
def test_access_is_exactly_what_the_table_says(app: Flask, world: World, who: str) -> None:
    browser, place = world.browsers[who], WHO.index(who)
    found = {}
    for route, (method, address) in routes(app).items():
        headers = {"X-Opened": "link"} if route.endswith("/opened") else {}
        answer = browser.ask(address(world), method=method, headers=headers)
        look_at_headers(answer)
        sent = method == "POST"
        if sent and answer.status_code == 303:  # to the page that shows the form again, or away
            shown = browser.ask(answer.headers["Location"], follow_redirects=True)
            answer = shown if shown.status_code == 400 else answer
        found[route] = letter(answer, sent=sent)
    assert found == {route: row[place] for route, row in ROWS.items()}
