"""Fixtures of the identity providers: the certified one, and one that sends what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from support.databases import write_migrated_sqlite
from support.oidc_provider import CALLBACK, OwnProvider, certified_provider, own_provider, settings
from support.provider_sign_in import StartApp, with_teams


@pytest.fixture
def url(tmp_path: Path) -> str:
    return write_migrated_sqlite(tmp_path / "quiz.db")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The issuer of the certified provider."""
    with certified_provider(f"http://127.0.0.1:8000{CALLBACK}") as running:
        yield running


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    with own_provider() as running:
        yield running


@pytest.fixture
def app(start_app: StartApp, own: OwnProvider) -> Flask:
    """An application whose provider is our own, with the teams of its mapping."""
    return with_teams(start_app(provider=settings(own.issuer)))
