"""How the operator's pages say accounts and the runs of jobs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from quiz.store import Account, JobRun
from quiz.web.framework.days import date_and_time
from quiz.web.framework.language import Language
from quiz.web.recruiters.accounts.people import STATES


def last_sign_in(at: datetime | None, language: Language) -> str:
    """Return when somebody last signed in."""
    if at is None:
        return language.gettext("never signed in")
    return language.gettext("last sign-in: %(moment)s") % {"moment": date_and_time(at, language)}


def account_in_words(account: Account, language: Language) -> str:
    """Return the state of an account, whether it has a second factor, and when it was used."""
    gettext = language.gettext
    factor = gettext("second factor") if account.has_second_factor else gettext("no second factor")
    state = gettext(STATES[account.state])
    return " · ".join((state, factor, last_sign_in(account.signed_in_at, language)))


def accounts_in_words(accounts: Sequence[Account], language: Language) -> str:
    """Return how many accounts a team has, how many of them are disabled and so on."""
    number = len(accounts)
    words = [
        language.ngettext("one account", "%(number)s accounts", number) % {"number": number},
    ]
    waiting = sum(account.state == "not set up" for account in accounts)
    disabled = sum(account.state == "disabled" for account in accounts)
    without = sum(a.state == "in use" and not a.has_second_factor for a in accounts)
    if waiting:
        words.append(language.gettext("%(number)s not set up yet") % {"number": waiting})
    if disabled:
        words.append(language.gettext("%(number)s disabled") % {"number": disabled})
    if without:
        words.append(language.gettext("%(number)s without a second factor") % {"number": without})
    if accounts:
        moments = [account.signed_in_at for account in accounts if account.signed_in_at]
        words.append(last_sign_in(max(moments, default=None), language))
    return " · ".join(words)


def run_in_words(run: JobRun | None, language: Language) -> str:
    """Return when a job was last run and how that ended."""
    gettext = language.gettext
    if run is not None and run.problem is not None:
        words = gettext("failed on %(moment)s: %(problem)s")
        ended = date_and_time(run.ended_at or run.begun_at, language)
        return words % {"moment": ended, "problem": run.problem}
    if run is not None and run.ended_at is None:
        begun = date_and_time(run.begun_at, language)
        return gettext("running since %(moment)s") % {"moment": begun}
    if run is None or run.ended_at is None or run.outcome is None:
        return gettext("not run yet")
    words = gettext("done on %(moment)s: %(outcome)s")
    ended = date_and_time(run.ended_at, language)
    return words % {"moment": ended, "outcome": _outcome(run.outcome, language)}


def _outcome(outcome: str, language: Language) -> str:
    """Return what a job has done; of a backup, that is the path of its file."""
    found = re.fullmatch(r"(results deleted|digests due): (\d+)", outcome)
    if found is None:
        return outcome
    number = int(found[2])
    words = (
        language.ngettext("one result deleted", "%(number)s results deleted", number)
        if found[1] == "results deleted"
        else language.ngettext("one digest was due", "%(number)s digests were due", number)
    )
    return words % {"number": number}
