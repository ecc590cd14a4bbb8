"""A recruiter shares results by a link, lists the links, and revokes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from support.board_results import NOW
from support.sharing import MELODY, RHYTHM, TENT, SharingRecruiter, chosen
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store.board import PAGE
from quiz.store.schema import results
from quiz.web.framework.days import today


def test_the_list_describes_each_share_and_revokes_it(sharing: SharingRecruiter) -> None:
    result = sharing.team.told(MELODY)
    first = sharing.link(result, label="For Mr B", reveal="reasons")
    sharing.link(result, sharing.team.told(RHYTHM), label="Shortlist", names="yes")
    page = sharing.visitor.open("/recruiter/shares")
    words = page.words
    assert words.index("Shortlist") < words.index("For Mr B")
    assert "2 results · everything, with the answers · with names" in words
    assert "one result · the recommendation and its reasons · without names" in words
    assert "Made by R 1 on" in words
    assert first in page.html
    one = sharing.visitor.open("/recruiter/shares/1")
    assert one.text("h1") == "For Mr B"
    assert "<svg" in one.html
    page = sharing.visitor.send("/recruiter/shares/1/revoke", page)
    assert "The link has been revoked and no longer works." in page.words
    assert "Revoked on" in page.words
    assert first not in page.html
    assert Visitor(sharing.app).open(first).status == 404
    assert first not in sharing.visitor.open("/recruiter/shares/1").html
    sharing.visitor.send("/recruiter/shares/1/revoke", page)
    entries = sharing.team.store.audit.page(sharing.team.id)
    assert [entry.action for entry in entries] == ["share revoked", "share made", "share made"]
    assert entries[1].detail == {"share": 2, "results": 2, "reveal": "answers", "names": True}


def test_a_share_is_open_for_thirty_days_or_as_chosen_up_to_a_year(
    sharing: SharingRecruiter,
) -> None:
    result = sharing.team.told(MELODY)
    for given, days in (("", 30), (str(today()), 0), (str(today() + timedelta(days=365)), 365)):
        sharing.link(result, ends_on=given)
        newest = sharing.team.store.shares.page(sharing.team.id)[0]
        assert (newest.ends_at - timedelta(days=1)).date() == today() + timedelta(days=days)
    late = sharing.make(result, ends_on=str(today() + timedelta(days=366)))
    assert (late.status, late.title[:7]) == (422, "Error: ")
    assert "Last day: choose a day from" in late.words


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"label": ""}, "Label: enter something here."),
        ({"label": "a" * 101}, "Label: enter at most 100 characters."),
        ({"label": "a\x00b"}, "Label: remove characters that cannot be displayed."),
        ({"reveal": "everything"}, "What it shows: choose one of these."),
        ({"ends_on": "soon"}, "Last day: enter year-month-day"),
        ({"result": []}, "Choose results on the board first."),
        ({"result": [str(number) for number in range(1, 52)]}, "Choose at most 50 results"),
    ],
)
def test_invalid_fields_of_a_share_have_errors_and_nothing_is_lost(
    sharing: SharingRecruiter, fields: dict[str, object], says: str
) -> None:
    result = sharing.team.told(MELODY)
    page = sharing.make(result, **{"label": "The one", **fields})
    assert page.status == 422
    assert says in page.words
    assert sharing.team.store.shares.page(sharing.team.id) == []
    if "result" not in fields:
        [kept] = [a["value"] for a in page.all("input") if a.get("name") == "result"]
        assert kept == str(result)


def test_a_stale_form_makes_no_share_and_loses_nothing(sharing: SharingRecruiter) -> None:
    result = sharing.team.told(MELODY)
    sent = {"csrf_token": "old", "label": "The one", "reveal": "answers", "result": str(result)}
    for address in ("/recruiter/shares", "/recruiter/shares/new"):
        page = Page(sharing.visitor.ask(address, method="POST", data=sent, follow_redirects=True))
        page.look()
        assert (page.status, page.title[:7]) == (400, "Error: ")
        assert "The one" in page.html
        assert [a["value"] for a in page.all("input") if a.get("name") == "result"] == [str(result)]
    assert sharing.team.store.shares.page(sharing.team.id) == []


def test_the_form_of_the_board_leads_to_the_form_for_a_share(sharing: SharingRecruiter) -> None:
    tie = {**MELODY, "likes": ("melody", "rhythm")}
    first, second = sharing.team.told(tie, name="Ada"), sharing.team.told(TENT)
    token = sharing.visitor.open("/recruiter/account").token
    sent = {"csrf_token": token, "result": [str(second), str(first), str(second)]}
    page = sharing.visitor.send("/recruiter/shares/new", sharing.visitor.open("/recruiter"), **sent)
    page.look()
    assert page.status == 200
    kept = [a["value"] for a in page.all("input") if a.get("name") == "result"]
    assert kept == [str(second), str(first)]
    assert "no name No position" in page.words
    assert "Ada PIANO · DRUMS" in page.words, "an exact tie is two best matches"
    assert page.chosen == ["reasons"]
    assert sharing.team.store.shares.page(sharing.team.id) == []


def test_results_and_shares_of_another_team_are_not_found(
    sharing: SharingRecruiter, app: Flask, teams: Teams
) -> None:
    theirs = teams.visitor(teams.administrator("Consulate B"))
    result = sharing.team.told(MELODY)
    link = sharing.link(result)
    assert theirs.open("/recruiter/shares/1").status == 404
    assert theirs.open(f"/recruiter/shares/new?{chosen(result)}").status == 404
    token = theirs.open("/recruiter/account").token
    sent = {"csrf_token": token, "label": "x", "reveal": "answers", "result": str(result)}
    for address in ("/recruiter/shares", "/recruiter/shares/1/revoke"):
        assert theirs.ask(address, method="POST", data=sent).status_code == 404
    assert "Nothing is shared yet." in theirs.open("/recruiter/shares").words
    assert Visitor(app).open(link).status == 200


def test_after_a_change_of_the_secret_key_a_share_opens_but_its_link_is_not_shown(
    sharing: SharingRecruiter, start_app: Callable[..., Flask], teams: Teams
) -> None:
    link = sharing.link(sharing.team.told(MELODY))
    other = start_app(secret_key="another key, as long as a key must be, too")  # noqa: S106
    assert Visitor(other).open(link).status == 200
    visitor = Visitor(other)
    who = teams.store.accounts.people(sharing.team.id)[0].recruiter
    visitor.client.set_cookie("recruiter", teams.session(who))
    page = visitor.open("/recruiter/shares/1")
    assert "It still opens, but cannot be shown again." in page.words
    assert "/s/" not in page.html
    visitor.send("/recruiter/shares/1/revoke", page)
    assert Visitor(app := other).open(link).status == 404, app


def test_the_page_says_what_a_share_would_give(sharing: SharingRecruiter) -> None:
    made = [sharing.team.told(MELODY, name="Ada" if number else None) for number in range(4)]
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made)}")
    assert "4 of 4 show their recommendation now." in page.words
    assert "4 of 4 show their reasons now." in page.words
    assert "0 of 4 show their answers now." in page.words
    assert "3 of 4 gave a name." in page.words
    _set(sharing, made[0], reveal="answers")
    _set(sharing, made[1], reveal="recommendation")
    _set(sharing, made[2], reveal="answers", closes_at=NOW)
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made)}")
    assert "3 of 4 show their recommendation now." in page.words
    assert "2 of 4 show their reasons now." in page.words
    assert "1 of 4 show their answers now." in page.words
    _set(sharing, made[0], created_at=NOW - timedelta(days=500))  # its retention has ended
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made)}")
    assert "2 of 4 show their recommendation now." in page.words
    assert "0 of 4 show their answers now." in page.words
    japanese = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made)}&lang=ja")
    assert "4件のうち2件" in japanese.words


def _set(sharing: SharingRecruiter, result: int, **values: object) -> None:
    """Change what the owner of a result lets others see, straight in the database."""
    engine = sa.create_engine(
        sharing.app.extensions["quiz"].settings.database_url.replace(
            "postgresql:", "postgresql+psycopg:"
        )
    )
    with engine.begin() as connection:
        connection.execute(sa.update(results).where(results.c.id == result).values(values))
    engine.dispose()


def test_a_whole_page_of_the_board_can_be_shared(sharing: SharingRecruiter) -> None:
    fair = sharing.team.invitation()
    made = [sharing.team.told(MELODY, fair) for _ in range(51)]
    assert PAGE == 50
    page = Visitor(sharing.app).open(sharing.link(*made[:50], reveal="recommendation"))
    assert page.status == 200
    assert "Result 50" in page.words
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made)}")
    assert page.status == 422
    assert "Choose at most 50 results for one link." in page.words
    [first] = [a["href"] for a in page.all("a") if "shares/new?result" in a.get("href", "")]
    assert "Share the first 50 of 51" in page.words
    again = sharing.visitor.open(first.replace("&amp;", "&"))
    kept = [a["value"] for a in again.all("input") if a.get("name") == "result"]
    assert kept == [str(id_) for id_ in made[:50]], "the selection is kept"


def test_a_share_has_a_usual_label_that_says_how_many_and_when(sharing: SharingRecruiter) -> None:
    made = [sharing.team.told(MELODY) for _ in range(2)]
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(*made, made[0])}")
    [label] = [a["value"] for a in page.all("input") if a.get("name") == "label"]
    day = today()
    assert label == f"2 results, {day.day} {day:%B %Y}"
    page = sharing.visitor.open(f"/recruiter/shares/new?{chosen(made[0])}")
    [label] = [a["value"] for a in page.all("input") if a.get("name") == "label"]
    assert label == f"One result, {day.day} {day:%B %Y}"
