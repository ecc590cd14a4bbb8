"""Access: every route of the URL map, requested by every kind of visitor.

A route without a row fails, and so does a row without a route. Forms are sent without
their CSRF token: visitors with access get a 400 before anything is done, and visitors
without access are answered as for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.headers import look_at_headers
from support.mails import MAIL_SERVER
from support.offices import add_office
from support.teams import Teams
from support.visitor import Visitor
from werkzeug.test import TestResponse

from quiz.store import NewDigest, NewRecruiter, Notice
from quiz.store.invitations import NewInvitation
from quiz.store.shares import NewShare

WHO = (
    *("nobody", "applicant", "recruiter", "administrator", "disabled", "other team", "reader"),
    "operator",
)
"""Of the team: a recruiter, an administrator, somebody disabled, a reader. Of another: an
administrator. Of none: an operator."""

YES, SIGN_IN, NO_PAGE, FORBIDDEN, ELSEWHERE, NO_TOKEN = "y", "s", "n", "f", "e", "t"
"""Allowed; redirected to the sign-in page; 404; 403; redirected elsewhere; 401."""

NOTICE = Notice("off", "off", "en")
EVERYBODY = "yyyyyyyy"
ON_THE_WAY = "eyeeeeee"  # without answers, redirected to the first question
NOBODY_HERE = "eeeeeeee"  # redirected: no answer of theirs rules every position out
NOT_BEGUN = "eeeeeeee"  # redirected to the invitation: no sitting began in a frame
OWNER = "nynnnnnn"
LINK = "yyyyyyyy"  # everybody with the link, while it is open
TEAM = "ssyysyyn"  # an administrator of another team sees the page of that team
ACCOUNT = "ssyysyyy"  # the pages of one's own account
TEAM_TO_CHANGE = "ssyysyfn"
OF_TEAM = "ssyysnyn"
OF_TEAM_TO_CHANGE = "ssyysnfn"
WRITER = "ssynsnfn"  # an administrator changes no note of somebody else
OWN = "ssynsnnn"
ADMINISTRATOR = "ssfysyfn"
ADMINISTRATOR_OF_TEAM = "ssfysnfn"
OPERATOR = "ssnnsnny"
OF_PROGRAMS = "tttttttt"  # whatever cookies a browser has; see tests/web/api/test_tokens.py

ROWS: Mapping[str, str] = {
    "GET /": EVERYBODY,
    "POST /start-again": ON_THE_WAY,
    "GET /quiz/<question>": EVERYBODY,
    "POST /quiz/<question>": EVERYBODY,
    "GET /quiz/<question>/ruled-out": NOBODY_HERE,
    "GET /check-answers": ON_THE_WAY,
    "POST /check-answers": ON_THE_WAY,
    "GET /r/<token>": LINK,
    "GET /r/<token>/code": LINK,
    "GET /r/<token>/code.svg": LINK,
    "GET /r/<token>/card.png": LINK,
    "GET /r/<token>/card": OWNER,
    "GET /card.png": EVERYBODY,
    "GET /r/<token>/result.json": LINK,
    "GET /r/<token>/calendar.ics": "nnnnnnnn",  # no dates; see test_calendar_of_lapses.py
    "POST /r/<token>/opened": LINK,
    # And everybody who may see the answers; who has just given them goes on to them at once.
    "GET /r/<token>/mail": OWNER,
    "POST /r/<token>/mail": OWNER,
    "GET /r/<token>/again": "nennnnnn",
    "POST /r/<token>/again": "nennnnnn",
    "GET /r/<token>/try": OWNER,  # and everybody who may see the answers
    "POST /r/<token>/try": OWNER,
    "GET /r/<token>/link": OWNER,
    "POST /r/<token>/link": OWNER,
    "POST /r/<token>/close": OWNER,
    "POST /r/<token>/move": OWNER,
    "POST /r/<token>/owner-link": OWNER,
    "GET /r/<token>/delete": OWNER,
    "POST /r/<token>/delete": OWNER,
    "GET /r/<token>/withdraw": OWNER,
    "POST /r/<token>/withdraw": OWNER,
    "GET /r/<token>/given": OWNER,
    "POST /r/<token>/given": OWNER,
    "GET /own/<owner_token>": EVERYBODY,  # everybody with the owner's link
    "POST /own/<owner_token>": EVERYBODY,
    "GET /cookies": "eeeeeeee",  # on to `next`: all of these browsers take cookies
    "GET /mine": EVERYBODY,
    "GET /privacy": EVERYBODY,
    "GET /rules": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "POST /i/<code>/opened": EVERYBODY,
    "GET /invited/<token>": EVERYBODY,  # everybody with a personal link
    "POST /invited/<token>": EVERYBODY,
    "GET /digest/<token>": EVERYBODY,  # everybody with the link in a digest
    "POST /digest/<token>": EVERYBODY,
    "GET /stop/<token>": EVERYBODY,
    "POST /stop/<token>": EVERYBODY,
    "GET /logo/<digest>.png": EVERYBODY,
    "GET /robots.txt": EVERYBODY,
    "GET /static/<path:filename>": EVERYBODY,
    "GET /i": EVERYBODY,
    "POST /i": EVERYBODY,
    "GET /i/<code>": EVERYBODY,
    "POST /i/<code>": EVERYBODY,
    "GET /i/<code>/new-tab": "eeeeeeee",  # to the invitation, unless they come from a frame
    "POST /i/<code>/new-tab": "eeeeeeee",
    "GET /embed/<code>": EVERYBODY,  # where the invitation has sites that may frame it
    "POST /embed/<code>": EVERYBODY,
    "POST /embed/<code>/opened": EVERYBODY,
    "GET /embed/<code>/quiz/<question>": NOT_BEGUN,
    "POST /embed/<code>/quiz/<question>": NOT_BEGUN,
    "GET /embed/<code>/quiz/<question>/ruled-out": NOT_BEGUN,
    "GET /embed/<code>/check-answers": NOT_BEGUN,
    "POST /embed/<code>/check-answers": NOT_BEGUN,
    "GET /embed/<code>/result": NOT_BEGUN,
    "GET /booth/result": "eeeeeeee",  # only in booth mode
    "POST /booth/next": "eeeeeeee",
    "GET /booth/leave": "eeeeeeee",
    "POST /booth/leave": "eeeeeeee",
    "GET /s/<token>": EVERYBODY,
    "POST /s/<token>/opened": EVERYBODY,
    "GET /recruiter/sign-in": "yyeeyeee",
    "POST /recruiter/sign-in": "yyssysss",  # who is signed in goes on from the sign-in page
    "GET /recruiter/sign-in/code": "ssssssss",  # only between a password and a session
    "POST /recruiter/sign-in/code": "ssssssss",
    "POST /recruiter/sign-in/passkey": "yyssysss",
    "POST /recruiter/sign-in/code/passkey": "ssssssss",
    "GET /recruiter/sign-in/provider": "nnnnnnnn",  # no provider is set
    "GET /recruiter/sign-in/provider/back": "nnnnnnnn",
    "GET /recruiter/forgotten-password": EVERYBODY,
    "POST /recruiter/forgotten-password": EVERYBODY,
    "GET /recruiter/set-up/<token>": EVERYBODY,  # everybody with the set-up link
    "POST /recruiter/set-up/<token>": EVERYBODY,
    "POST /recruiter/sign-out": ACCOUNT,
    "GET /recruiter": "ssyysyye",  # an operator goes on to the operator's page
    "POST /recruiter": TEAM_TO_CHANGE,
    "GET /recruiter/account": ACCOUNT,
    "POST /recruiter/account": ACCOUNT,
    "GET /recruiter/name": ACCOUNT,
    "POST /recruiter/name": ACCOUNT,
    "GET /recruiter/teams": TEAM,
    "POST /recruiter/teams/<id:team>": OF_TEAM,
    "GET /recruiter/teams/leave": TEAM,
    "POST /recruiter/teams/leave": TEAM,
    "GET /recruiter/join/<token>": "ssnnsnyn",  # the reader was invited to another team
    "POST /recruiter/join/<token>": "ssnnsnyn",
    "GET /recruiter/sessions": ACCOUNT,
    "GET /recruiter/sessions/end": "sseeseee",  # on to the sessions: none was chosen
    "POST /recruiter/sessions/end": ACCOUNT,
    "GET /recruiter/second-factor": ACCOUNT,
    "GET /recruiter/second-factor/passkeys": ACCOUNT,
    "POST /recruiter/second-factor/passkeys": ACCOUNT,
    "GET /recruiter/second-factor/passkeys/<id:passkey>": OWN,
    "POST /recruiter/second-factor/passkeys/<id:passkey>": OWN,
    "GET /recruiter/second-factor/app": ACCOUNT,
    "POST /recruiter/second-factor/app": ACCOUNT,
    "GET /recruiter/second-factor/off": "sseeseee",  # back: they have no app
    "POST /recruiter/second-factor/off": "sseeseee",
    "POST /recruiter/second-factor/codes": ACCOUNT,
    "GET /recruiter/summary": TEAM,
    "GET /recruiter/summary/to-pass-on": TEAM,
    "GET /recruiter/summary/changes": TEAM,
    "GET /recruiter/results/<id:result>": OF_TEAM,
    "POST /recruiter/results/<id:result>/work": OF_TEAM_TO_CHANGE,
    "GET /recruiter/results/<id:result>/notes/<id:note>": WRITER,
    "POST /recruiter/results/<id:result>/notes/<id:note>": WRITER,
    "GET /recruiter/results/<id:result>/notes/<id:note>/delete": WRITER,
    "POST /recruiter/results/<id:result>/notes/<id:note>/delete": WRITER,
    "POST /recruiter/views": TEAM_TO_CHANGE,
    "GET /recruiter/views/<id:view>": OF_TEAM_TO_CHANGE,
    "POST /recruiter/views/<id:view>": OF_TEAM_TO_CHANGE,
    "GET /recruiter/views/<id:view>/replace": OF_TEAM_TO_CHANGE,
    "POST /recruiter/views/<id:view>/replace": OF_TEAM_TO_CHANGE,
    "GET /recruiter/views/<id:view>/delete": OF_TEAM_TO_CHANGE,
    "POST /recruiter/views/<id:view>/delete": OF_TEAM_TO_CHANGE,
    "GET /recruiter/due": TEAM,
    "GET /recruiter/news": TEAM,
    "POST /recruiter/news": TEAM,
    "POST /recruiter/news/digest": TEAM,
    "GET /recruiter/columns": TEAM,
    "POST /recruiter/columns": TEAM,
    "GET /recruiter/mail": TEAM,
    "GET /recruiter/mails": TEAM_TO_CHANGE,
    "POST /recruiter/mails": TEAM_TO_CHANGE,
    "GET /recruiter/mails/<id:template>": OF_TEAM_TO_CHANGE,
    "POST /recruiter/mails/<id:template>": OF_TEAM_TO_CHANGE,
    "GET /recruiter/mails/<id:template>/delete": OF_TEAM_TO_CHANGE,
    "POST /recruiter/mails/<id:template>/delete": OF_TEAM_TO_CHANGE,
    "GET /recruiter/mails/<id:template>/send": OF_TEAM_TO_CHANGE,
    "POST /recruiter/mails/<id:template>/send": OF_TEAM_TO_CHANGE,
    "POST /recruiter/results/<id:result>/remove": OF_TEAM_TO_CHANGE,
    "GET /recruiter/removed": TEAM,
    "POST /recruiter/changes/<id:bulk_change>": OF_TEAM_TO_CHANGE,
    "POST /recruiter/removed/<id:removal>": OF_TEAM_TO_CHANGE,
    "GET /recruiter/results/<id:result>/erase": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/results/<id:result>/erase": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/export.csv": TEAM,
    "GET /recruiter/export.xlsx": TEAM,
    "GET /recruiter/export.json": TEAM,
    "GET /recruiter/invitations": TEAM,
    "GET /recruiter/invitations/new": TEAM_TO_CHANGE,
    "POST /recruiter/invitations/new": TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>": OF_TEAM,
    "POST /recruiter/invitations/<id:invitation>": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/sites": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/close": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/open": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/code.svg": OF_TEAM,
    "GET /recruiter/invitations/<id:invitation>/poster": OF_TEAM,
    "GET /recruiter/invitations/<id:invitation>/booth": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/booth": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/remove": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/invitations/<id:invitation>/remove": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/invitations/<id:invitation>/recipients": OF_TEAM,
    "GET /recruiter/invitations/<id:invitation>/recipients/new": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/recipients/new": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/recipients/review": "sseesnfn",  # no list yet
    "POST /recruiter/invitations/<id:invitation>/recipients/review": "sseesnfn",
    "POST /recruiter/invitations/<id:invitation>/recipients/discard": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/recipients/links.csv": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/recipients/links.xlsx": OF_TEAM_TO_CHANGE,
    "GET /recruiter/invitations/<id:invitation>/recipients/remind": OF_TEAM_TO_CHANGE,
    "POST /recruiter/invitations/<id:invitation>/recipients/remind": OF_TEAM_TO_CHANGE,
    "GET /recruiter/recipients/<id:recipient>": OF_TEAM,
    "POST /recruiter/recipients/<id:recipient>/sent": OF_TEAM_TO_CHANGE,
    "GET /recruiter/recipients/<id:recipient>/remove": OF_TEAM_TO_CHANGE,
    "POST /recruiter/recipients/<id:recipient>/remove": OF_TEAM_TO_CHANGE,
    "GET /recruiter/shares": TEAM,
    "POST /recruiter/shares": TEAM_TO_CHANGE,
    "GET /recruiter/shares/new": TEAM_TO_CHANGE,
    "POST /recruiter/shares/new": TEAM_TO_CHANGE,
    "GET /recruiter/shares/<id:share>": OF_TEAM,
    "GET /recruiter/shares/<id:share>/revoke": OF_TEAM_TO_CHANGE,
    "POST /recruiter/shares/<id:share>/revoke": OF_TEAM_TO_CHANGE,
    "GET /recruiter/people": ADMINISTRATOR,
    "POST /recruiter/people": ADMINISTRATOR,
    "GET /recruiter/people/<id:person>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/people/<id:person>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/people/<id:person>/details": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/people/<id:person>/<change>": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/stages": ADMINISTRATOR,
    "POST /recruiter/stages": ADMINISTRATOR,
    "GET /recruiter/stages/<id:stage>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/stages/<id:stage>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/stages/<id:stage>/up": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/stages/<id:stage>/down": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/stages/<id:stage>/retire": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/stages/<id:stage>/back": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/office": ADMINISTRATOR,
    "POST /recruiter/office": ADMINISTRATOR,
    "POST /recruiter/office/logo": ADMINISTRATOR,
    "POST /recruiter/office/logo/remove": ADMINISTRATOR,
    "GET /recruiter/webhooks": ADMINISTRATOR,
    "POST /recruiter/webhooks": ADMINISTRATOR,
    "GET /recruiter/webhooks/<id:webhook>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/webhooks/<id:webhook>": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/webhooks/<id:webhook>/test": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/webhooks/<id:webhook>/on": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/webhooks/<id:webhook>/secret": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/webhooks/<id:webhook>/secret": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/webhooks/<id:webhook>/delete": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/webhooks/<id:webhook>/delete": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/tokens": ADMINISTRATOR,
    "POST /recruiter/tokens": ADMINISTRATOR,
    "GET /recruiter/tokens/<id:api_token>/revoke": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/tokens/<id:api_token>/revoke": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/time-zone": ADMINISTRATOR,
    "POST /recruiter/time-zone": ADMINISTRATOR,
    "GET /recruiter/required-second-factor": ADMINISTRATOR,
    "POST /recruiter/required-second-factor": ADMINISTRATOR,
    "GET /recruiter/audit": ADMINISTRATOR,
    "GET /recruiter/audit.csv": ADMINISTRATOR,
    "GET /recruiter/audit.xlsx": ADMINISTRATOR,
    "GET /recruiter/data": ADMINISTRATOR,
    "GET /recruiter/data/<id:result>": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/data/<id:result>.json": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/data/<id:result>/erase": ADMINISTRATOR_OF_TEAM,
    "POST /recruiter/data/<id:result>/erase": ADMINISTRATOR_OF_TEAM,
    "GET /recruiter/processing": ADMINISTRATOR,
    "GET /recruiter/removal": ADMINISTRATOR,
    "POST /recruiter/removal": ADMINISTRATOR,
    "GET /recruiter/removal/<day>": ADMINISTRATOR,
    "POST /recruiter/removal/<day>": ADMINISTRATOR,
    "GET /operator": OPERATOR,
    "GET /operator/teams/new": OPERATOR,
    "POST /operator/teams/new": OPERATOR,
    "POST /operator/teams": OPERATOR,
    "GET /operator/teams/<id:team>": OPERATOR,
    "GET /operator/accounts/<id:person>": OPERATOR,
    "POST /operator/accounts/<id:person>": OPERATOR,
    "GET /operator/accounts/<id:person>/<change>": "ssnnsnnn",  # no operator makes set-up links
    "GET /operator/audit": OPERATOR,
    "GET /api": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /api/v1/questions": EVERYBODY,
    "POST /api/v1/outcomes": EVERYBODY,
    "GET /api/v1/token": OF_PROGRAMS,
    "GET /api/v1/results": OF_PROGRAMS,
    "GET /api/v1/results/<id:result>": OF_PROGRAMS,
    "PUT /api/v1/results/<id:result>/stage": OF_PROGRAMS,
    "GET /api/v1/stages": OF_PROGRAMS,
    "GET /api/v1/invitations": OF_PROGRAMS,
    "POST /api/v1/invitations": OF_PROGRAMS,
    "POST /api/v1/invitations/<id:invitation>/close": OF_PROGRAMS,
}


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
