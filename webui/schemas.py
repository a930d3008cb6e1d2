"""JSON Schema of the published forms, read from their types, so that description and answer cannot drift apart."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from index.published import Format

Schema = dict[str, Any]

PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}


def name_of(form: type) -> str:
    """The name of a form in the description: its type's, without "Json"."""
    return form.__name__.removesuffix("Json")


def definition(form: type) -> Schema:
    """The schema of one published form: exactly these keys."""
    hints = get_type_hints(form, include_extras=True)
    return {
        "type": "object",
        "description": form.__doc__,
        "properties": {key: schema(bare(hint)) for key, hint in hints.items()},
        "required": sorted(key for key, hint in hints.items() if get_origin(hint) is not NotRequired),
        "additionalProperties": False,
    }


def bare(hint: Any) -> Any:
    """The type of a key, whether the key must be there or not."""
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def schema(hint: Any) -> Schema:
    """The schema of a type; forms are referred to by name."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if is_typeddict(hint):
        return {"$ref": f"#/components/schemas/{name_of(hint)}"}
    return COMPOSED[get_origin(hint)](get_args(hint))


def _annotated(inner: tuple[Any, ...]) -> Schema:
    return schema(inner[0]) | _said(inner[1:])


def _either(inner: tuple[Any, ...]) -> Schema:
    return {"anyOf": [schema(one) for one in inner]}


def _list(inner: tuple[Any, ...]) -> Schema:
    return {"type": "array", "items": schema(inner[0])}


def _tuple(inner: tuple[Any, ...]) -> Schema:
    exact = len(inner)
    return {"type": "array", "prefixItems": [schema(one) for one in inner], "minItems": exact, "maxItems": exact}


def _dict(inner: tuple[Any, ...]) -> Schema:
    return {"type": "object", "additionalProperties": schema(inner[1])}


COMPOSED: dict[object, Callable[[tuple[Any, ...]], Schema]] = {
    Annotated: _annotated,
    Union: _either,
    types.UnionType: _either,
    list: _list,
    tuple: _tuple,
    dict: _dict,
}


def forms_in(hint: Any) -> set[type]:
    """The published forms that a type is made of, all the way down."""
    parts: Iterable[Any] = get_type_hints(hint, include_extras=True).values() if is_typeddict(hint) else get_args(hint)
    own = {hint} if is_typeddict(hint) else set()
    return own.union(*(forms_in(part) for part in parts))


@singledispatch
def _remark(_: object) -> Schema:
    return {}


@_remark.register
def _(sentence: str) -> Schema:
    return {"description": sentence}


@_remark.register
def _(form: Format) -> Schema:
    return {"format": form.value}


def _said(remarks: tuple[object, ...]) -> Schema:
    """What stands beside a type: its form and a sentence."""
    found: Schema = {}
    for remark in remarks:
        found |= _remark(remark)
    return found
