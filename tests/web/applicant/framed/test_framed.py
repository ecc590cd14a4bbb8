"""The quiz in a frame of another site: who may frame it, its cookie, and its links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.framed import FRAME, SITES, ancestors, begin, take
from support.invitations import INVITED_ANSWERS, invite, taken
from support.visitor import Visitor

from quiz.store import Invitation, Store


@pytest.mark.usefixtures("fair")
def test_every_page_of_the_sitting_can_be_framed_by_the_sites_of_its_invitation_alone(
    visitor: Visitor,
) -> None:
    pages = [visitor.open(FRAME), begin(visitor)]
    pages += [visitor.send(f"{FRAME}/quiz/home", pages[-1], answer="house")]
    pages += [visitor.open(f"{FRAME}/quiz/nothing"), visitor.open(f"{FRAME}/check-answers")]
    pages += [take(visitor)]
    assert [ancestors(page) for page in pages] == [" ".join(SITES)] * len(pages)
    assert not any("X-Frame-Options" in page.headers for page in pages)


def test_nobody_can_frame_the_page_of_an_invitation_without_sites(
    store: Store, visitor: Visitor
) -> None:
    invite(store, "Consulate A", code="LEEDS-7K4Q")
    for address in (FRAME, "/embed/OTHER-7K4Q", f"{FRAME}/quiz/home"):
        page = visitor.open(address)
        assert (page.status, ancestors(page)) == (404, "'none'")


def test_a_site_that_is_taken_off_the_list_frames_no_page_any_more(
    store: Store, fair: Invitation, visitor: Visitor
) -> None:
    begin(visitor)
    store.invitations.allow_sites(fair.team, fair.id, ["https://other.example"])
    assert ancestors(visitor.open(f"{FRAME}/quiz/home")) == "https://other.example"
    store.invitations.allow_sites(fair.team, fair.id, [])
    assert ancestors(visitor.open(f"{FRAME}/quiz/home")) == "'none'"


@pytest.mark.usefixtures("fair")
def test_pages_outside_of_frames_can_be_framed_by_nobody(visitor: Visitor) -> None:
    take(visitor)
    owners = visitor.open(f"{FRAME}/result").links_to("/own/")
    for address in ("/", "/quiz/home", "/i/LEEDS-7K4Q", "/recruiter/sign-in", "/recruiter"):
        assert ancestors(visitor.open(address)) == "'none'", address
    assert ancestors(visitor.open(owners[0])) == "'none'"


@pytest.mark.usefixtures("fair")
def test_the_team_gets_the_result_of_a_frame_which_its_owner_takes_over_in_a_tab(
    app: Flask, store: Store, visitor: Visitor
) -> None:
    page = take(visitor, name="花子", email="a@b.example")
    assert page.path == f"{FRAME}/result"
    assert "Your best match" in page.words
    assert taken(store) == 1
    [link] = page.links_to("/own/")
    assert visitor.open("/mine").links_to("/r/") == [], "the browser owns nothing yet"
    tab = Visitor(app)
    own = tab.send(link)
    assert own.path.startswith("/r/")
    gone = tab.send(f"{own.path}/delete")
    assert gone.path == "/mine"
    assert taken(store) == 0
    assert visitor.open(f"{FRAME}/result").path == FRAME, "a deleted result is shown no more"


@pytest.mark.usefixtures("fair")
def test_a_result_sent_twice_is_shown_again_and_stored_once(store: Store, visitor: Visitor) -> None:
    page = begin(visitor)
    for question in ("home", "likes"):
        page = visitor.send(f"{FRAME}/quiz/{question}", page, answer=INVITED_ANSWERS[question])
    last = f"{FRAME}/quiz/skill?to=result"
    first = visitor.send(last, page, answer="some")
    again = visitor.send(last, page, answer="some")
    assert (first.path, again.path) == (f"{FRAME}/result", f"{FRAME}/result")
    assert taken(store) == 1


@pytest.mark.usefixtures("fair")
def test_a_frame_and_a_tab_know_nothing_of_each_other(visitor: Visitor) -> None:
    visitor.answer(home="tent")
    begin(visitor)
    page = visitor.open(f"{FRAME}/quiz/home")
    assert page.chosen == []
    visitor.send(f"{FRAME}/quiz/home", page, answer="house")
    assert visitor.open("/quiz/home").chosen == ["tent"]
    assert "For: " not in visitor.open("/quiz/home").words


@pytest.mark.parametrize(
    ("public_url", "name", "attributes"),
    [
        (
            "https://quiz.example",
            "__Secure-quiz-frame",
            "HttpOnly; Path=/embed/LEEDS-7K4Q; SameSite=None; Secure; Partitioned",
        ),
        ("http://127.0.0.1:8000", "quiz-frame", "HttpOnly; Path=/embed/LEEDS-7K4Q; SameSite=Lax"),
    ],
)
def test_the_cookie_of_a_frame_is_its_own_and_kept_apart_for_each_site(
    start_app: Callable[..., Flask], public_url: str, name: str, attributes: str
) -> None:
    app = start_app(public_url=public_url)
    store = app.extensions["quiz"].store
    invitation = invite(store, "Consulate A", code="LEEDS-7K4Q")
    store.invitations.allow_sites(invitation.team, invitation.id, SITES)
    client = app.test_client()
    [framed] = client.get(FRAME, base_url=public_url).headers.getlist("Set-Cookie")
    assert framed.startswith(f"{name}=")
    assert framed.endswith(f"; {attributes}")
    [own] = client.get("/i/LEEDS-7K4Q", base_url=public_url).headers.getlist("Set-Cookie")
    assert "SameSite=Lax" in own
    assert "Partitioned" not in own


@pytest.mark.usefixtures("fair")
def test_a_form_in_a_frame_requires_the_token_of_its_cookie(store: Store, visitor: Visitor) -> None:
    page = begin(visitor)
    forms = [f"{FRAME}/quiz/home", f"{FRAME}/quiz/likes", f"{FRAME}/check-answers", FRAME]
    for question, answer in INVITED_ANSWERS.items():
        page = visitor.send(f"{FRAME}/quiz/{question}", page, answer=answer)
    for address in forms:
        stale = {"csrf_token": "of another page", "answer": "house"}
        refused = visitor.send(address, page, **stale)
        assert (refused.status, refused.path, refused.title[:7]) == (400, address, "Error: ")
        assert "Nothing is lost: press the button again." in refused.words
    assert taken(store) == 0
    assert "In a house" in visitor.open(f"{FRAME}/check-answers").words, "the answers are kept"


@pytest.mark.usefixtures("fair")
def test_a_tab_that_opens_the_address_of_a_frame_gets_the_page_of_the_invitation(
    visitor: Visitor,
) -> None:
    headers = {"Sec-Fetch-Dest": "document"}
    for address in (FRAME, f"{FRAME}/quiz/home", f"{FRAME}/result"):
        assert visitor.ask(address, headers=headers).headers["Location"] == "/i/LEEDS-7K4Q"


@pytest.mark.usefixtures("fair")
def test_links_of_a_frame_stay_in_it_or_open_a_tab(visitor: Visitor) -> None:
    pages = [visitor.open(FRAME), begin(visitor)]
    page = pages[-1]
    for question in ("home", "likes"):
        page = visitor.send(f"{FRAME}/quiz/{question}", page, answer=INVITED_ANSWERS[question])
        pages.append(page)
    pages.append(visitor.send(f"{FRAME}/quiz/skill", page, answer="some"))
    pages.append(visitor.send(f"{FRAME}/check-answers", pages[-1]))
    for each in pages:
        each.look()
        assert each.all("base") == [{"target": "_blank"}]
        for link in [*each.all("a"), *each.all("form")]:
            leads = link.get("href", link.get("action", ""))
            stays = leads.startswith((FRAME, "#", "?"))
            assert stays == (link.get("target") == "_self"), (each.path, leads)
