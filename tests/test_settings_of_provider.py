"""The settings of the identity provider: what is refused, and which teams its people get."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.server_settings import read

from quiz.settings import FaultySettings

WITH_PROVIDER = {
    "QUIZ_OIDC_ISSUER": "https://login.office.example",
    "QUIZ_OIDC_CLIENT_ID": "quiz",
    "QUIZ_OIDC_CLIENT_SECRET": "hidden",
    "QUIZ_OIDC_TEAMS": "@office.example = A / recruiter",
}
ROLE = "QUIZ_OIDC_TEAMS must have parts such as @office.example = Team A / recruiter"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"QUIZ_OIDC_ISSUER": "http://login.office.example"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "login.office.example"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "https://login.office.example?a=b"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "https://login.office.example:x"}, "must be the https address"),
        ({"QUIZ_OIDC_TEAMS": "@office.example = A"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "@office.example = A / emperor"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "@ = A / reader"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "= A / reader"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "staff = / reader"}, ROLE),
        ({"QUIZ_OIDC_SCOPE": "email"}, "QUIZ_OIDC_SCOPE must contain openid"),
        ({"QUIZ_OIDC_SECOND_FACTOR": "1"}, "QUIZ_OIDC_SECOND_FACTOR must be yes or no"),
        ({"QUIZ_OIDC_TRUST_ADDRESSES": "1"}, "QUIZ_OIDC_TRUST_ADDRESSES must be yes or no"),
    ],
    ids=str,
)
def test_a_provider_that_cannot_be_used_is_refused(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(FaultySettings) as refused:
        read(tmp_path, **WITH_PROVIDER | given)
    [problem] = refused.value.problems
    assert says in problem
    assert "hidden" not in problem


def test_the_name_of_a_provider_is_its_host_unless_it_is_given(tmp_path: Path) -> None:
    provider = read(tmp_path, **WITH_PROVIDER).provider
    assert provider is not None
    assert provider.names == {"en": "login.office.example", "ja": "login.office.example"}
    assert "hidden" not in repr(provider)


def test_of_several_rules_for_a_team_the_greatest_role_counts(tmp_path: Path) -> None:
    rules = "@office.example = A / recruiter; boss = A / administrator; staff = A / reader"
    provider = read(tmp_path, **WITH_PROVIDER | {"QUIZ_OIDC_TEAMS": rules}).provider
    assert provider is not None
    assert provider.teams("a@office.example", ["staff"]) == {"A": "recruiter"}
    assert provider.teams("a@office.example", ["boss", "staff"]) == {"A": "administrator"}
    assert provider.teams("a@sub.office.example", []) == {}
    assert provider.teams(None, ["staff"]) == {"A": "reader"}
