"""The page that says that the answer just given rules every position out, with two ways on."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect
from werkzeug.wrappers import Response

from quiz.web.applicant.question import CHANGING, address, is_changing, next_address
from quiz.web.framework import sitting
from quiz.web.framework.templates import Elements
from quiz.web.pages.render import render
from quiz.web.pages.services import services


def show(question: str) -> str | Response:
    """Show the page, or redirect to the next one if the answer to the question does no such thing.

    Each reason is shown once, with all positions that it rules out. `unnamed` are the
    positions that one of several rules blocks whatever is answered next.
    """
    engine, localized = services().engine, services().localized
    answers, changing = sitting.answers(engine), is_changing()
    asked = engine.asked(answers)
    if not engine.ruled_out.by_answer(question, answers):
        return redirect(next_address(asked, answers, changing=changing))
    blocked: dict[str, list[str]] = {}
    unnamed = []
    reasons = engine.ruled_out.reasons(answers)
    for text, rules in zip(localized.positions.values(), reasons, strict=True):
        for rule in rules:
            blocked.setdefault(rule, []).append(text.id)
        if not rules:
            unnamed.append(text.label)
    return render(
        "applicant/ruled_out.html",
        localized,
        query=urlencode(CHANGING) if changing else "",
        answer=localized.answer(question, answers[question]),
        reasons=Elements([localized.obstacle(rule, tuple(ids)) for rule, ids in blocked.items()]),
        unnamed=localized.language.listing(unnamed) if unnamed else None,
        change=address(question, changing=changing),
        go_on=next_address(asked, answers, after=question, changing=changing),
        invited=sitting.invited(),
    )
