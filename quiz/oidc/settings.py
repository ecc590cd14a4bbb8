"""The identity provider that is set: who it is, and which teams its people belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Role = Literal["reader", "recruiter", "administrator"]

ROLES: tuple[Role, ...] = ("reader", "recruiter", "administrator")
"""From the one that may do least to the one that may do most."""

LOCAL = ("localhost", "127.0.0.1")

NEEDED = ("QUIZ_OIDC_CLIENT_ID", "QUIZ_OIDC_CLIENT_SECRET", "QUIZ_OIDC_TEAMS")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who belongs to a team: a group of the provider, or `@` and a domain of e-mail addresses."""

    who: str
    team: str
    role: Role


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A provider; `names` are what the button of the sign-in page calls it, by language.

    `trusts_addresses` is whether its e-mail addresses count as verified though it does not say
    so. `has_second_factor` is whether it asks everybody for a second factor; without it, `amr`
    in its tokens has to say so.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    rules: tuple[Rule, ...]
    names: Mapping[str, str]
    scope: str = "openid email profile"
    groups_claim: str = "groups"
    trusts_addresses: bool = False
    has_second_factor: bool = False

    def teams(self, email: str | None, groups: Iterable[str]) -> dict[str, Role]:
        """Return the teams, by name, of a person with a verified address and these groups.

        Of several rules for one team the greatest role counts.
        """
        domain = f"@{email.rpartition('@')[2]}" if email else None
        theirs, found = set(groups), dict[str, Role]()
        for rule in self.rules:
            is_theirs = rule.who == domain if rule.who.startswith("@") else rule.who in theirs
            before = found.get(rule.team)
            if is_theirs and (before is None or ROLES.index(rule.role) > ROLES.index(before)):
                found[rule.team] = rule.role
        return found


def identity_provider(given: Mapping[str, str], problems: list[str]) -> IdentityProvider | None:
    """Return the provider that environment variables name; None where none is set."""
    issuer = given.get("QUIZ_OIDC_ISSUER")
    if issuer is None:
        return None
    missing = [name for name in NEEDED if name not in given]
    if missing:
        problems.append(f"QUIZ_OIDC_ISSUER also needs {' and '.join(missing)}.")
    if not _is_issuer(issuer):
        problems.append(
            "QUIZ_OIDC_ISSUER must be the https address of the provider, as it names itself, "
            f"not {issuer!r}."
        )
    name = given.get("QUIZ_OIDC_NAME", urlsplit(issuer).hostname or "") if not problems else ""
    return IdentityProvider(
        issuer=issuer,
        client_id=given.get("QUIZ_OIDC_CLIENT_ID", ""),
        client_secret=given.get("QUIZ_OIDC_CLIENT_SECRET", ""),
        rules=tuple(_rules(given.get("QUIZ_OIDC_TEAMS", ""), problems)),
        names={"en": name, "ja": given.get("QUIZ_OIDC_NAME_JA", name)},
        scope=_scope(given, problems),
        groups_claim=given.get("QUIZ_OIDC_GROUPS_CLAIM", "groups"),
        trusts_addresses=_yes_or_no(given, "QUIZ_OIDC_TRUST_ADDRESSES", problems),
        has_second_factor=_yes_or_no(given, "QUIZ_OIDC_SECOND_FACTOR", problems),
    )


def is_safe(url: str) -> bool:
    """Return whether an address is https, or of this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL))


def _is_issuer(url: str) -> bool:
    return is_safe(url) and not urlsplit(url).query and not urlsplit(url).fragment


def _rules(text: str, problems: list[str]) -> Iterable[Rule]:
    """Yield the rules of a text such as `@office.example = Team A / reader; staff = B / ...`."""
    for part in filter(None, (each.strip() for each in re.split(r"[;\n]", text))):
        who, _, right = (each.strip() for each in part.partition("="))
        team, _, role = (each.strip() for each in right.rpartition("/"))
        if not who or who == "@" or not team or role not in ROLES:
            problems.append(
                "QUIZ_OIDC_TEAMS must have parts such as @office.example = Team A / recruiter, "
                f"separated by semicolons, with one of the roles {', '.join(ROLES)}; not {part!r}."
            )
            continue
        yield Rule(who.casefold() if who.startswith("@") else who, team, role)


def _scope(given: Mapping[str, str], problems: list[str]) -> str:
    scope = given.get("QUIZ_OIDC_SCOPE", "openid email profile")
    if "openid" not in scope.split():
        problems.append(f"QUIZ_OIDC_SCOPE must contain openid, not {scope!r}.")
    return scope


def _yes_or_no(given: Mapping[str, str], name: str, problems: list[str]) -> bool:
    value = given.get(name, "no")
    if value not in ("yes", "no"):
        problems.append(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"
