"""The quiz in a frame of another site: who may frame it, its cookie, and the way to a new tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, invite, taken
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Invitation, Store

FRAME = "/embed/LEEDS-7K4Q"
SITES = ("https://office.example", "https://www.office.example:8443")


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["quiz"].store
    return found


@pytest.fixture
def fair(store: Store) -> Invitation:
    invitation = invite(store, "Consulate A", code="LEEDS-7K4Q")
    store.invitations.allow_sites(invitation.team, invitation.id, SITES)
    return invitation


def ancestors(page: Page) -> str:
    return page.headers["Content-Security-Policy"].partition("frame-ancestors ")[2]


def begin(visitor: Visitor, **fields: str) -> Page:
    return visitor.send(FRAME, visitor.open(FRAME), **fields)


def take(visitor: Visitor, **fields: str) -> Page:
    page = begin(visitor, **fields)
    for question, answer in INVITED_ANSWERS.items():
        page = visitor.send(f"{FRAME}/quiz/{question}", page, answer=answer)
    return page if page.path.endswith("/result") else visitor.send(f"{FRAME}/check-answers", page)


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


OWN = {"Origin": "http://localhost"}


def sent_without_a_cookie(app: Flask, visitor: Visitor, **fields: str) -> Page:
    """Send the form of the frame as a browser does that has not taken its cookie."""
    data = {"csrf_token": visitor.open(FRAME).token, **fields}
    browser = Visitor(app, visitor.language)
    page = Page(browser.ask(FRAME, method="POST", data=data, headers=OWN))
    page.look()
    return page


def to_tab(tab: Visitor, page: Page) -> Page:
    """Press the button that opens a new tab."""
    [form] = [form for form in page.forms if form[0].get("target") == "_blank"]
    data = {field["name"]: field["value"] for field in form[1:] if "name" in field}
    address = form[0]["action"]
    opened = Page(tab.ask(address, method="POST", data=data, headers=OWN, follow_redirects=True))
    opened.look()
    return opened


def started(store: Store) -> int:
    found = store.invitations.find("LEEDS-7K4Q")
    assert found is not None
    return found.started


@pytest.mark.usefixtures("fair")
def test_a_browser_that_gives_a_frame_no_cookie_begins_in_a_new_tab(
    app: Flask, store: Store
) -> None:
    page = sent_without_a_cookie(app, Visitor(app, "ja"), name="花子", email="a@b.example")
    assert (page.status, ancestors(page)) == (200, " ".join(SITES))
    assert started(store) == 0
    tab = Visitor(app)
    begun = to_tab(tab, page)
    assert (begun.path, begun.language) == ("/quiz/home", "ja")
    assert tab.client.get_cookie("quiz-entered", path="/i/LEEDS-7K4Q/new-tab") is None
    tab.answer(**INVITED_ANSWERS)
    assert tab.finish().path.startswith("/r/")
    assert (taken(store), started(store)) == (1, 1)
    board = Teams(app)
    assert "花子" in board.visitor(board.administrator("Consulate A")).open("/recruiter").words


@pytest.mark.usefixtures("fair")
def test_the_tab_keeps_what_its_browser_had_even_if_it_sends_the_cookie_only_with_a_get(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(**INVITED_ANSWERS)
    own = visitor.finish().path
    page = sent_without_a_cookie(app, Visitor(app))
    [form] = [form for form in page.forms if form[0].get("target") == "_blank"]
    data = {field["name"]: field["value"] for field in form[1:] if "name" in field}
    answer = Visitor(app).ask(form[0]["action"], method="POST", data=data, headers=OWN)
    [cookie] = answer.headers.getlist("Set-Cookie")
    name, _, value = cookie.partition(";")[0].partition("=")
    assert name == "quiz-entered"
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=120" in cookie
    visitor.client.set_cookie(name, value, path="/i/LEEDS-7K4Q/new-tab")
    assert visitor.open(answer.headers["Location"]).path == "/quiz/home"
    assert own in visitor.open("/mine").links


@pytest.mark.usefixtures("fair")
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "https://localhost"}],
)
def test_no_other_site_can_begin_a_sitting_in_a_tab(
    store: Store, visitor: Visitor, headers: dict[str, str]
) -> None:
    address = "/i/LEEDS-7K4Q/new-tab"
    for method in ("POST", "GET"):
        answer = visitor.ask(address, method=method, headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/i/LEEDS-7K4Q")
    visitor.client.set_cookie("quiz-entered", "WyJMRUVEUy03SzRRIl0.forged.cookie", path=address)
    assert visitor.ask(address).headers["Location"] == "/i/LEEDS-7K4Q"
    assert started(store) == 0


@pytest.mark.usefixtures("fair")
def test_what_was_entered_wrongly_in_a_frame_without_cookies_is_shown_again_there(
    app: Flask, visitor: Visitor
) -> None:
    page = sent_without_a_cookie(app, visitor, name="花子", email="nobody")
    assert (page.status, page.path, ancestors(page)) == (422, FRAME, " ".join(SITES))
    assert "花子" in page.html
    assert "enter an address such as" in page.words


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


def test_a_team_enters_its_sites_and_gets_the_code_for_its_page(app: Flask, store: Store) -> None:
    teams = Teams(app)
    fair = invite(store, "Consulate A", code="LEEDS-7K4Q")
    address = f"/recruiter/invitations/{fair.id}"
    who = teams.administrator("Consulate A")
    visitor = teams.visitor(who)
    assert "iframe" not in visitor.open(address).html
    typed = "https://www.office.example/jet/quiz.html?a=b\r\n\r\nOFFICE.example\r\nhttps://例え.jp/"
    page = visitor.send(f"{address}/sites", visitor.open(address), sites=typed)
    assert (page.path, page.status) == (address, 200)
    assert "The allowed sites are saved." in page.words
    found = store.invitations.one(who.team_id, fair.id)
    assert found is not None
    assert found.sites == [
        "https://www.office.example",
        "https://office.example",
        "https://xn--r8jz45g.jp",
    ]
    assert "&lt;iframe src=&#34;http://127.0.0.1:8000/embed/LEEDS-7K4Q&#34; title=" in page.html
    assert "Careers fair, 3 October" in visitor.open("/recruiter/audit").words
    assert "https://xn--r8jz45g.jp" in visitor.open("/recruiter/audit").words
    reader = teams.visitor(teams.recruiter("Consulate A", role="reader"))
    shown = reader.open(address)
    assert "https://office.example" in shown.words
    assert "iframe" in shown.html
    assert shown.links_to(f"{address}/sites") == []


@pytest.mark.parametrize(
    "wrong",
    [
        "http://office.example",
        "https://*.office.example",
        "*",
        "'self'",
        "https://office.example; script-src *",
        "https://office",
        "https://192.0.2.1",
        "https://user@office.example",
        "https://office.example:0",
        "https://office.example:99999",
        "javascript:alert(1)",
        "https://of fice.example",
        "data://office.example",
        "https://-office.example",
        "https://localhost",
    ],
)
def test_what_is_no_site_is_refused_and_nothing_is_saved(
    app: Flask, store: Store, wrong: str
) -> None:
    teams = Teams(app)
    fair = invite(store, "Consulate A", code="LEEDS-7K4Q")
    address = f"/recruiter/invitations/{fair.id}"
    visitor = teams.visitor(teams.recruiter("Consulate A"))
    typed = f"https://office.example\n{wrong}"
    page = visitor.send(f"{address}/sites", visitor.open(address), sites=typed)
    assert (page.path, page.status) == (address, 422)
    assert f"“{wrong}” is not the address of a site" in page.words
    assert store.invitations.sites("LEEDS-7K4Q") == []
