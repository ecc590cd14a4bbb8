"""`quiz facts`: the facts of a rules file by source, for whoever checks them in a new year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from quiz.cli.files import (
    FILE,
    as_json,
    given_language,
    given_rules,
    language_option,
    load_engine,
    print_json,
)
from quiz.core.language.facts import citations, is_due
from quiz.core.language.links import plain
from quiz.core.language.programme import Fact
from quiz.core.language.rules_file import Rules

LEAST_CERTAIN_FIRST = ("low", "medium", "high")

Sources = Mapping[str, Sequence[str]]
"""From each source to the ids of its facts."""


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--due",
    "months",
    type=click.IntRange(min=0),
    metavar="MONTHS",
    help="List only the facts that were last checked more than MONTHS months ago.",
)
@language_option
@as_json
def facts(file: Path | None, months: int | None, lang: str | None, as_json: bool) -> None:
    """List the facts of a rules FILE by source, with everything that cites them.

    The least certain and oldest ones come first. Check that each source still says what is
    listed below it.
    """
    rules = load_engine(given_rules(file)).rules
    language = given_language(lang, rules)
    today = dt.datetime.now(dt.UTC).date()
    listed = sources(rules, None if months is None else due(rules, months, today))
    if as_json:
        print_json(_as_json(rules, listed, language))
    else:
        click.echo("\n".join([_head(rules, listed, months), *_list(rules, listed, language)]))


def due(rules: Rules, months: int, today: dt.date) -> list[str]:
    """Return the facts that were last checked more than so many months before today."""
    return [id_ for id_, fact in rules.facts.items() if is_due(fact.checked, months, today)]


def sources(rules: Rules, only: Iterable[str] | None = None) -> Sources:
    """Return all facts, or `only` some, by source: the least certain and then oldest first."""
    ids = rules.facts if only is None else only
    found: dict[str, list[str]] = {}
    # A source that carries several facts comes where the first of them would.
    for id_ in sorted(ids, key=lambda id_: _urgency(rules, id_)):
        found.setdefault(rules.facts[id_].source, []).append(id_)
    return found


def _urgency(rules: Rules, id_: str) -> tuple[int, dt.date]:
    fact = rules.facts[id_]
    return LEAST_CERTAIN_FIRST.index(fact.confidence), fact.checked


def _head(rules: Rules, listed: Sources, months: int | None) -> str:
    edition = f"Edition {rules.edition}, checked on {rules.checked}"
    all_facts, some = len(rules.facts), sum(map(len, listed.values()))
    if not all_facts:
        return f"{edition}: there are no facts."
    if months is None:
        return f"{edition}: {_number(all_facts, 'fact')} from {_number(len(listed), 'source')}."
    ago = f"more than {_number(months, 'month')} ago" if months else "before today"
    if not some:
        return f"{edition}: no fact was last checked {ago}."
    were = "was" if some == 1 else "were"
    return f"{edition}: {some} of {_number(all_facts, 'fact')} {were} last checked {ago}."


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _list(rules: Rules, listed: Sources, language: str) -> Iterator[str]:
    places = citations(rules)
    for source, ids in listed.items():
        yield ""
        yield click.style(source, bold=True)
        for id_ in ids:
            fact = rules.facts[id_]
            yield f"  {id_} ({fact.confidence} confidence, checked on {fact.checked})"
            yield f"    says: {plain(fact.says[language])}"
            yield f"    {_cited_by(places[id_])}"


def _cited_by(places: Sequence[str]) -> str:
    if not places:
        return click.style("not used anywhere", fg="yellow")
    groups: dict[str, list[str]] = {}
    for place in places:
        part, _, id_ = place.partition(".")
        groups.setdefault(part, []).append(id_)
    return "used by " + "; ".join(f"{part}: {', '.join(ids)}" for part, ids in groups.items())


def _as_json(rules: Rules, listed: Sources, language: str) -> dict[str, object]:
    places = citations(rules)

    def fact_as_json(id_: str, fact: Fact) -> dict[str, object]:
        return {
            "fact": id_,
            "says": plain(fact.says[language]),
            "checked": fact.checked.isoformat(),
            "confidence": fact.confidence,
            "used_by": places[id_],
        }

    return {
        "edition": rules.edition,
        "checked": rules.checked.isoformat(),
        "sources": [
            {"source": source, "facts": [fact_as_json(id_, rules.facts[id_]) for id_ in ids]}
            for source, ids in listed.items()
        ],
    }
