"""The fields of a template, such as {name}, and what they say of one result."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from quiz.core.language.rules_file import Rules
from quiz.store import BoardRow, MailTemplate, NewMail, Recruiter
from quiz.web.framework.days import day_of
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.verdict import closeness

FIELD = re.compile(r"\{([^{}\s]*)\}")

Value = Callable[[BoardRow, LocalizedRules], str]


def _name(row: BoardRow, localized: LocalizedRules) -> str:
    return row.name or localized.language.gettext("applicant")


def _best_match(row: BoardRow, localized: LocalizedRules) -> str:
    best = localized.language.gettext("No position fits these answers yet")
    return " · ".join(localized.positions[id_].name for id_ in row.outcome.bests) or best


def _closest_change(row: BoardRow, localized: LocalizedRules) -> str:
    return closeness(row.outcome, localized) or ""


def _dates(row: BoardRow, localized: LocalizedRules) -> str:
    texts = (localized.dates[id_].element.striptags() for id_ in row.outcome.dates)
    return "\n".join(f"- {text}" for text in texts)


def _made_on(row: BoardRow, localized: LocalizedRules) -> str:
    return localized.language.date(day_of(row.created_at))


FIELDS: Mapping[str, tuple[str, Value]] = {
    "name": (N_("the name of the applicant, or “applicant”"), _name),
    "best_match": (N_("the best match"), _best_match),
    "closest_change": (N_("the one different answer that would change it"), _closest_change),
    "dates": (N_("the dates that apply to this result, one per line"), _dates),
    "made_on": (N_("the day on which the result was made"), _made_on),
}
"""Each field with what it stands for, a key of the catalog, and what it says."""


def unknown_fields(text: str) -> list[str]:
    """Return the names in braces in a template that are no fields."""
    return [name for name in FIELD.findall(text) if name not in FIELDS]


def written_mail(
    template: MailTemplate, row: BoardRow, recipient: str, recruiter: Recruiter
) -> NewMail:
    """Return the mail of a template to the person of a result, in the language of the result."""
    edition = services().editions.find(row.digest)
    localized = edition.localizations[_language(template, row.language, edition.rules)]

    def filled(text: str) -> str:
        return FIELD.sub(lambda found: FIELDS[found[1]][1](row, localized), text)

    code = localized.language.code
    subject = " ".join(filled(template.subjects[code]).split())
    text = filled(template.texts[code])
    return NewMail(recipient, subject, text, code, recruiter=recruiter.id, result=row.id)


def _language(template: MailTemplate, wanted: str, rules: Rules) -> str:
    """Return the language of a mail: that of the result, or else the first that there is."""
    known = [code for code in (wanted, *rules.languages) if code in template.texts]
    return known[0]
