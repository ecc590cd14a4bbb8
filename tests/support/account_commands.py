"""Adds accounts by `quiz recruiter`, and reads the links that it prints."""

from __future__ import annotations

import re

from support.commands import quiz

LINK = re.compile(r"http://127\.0\.0\.1:8000/recruiter/set-up/([a-z2-7]{26})\n")
JOIN = re.compile(LINK.pattern.replace("set-up", "join"))
HASH = "a hash of a password"


def add(team: str, email: str = "a@quiz.example", *options: str) -> str:
    """Add an account and return the token of its set-up link."""
    run = quiz("recruiter", "add", email, "--team", team, *options)
    assert (run.code, run.err) == (0, "")
    link = LINK.fullmatch(run.out)
    assert link, run.out
    return link[1]
