"""Mails that a team has written to use again: a subject and a text in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from quiz.store.database import Database
from quiz.store.schema import mail_templates, teams

MOST_TEMPLATES = 50


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """A template; `subjects` and `texts` are by language and may contain fields in braces."""

    id: int
    name: str
    subjects: Mapping[str, str]
    texts: Mapping[str, str]


class MailTemplates:
    """The templates of all teams; every recruiter of a team can change each of its templates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_team(self, team: int) -> Sequence[MailTemplate]:
        """Return the templates of a team, by name."""
        columns = mail_templates.c
        query = (
            select(columns.id, columns.name, columns.subjects, columns.texts)
            .where(columns.team == team)
            .order_by(columns.name, columns.id)
        )
        with self._database.read_connection("list the templates of mails") as connection:
            return [MailTemplate(*row) for row in connection.execute(query)]

    def add(
        self, team: int, name: str, subjects: Mapping[str, str], texts: Mapping[str, str]
    ) -> int | None:
        """Add a template and return its id; None if the name is taken or there are too many."""
        with self._database.write_transaction("add a template of mails") as connection:
            names = _lock(connection, team)
            if name in names.values() or len(names) >= MOST_TEMPLATES:
                return None
            row = {"team": team, "name": name, "subjects": dict(subjects), "texts": dict(texts)}
            added: int = connection.execute(
                insert(mail_templates).values(row).returning(mail_templates.c.id)
            ).scalar_one()
        return added

    def change(self, team: int, template: MailTemplate) -> bool:
        """Replace the template with this id; False if another has the name or it is gone."""
        its = (mail_templates.c.team == team, mail_templates.c.id == template.id)
        row = {
            "name": template.name,
            "subjects": dict(template.subjects),
            "texts": dict(template.texts),
        }
        with self._database.write_transaction("change a template of mails") as connection:
            names = _lock(connection, team)
            if template.name in (names[id_] for id_ in names if id_ != template.id):
                return False
            changed = connection.execute(update(mail_templates).where(*its).values(row))
        return changed.rowcount == 1

    def delete(self, team: int, template: int) -> bool:
        """Delete a template; mails that were made of it stay as they are."""
        gone = delete(mail_templates).where(
            mail_templates.c.team == team, mail_templates.c.id == template
        )
        with self._database.write_transaction("delete a template of mails") as connection:
            return connection.execute(gone).rowcount == 1


def _lock(connection: Connection, team: int) -> dict[int, str]:
    """Lock the templates of a team until the transaction ends; return their names by their ids."""
    connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
    query = select(mail_templates.c.id, mail_templates.c.name).where(mail_templates.c.team == team)
    return {row.id: row.name for row in connection.execute(query)}
