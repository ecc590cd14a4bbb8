"""The page of news: what has happened in the team since a recruiter has last seen them.

Opening a page changes nothing, so they stay until the recruiter presses the button.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from quiz.store import NEWS_KINDS, NewsItem, NewsKind, Recruiter
from quiz.store.news import FIRST, MOST_SHOWN
from quiz.web.framework.days import date_and_time, day_of, today
from quiz.web.framework.forms import PostedForm
from quiz.web.framework.language import Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.news.digest import DigestForm, digest_form, save
from quiz.web.recruiters.news.wording import in_words
from quiz.web.recruiters.page import page


class SeenForm(PostedForm):
    """The button that marks the news as seen; `until` is when they were shown."""

    until = HiddenField()


class ItemView(NamedTuple):
    """A piece of news: whose, the address of its page, and who did it when."""

    who: str
    url: str
    about: str


class Section(NamedTuple):
    """The news of one kind; `more` is how many are not shown."""

    kind: NewsKind
    title: str
    items: list[ItemView]
    more: int


def counted(recruiter: Recruiter) -> tuple[str, list[tuple[str, str]]]:
    """Return since when there are news, and each kind of them in words with its address."""
    language, since = services().localized.language, _since(recruiter)
    counts = services().store.news.counts(
        recruiter.id, recruiter.team_id, since, today(), day_of(since)
    )
    links = [
        (in_words(kind, number, language), url_for("news", _anchor=kind))
        for kind, number in counts.items()
        if number
    ]
    return date_and_time(since, language), links


def show(recruiter: Recruiter) -> str:
    """Show the news."""
    return show_with(recruiter, digest_form(recruiter))


def show_with(recruiter: Recruiter, form: DigestForm) -> str:
    """Show the news, with the form of the digest."""
    language, since, now = form.language, _since(recruiter), dt.datetime.now(dt.UTC)
    store = services().store
    asked = (recruiter.id, recruiter.team_id, since, today(), day_of(since))
    counts = store.news.counts(*asked)
    sections = [
        Section(
            kind,
            _heading(in_words(kind, counts[kind], language)),
            [_item(item, language) for item in store.news.items(kind, *asked)],
            max(0, counts[kind] - MOST_SHOWN),
        )
        for kind in NEWS_KINDS
        if counts[kind]
    ]
    seen = SeenForm()
    return page(
        "news/news.html",
        recruiter,
        sections=sections,
        since=date_and_time(since, language),
        until=now.isoformat(),
        form=form,
        mails=services().settings.mail is not None,
        seen=seen,
        problem=seen.problem(language),
        saved=request.args.get("done") == "saved",
    )


def choose_digest(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Save how often the recruiter gets the digest, or show the form again with its error."""
    form = digest_form(recruiter)
    if not form.validate():
        return show_with(recruiter, form), form.status
    save(recruiter, form)
    return redirect_to("news", done="saved")


def mark_seen(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Note that the news are seen which the page has shown."""
    form, now = SeenForm(), dt.datetime.now(dt.UTC)
    if not form.validate():
        return show(recruiter), form.status
    until = None
    with suppress(ValueError):
        until = dt.datetime.fromisoformat(form.until.data or "")
    if until is None or until.tzinfo is None or until > now:
        abort(404)
    services().store.news.mark_seen(recruiter.id, recruiter.team_id, until)
    return redirect_to("news")


def _since(recruiter: Recruiter) -> dt.datetime:
    seen_at = services().store.news.seen_at(recruiter.id, recruiter.team_id)
    return seen_at or dt.datetime.now(dt.UTC) - FIRST


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _item(item: NewsItem, language: Language) -> ItemView:
    gettext = language.gettext
    moment = item.at if isinstance(item.at, dt.datetime) else None
    at = date_and_time(moment, language) if moment else language.date(item.at)
    by = [item.by] if item.by else []
    if item.result is not None:
        url = url_for("team_result", result=item.result)
    else:
        url = url_for("recipient", recipient=item.recipient)
    return ItemView(item.name or item.email or gettext("no name"), url, " · ".join([at, *by]))
