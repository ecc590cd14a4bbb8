"""Addresses as people paste and type them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.invitations import invite
from support.owner import Owner
from support.visitor import Visitor


@pytest.fixture
def code(app: Flask) -> str:
    return invite(app.extensions["quiz"].store, code="LEEDS-7K4Q").code


@pytest.mark.parametrize(
    "pasted",
    [
        *("{}.", "{}。", "{}、", "{},", "{})", "{}）", "{}」", "{}/", "{}//", "{}!", "{}?"),
        *("{}%E3%81%A7%E3%81%99", "{}です。", "{}>", '{}"', "{}*", "{};", "{}:", "{}…", "{}’s"),
        *("{}%20", "{}%C2%A0", "{}\u200b", "{}\ufeff.", "{}.)", "{}.%0A", "{}'"),
    ],
)
def test_what_was_pasted_after_a_link_is_left_out(app: Flask, pasted: str) -> None:
    result = Owner(app).result
    page = Visitor(app).open(pasted.format(result))
    assert (page.status, page.path) == (200, result)


@pytest.mark.parametrize(
    "typed",
    [
        *("/i/LEEDS-7K4Q/", "/I/LEEDS-7K4Q", "/I/leeds-7k4q/", "/i/leeds7k4q.", "/i/LEEDS-7K4Q。"),
        *("/i/ＬＥＥＤＳ－７Ｋ４Ｑ", "/i/LEEDSー7K4Q", "/i/LEEDS–7K4Q", "/i/LEEDS 7K4Q"),
        *("/ｉ/LEEDS-7K4Q", "/i/ LEEDS-7K4Q", "/i/LEEDS-7K4Qから", "/i/\u2060LEEDS-7K4Q"),
    ],
)
def test_an_invitation_opens_however_its_address_is_typed(
    visitor: Visitor, code: str, typed: str
) -> None:
    page = visitor.open(typed)
    assert (page.status, page.path) == (200, f"/i/{code}")


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("/RULES", "/rules"),
        ("/Privacy/", "/privacy"),
        ("/rules。", "/rules"),
        ("/。", "/"),
        ("/Recruiter/Sign-In", "/recruiter/sign-in"),
        ("/I/", "/i"),
        ("/i.", "/i"),
    ],
)
def test_every_page_opens_however_its_address_is_typed(
    visitor: Visitor, typed: str, opened: str
) -> None:
    page = visitor.open(typed)
    assert (page.status, page.path) == (200, opened)


def test_the_query_of_an_address_is_kept(visitor: Visitor) -> None:
    answer = visitor.ask("/rules.?lang=ja&x=%E5%B1%B1")
    assert answer.headers["Location"] == "/rules?lang=ja&x=%E5%B1%B1"


def test_a_link_that_was_pasted_with_a_mark_is_not_counted_as_unknown(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(people_per_hour=1)
    result = Owner(app).result
    assert [Visitor(app).open(f"{result}.").status for _ in range(4)] == [200] * 4


@pytest.mark.parametrize("address", ["/nowhere.", "/r/abc.", "/x。。/y", "/static/..%2f", "/ＮＯ"])
def test_what_leads_nowhere_either_way_is_a_404(visitor: Visitor, address: str) -> None:
    assert visitor.open(address).status == 404


def test_no_address_leads_to_another_site(visitor: Visitor) -> None:
    for address in (
        "//other.example.",
        "/%5Cother.example.",
        "/／other.example/",
        "/.//x.example/",
    ):
        location = visitor.ask(address).headers.get("Location", "/")
        assert location.replace("http://localhost", "")[:2] not in ("//", "/\\"), address


@pytest.mark.parametrize(
    "typed",
    [
        "leeds 7k4q",
        "ＬＥＥＤＳ－７Ｋ４Ｑ",
        "https://quiz.example/i/LEEDS-7K4Q?lang=ja",
        "LEEDS-7K4Q。",
    ],
)
def test_the_page_without_a_code_asks_for_it(visitor: Visitor, code: str, typed: str) -> None:
    page = visitor.open("/i")
    assert page.text("h1") == "Your invitation"
    assert visitor.send("/i", page, code=typed).path == f"/i/{code}"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Code: enter something here."),
        ("LEEDS-7K4X", "Code: there is no invitation with this code."),
        ("https://[", "Code: there is no invitation with this code."),
    ],
)
def test_a_code_that_is_none_is_shown_again(
    visitor: Visitor, code: str, typed: str, says: str
) -> None:
    page = visitor.send("/i", code=typed)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words


def test_guessing_codes_is_limited_as_opening_unknown_links_is(
    start_app: Callable[..., Flask],
) -> None:
    visitor = Visitor(start_app(people_per_hour=2))
    assert [visitor.send("/i", code="LEEDS-7K4X").status for _ in range(3)] == [422, 422, 429]


def test_the_start_page_leads_to_it(visitor: Visitor) -> None:
    assert 'method="get" action="/i"' in visitor.open("/").html
