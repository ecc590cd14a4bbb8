"""The digest by mail: how often a recruiter gets it, and the link in it that turns it off."""

from __future__ import annotations

import datetime as dt
from typing import cast, get_args

from flask import abort
from flask.typing import ResponseReturnValue

from quiz.store import Every, NewDigest, Recruiter
from quiz.web.framework.fields import FieldsForm, selection
from quiz.web.framework.forms import ButtonForm, is_one_click
from quiz.web.framework.language import N_
from quiz.web.framework.link_tokens import TOKEN, digest_token, new_seed
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.result.access import not_found

NEVER = "never"
CHOICES: dict[str, str] = {
    NEVER: N_("Never"),
    "day": N_("Every morning"),
    "week": N_("Every Monday morning"),
}


class DigestForm(FieldsForm):
    """How often a recruiter gets the digest."""

    every = selection(N_("News by e-mail"), (NEVER, *get_args(Every)))

    @property
    def choices(self) -> list[tuple[str, str, None]]:
        """The options as the page shows them."""
        return [(value, self.language.gettext(words), None) for value, words in CHOICES.items()]


def digest_form(recruiter: Recruiter) -> DigestForm:
    """Return the form, with what the recruiter has chosen."""
    chosen = services().store.digests.chosen(recruiter.id, recruiter.team_id)
    return DigestForm(services().localized.language, every=chosen or NEVER)


def save(recruiter: Recruiter, form: DigestForm) -> None:
    """Turn the digest on or off, as a valid form says; it is in the language of the page."""
    if services().settings.mail is None:
        abort(404)
    digests, quiz = services().store.digests, services()
    if form.every.data == NEVER:
        digests.turn_off(recruiter.id, recruiter.team_id)
    else:
        seed = new_seed()
        new = NewDigest(
            every=cast("Every", form.every.data),
            language=form.language.code,
            seed=seed,
            token=digest_token(quiz.settings.secret_key, seed),
        )
        digests.choose(recruiter.id, recruiter.team_id, new, dt.datetime.now(dt.UTC))
    record(recruiter, "digest chosen")


def link_holder(token: str) -> Arguments:
    """Allow everybody who has the link of a digest; raises 404 for other links."""
    found = services().store.digests.find(token) if TOKEN.fullmatch(token) else None
    if found is None:
        not_found()
    recruiter, team, on = found
    return {"token": token, "whose": (recruiter, team), "on": on}


def ask_off(token: str, whose: tuple[int, int], *, on: bool) -> str:  # noqa: ARG001 - link_holder gives all
    """Ask whether to turn the digest off, or say that it is off. Opening it changes nothing."""
    return _off_page(token, ButtonForm(), on=on)


def turn_off(token: str, whose: tuple[int, int], *, on: bool) -> ResponseReturnValue:
    """Turn the digest off, also for a mail program that asks for it without a form.

    The activity log has it once, in the name of whoever gets the digest.
    """
    one_click = is_one_click()
    form = ButtonForm()
    if not one_click and not form.validate():
        return _off_page(token, form, on=on), form.status
    if on:
        recruiter, team = whose
        services().store.digests.turn_off(recruiter, team)
        services().store.audit.add(team, recruiter, "digest chosen", {}, dt.datetime.now(dt.UTC))
    return ("", 204) if one_click else redirect_to("ask_digest_off", token=token)


def _off_page(token: str, form: ButtonForm, *, on: bool) -> str:
    localized = services().localized
    return render(
        "recruiters/news/digest_off.html",
        localized,
        form=form,
        problem=form.problem(localized.language),
        token=token,
        on=on,
    )
