"""The operator's first page: how the quiz is doing, how much is kept, and the teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from quiz.core.language.facts import MONTHS_VALID, is_due
from quiz.store import Account, Recruiter
from quiz.web.framework.days import date_and_time, today
from quiz.web.framework.language import N_, Language
from quiz.web.operator.words import (
    account_in_words,
    accounts_in_words,
    run_in_words,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.page import page_of_account
from quiz.worker.status import JobStatus, Status, status_of

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
JOBS = {"purge": N_("Purge"), "backup": N_("Backup"), "digests": N_("Digests of news")}

NOT_SET = {"backup": N_("not set: QUIZ_BACKUP_FOLDER"), "digests": N_("nobody gets any")}
"""Why a job is not run at all."""


class Fact(NamedTuple):
    """A line of the page; `wrong` is whether somebody has to do something about it."""

    name: str
    says: Sequence[str]
    wrong: bool = False


class Listed(NamedTuple):
    """A team or an account in a list."""

    id: int
    name: str
    about: str


def show(operator: Recruiter) -> str:
    """Show the page."""
    quiz = services()
    language = quiz.localized.language
    status = status_of(quiz.store, quiz.settings, datetime.now(UTC))
    by_team: dict[int, list[Account]] = defaultdict(list)
    for account in quiz.store.accounts.people():
        by_team[account.recruiter.team_id].append(account)
    return page_of_account(
        "operator/overview.html",
        operator,
        health=[_database(status, language), _worker(status, language), _mail(status, language)],
        jobs=[_job(job, status.at, language) for job in status.jobs],
        kept=_kept(status, language),
        versions=_versions(status, language),
        teams=[
            Listed(team.id, team.name, accounts_in_words(by_team[team.id], language))
            for team in quiz.store.accounts.teams()
        ],
        operators=[
            Listed(each.recruiter.id, each.recruiter.name, account_in_words(each, language))
            for each in quiz.store.operators.people()
        ],
    )


def _database(status: Status, language: Language) -> Fact:
    words = language.gettext("works; %(kind)s, %(size)s MB")
    size = f"{status.kept.size / 1_000_000:.1f}"
    kind = DATABASES[status.kept.database]
    return Fact(language.gettext("Database"), [words % {"kind": kind, "size": size}])


def _worker(status: Status, language: Language) -> Fact:
    gettext = language.gettext
    name = gettext("Worker")
    if status.worker_at is None:
        words = gettext("has never run. Start it with quiz serve or quiz worker.")
        return Fact(name, [words], wrong=True)
    seen = {"moment": date_and_time(status.worker_at, language)}
    if status.worker_runs:
        return Fact(name, [gettext("runs; last seen: %(moment)s") % seen])
    words = gettext("does not run; last seen: %(moment)s. Start it again.")
    return Fact(name, [words % seen], wrong=True)


def _mail(status: Status, language: Language) -> Fact:
    gettext, mails = language.gettext, status.mails
    name = gettext("E-mail")
    if not status.sends_mail and not mails.number:
        return Fact(name, [gettext("No mail server is set, so the quiz sends no e-mail.")])
    number = {"number": mails.number}
    says = [
        language.ngettext("one e-mail is waiting", "%(number)s e-mails are waiting", mails.number)
        % number
        if mails.number
        else gettext("no e-mail is waiting")
    ]
    if mails.oldest:
        says.append(
            gettext("the oldest since %(moment)s")
            % {"moment": date_and_time(mails.oldest, language)}
        )
    if mails.reason:
        says.append(gettext("why one was put off: %(reason)s") % {"reason": mails.reason})
    if mails.refused:
        refused = language.ngettext(
            "one was refused for good", "%(number)s were refused for good", mails.refused
        )
        says.append(refused % {"number": mails.refused})
    return Fact(name, says, wrong=status.mails_are_stuck)


def _job(job: JobStatus, now: datetime, language: Language) -> Fact:
    gettext = language.gettext
    if job.next_at is None and job.run is None:
        why = gettext(NOT_SET[job.name])
        return Fact(gettext(JOBS[job.name]), [why], wrong=job.name == "backup")
    says = [run_in_words(job.run, language)]
    failed = job.run is not None and job.run.problem is not None
    if failed and job.run and job.run.succeeded_at:
        done = date_and_time(job.run.succeeded_at, language)
        says.append(gettext("last done on %(moment)s") % {"moment": done})
    if job.next_at:
        due = gettext("next run: %(moment)s") % {"moment": date_and_time(job.next_at, language)}
        says.append(gettext("due now") if job.next_at <= now else due)
    return Fact(gettext(JOBS[job.name]), says, wrong=failed)


def _kept(status: Status, language: Language) -> list[Fact]:
    gettext, kept = language.gettext, status.kept
    words = gettext("%(number)s of at most %(most)s")
    most = kept.most_results or kept.results
    results = words % {"number": f"{kept.results:,}", "most": f"{most:,}"}
    days = services().settings.retention_days
    lasts = language.ngettext("kept for one day", "kept for %(days)s days", days) % {"days": days}
    return [
        Fact(gettext("Results"), [results, lasts], wrong=kept.results >= most * 0.9 and most > 0),
        Fact(gettext("Invitations"), [f"{kept.invitations:,}"]),
        Fact(gettext("Open sessions"), [f"{kept.sessions:,}"]),
    ]


def _versions(status: Status, language: Language) -> list[Fact]:
    gettext, quiz = language.gettext, services()
    localized = quiz.localized
    checked = gettext("facts last checked on %(date)s") % {"date": language.date(localized.checked)}
    old = is_due(localized.checked, MONTHS_VALID, today())
    return [
        Fact(gettext("Quiz"), [status.version]),
        Fact(gettext("Tables"), [status.kept.revision or ""]),
        Fact(
            gettext("Rules"),
            [f"{quiz.engine.rules.edition}, {quiz.engine.digest[:12]}", checked],
            wrong=old,
        ),
    ]
