"""The secret key is made once, for its owner alone, and shows nowhere."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.server_settings import read

from quiz.settings import FaultySettings


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = read(tmp_path / "new").secret_key
    file = tmp_path / "new/secret_key"
    assert len(first) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(tmp_path / "new").secret_key == first
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: read(tmp_path).secret_key, range(32)))
    assert len(keys) == 1


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, QUIZ_DATABASE_URL="postgresql://jet:hidden@db/quiz")
    assert settings.secret_key not in repr(settings)
    assert "hidden" not in repr(settings)


def test_a_key_that_cannot_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FaultySettings, match="set QUIZ_SECRET_KEY, or QUIZ_INSTANCE to a folder"):
        read(tmp_path / "file")
