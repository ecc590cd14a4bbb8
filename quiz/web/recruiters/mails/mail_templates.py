"""The pages of a team's mail templates: list, add, change and delete them."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import MailTemplate, Recruiter
from quiz.web.framework.fields import FieldsForm, line, lines
from quiz.web.framework.language import N_, read_languages
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import Confirmation, PageOrResponse, do_if_confirmed, show_confirmation
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.mails.fields import FIELDS, unknown_fields
from quiz.web.recruiters.page import page

LONGEST_TEXT = 5000
SUBJECT, TEXT = TEXTS = ("subject-", "text-")
"""Prefixes of the names of fields in a language."""

LABELS = {"subject": N_("Subject (%(language)s)"), "text": N_("Text (%(language)s)")}

MESSAGES = {
    "saved": N_("Saved."),
    "deleted": N_("Done: the template is deleted."),
}


class TemplateForm(FieldsForm):
    """A template; `_form_class` adds a subject and a text in each language."""

    name = line(N_("Name of the template"), longest=60, required=True)

    def of_language(self, prefix: str) -> dict[str, str]:
        """Return the subjects or the texts that were entered, by language."""
        return {
            field.name.removeprefix(prefix): field.data
            for field in self
            if field.name.startswith(prefix)
        }

    def check(self) -> bool:
        """Return whether all is valid, the names in braces too."""
        valid = bool(self.validate())
        for field in self:
            unknown = unknown_fields(field.data or "") if field.name.startswith(TEXTS) else []
            if unknown and not field.errors:
                words = self.language.gettext("%(field)s: there is no field {%(name)s}.")
                field.errors = [words % {"field": field.label.text, "name": unknown[0]}]
                valid = False
        return valid


def of_team(template: int) -> Arguments:
    """Allow recruiters, for templates of their own team; raises 404 for others."""
    recruiter = signed_in()
    templates = services().store.mail_templates.of_team(recruiter.team_id)
    found = next((each for each in templates if each.id == template), None)
    return {"recruiter": recruiter, "template": found or abort(404)}


def show(recruiter: Recruiter) -> str:
    """List the team's templates, with a form to add one."""
    return _list_page(recruiter, _form())


def add(recruiter: Recruiter) -> Response | tuple[str, int]:
    """Add a template, or show the form again with its errors."""
    form = _form()
    if not form.check():
        return _list_page(recruiter, form), form.status
    subjects, texts = form.of_language(SUBJECT), form.of_language(TEXT)
    store, name = services().store, form.name.data
    if store.mail_templates.add(recruiter.team_id, name, subjects, texts) is None:
        _refuse_name(form)
        return _list_page(recruiter, form), form.status
    record(recruiter, "mail template saved", template=name)
    return redirect_to("mail_templates", done="saved")


def show_one(recruiter: Recruiter, template: MailTemplate) -> str:
    """Show a template with a form to change it."""
    return _one_page(recruiter, template, _form(template))


def change(recruiter: Recruiter, template: MailTemplate) -> Response | tuple[str, int]:
    """Change a template, or show the form again with its errors."""
    form = _form(template)
    if not form.check():
        return _one_page(recruiter, template, form), form.status
    changed = MailTemplate(
        template.id,
        form.name.data,
        {**template.subjects, **form.of_language(SUBJECT)},
        {**template.texts, **form.of_language(TEXT)},
    )
    if not services().store.mail_templates.change(recruiter.team_id, changed):
        _refuse_name(form)
        return _one_page(recruiter, template, form), form.status
    record(recruiter, "mail template saved", template=changed.name)
    return redirect_to("mail_templates", done="saved")


def ask_delete(recruiter: Recruiter, template: MailTemplate) -> str:  # noqa: ARG001 - the same access as `delete`
    """Ask for confirmation to delete a template."""
    return show_confirmation(_confirmation(template))


def delete(recruiter: Recruiter, template: MailTemplate) -> PageOrResponse:
    """Delete a template, once it is confirmed."""

    def act() -> Response:
        if services().store.mail_templates.delete(recruiter.team_id, template.id):
            record(recruiter, "mail template deleted", template=template.name)
        return redirect_to("mail_templates", done="deleted")

    return do_if_confirmed(_confirmation(template), act)


def _confirmation(template: MailTemplate) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Delete the template “%(name)s”?") % {"name": template.name},
        text=gettext("E-mails that were sent with it stay in the history of their results."),
        button=gettext("Delete the template"),
        action=url_for("delete_mail_template", template=template.id),
        back_label=gettext("Back"),
        back=url_for("mail_template", template=template.id),
        danger=True,
    )


def _refuse_name(form: TemplateForm) -> None:
    form.name.errors = [form.language.gettext("There is another template with this name.")]


def _form(template: MailTemplate | None = None) -> TemplateForm:
    present: dict[str, Any] = {}
    if template:
        present = {"name": template.name}
        present |= {f"{SUBJECT}{code}": text for code, text in template.subjects.items()}
        present |= {f"{TEXT}{code}": text for code, text in template.texts.items()}
    form = _form_class(tuple(services().engine.rules.languages))(
        services().localized.language, **present
    )
    names = read_languages(services().engine.rules.languages)
    for field in form:
        prefix, _, code = field.name.partition("-")
        if code in names:
            words = LABELS[prefix]
            field.label.text = form.language.gettext(words) % {"language": names[code].name}
    return form


@cache
def _form_class(languages: tuple[str, ...]) -> type[TemplateForm]:
    fields = {}
    for code in languages:
        fields[f"{SUBJECT}{code}"] = line("", required=True)
        fields[f"{TEXT}{code}"] = lines("", longest=LONGEST_TEXT, required=True)
    return type("TemplateForm", (TemplateForm,), fields)


def _list_page(recruiter: Recruiter, form: TemplateForm) -> str:
    message = MESSAGES.get(request.args.get("done", ""))
    gettext = form.language.gettext
    return page(
        "mails/mail_templates.html",
        recruiter,
        form=form,
        fields=_fields(form),
        message=gettext(message) if message else None,
        templates=services().store.mail_templates.of_team(recruiter.team_id),
    )


def _one_page(recruiter: Recruiter, template: MailTemplate, form: TemplateForm) -> str:
    return page(
        "mails/mail_template.html", recruiter, shown=template, form=form, fields=_fields(form)
    )


def _fields(form: TemplateForm) -> list[tuple[str, str]]:
    return [(f"{{{name}}}", form.language.gettext(says)) for name, (says, _) in FIELDS.items()]
