"""Every kind of page that applicants see, and how to open it in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from quiz.core.language.model import Answers
from support.owner_actions import close, decide, link_page, press, press_for, result
from support.served_quiz import Site

TOO_LONG = "a" * 70_000
LONG_NAMES = {"en": "W" * 60, "ja": "寿" * 60}


# Most rules apply to these answers, so no result is longer.
THE_MOST_TO_SAY = {
    "duties": (
        *("team_teaching", "materials", "clubs", "translating", "hosting", "pamphlets"),
        *("events", "adult_classes", "training_athletes", "sports_projects"),
    ),
    "teaching_interest": ("rather_not",),
    "teaching_experience": ("qualified", "tefl", "tutoring", "youth_work"),
    "sports_background": ("club_coach",),
    "sports_posting": ("backed",),
    "work_language": ("other",),
    "language": ("limited",),
    "japanese_level": ("n5",),
    "japanese_use": ("simple",),
    "citizenship": ("unsure",),
    "country": ("not_listed",),
    "openings": ("cir_only",),
    "degree": ("none",),
    "history": (
        *("japan_residence", "recent_jet", "jet_ended_at_the_limit", "long_jet"),
        *("declined", "short_stay"),
    ),
}


@dataclass(frozen=True)
class Kind:
    """A kind of page; `given` are the answers given before, or the name of a persona."""

    open: Callable[[Page, Site], object]
    status: int = 200
    given: str | Answers | None = None

    def answers(self, site: Site) -> Answers | None:
        """Return the answers given before the page is opened."""
        return site.answers(self.given) if isinstance(self.given, str) else self.given


def at(address: str) -> Callable[[Page, Site], object]:
    """Return a function that opens an address."""
    return lambda page, _site: page.goto(address)


def nothing_chosen(page: Page, _site: Site) -> None:
    page.goto("/quiz/duties")
    press(page)


def not_both(page: Page, _site: Site) -> None:
    page.goto("/quiz/teaching_experience")
    page.check("input[value=none_of_these]")
    page.check("input[value=tutoring]")
    press(page)


def forge(page: Page, token: str) -> None:
    """Submit the form of the page with another CSRF token."""
    page.locator("input[name=csrf_token]").evaluate("(input, token) => input.value = token", token)
    press(page)


def too_old(page: Page, _site: Site) -> None:
    page.goto("/quiz/duties")
    forge(page, "a token of yesterday's")


def answers_too_old(page: Page, _site: Site) -> None:
    page.goto("/check-answers")
    forge(page, "a token of yesterday's")


def too_long(page: Page, _site: Site) -> None:
    page.goto("/quiz/duties")
    forge(page, TOO_LONG)


def as_a_stranger(page: Page, site: Site) -> None:
    result(page, site)
    open_as_a_stranger(page, page.url)


def open_as_a_stranger(page: Page, address: str) -> None:
    """Open an address without cookies, in the same language."""
    language = page.locator("html").get_attribute("lang")
    page.context.clear_cookies()
    page.goto(f"{address}?lang={language}")


def revealed(reveal: str, *, named: bool = False) -> Callable[[Page, Site], None]:
    """Return a function that opens a result without cookies; its link reveals this much."""

    def open_it(page: Page, site: Site) -> None:
        address = result(page, site)
        language = page.locator("html").get_attribute("lang") or ""
        decide(page, address, reveal=reveal, name=LONG_NAMES[language] if named else "")
        open_as_a_stranger(page, address)

    return open_it


def at_the_result(further: str) -> Callable[[Page, Site], None]:
    """Return a function that opens a further page of a result as its owner."""
    return lambda page, site: link_page(page, result(page, site), further)


def refused(page: Page, site: Site) -> None:
    decide(page, result(page, site), name="x" * 61, closes_on="2020-01-01")


def closed(page: Page, site: Site) -> None:
    close(page, result(page, site))


def closed_result(page: Page, site: Site) -> None:
    address = result(page, site)
    close(page, address)
    page.goto(address)


def owners_link(page: Page, site: Site) -> None:
    address = result(page, site)
    link_page(page, address)
    press_for(page, "owner-link")


def offered(page: Page, site: Site) -> None:
    owners_link(page, site)
    open_as_a_stranger(page, page.locator("#link").input_value())


def own_results(page: Page, site: Site) -> None:
    closed(page, site)
    page.goto("/mine")


def deleted(page: Page, site: Site) -> None:
    link_page(page, result(page, site), "/delete")
    press(page)


def not_saved(page: Page, site: Site) -> None:
    page.goto("/check-answers")
    with site.without_database():
        press(page)


def not_readable(page: Page, site: Site) -> None:
    result(page, site)
    with site.without_database():
        page.reload()


KINDS = {
    "start": Kind(at("/")),
    "start-with-answers": Kind(at("/"), given="heritage-speaker"),
    "single": Kind(at("/quiz/citizenship"), given="heritage-speaker"),
    "list": Kind(at("/quiz/country"), given="heritage-speaker"),
    "scale": Kind(at("/quiz/japanese_level"), given="heritage-speaker"),
    "multiple": Kind(at("/quiz/duties"), given="heritage-speaker"),
    "nothing-chosen": Kind(nothing_chosen, status=422),
    "not-both": Kind(not_both, status=422, given="student-teacher-elsewhere"),
    "too-old": Kind(too_old, status=400, given="student-teacher-elsewhere"),
    "answers-too-old": Kind(answers_too_old, status=400, given="student-teacher-elsewhere"),
    "ruled-out": Kind(at("/quiz/citizenship/ruled-out"), given="permanent-resident"),
    "check-answers": Kind(at("/check-answers"), given="judo-coach-with-a-posting"),
    "result": Kind(result, given="torn-between-two"),
    "result-with-checks": Kind(result, given="judo-coach-with-a-posting"),
    "nothing-fits": Kind(result, given="permanent-resident"),
    "the-most-to-say": Kind(result, given=THE_MOST_TO_SAY),
    "as-a-stranger": Kind(as_a_stranger, given="dual-national-translator"),
    "closed-result": Kind(closed_result, given="torn-between-two"),
    "recommendation-alone": Kind(revealed("recommendation"), given="torn-between-two"),
    "everything-shown": Kind(revealed("answers", named=True), given=THE_MOST_TO_SAY),
    "link": Kind(at_the_result("/link"), given="torn-between-two"),
    "card": Kind(at_the_result("/card"), given="torn-between-two"),
    "link-refused": Kind(refused, status=422, given="torn-between-two"),
    "link-closed": Kind(closed, given="torn-between-two"),
    "owners-link": Kind(owners_link, given="torn-between-two"),
    "offered": Kind(offered, given="torn-between-two"),
    "own-results": Kind(own_results, given="torn-between-two"),
    "deleted": Kind(deleted, given="quiet-helper"),
    "delete": Kind(at_the_result("/delete"), given="torn-between-two"),
    "again": Kind(at_the_result("/again"), given="torn-between-two"),
    "try": Kind(at_the_result("/try"), given="torn-between-two"),
    "tried": Kind(at_the_result("/try?q-japanese_level=n2"), given=THE_MOST_TO_SAY),
    "an-answer-is-missing": Kind(
        at_the_result("/try?q-sports_background=club_coach"), given="torn-between-two"
    ),
    "code": Kind(at_the_result("/code"), given="torn-between-two"),
    "api": Kind(at("/api")),
    "privacy": Kind(at("/privacy")),
    "code-asked": Kind(at("/i")),
    "cookies-refused": Kind(at("/cookies"), status=400),
    "rules": Kind(at("/rules")),
    "not-found": Kind(at("/nowhere"), status=404),
    "not-allowed": Kind(at("/start-again"), status=405),
    "too-long": Kind(too_long, status=413),
    "not-saved": Kind(not_saved, status=503, given="former-jet-after-many-years"),
    "not-readable": Kind(not_readable, status=503, given="career-changer"),
}
