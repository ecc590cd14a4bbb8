"""The form that names a view of the board."""

from __future__ import annotations

from quiz.web.framework.fields import FieldsForm, line
from quiz.web.framework.language import N_

LONGEST_NAME = 60


class ViewForm(FieldsForm):
    """The name of a view, in the words of the team."""

    view_name = line(N_("Name of the view"), longest=LONGEST_NAME, required=True)
