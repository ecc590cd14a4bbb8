"""The page of news, their line on the board, and the digest: chosen, sent and turned off."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask
from support.mail_server import mail_server
from support.mails import MAIL_SERVER
from support.teams import Teams
from support.visitor import Visitor

from quiz.store import Recruiter
from quiz.store.digests import next_time
from quiz.web.recruiters.news.digest_mail import digest_writer
from quiz.web.routes import address_of
from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery

NEWS = "/recruiter/news"


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter("Consulate A", "reader")


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    return teams.visitor(who)


@pytest.fixture
def colleague(teams: Teams, who: Recruiter) -> Recruiter:
    return teams.recruiter(who.team_name)


def test_the_board_and_the_page_tell_what_is_new_until_it_is_seen(
    teams: Teams, visitor: Visitor, colleague: Recruiter
) -> None:
    assert "Nothing has happened since" in visitor.open(NEWS).words
    result = teams.result(colleague, name="Aiko")
    teams.store.notes.add(
        colleague.team_id, result, colleague.id, "called", dt.datetime.now(dt.UTC)
    )
    board = visitor.open("/recruiter")
    assert board.links_to(f"{NEWS}#") == [f"{NEWS}#results", f"{NEWS}#notes"]
    page = visitor.open(NEWS)
    for said in ("One new result", "One result with a new note", f"· {colleague.name}"):
        assert said in page.words
    assert len(page.links_to(f"/recruiter/results/{result}")) == 2
    [until] = [a["value"] for a in page.all("input") if a.get("name") == "until"]
    later = teams.result(colleague, name="Ben")
    after = visitor.send(NEWS, page, until=until)
    assert after.links_to("/recruiter/results/") == [f"/recruiter/results/{later}"], (
        "what came while the page was read is still new"
    )
    assert "2 new results" in teams.visitor(teams.recruiter("Consulate A")).open(NEWS).words


@pytest.mark.parametrize("until", ["", "yesterday", "2026-01-01", "2999-01-01T00:00:00+00:00"])
def test_only_what_a_page_has_shown_can_be_seen(visitor: Visitor, until: str) -> None:
    assert visitor.send(NEWS, until=until).status == 404


def test_more_news_than_are_shown_are_counted(
    teams: Teams, visitor: Visitor, colleague: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("quiz.store.news", "quiz.web.recruiters.news.news"):
        monkeypatch.setattr(f"{module}.MOST_SHOWN", 2)
    for _ in range(3):
        teams.result(colleague)
    page = visitor.open(NEWS)
    assert "3 new results" in page.words
    assert "and 1 more" in page.words
    assert len(page.links_to("/recruiter/results/")) == 2


def test_a_digest_is_chosen_sent_and_turned_off_by_its_link(
    app: Flask, teams: Teams, who: Recruiter, colleague: Recruiter
) -> None:
    visitor, store = teams.visitor(who, "ja"), teams.store
    assert visitor.open(NEWS).chosen == ["never"]
    page = visitor.send(f"{NEWS}/digest", visitor.open(NEWS), every="day")
    assert (page.path, page.chosen) == (NEWS, ["day"])
    for name in ("Aiko", "Ben"):
        teams.result(colleague, name=name, email=f"{name}@home.example")
    write = digest_writer(app.extensions["quiz"].settings, address_of)
    due = next_time("day", "UTC", dt.datetime.now(dt.UTC))
    while store.digests.send_one(write, due - dt.timedelta(seconds=1)):
        pass
    assert store.count_rows()["outbox"] == 0
    assert store.digests.send_one(write, due)
    with mail_server() as running, closing(Delivery(running.server)) as delivery:
        now = dt.datetime.now(dt.UTC)
        mail = store.outbox.claim(due)
        assert mail
        store.outbox.put_off(mail, "", now - dt.timedelta(seconds=1))
        Courier(store.outbox, delivery).work(lambda: False)
    [received] = running.mailbox.received
    assert received["To"] == who.email
    assert received["Auto-Submitted"] == "auto-generated"
    text = received.get_body(("plain",)).get_content()
    assert "新しい結果2件" in text
    assert "Aiko" not in text
    assert "home.example" not in text, "nothing about an applicant"
    news, off = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)
    assert news == NEWS
    assert received["List-Unsubscribe"] == f"<http://127.0.0.1:8000{off}>"
    for method in ("GET", "HEAD"):
        assert Visitor(app).ask(off, method=method).status_code == 200
    assert store.digests.chosen(who.id, who.team_id) == "day", "nothing is changed by opening it"
    stranger = Visitor(app)
    assert "Done: you get no news" in stranger.send(off).words
    assert visitor.open(NEWS).chosen == ["never"]
    visitor.send(f"{NEWS}/digest", visitor.open(NEWS), every="week")
    one_click = {"List-Unsubscribe": "One-Click"}
    assert Visitor(app).ask(off, method="POST", data=one_click).status_code == 204
    assert store.digests.chosen(who.id, who.team_id) is None
    assert Visitor(app).open("/digest/" + "a" * 26).status == 404
    assert Visitor(app).ask(off, method="POST", data=one_click).status_code == 204
    log = [entry.by for entry in store.audit.page(who.team_id) if entry.action == "digest chosen"]
    assert log == [who.name] * 4, "on, off, on, off; what is off is not turned off again"


def test_an_unknown_choice_is_refused(visitor: Visitor, teams: Teams, who: Recruiter) -> None:
    page = visitor.send(f"{NEWS}/digest", visitor.open(NEWS), every="hour")
    assert page.status == 422
    assert teams.store.digests.chosen(who.id, who.team_id) is None


def test_without_mail_there_is_no_digest(start_app: Callable[..., Flask]) -> None:
    teams = Teams(start_app(mail=None))
    visitor = teams.visitor(teams.recruiter())
    page = visitor.open(NEWS)
    assert "By e-mail" not in page.words
    assert visitor.send(f"{NEWS}/digest", page, every="day").status == 404
