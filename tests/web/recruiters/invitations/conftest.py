"""Fixtures of invitations."""

from __future__ import annotations

import pytest
from support.invitations import invite

from quiz.store import Invitation, Store


@pytest.fixture
def fair(store: Store) -> Invitation:
    return invite(store, "Consulate A", code="LEEDS-7K4Q", note="Stand 12,\nby the door")
