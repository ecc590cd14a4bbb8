"""A sitting: one visitor's way through the quiz, kept in their cookie until it is submitted."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NamedTuple

from flask import session
from pydantic_core import to_json

from quiz.core.decide.engine import Engine
from quiz.core.language.model import Answer, Answers
from quiz.core.language.sheet import Form, canonical

OWN_LIMIT = 20


class Invited(NamedTuple):
    """The invitation by which somebody takes the quiz, and what they told the team of themselves.

    `line` is what pages say of it, so that none has to look it up.
    """

    id: int
    code: str
    line: str
    name: str | None
    email: str | None


def answers(engine: Engine) -> dict[str, Answer]:
    """Return the answers given so far, those that the rules file knows and asks for."""
    kept = session.get("answers")
    if not kept:
        return {}
    if session.get("rules") == engine.digest[:16]:  # signed, and checked when it was kept
        return {
            question: answer if isinstance(answer, str) else tuple(answer)
            for question, answer in kept.items()
        }
    return engine.kept(
        {
            question: canonical(engine.forms[question], answer)
            for question, answer in kept.items()
            if question in engine.forms and _fits(engine.forms[question], answer)
        }
    )


def answer(engine: Engine, question: str, given: Answer) -> dict[str, Answer]:
    """Keep an answer, drop those to questions that it closes, and return what is kept."""
    kept = engine.kept({**answers(engine), question: given})
    session["answers"] = kept
    session["rules"] = engine.digest[:16]
    session.setdefault("sitting", secrets.token_urlsafe(16))
    session.permanent = True
    return kept


def start_again() -> None:
    """Forget the answers and the invitation; the same answers will make another result."""
    session.pop("answers", None)
    session.pop("sitting", None)
    leave_invitation()


def begin_invited(by: Invited) -> str:
    """Begin a sitting by an invitation, without answers; return what the sitting is known by."""
    start_again()
    session["invited"] = by
    session["sitting"] = secrets.token_urlsafe(16)
    session.permanent = True
    return str(session["sitting"])


def invited() -> Invited | None:
    """Return the invitation of this sitting; None where there is none."""
    kept = session.get("invited")
    return Invited(*kept) if kept else None


def leave_invitation() -> None:
    """Let no team see what this sitting still leads to."""
    session.pop("invited", None)


def current() -> str:
    """Return what this sitting is known by; empty before the first answer."""
    return str(session.get("sitting", ""))


def submission(secret_key: str, given: Answers) -> str:
    """Return what these answers in this sitting are known by, however often they are sent.

    It is a secret between the quiz and its database: the address of the result follows from it.
    """
    message = f"{current()} ".encode() + to_json(dict(sorted(given.items())))
    return hmac.digest(secret_key.encode(), message, hashlib.sha256).hex()


def remember_result(id_: int, submission: str) -> None:
    """Keep that this browser owns the result."""
    own_mark = _mark(id_, submission)
    mine = [other for other in session.get("mine", ()) if other != own_mark]
    session["mine"] = [*mine, own_mark][-OWN_LIMIT:]
    session.permanent = True


def own(id_: int, submission: str) -> bool:
    """Return whether this browser owns the result."""
    mine = session.get("mine", ())
    return bool(mine) and _mark(id_, submission) in mine


def own_results() -> tuple[int, ...]:
    """Return the ids of the results that this browser owns, the latest last.

    Whether what has such an id now is the same result, `own` tells.
    """
    marks = map(str, session.get("mine", ()))
    return tuple(int(mark.partition(".")[0]) for mark in marks)


def forget_result(id_: int, submission: str) -> None:
    """Forget a result that is gone; its answers sent again make another, for no team."""
    leave_invitation()
    own_mark = _mark(id_, submission)
    session["mine"] = [other for other in session.get("mine", ()) if other != own_mark]
    session["sitting"] = secrets.token_urlsafe(16)


def _mark(id_: int, submission: str) -> str:
    """Return what the cookie holds of a result of one's own.

    The id alone is not enough: a database that was restored from a backup gives it again,
    to another result.
    """
    return f"{id_}.{submission[:8]}"


def take_over(given: Answers) -> None:
    """Begin a sitting with the answers of a result; what today's rules do not know is left out."""
    session["answers"] = given
    session.pop("rules", None)
    leave_invitation()
    session["sitting"] = secrets.token_urlsafe(16)
    session.permanent = True


def _fits(form: Form, given: str | list[str]) -> bool:
    """Return whether an answer is one to this question; the rules may be newer than the cookie."""
    if form.kind != "multiple":
        return isinstance(given, str) and given in form.choices
    return (
        not isinstance(given, str)
        and bool(given)
        and all(choice in form.choices for choice in given)
        and (len(given) == 1 or form.exclusive.isdisjoint(given))
    )
