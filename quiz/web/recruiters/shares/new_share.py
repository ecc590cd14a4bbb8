"""The page on which a recruiter makes a share: a link to one or several results of the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, get_args

from flask import abort, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from quiz.store import Recruiter, Reveal
from quiz.store.shares import Candidate, NewShare
from quiz.web.framework.days import DAY, day_of, midnight, today
from quiz.web.framework.fields import FieldsForm, day, line, selection
from quiz.web.framework.language import N_, Language
from quiz.web.framework.link_tokens import new_seed, share_token
from quiz.web.framework.redirect import redirect_to
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.paging import board_url, parse_id

MOST_RESULTS = 50
"""As many as a page of the board has, so that all that can be ticked can be shared."""
DEFAULT_PERIOD = dt.timedelta(days=30)
LONGEST_PERIOD = dt.timedelta(days=365)


class ShareForm(FieldsForm):
    """The properties of a new share."""

    label = line(N_("Label"), longest=100, required=True)
    reveal = selection(N_("What it shows"), get_args(Reveal))
    names = BooleanField(N_("Show the names that applicants gave"))
    ends_on = day(N_("Last day"), least=today, most=lambda: today() + LONGEST_PERIOD)


class ChosenResultView(NamedTuple):
    """A result that will be shared; `best` is empty if no position fits."""

    id: int
    name: str | None
    best: str
    made_on: str


def show(recruiter: Recruiter) -> str | tuple[str, int]:
    """Show the form for a share of the chosen results."""
    form = _form()
    chosen = _chosen_results(recruiter, form)
    return _page(recruiter, form, chosen), form.status if form.error_summary else 200


def choose(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Redirect from the board's form to the page of the chosen results."""
    form = _form()
    form.csrf_token.validate(form)
    if form.stale:
        return _page(recruiter, form, _chosen_results(recruiter, form)), form.status
    return redirect_to("new_share", result=request.form.getlist("result"))


def make(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Make the share and redirect to it, or show the form again with its errors."""
    form = _form()
    back = request.form.get("back", "")
    form.page_query = {"result": request.form.getlist("result"), "back": back}
    valid = form.validate()
    chosen = _chosen_results(recruiter, form)
    if not valid or form.form_errors:
        return _page(recruiter, form, chosen), form.status
    seed = new_seed()
    new = NewShare(
        team=recruiter.team_id,
        recruiter=recruiter.id,
        seed=seed,
        token=share_token(services().settings.secret_key, seed),
        label=form.label.data,
        reveal=form.reveal.data,
        names=form.names.data,
        ends_at=midnight((form.ends_on.data or today() + DEFAULT_PERIOD) + DAY),
        results=tuple(each.id for each in chosen),
    )
    share = services().store.shares.add(new, dt.datetime.now(dt.UTC))
    if share is None:  # a result was withdrawn in the meantime
        abort(404)
    record(
        recruiter,
        "share made",
        share=share,
        results=len(chosen),
        reveal=new.reveal,
        names=new.names,
    )
    return redirect_to("share", share=share, back=back or None)


def _form() -> ShareForm:
    language = services().localized.language
    return ShareForm(
        language,
        label=_usual_label(language),
        reveal="reasons",
        names=False,
        ends_on=today() + DEFAULT_PERIOD,
    )


def _usual_label(language: Language) -> str:
    """Return the label of a share whose maker gives it no other one."""
    number = len(set(request.values.getlist("result")))
    words = language.ngettext("One result, %(date)s", "%(number)s results, %(date)s", number)
    return words % {"number": number, "date": language.date(today())}


def _chosen_results(recruiter: Recruiter, form: ShareForm) -> Sequence[Candidate]:
    """Return the chosen results in the order of the request.

    Adds an error to the form and returns an empty list if none or too many were chosen. Leaves
    out results that no longer exist; raises 404 if none is left.
    """
    sent = dict.fromkeys(request.values.getlist("result"))
    ids = [id_ for each in sent if (id_ := parse_id(each)) is not None]
    if not sent:
        form.form_errors.append(form.language.gettext("Choose results on the board first."))
        return []
    if len(sent) > MOST_RESULTS:
        form.form_errors.append(
            form.language.gettext("Choose at most %(most)s results for one link.")
            % {"most": MOST_RESULTS}
        )
        return []
    return services().store.shares.candidates(recruiter.team_id, ids) or abort(404)


def _first_ones(form: ShareForm) -> tuple[str, str] | None:
    """Return the words and the address to share only the first ones where too many were chosen."""
    sent = list(dict.fromkeys(request.values.getlist("result")))
    if len(sent) <= MOST_RESULTS:
        return None
    words = form.language.gettext("Share the first %(most)s of %(all)s")
    return (
        words % {"most": MOST_RESULTS, "all": len(sent)},
        url_for("new_share", result=sent[:MOST_RESULTS], back=request.values.get("back")),
    )


def _gives(chosen: Sequence[Candidate], language: Language) -> dict[str, str]:
    """Return how many of the results show as much as each choice says, in words.

    A share never shows more than the applicant's own link does.
    """
    now, order = dt.datetime.now(dt.UTC), get_args(Reveal)
    shown = [order.index(each.reveal) for each in chosen if each.is_open(now)]
    words = {
        "recommendation": language.gettext("%(number)s of %(all)s show their recommendation now."),
        "reasons": language.gettext("%(number)s of %(all)s show their reasons now."),
        "answers": language.gettext("%(number)s of %(all)s show their answers now."),
    }
    return {
        reveal: sentence
        % {"number": sum(each >= order.index(reveal) for each in shown), "all": len(chosen)}
        for reveal, sentence in words.items()
    }


def _page(recruiter: Recruiter, form: ShareForm, chosen: Sequence[Candidate]) -> str:
    localized = services().localized
    return page(
        "shares/new_share.html",
        recruiter,
        form=form,
        gives=_gives(chosen, localized.language),
        named=localized.language.gettext("%(number)s of %(all)s gave a name.")
        % {"number": sum(each.name is not None for each in chosen), "all": len(chosen)},
        first_ones=_first_ones(form),
        back=request.values.get("back", ""),
        board=board_url(),
        results=[
            ChosenResultView(
                id=each.id,
                name=each.name,
                best=" · ".join(map(localized.label, each.bests)),
                made_on=localized.language.date(day_of(each.created_at)),
            )
            for each in chosen
        ],
    )
