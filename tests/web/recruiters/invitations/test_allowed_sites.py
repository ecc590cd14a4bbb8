"""The sites that may frame the quiz: a team enters them, and gets the code for its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from support.databases import write_migrated_sqlite
from support.invitations import invite
from support.teams import Teams

from quiz.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


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
