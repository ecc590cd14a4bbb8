"""Fixtures of the quiz in a frame: an invitation whose sitting other sites may frame."""

from __future__ import annotations

import pytest
from support.framed import SITES
from support.invitations import invite

from quiz.store import Invitation, Store


@pytest.fixture
def fair(store: Store) -> Invitation:
    """The invitation LEEDS-7K4Q, whose sitting SITES may frame."""
    invitation = invite(store, "Consulate A", code="LEEDS-7K4Q")
    store.invitations.allow_sites(invitation.team, invitation.id, SITES)
    return invitation
