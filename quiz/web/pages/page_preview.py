"""What is shown where a link to a public page is pasted: its title, a description and a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules


@dataclass(frozen=True, slots=True)
class PagePreview:
    """The preview of a page; `address` and `card` are absolute URLs."""

    title: str
    description: str
    address: str
    card: str


def page_preview(
    localized: LocalizedRules, title: str, description: str, name: str, **values: Any
) -> PagePreview:
    """Return the preview of a page by the name of its route, in the language of its texts.

    Of links in the description, only their words are shown.
    """
    quiz = services()
    return PagePreview(
        title=title,
        description=description.striptags() if isinstance(description, Markup) else description,
        address=quiz.public_url_for(name, **values),
        card=f"{quiz.public_url_for('quiz_card')}?lang={localized.language.code}",
    )


def about(localized: LocalizedRules) -> str:
    """Return what the quiz is about, in a sentence or two; Markup if it has links."""
    language = localized.language
    asks = language.gettext(
        "Answer a few questions about yourself. You then see which position suits you, why, "
        "and what stands in the way of the others."
    )
    known = localized.programme.about
    return known + language.sentence_space + asks if known else asks
