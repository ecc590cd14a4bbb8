"""What a team's programs read and change: tokens, results, stages and invitations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from quiz.store import ApiAccess, End, Opening
from quiz.text import one_line, several_lines
from quiz.web.api.endpoint import Body, Model
from quiz.web.api.models import Outcome, PlainAnswer
from quiz.web.framework.fields import is_text
from quiz.web.recruiters.invitations.invitations import (
    EARLIEST,
    LATEST,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_PLACES,
)


def _one_line(text: str) -> str:
    return _shown(text, one_line(text))


def _several_lines(text: str) -> str:
    return _shown(text, several_lines(text), allowed="\n\t")


def _shown(text: str, seen: str, allowed: str = "") -> str:
    if text and not (seen and is_text(seen, len(seen), allowed=allowed)):
        raise ValueError("use only characters that can be seen")
    return seen


class TokenInfo(Model):
    """The token of the request."""

    name: str
    """The name that the team gave it."""
    team: str
    """The name of the team."""
    access: ApiAccess
    """Whether it only reads, or may also write."""


class Stage(Model):
    """A stage of the team's work on a result."""

    id: str
    """How results and `has_status` name it."""
    names: dict[str, str]
    """Its names by language."""
    end: End | None
    """How the work ends in it; null: it goes on."""
    retired: bool
    """Whether it cannot be set any more."""


class Stages(Model):
    """The stages of the team, in its order."""

    stages: list[Stage]


class StageChange(Body):
    """The stage that a result is to have."""

    stage: str
    """The id of a stage that is not retired."""


class Result(Model):
    """A result on the team's board."""

    id: int
    link: str
    """Its page for the team."""
    made_at: AwareDatetime
    name: str | None
    email: str | None
    invitation: int
    """The id of the invitation by which it came."""
    invitation_title: str
    stage: str
    """The id of its stage."""
    in_charge: int | None
    """The number of the recruiter in charge."""
    due_on: dt.date | None
    """The day to come back to it."""
    answers: dict[str, PlainAnswer]
    outcome: Outcome


class Results(Model):
    """Some of the results that were asked for."""

    results: list[Result]
    next: str | None
    """The `cursor` of the results that follow; null after the last."""


class NewInvitation(Body):
    """An invitation to make."""

    title: Annotated[
        str, AfterValidator(_one_line), Field(min_length=1, max_length=LONGEST_TITLE, pattern=r"\S")
    ]
    language: str
    """A language of the questions."""
    opens_on: Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)] | None = None
    """The first day, in the time zone of the team; null: at once."""
    closes_on: Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)] | None = None
    """The last day; null: no end."""
    places: Annotated[int, Field(ge=1, le=MOST_PLACES)] | None = None
    """How many results can come by it; null: any number."""
    asks_name: bool = True
    asks_email: bool = False
    note: Annotated[str, AfterValidator(_several_lines), Field(max_length=LONGEST_NOTE)] | None = (
        None
    )
    """What the applicant reads before the questions."""


class Invitation(Model):
    """An invitation of the team."""

    id: int
    code: str
    link: str
    """Where the applicant begins."""
    title: str
    language: str
    opens_at: AwareDatetime | None
    closes_at: AwareDatetime | None
    places: int | None
    asks_name: bool
    asks_email: bool
    note: str | None
    state: Opening
    """Whether it can be used now."""
    taken: int
    """How many results came by it that are on the board."""
    started: int
    """How many people have begun."""
    finished: int
    """How many of them have finished."""


class Invitations(Model):
    """The invitations of the team, the newest first."""

    invitations: list[Invitation]
