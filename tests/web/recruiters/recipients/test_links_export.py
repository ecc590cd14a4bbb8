"""The links of those who are invited personally, for a mail merge of the team's own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from flask import Flask
from support.teams import Teams
from support.visitor import Visitor
from support.xlsx import read_xlsx

from quiz.store import Recruiter
from quiz.web.recruiters.csv_safe import SEPARATORS

LIST = "/recruiter/invitations/1/recipients"
HEAD = ["E-mail address", "Name", "Link", "No more invitations"]


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends no mail."""
    return start_app()


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    """A recruiter who has invited somebody whose address would be a formula."""
    assert teams.invitation(who, title="Talk in Leeds") == 1
    teams.recipient(who, 1, "=aiko;+1@home.example")
    return teams.visitor(who)


@pytest.mark.parametrize(("name", "separator"), SEPARATORS.items())
def test_the_list_offers_its_links_with_every_separator(
    visitor: Visitor, teams: Teams, who: Recruiter, name: str, separator: str
) -> None:
    asked = f"{LIST}/links.csv" if name == "comma" else f"{LIST}/links.csv?separator={name}"
    assert asked in visitor.open(LIST).links_to(f"{LIST}/links.csv")
    text = visitor.ask(asked).text.removeprefix("\ufeff")
    head, [email, shown, link, stop] = csv.reader(StringIO(text), delimiter=separator)
    assert head == HEAD
    assert (email, shown) == ("'=aiko;'+1@home.example", "Aiko")
    assert link.startswith("http://127.0.0.1:8000/invited/")
    assert stop.startswith("http://127.0.0.1:8000/stop/")
    assert visitor.ask(f"{LIST}/links.csv?separator=dash").status_code == 404
    actions = [each.action for each in teams.store.audit.page(who.team_id)]
    assert actions == ["links exported"], "what was refused is not recorded"


def test_the_xlsx_has_the_same_links(visitor: Visitor, teams: Teams, who: Recruiter) -> None:
    [asked] = visitor.open(LIST).links_to(f"{LIST}/links.xlsx")
    head, [email, *others] = read_xlsx(visitor.ask(asked).data)
    assert (head, email) == (HEAD, "=aiko;+1@home.example")
    _, [_, *same] = csv.reader(StringIO(visitor.ask(f"{LIST}/links.csv").text))
    assert others == same
    entries = teams.store.audit.page(who.team_id)
    detail = {"title": "Talk in Leeds", "number": 1}
    assert [(each.action, each.detail) for each in entries] == [("links exported", detail)] * 2


def test_asking_only_for_the_headers_is_not_recorded(
    visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    for kind in ("csv", "xlsx"):
        assert visitor.ask(f"{LIST}/links.{kind}", method="HEAD").status_code == 200
    assert teams.store.audit.page(who.team_id) == []
