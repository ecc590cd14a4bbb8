"""Every kind of page there is, and how a visitor comes to it in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page
from sites import Site

from quiz.core.model import Answers

BUTTON = "main button.button"
TOO_LONG = "a" * 70_000


# Nearly everything stands in the way, and nearly all duties would be enjoyed: no result is longer.
THE_MOST_TO_SAY = {
    "citizenship": "unsure",
    "openings": "cir_only",
    "degree": "none",
    "history": ("japan_residence", "recent_jet", "long_jet", "declined", "short_stay"),
    "language": "limited",
    "japanese_level": "n5",
    "japanese_use": "simple",
    "teaching_interest": "rather_not",
    "teaching_experience": ("qualified", "tefl", "tutoring", "youth_work"),
    "duties": (
        *("team_teaching", "materials", "clubs", "translating", "hosting", "pamphlets"),
        *("events", "adult_classes", "training_athletes", "sports_projects"),
    ),
    "sports_background": "club_coach",
    "sports_posting": "backed",
}


@dataclass(frozen=True)
class Kind:
    """A kind of page; `given` are the answers before it is opened, or the persona who gave them."""

    open: Callable[[Page, Site], object]
    status: int = 200
    given: str | Answers | None = None

    def answers(self, site: Site) -> Answers | None:
        """Return the answers that a visitor has given before."""
        return site.answers(self.given) if isinstance(self.given, str) else self.given


def at(address: str) -> Callable[[Page, Site], object]:
    """Open an address."""
    return lambda page, _site: page.goto(address)


def press(page: Page, button: str = BUTTON) -> None:
    """Press a button that sends a form."""
    with page.expect_navigation():
        page.click(button)


def nothing_chosen(page: Page, _site: Site) -> None:
    page.goto("/quiz/citizenship")
    press(page)


def not_both(page: Page, _site: Site) -> None:
    page.goto("/quiz/teaching_experience")
    page.check("input[value=none_of_these]")
    page.check("input[value=tutoring]")
    press(page)


def forge(page: Page, token: str) -> None:
    """Send the form of the page with another proof of where it comes from."""
    page.locator("input[name=csrf_token]").evaluate("(input, token) => input.value = token", token)
    press(page)


def too_old(page: Page, _site: Site) -> None:
    page.goto("/quiz/citizenship")
    forge(page, "a token of yesterday's")


def answers_too_old(page: Page, _site: Site) -> None:
    page.goto("/check-answers")
    forge(page, "a token of yesterday's")


def too_long(page: Page, _site: Site) -> None:
    page.goto("/quiz/citizenship")
    forge(page, TOO_LONG)


def result(page: Page, _site: Site) -> None:
    page.goto("/check-answers")
    press(page)


def as_a_stranger(page: Page, site: Site) -> None:
    result(page, site)
    page.context.clear_cookies()
    page.goto(f"{page.url}?lang={page.locator('html').get_attribute('lang')}")


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
    "single": Kind(at("/quiz/citizenship")),
    "scale": Kind(at("/quiz/japanese_level"), given="heritage-speaker"),
    "multiple": Kind(at("/quiz/duties"), given="heritage-speaker"),
    "nothing-chosen": Kind(nothing_chosen, status=422),
    "not-both": Kind(not_both, status=422, given="student-teacher"),
    "too-old": Kind(too_old, status=400, given="student-teacher"),
    "answers-too-old": Kind(answers_too_old, status=400, given="student-teacher"),
    "check-answers": Kind(at("/check-answers"), given="judo-coach-with-a-posting"),
    "result": Kind(result, given="torn-between-two"),
    "result-with-checks": Kind(result, given="judo-coach-with-a-posting"),
    "nothing-fits": Kind(result, given="permanent-resident"),
    "the-most-to-say": Kind(result, given=THE_MOST_TO_SAY),
    "as-a-stranger": Kind(as_a_stranger, given="dual-national-translator"),
    "rules": Kind(at("/rules")),
    "not-found": Kind(at("/nowhere"), status=404),
    "not-allowed": Kind(at("/start-again"), status=405),
    "too-long": Kind(too_long, status=413),
    "not-saved": Kind(not_saved, status=503, given="former-jet-after-many-years"),
    "not-readable": Kind(not_readable, status=503, given="career-changer"),
}
