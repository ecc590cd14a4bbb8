"""The code knows no programme: what pages say about one comes from the rules file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from support.invitations import INVITED_ANSWERS, invite
from support.passwords import use_cheap_hashes
from support.teams import Teams
from support.visitor import Visitor

ROOT = Path(__file__).parents[2]
NAMES = re.compile(
    r"\bJET\b(?!-quiz)|embass|consulate|\bJapan\b|大使館|総領事|JETプログラム", re.IGNORECASE
)
POSITIONS = re.compile(r"\b(?:ALT|CIR|SEA)s?\b|\bcir\.svg")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_page_of_another_programme_names_this_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    use_cheap_hashes(monkeypatch)
    teams = Teams(app)
    recruiter = teams.visitor(teams.administrator())
    invitation = invite(teams.store, "Music fair", code="LEEDS-7K4Q")
    applicant = Visitor(app)
    applicant.send("/i/LEEDS-7K4Q")
    applicant.answer(**INVITED_ANSWERS)
    result = applicant.finish().path
    one = f"/recruiter/invitations/{invitation.id}"
    own = ("/", "/rules", "/privacy", "/quiz/home", "/check-answers", "/code", "/recruiter/sign-in")
    for visitor, address in (
        *((applicant, each) for each in (*own, result, f"{result}/link", f"{result}/code")),
        *((recruiter, each) for each in ("/recruiter", "/recruiter/results/1", one)),
        *((recruiter, each) for each in (f"{one}/poster", "/recruiter/invitations")),
        *((recruiter, each) for each in ("/recruiter/summary", "/recruiter/audit")),
        *((recruiter, each) for each in ("/recruiter/people", "/recruiter/shares")),
    ):
        page = visitor.open(f"{address}?lang={language}")
        assert not NAMES.search(page.html.replace(teams_name(page.html), "")), address


def teams_name(html: str) -> str:
    """Return the name of the team of these tests, which is not the program's."""
    found = re.search(r"(Consulate|Embassy) [A-Z]\b", html)
    return found[0] if found else "\0"


def test_no_code_sentence_or_template_names_a_programme_or_its_positions() -> None:
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(path for kind in ("py", "po", "md") for path in (ROOT / "quiz").rglob(f"*.{kind}")),
    ]
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}
    named = [name for name, text in sources.items() if NAMES.search(text) or POSITIONS.search(text)]
    assert len(sources) > 500
    assert any(name.startswith("quiz/cli/") for name in sources)
    assert named == []
