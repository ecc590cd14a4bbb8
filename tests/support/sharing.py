"""A recruiter who shares results through the pages."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask

from support.team_shares import SharingSite
from support.visitor import Page, Visitor

MELODY = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
RHYTHM = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}
TENT = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}


class SharingRecruiter(NamedTuple):
    """A recruiter who is signed in, and what makes results of the team."""

    visitor: Visitor
    team: SharingSite
    app: Flask

    def make(self, *results: int, **fields: object) -> Page:
        """Share results as a recruiter does, and return the page that follows."""
        page = self.visitor.open(f"/recruiter/shares/new?{chosen(*results)}")
        assert page.status == 200, page.words
        given = {"label": "Embassy", "reveal": "answers", "result": [str(id_) for id_ in results]}
        return self.visitor.send("/recruiter/shares", page, **{**given, **fields})

    def link(self, *results: int, **fields: object) -> str:
        """Share results and return the path of the link."""
        page = self.make(*results, **fields)
        assert page.path.startswith("/recruiter/shares/"), page.words
        [field] = [a for a in page.all("input") if a.get("id") == "link"]
        return field["value"].removeprefix(self.app.extensions["quiz"].settings.public_url)


def chosen(*results: int) -> str:
    """Return the query string that selects results for a share."""
    return "&".join(f"result={id_}" for id_ in results)
