"""What the dialects of SQL write in different ways, and what some cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from quiz.score.sql.nodes import Node, column, literal, named

DIALECTS = ("duckdb", "postgres", "sqlite", "spark", "trino", "bigquery", "snowflake")

FENCED = frozenset({"duckdb", "postgres", "sqlite"})
"""Those whose optimisers write the expressions of one stage into the next until they multiply."""

CONCATENATES = frozenset({"duckdb", "postgres"})
"""Those which join many texts faster by a function than by a sign between each two."""

DIVIDES = frozenset({"duckdb", "spark", "bigquery"})
"""Those which have a division of whole numbers; the others may divide them as floats."""

MOST_TABLES: Mapping[str, int] = {"sqlite": 64}
"""How many tables a dialect can join."""

MOST_CHARACTERS: Mapping[str, int] = {
    "sqlite": 1_000_000,
    "trino": 1_000_000,
    "bigquery": 1_048_576,
    "snowflake": 1_048_576,
}
"""How long a statement may be, where nobody has set it otherwise."""


GREATEST_LIMIT = 2**31 - 1
"""The greatest LIMIT that Spark takes."""


class CannotSayError(Exception):
    """A dialect cannot say something; the text names it."""


def rows(columns: Sequence[str], table: Sequence[Sequence[int | str]], dialect: str) -> exp.Select:
    """Return a table that is written out; its numbers have 64 bits.

    SQLite names the columns of VALUES itself.
    """
    values = exp.Values(
        expressions=[exp.Tuple(expressions=[literal(each) for each in row]) for row in table]
    )
    names = [exp.to_identifier(name, quoted=True) for name in columns]
    values.set(
        "alias", exp.TableAlias(this=exp.to_identifier("written", quoted=True), columns=names)
    )
    found: list[Node] = []
    for place, name in enumerate(columns):
        if dialect == "sqlite":
            found.append(named(exp.column(f"column{place + 1}"), name))
        elif isinstance(table[0][place], int):
            found.append(named(exp.cast(column(name), "BIGINT"), name))
        else:
            found.append(column(name))
    if dialect == "sqlite":
        values.set("alias", exp.TableAlias(this=exp.to_identifier("written", quoted=True)))
    return exp.select(*found).from_(values, copy=False)


def fenced(stage: exp.Select, dialect: str) -> exp.Select:
    """Return a stage whose expressions are worked out once."""
    if dialect not in FENCED:
        return stage
    return stage.offset(0) if dialect != "sqlite" else stage.limit(-1).offset(0)


def found_first(cells: exp.Select, dialect: str) -> exp.Select:
    """Return the distinct cells of a column, which are found before anything is asked of them.

    Spark asks every sheet what is asked of the cells, unless a limit stands between.
    """
    return cells.limit(GREATEST_LIMIT) if dialect == "spark" else cells


def sent_everywhere(joins: exp.Select, tables: Sequence[str], dialect: str) -> exp.Select:
    """Return joins of which some tables are sent to every machine of a cluster.

    Spark does not know that the distinct cells are few, and would move the sheets instead.
    """
    if dialect != "spark" or not tables:
        return joins
    return joins.hint(f"BROADCAST({', '.join(tables)})", dialect=dialect, copy=False)


def quotient(dividend: Node, divisor: int, dialect: str) -> Node:
    """Return a whole quotient, rounded down; neither number is negative."""
    if dialect in DIVIDES:
        return exp.IntDiv(this=exp.paren(dividend), expression=literal(divisor))
    rest = exp.Mod(this=exp.paren(dividend), expression=literal(divisor))
    exact = exp.Paren(this=exp.Sub(this=exp.paren(dividend.copy()), expression=rest))
    return exp.cast(
        exp.Div(this=exact, expression=literal(divisor), typed=True), "BIGINT", copy=False
    )


def settled(statement: exp.Select, dialect: str) -> exp.Select:
    """Return a statement in which texts are joined and cut as the dialect does it fastest.

    The function takes null for an empty text, which is no difference: outcomes with a null are
    those of sheets that cannot be scored, and are left out.
    """
    for node in statement.find_all(exp.Concat) if dialect in CONCATENATES else ():
        node.set("coalesce", True)  # noqa: FBT003 - SQLGlot's way to say it
    # What is trimmed begins with these signs or is empty. PostgreSQL would read it to its end.
    for trim in list(statement.find_all(exp.Trim)) if dialect == "postgres" else ():
        if signs := trim.args.get("expression"):
            beyond = exp.Neg(this=literal(len(signs.name)))
            trim.replace(exp.Right(this=trim.this, expression=beyond))
    return statement


def check(statement: str, tables: int, dialect: str) -> None:
    """Raise CannotSayError where a dialect cannot say a statement that joins so many tables."""
    most = MOST_TABLES.get(dialect)
    if most is not None and tables > most:
        raise CannotSayError(f"{dialect} joins at most {most} tables; this needs {tables}")
    longest = MOST_CHARACTERS.get(dialect)
    if longest is not None and len(statement.encode()) > longest:
        raise CannotSayError(f"{dialect} takes at most {longest:,} characters; "
                             f"this needs {len(statement.encode()):,}")  # fmt: skip
