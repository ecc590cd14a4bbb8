"""The mail that administrators get where a webhook is turned off, in all languages of the quiz.

It is kept with the webhook until it is needed. Who reads it, and in which language, is not known.
"""

from __future__ import annotations

from quiz.store import Notice, Recruiter
from quiz.web.framework.language import N_
from quiz.web.pages.services import public_url_for, services

SUBJECT = N_("A webhook of %(team)s was turned off")
TEXT = N_(
    "The quiz “%(title)s” could not reach the webhook %(url)s for a day, and has turned it off."
    " What happens is not sent to it any more.\n\nOnce it works again, an administrator turns it"
    " on here:\n\n%(link)s"
)


def notice_of(recruiter: Recruiter, url: str) -> Notice:
    """Return the mail about a webhook with this address; the language of the page comes first."""
    quiz, link = services(), public_url_for("webhooks")
    first = quiz.localized
    others = [each for each in quiz.editions.today.localizations.values() if each is not first]
    subjects, texts = [], []
    for localized in (first, *others):
        gettext = localized.language.gettext
        values = {"team": recruiter.team_name, "title": localized.title, "url": url, "link": link}
        subjects.append(gettext(SUBJECT) % values)
        texts.append(gettext(TEXT) % values)
    return Notice(" / ".join(subjects), "\n\n* * *\n\n".join(texts), first.language.code)
