"""The record of processing activities of a team (GDPR, Article 30), as a page to print.

It says what the settings, the office and the database know. What only the office knows is left
blank, to be filled in by hand.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from quiz.store import Recruiter
from quiz.store.recipients import KEPT_AFTER_END
from quiz.store.removals import DAYS_TO_PUT_BACK
from quiz.web.framework.days import today
from quiz.web.pages.office import office_view
from quiz.web.pages.services import services
from quiz.web.recruiters.page import page


def show(recruiter: Recruiter) -> str:
    """Show the record."""
    quiz, team = services(), recruiter.team_id
    language, settings, now = quiz.localized.language, quiz.settings, dt.datetime.now(dt.UTC)
    provider = settings.provider
    people = [each for each in quiz.store.accounts.people(team) if each.state == "in use"]
    shortened = sorted(
        (each.title, each.kept_days)
        for each in quiz.store.invitations.of_team(team)
        if each.kept_days is not None and each.kept_days < settings.retention_days
    )
    return page(
        "data/processing.html",
        recruiter,
        office=office_view(quiz.store.offices.of_team(team), language),
        made_on=language.date(today()),
        operator=settings.operator,
        contact=settings.contact,
        people=len(people),
        with_factor=sum(each.has_second_factor for each in people),
        open_shares=quiz.store.shares.number_open(team, now),
        tokens=len(quiz.store.api_tokens.of_team(team)),
        webhooks=len(quiz.store.webhooks.of_team(team)),
        identity_provider=provider and urlsplit(provider.issuer).hostname,
        mail_server=settings.mail.host if settings.mail else None,
        days=settings.retention_days,
        shortened=shortened,
        days_to_put_back=DAYS_TO_PUT_BACK,
        days_after_end=KEPT_AFTER_END.days,
        audit_days=settings.audit_days,
        backups=settings.backups_kept if settings.backup_folder else None,
        encrypted=settings.secure,
        wiped=quiz.store.wipes_files,
        host=urlsplit(settings.public_url).hostname,
    )
