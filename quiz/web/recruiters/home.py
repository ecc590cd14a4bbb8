"""Where a recruiter begins."""

from __future__ import annotations

from quiz.store import Recruiter
from quiz.web.forms import PressForm
from quiz.web.parts import parts
from quiz.web.recruiters.page import page
from quiz.web.recruiters.session import signed_in


def show() -> str:
    """Show who is signed in, and for which team."""
    return page("home.html", signed_in(), problem=None)


def refused(recruiter: Recruiter, form: PressForm) -> str:
    """Return the same page with what to do about a button that did nothing."""
    return page("home.html", recruiter, problem=form.problem(parts().reading.language))
