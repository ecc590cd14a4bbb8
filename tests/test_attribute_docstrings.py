"""The text below a field describes it in the JSON Schema of its model."""

from __future__ import annotations

from pydantic import Field

from quiz.attribute_docstrings import Described


class Base(Described):
    kept: int
    """What is inherited."""


class Model(Base):
    plain: int
    """A number,
    in two lines.
    """
    bare: int
    renamed: int = Field(alias="also")
    """Another one."""
    base: Base
    """A part, of another model."""
    said: int = Field(description="What its field says.")
    """What nobody reads."""


def test_each_field_has_the_text_below_it_in_the_schema() -> None:
    schema = Model.model_json_schema()
    said = {key: each.get("description") for key, each in schema["properties"].items()}
    assert said == {
        "kept": "What is inherited.",
        "plain": "A number,\nin two lines.",
        "bare": None,
        "also": "Another one.",
        "base": "A part, of another model.",
        "said": "What its field says.",
    }
