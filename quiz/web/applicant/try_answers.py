"""Trying other answers than those of a result; nothing is stored before that is asked for.

The tried answers are in the address of the page, so that each trial is a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from quiz.core.language.conditions import asks
from quiz.core.language.model import Answers, Outcome
from quiz.web.applicant import tried
from quiz.web.applicant.new_result import NotSaved, new_result, stored, token_of
from quiz.web.framework import csrf, sitting
from quiz.web.framework.forms import ButtonForm
from quiz.web.framework.language import N_, query_without_language
from quiz.web.framework.templates import Elements
from quiz.web.pages.rate_limits import KEPT_RESULTS, RESULTS
from quiz.web.pages.render import render
from quiz.web.pages.services import services
from quiz.web.result.access import OpenedResult
from quiz.web.result.edition_notice import changed_since
from quiz.web.wording.localized import FIELD, LocalizedRules
from quiz.web.wording.trial import Offer, offers, trial_view

KEPT = N_("Nothing is lost: the answers are in the address of this page.")


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: the `own` answers of the result, the tried ones, and the outcome of each.

    The outcome `before` is by today's rules; it is None where they ask for more than the result
    has answers for, and `now` is None while an answer is missing.
    """

    own: Answers
    sheet: tried.Tried
    before: Outcome | None
    now: Outcome | None

    @property
    def is_other(self) -> bool:
        """Whether another answer is tried than that of the result."""
        return self.sheet.answers != self.own or bool(self.sheet.unanswered)


def show(result: OpenedResult) -> bytes:
    """Show the answers of a result with what other answers would change."""
    form = ButtonForm()
    return _page(form, result, _trial(result))


def keep(result: OpenedResult) -> ResponseReturnValue:
    """Store the tried answers as a new result of this browser, and redirect to it.

    It comes by no invitation, whatever the result came by from which the trial began.
    """
    form, trial = ButtonForm(), _trial(result)
    if not form.validate():
        return _page(form, result, trial), 400
    here = url_for("try_answers", token=result.token)
    if query := tried.query(trial.sheet.answers, trial.own):
        here += f"?{query}"
    if trial.now is None:
        return redirect(here, 303)

    def store() -> str:
        quiz = services()
        # Pressed twice it makes one result, and for another browser it makes another one.
        of = f"try {csrf.present()} {result.stored.submission}"
        submission = sitting.submission(
            quiz.settings.secret_key, trial.sheet.answers, quiz.engine.forms, of
        )
        new = new_result(submission, trial.sheet.answers)
        kept = quiz.store.results.add(new, [RESULTS.of_network(), KEPT_RESULTS.of_network()])
        sitting.remember_result(kept.id, submission)
        return url_for("result", token=token_of(new, kept))

    return stored(store, NotSaved(action=here, back=here, kept=KEPT))


def _trial(result: OpenedResult) -> Trial:
    engine = services().engine
    as_stored = result.stored.digest == engine.digest
    own = result.stored.answers if as_stored else tried.begin(engine, result.stored.answers)
    sheet = tried.read(engine, own, request.args)
    if as_stored:
        before: Outcome | None = result.stored.outcome
    else:
        before = engine.outcome(own) if len(own) == len(engine.asked(own)) else None
    if sheet.unanswered:
        now = None
    else:
        now = before
        if now is None or sheet.answers != own:
            now = engine.outcome(sheet.answers, with_changes=False)
    return Trial(own, sheet, before, now)


def _page(form: ButtonForm, result: OpenedResult, trial: Trial) -> bytes:
    quiz = services()
    localized = quiz.localized
    language = localized.language
    first, rest = _arranged(trial)
    return render(
        "applicant/try_answers.html",
        localized,
        query=query_without_language(),
        form=form,
        problem=form.problem(language),
        target="#keep",
        token=result.token,
        mine=result.mine,
        since=changed_since(quiz, result.stored, result.stored.outcome, language.code),
        view=trial_view(trial.now, trial.before, localized),
        other=trial.is_other,
        keepable=trial.now is not None and trial.is_other,
        kept_query=tried.query(trial.sheet.answers, trial.own),
        unanswered=[localized.questions[question] for question in trial.sheet.unanswered],
        clashing=trial.sheet.clashing,
        offers=_offers(trial),
        first=_fields(first, trial, localized),
        rest=_fields(rest, trial, localized),
        field=FIELD,
    ).encode()


def _fields(questions: Sequence[str], trial: Trial, localized: LocalizedRules) -> Elements:
    shown = trial.sheet.shown
    return Elements([localized.try_field(question, shown[question]) for question in questions])


def _offers(trial: Trial) -> Sequence[Offer]:
    """Return the fewest changes that make another position the best match."""
    if trial.before is None:
        return ()
    quiz = services()

    def query(position: str) -> str:
        changes = trial.before.positions[position].change if trial.before else None
        answers = tried.changed(quiz.engine, trial.own, changes or ())
        return tried.query(answers, trial.own)

    return offers(trial.before, quiz.localized, query)


def _arranged(trial: Trial) -> tuple[list[str], list[str]]:
    """Return the questions asked: those that decide by themselves, then the others.

    Within both, those that an applicant cannot change come last. The order depends on the
    answers of the result, so that no question moves while others are tried; a question that
    was not asked then follows the one that opened it.
    """
    engine, own = services().engine, trial.own
    decisive = services().decisive.questions(own) if trial.before else frozenset(trial.sheet.shown)
    known = [question for question in trial.sheet.shown if question in own]
    known.sort(key=lambda question: engine.rules.questions[question].can_change == "no")
    first = [question for question in known if question in decisive]
    rest = [question for question in known if question not in decisive]
    for question in trial.sheet.shown:
        if question not in own:
            openers = [
                each for each in trial.sheet.shown if each in asks(engine.forms[question].only_if)
            ]
            group = rest if openers and openers[-1] in rest else first
            after = group.index(openers[-1]) + 1 if openers and openers[-1] in group else len(group)
            group.insert(after, question)
    return first, rest
