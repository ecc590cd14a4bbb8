"""What the interface for programs takes and gives."""

from __future__ import annotations

from quiz.store import ApiAccess
from quiz.web.api.endpoint import Model


class TokenInfo(Model):
    """The token of the request."""

    name: str
    """The name that the team gave it."""
    team: str
    """The name of the team."""
    access: ApiAccess
    """Whether it only reads, or may also write."""
