"""What a digest says: counts and a link, and nothing about any applicant.

The worker calls this without a request, so nothing here asks for one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from quiz.settings import Settings
from quiz.store import Digest, NewMail
from quiz.web.framework.days import find_time_zone
from quiz.web.framework.language import N_, Language, read_languages
from quiz.web.framework.link_tokens import digest_token
from quiz.web.recruiters.news.wording import in_words

SUBJECT = N_("News of %(team)s")
TEXT = N_(
    "Hello %(name)s,\n\nThis is new in the team %(team)s since %(since)s:\n\n%(counts)s\n\n"
    "%(link)s\n\nIf you want no more of these e-mails, turn them off here:\n\n%(off)s"
)


@lru_cache(maxsize=8)
def _language(code: str) -> Language:
    return read_languages((code,))[code]


def digest_writer(
    settings: Settings, address_of: Callable[..., str]
) -> Callable[[Digest], NewMail]:
    """Return what writes the mail of a digest; `address_of` gives the address of a route."""

    def write(digest: Digest) -> NewMail:
        language = _language(digest.language)
        zone = find_time_zone(digest.time_zone) or dt.UTC
        since = digest.since.astimezone(zone)
        off = address_of("ask_digest_off", token=digest_token(settings.secret_key, digest.seed))
        values = {
            "name": digest.name,
            "team": digest.team_name,
            "since": f"{language.date(since.date())}, {since:%H:%M} {since.tzname()}",
            "counts": "\n".join(
                f"- {in_words(kind, number, language)}"
                for kind, number in digest.counts.items()
                if number
            ),
            "link": settings.public_url + address_of("news"),
            "off": settings.public_url + off,
        }
        return NewMail(
            digest.email,
            language.gettext(SUBJECT) % values,
            language.gettext(TEXT) % values,
            digest.language,
            unsubscribe=values["off"],
        )

    return write
