"""Fills a team with something for each of its pages, in long words, and gives their addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote

from quiz.store import WEBHOOK_EVENTS, NewRecruiter, Notice
from quiz.web.framework.link_tokens import new_token
from quiz.web.routes import address_of
from support.served_quiz import Site
from support.team_shares import SharingSite
from support.teams import Teams, password_hash

LONG_NAMES = {"en": "Jean-Baptiste de La Longue-Exemple", "ja": "山田・長谷川 花子・マリア"}
LONG_ADDRESS = "a.rather.long.name.of.a.recruiter@consulate-general.quiz.example"
CONDITIONS = "best=ALT&best=CIR&least-japanese_level=n3&has_status=new&not=has_status&email=no"


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
    team.store.removals.remove_results(team.id, who.id, [results[7]], now)
    team.store.work.change(team.id, [results[1]], who.id, {"due_on": now.date()}, now)
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
