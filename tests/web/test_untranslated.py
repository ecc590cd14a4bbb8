"""Translators leave codes, ids and addresses alone; password managers find accounts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, invite
from support.passwords import use_cheap_hashes
from support.teams import Teams
from support.visitor import VOID, Visitor

NAMES = ("PIANO", "DRUMS", "(PIANO)", "(DRUMS)", "LEEDS-7K4Q")


class Untranslated(HTMLParser):
    """The texts of a page that are a name, and whether a translator leaves them alone."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.names: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.inside.append(dict(attrs).get("translate") == "no")

    def handle_startendtag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Ignore shapes, which have no text."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:  # shapes of pictures have end tags
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() in NAMES or "/r/" in data or "/i/" in data:
            self.names.append((data.strip(), any(self.inside)))


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    use_cheap_hashes(monkeypatch)


def test_names_that_a_translator_would_break_are_left_alone(app: Flask) -> None:
    teams = Teams(app)
    recruiter = teams.visitor(teams.administrator())
    invitation = invite(teams.store, "Consulate A", code="LEEDS-7K4Q")
    applicant = Visitor(app)
    applicant.send("/i/LEEDS-7K4Q")
    applicant.answer(**INVITED_ANSWERS)
    result = applicant.finish().path
    one = f"/recruiter/invitations/{invitation.id}"
    for visitor, address in (
        *((applicant, way) for way in ("/", "/rules", result, f"{result}/link", f"{result}/code")),
        *((recruiter, way) for way in ("/recruiter", "/recruiter/results/1", one, f"{one}/poster")),
        (recruiter, "/recruiter/invitations"),
    ):
        names = Untranslated(visitor.open(address).html).names
        assert names, address
        assert [name for name, left_alone in names if not left_alone] == [], address


def test_password_managers_find_the_account_where_a_password_is_chosen(app: Flask) -> None:
    teams = Teams(app)
    who, token = teams.add()
    other = teams.recruiter()
    for visitor, address, email in (
        (Visitor(app), f"/recruiter/set-up/{token}", who.email),
        (teams.visitor(other), "/recruiter/account", other.email),
    ):
        page = visitor.open(address)
        [form] = [
            fields
            for fields in page.forms
            if any(a.get("autocomplete") == "new-password" for a in fields)
        ]
        names = [a for a in form if a.get("autocomplete") == "username"]
        assert [(a["value"], "readonly" in a, "name" in a) for a in names] == [(email, True, False)]
