"""The JSON Schema of a rules file, for editors that check while an officer types."""

from __future__ import annotations

from typing import Any

from quiz.core.language.rules_file import Rules

_CHOICES = {"type": "array", "minItems": 1, "items": {"type": "string"}}
_CONDITIONS = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}}

CONDITION: dict[str, Any] = {
    "type": "object",
    "description": "Question to choice, choices or a test; several keys must all hold.",
    "properties": {
        "any": _CONDITIONS,
        "all": _CONDITIONS,
        "not": {"$ref": "#/$defs/Condition"},
    },
    "additionalProperties": {
        "anyOf": [
            {"type": "string"},
            _CHOICES,
            {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "dependentRequired": {"count": ["of"], "of": ["count"]},
                "properties": {
                    "at_least": {"type": "string"},
                    "at_most": {"type": "string"},
                    "all_of": _CHOICES,
                    "none_of": _CHOICES,
                    "count": {"type": "integer", "minimum": 1},
                    "of": _CHOICES,
                },
            },
        ]
    },
}


def json_schema() -> dict[str, Any]:
    """Return the schema; a file that it accepts can still have ids that do not exist."""
    schema = Rules.model_json_schema()
    definitions = schema["$defs"]
    text = schema["properties"]["title"]["anyOf"]
    definitions["Choice"] = {"anyOf": [definitions["Choice"], *text]}
    schema = _with_conditions(schema)
    schema["$defs"]["Condition"] = CONDITION
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _with_conditions(schema: Any) -> Any:
    """Return the schema with the model's placeholder replaced by a reference to CONDITION.

    Conditions nest, and pydantic cannot refer to a definition that it did not make.
    """
    if schema == {"title": "Condition"}:
        return {"$ref": "#/$defs/Condition"}
    if isinstance(schema, dict):
        return {key: _with_conditions(value) for key, value in schema.items()}
    return [_with_conditions(value) for value in schema] if isinstance(schema, list) else schema
