"""Fixtures of invitations."""

from __future__ import annotations

import pytest
from flask import Flask
from support.invitations import invite

from quiz.store import Invitation, Store


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["quiz"].store
    return found


@pytest.fixture
def fair(store: Store) -> Invitation:
    return invite(store, "Consulate A", code="LEEDS-7K4Q", note="Stand 12,\nby the door")
