"""A team in a season of recruiting, whose board a browser opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from quiz.core.prove.proof import persona_answers
from quiz.store import BoardFilter, conditions
from support.browsing import DESK, Visits
from support.served_quiz import Site
from support.teams import Teams

NOW = datetime.now(UTC)
CHOSEN = (0, 2, 3, 5, 8)
"""The rows of the five to shortlist: not one after another."""


class Season:
    """A team with a fair and a talk, thirty people of whom ten are best as CIR, and a browser."""

    def __init__(self, site: Site, visits: Visits, name: str) -> None:
        self.teams = Teams(site.app)
        self._site, self._visits = site, visits
        self.who = self.teams.recruiter(f"Consulate {name[-40:]}")
        engine = site.app.extensions["quiz"].engine
        sheets = {
            tuple(persona.expect.get("best", ())): persona_answers(engine, id_)
            for id_, persona in engine.rules.personas.items()
        }
        self.fair, talk = (
            self.teams.invitation(self.who, title=title) for title in ("Careers fair", "Talk")
        )
        for number in range(30):
            best = "CIR" if number % 3 == 0 else "ALT"
            self.teams.result(
                self.who,
                sheets[best,],
                self.fair if number < 12 else talk,
                name=f"{best} {number}",
                email=f"person{number}@mail.example",
                created_at=NOW - timedelta(hours=number),
            )

    def page(self, address: str, *, scripts: bool = True) -> Page:
        page = self._visits.visit("en", viewport=DESK, java_script_enabled=scripts)
        session = {
            "name": "recruiter",
            "value": self.teams.session(self.who),
            "url": self._site.url,
        }
        page.context.add_cookies([session])
        if scripts:
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(address)
        return page

    def shortlist(self, number: int = 5) -> list[int]:
        """Shortlist the newest CIR candidates, and return their ids."""
        found = self.teams.store.board.page(
            self.who.team_id, BoardFilter(conditions=[conditions.best("CIR")])
        ).rows
        ids = [row.id for row in found[:number]]
        self.teams.store.work.change(
            self.who.team_id, ids, self.who.id, {"stage": self._stage("shortlisted")}, NOW
        )
        return ids

    def shortlisted(self) -> list[str | None]:
        """Return the names of those who are shortlisted, the newest first."""
        filters = BoardFilter(conditions=[conditions.stage(self._stage("shortlisted"))])
        return [r.name for r in self.teams.store.board.page(self.who.team_id, filters).rows]

    def invitations(self) -> list[str]:
        return [each.title for each in self.teams.store.invitations.of_team(self.who.team_id)]

    def _stage(self, value: str) -> int:
        stages = self.teams.store.stages.names(self.who.team_id)
        return next(each.id for each in stages if each.value == value)


SHORTLIST = [f"CIR {3 * place}" for place in CHOSEN]
"""The names of those five, when the board shows who is best as CIR."""
TEN = [f"person{number}@mail.example" for number in range(10)]
"""The addresses of the ten newest."""


def written_to(page: Page) -> list[str]:
    """Return to whom the link to write a mail is, besides the sender."""
    link = page.locator("main a[href^='mailto:']").get_attribute("href") or ""
    return parse_qs(urlsplit(link).query)["bcc"][0].split(",")
