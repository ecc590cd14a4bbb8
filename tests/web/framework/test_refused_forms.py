"""A refused form is shown again by a redirect and GET."""

from __future__ import annotations

import pytest
from flask import Flask
from support.invitations import invite
from support.owner import Owner
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams
from support.visitor import Visitor

from quiz.web.framework import refused_forms


def sent(visitor: Visitor, address: str, **fields: object) -> tuple[int, str | None]:
    """Send the form at an address; return the status of the response and where it leads."""
    data = {"csrf_token": visitor.open(address).token, **fields}
    answer = visitor.ask(address, method="POST", data=data)
    return answer.status_code, answer.headers.get("Location")


def test_a_refused_answer_redirects_to_its_question_and_is_shown_there_once(
    visitor: Visitor,
) -> None:
    visitor.answer(home="house")
    address = "/quiz/likes?from=check-answers"
    assert sent(visitor, address, answer=["melody", "nothing"]) == (303, address)
    page = visitor.open(address)
    assert (page.status, page.title[:7], page.chosen) == (422, "Error: ", ["melody", "nothing"])
    again = visitor.open(address)
    assert (again.status, again.chosen) == (200, [])
    assert "Error" not in again.title


def test_what_was_refused_is_forgotten_once_another_form_is_shown(visitor: Visitor) -> None:
    visitor.answer(home="house")
    assert sent(visitor, "/quiz/likes")[0] == 303
    assert visitor.open("/quiz/home").status == 200
    assert visitor.open("/quiz/likes").status == 200


def test_every_form_of_applicants_redirects(app: Flask) -> None:
    code = invite(app.extensions["quiz"].store).code
    assert sent(Visitor(app), f"/i/{code}", email="none") == (303, f"/i/{code}")
    assert sent(Visitor(app), "/i", code="none") == (303, "/i")
    owner = Owner(app)
    link = f"{owner.result}/link"
    assert sent(owner, link, reveal="reasons", name="x" * 61) == (303, link)
    shown = owner.open(link)
    assert (shown.status, "x" * 61 in shown.html) == (422, True)


def test_every_form_of_recruiters_redirects(app: Flask) -> None:
    teams = Teams(app)
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    teams.result(admin)
    for address, fields in (
        ("/recruiter/account", {}),
        ("/recruiter/people", {"name": "N", "email": "none", "role": "recruiter"}),
        ("/recruiter/people/1", {"change": "none"}),
        ("/recruiter/invitations/new", {"title": ""}),
        ("/recruiter/invitations/1", {"title": ""}),
        ("/recruiter/removal", {"day": "soon"}),
    ):
        assert sent(visitor, address, **fields) == (303, address)
        assert visitor.open(address).status == 422, address
    page = visitor.open("/recruiter/results/1")
    for fields in ({"note": "x", "due_on": "soon"}, {"stage": "gone"}):
        data = {"csrf_token": page.token, **fields}
        answer = visitor.ask("/recruiter/results/1/work", method="POST", data=data)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/recruiter/results/1")
        assert visitor.open("/recruiter/results/1").status == 422


def test_a_share_that_is_refused_keeps_the_results_that_were_chosen(app: Flask) -> None:
    teams = Teams(app)
    who = teams.recruiter()
    visitor = teams.visitor(who)
    results = [str(teams.result(who)) for _ in range(2)]
    form = visitor.open(f"/recruiter/shares/new?result={results[0]}&result={results[1]}")
    page = visitor.send("/recruiter/shares", form, label="", result=results)
    assert (page.status, page.path) == (422, "/recruiter/shares/new")
    assert [a["value"] for a in page.all("input") if a.get("name") == "result"] == results


def test_no_password_waits_in_the_cookie(app: Flask) -> None:
    who = Teams(app).recruiter()
    visitor = Visitor(app)
    assert sent(visitor, SIGN_IN, email=who.email, password=WRONG) == (303, SIGN_IN)
    with visitor.client.session_transaction() as session:
        waiting = str(session["refused"])
        assert who.email in waiting
        assert WRONG not in waiting
    page = visitor.open(SIGN_IN)
    assert "address or the password is wrong" in page.words
    with visitor.client.session_transaction() as session:
        assert "refused" not in session
    assert visitor.send(SIGN_IN, page, email=who.email, password=PASSWORD).path == "/recruiter"


@pytest.mark.parametrize("title", ["", "語" * 80])
def test_a_form_too_long_for_the_cookie_is_shown_at_once(app: Flask, title: str) -> None:
    teams = Teams(app)
    visitor = teams.visitor(teams.recruiter())
    fields = {"title": title, "note": "語" * 1001, "invitation_language": "en"}
    assert sent(visitor, "/recruiter/invitations/new", **fields) == (422, None)
    page = visitor.send("/recruiter/invitations/new", **fields)
    assert "語" * 1001 in page.html, "nothing is lost"


def test_the_cookie_stays_below_what_browsers_take(app: Flask, monkeypatch) -> None:
    visitor = Visitor(app)
    for _ in range(21):
        visitor.answer(home="house", likes="melody", skill="some")
        visitor.finish()
        visitor.send("/start-again", visitor.open("/"))
    code = invite(app.extensions["quiz"].store, title="語" * 80).code
    visitor.send(f"/i/{code}", name="寿" * 60, email=f"{'語' * 180}@quiz.example")
    visitor.answer(home="house", likes="melody", skill="some")
    with visitor.client.session_transaction() as session:
        size = refused_forms.MOST_BYTES - 100
        session["refused"] = [
            "/quiz/home",
            "QuestionForm",
            422,
            [["answer", "語" * (size // 3)]],
            [],
        ]
    cookie = visitor.client.get_cookie("quiz")
    assert cookie is not None
    assert len(cookie.value) < 3900
