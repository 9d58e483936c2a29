"""The description of the HTTP interface, as OpenAPI has it, made ready to be read by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]


class Field(NamedTuple):
    """A field of what is sent or comes back: what it is called, what it holds, whether it must be there, what it means."""

    name: str
    kind: str
    needed: bool
    about: str


class Model(NamedTuple):
    """Something with fields, and what it is."""

    name: str
    about: str
    fields: list[Field]


class Call(NamedTuple):
    """A call: where it goes, what it does, what is sent, and the name of what comes back."""

    path: str
    about: str
    sent: list[Field]
    returns: str


class Page(NamedTuple):
    """All calls, and the models of what comes back, those that a call returns first."""

    calls: list[Call]
    models: list[Model]


def described(openapi: Schema) -> Page:
    """What an OpenAPI description says, as a page."""
    schemas: Schema = openapi["components"]["schemas"]
    calls = []
    bodies = set()
    for path, methods in openapi["paths"].items():
        call = methods["post"]
        body = _name(call["requestBody"]["content"]["application/json"]["schema"])
        bodies.add(body)
        returned = call["responses"]["200"]["content"]["application/json"]["schema"]
        calls.append(Call(f"/api{path}", call["summary"], _fields(schemas[body]), kind_of(returned)))
    models = [
        Model(_plain(name), schema.get("description", "").replace("``", ""), _fields(schema))
        for name, schema in schemas.items()
        if schema.get("properties") and name not in bodies
    ]
    returns = {call.returns for call in calls}
    return Page(calls, sorted(models, key=lambda model: (model.name != "Answer", model.name not in returns)))


def _fields(schema: Schema) -> list[Field]:
    needed = schema.get("required", ())
    return [
        Field(name, kind_of(one), name in needed, one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    ]


def kind_of(schema: Schema) -> str:
    """What a schema takes, in words: "list of Citation", "text or nothing"."""
    if "$ref" in schema:
        return _plain(_name(schema))
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(kind_of, schema["anyOf"])))
    if "enum" in schema or "const" in schema:
        return " or ".join(f"“{one}”" for one in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type")
    if kind == "array":
        return f"list of {kind_of(schema['items'])}" if schema.get("items") else "list"
    if schema.get("format") == "date":
        return "day (2025-06-17)"
    told = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "null": "nothing",
    }
    return told.get(str(kind), "JSON")


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _plain(name: str) -> str:
    """The name of a model without the marks of one made of another (Result_FigureRow_ as Result of FigureRow), or of the
    module that tells it from its namesake (assistant__tools__result__Scope as Scope of result)."""
    if "__" in name:
        *_, module, name = name.split("__")
        return f"{name} of {module}"
    outer, _, inner = name.rstrip("_").partition("_")
    return f"{outer} of {inner}" if inner else outer
