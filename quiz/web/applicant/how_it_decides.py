"""The page "How this quiz decides": the whole rules file in words, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quiz.web.framework.language import N_
from quiz.web.pages.page_preview import page_preview
from quiz.web.pages.render import booth_token, render_for_all
from quiz.web.pages.services import services
from quiz.web.wording.rules import rules_view

if TYPE_CHECKING:
    from quiz.core.prove.proof import Proof

DESCRIPTION = N_(
    "Every rule of this quiz in words: what counts for each position, what rules it out, "
    "and where each fact comes from."
)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What the page shows: today's rules in a language, with their proof.

    `proof` is None until it is finished. `booth` is the CSRF token of the form that ends a
    turn in a booth; None outside of booths.
    """

    language: str
    proof: Proof | None = field(hash=False)
    booth: str | None = None


def show() -> bytes:
    """Show the rules."""
    quiz = services()
    page = RulesPage(quiz.localized.language.code, quiz.background_proof.proof(), booth_token())
    # A page with a token is of use to one visitor alone.
    return quiz.rules_pages.get(page) if page.booth is None else make_page(page)


def make_page(page: RulesPage) -> bytes:
    """Return the page."""
    quiz = services()
    localized = quiz.editions.today.localizations[page.language]
    view = rules_view(quiz.engine, page.proof, localized)
    gettext = localized.language.gettext
    return render_for_all(
        "applicant/how_it_decides.html",
        localized,
        preview=page_preview(
            localized, gettext("How this quiz decides"), gettext(DESCRIPTION), "how_it_decides"
        ),
        booth=page.booth,
        rules=view,
    ).encode()
