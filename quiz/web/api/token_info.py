"""`/api/v1/token`: what the token of a program is for."""

from __future__ import annotations

from quiz.store import ApiToken
from quiz.web.api.endpoint import endpoint
from quiz.web.api.team_models import TokenInfo
from quiz.web.framework.language import N_


@endpoint(N_("See what the token may do"))
def show(token: ApiToken) -> TokenInfo:
    """Say to which team the token belongs and what it may do."""
    return TokenInfo(name=token.name, team=token.recruiter.team_name, access=token.access)
