"""Descriptions of fields, for JSON Schema, from the text below each of them.

Pydantic's own `use_attribute_docstrings` reads the sources when the models are made, which takes
a tenth of a second of each start. This reads them when a schema is asked for.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import cast

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Described(BaseModel):
    """Base of models whose fields are described by the text below each of them."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema that pydantic makes, with these descriptions."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, says in _described(cls).items():
            field = cls.model_fields[name]
            for key in {name, field.alias, field.serialization_alias} & properties.keys():
                properties[key].setdefault("description", says)
        return schema


@cache
def _described(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the text below each field that has one, its own before that of a base."""
    found: dict[str, str] = {}
    for part in model.__mro__:
        if issubclass(part, Described):
            (source,) = ast.parse(dedent(inspect.getsource(part))).body
            for field, text in pairwise(cast("ast.ClassDef", source).body):
                match field, text:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(says))),
                    ) if name in model.model_fields:
                        found.setdefault(name, inspect.cleandoc(says))
    return found
