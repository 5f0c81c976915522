"""A first look at a credential's members, wholly within pydantic-core: most documents pass it, and are done.

The classes judge a document and name every fault; their rules for single values are Python. From the same classes this
module makes schemas without Python, for documents only. Such a schema accepts *no more* than the class does, and now
and then less (a February with 29 days, types in an unusual order): what it refuses is read by the class, whose word
counts. So it finds no fault, and can hide none. Each special type says by itself, beside its rule, what is certainly
accepted of it (`Leaf.accepted`, `Accepted`); what says nothing is not accepted.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from badgeapi import limits
from badgeapi.credentials.node import Accepted, Node, members_of
from badgeapi.credentials.values import Items, Leaf

_NOTHING: Final = core_schema.none_schema()  # absent is all that null could mean, and null is refused in documents
_PLAIN: Final[dict[object, CoreSchema]] = {
    bool: core_schema.bool_schema(strict=True),
    str: core_schema.str_schema(strict=True),
    Any: core_schema.any_schema(),
}


def accepts(model: type[Node], document: object) -> bool:
    """Tell whether `document` certainly is of the class; if not, only the class can tell."""
    return _validator(model).isinstance_python(document)


@cache
def _validator(model: type[Node]) -> SchemaValidator:
    reading = _Reading()
    return SchemaValidator(core_schema.definitions_schema(reading.of(model), [*reading.definitions.values()]))


class _Reading:
    """The schemas of a class and of all classes within it, each made once."""

    def __init__(self) -> None:
        self.definitions: dict[type[Node], CoreSchema] = {}

    def of(self, model: type[Node]) -> CoreSchema:
        """Refer to the schema of a class."""
        if model not in self.definitions:
            self.definitions[model] = _NOTHING  # while it is made: a profile may hold another
            self.definitions[model] = self._class(model)
        return core_schema.definition_reference_schema(model.__name__)

    def _class(self, model: type[Node]) -> CoreSchema:
        _, always = members_of(model)
        fields = {}
        for field in model.model_fields.values():
            name = str(field.alias)
            wanted = field.is_required() or name in always
            if name == "type" and isinstance(field.default, list):
                schema = _types(field.default, model)
            else:
                schema = self._value(field.annotation, field.metadata)
            fields[name] = core_schema.typed_dict_field(schema, required=wanted)
        return core_schema.typed_dict_schema(
            fields, extra_behavior="forbid" if model.closed else "ignore", strict=True, ref=model.__name__
        )

    def _value(self, kind: Any, said: Iterable[object] = ()) -> CoreSchema:  # noqa: ANN401  # any annotation
        """Make the schema of a type and of what is said beside it."""
        for one in said:
            if isinstance(one, Leaf):
                return one.accepted
            if isinstance(one, Accepted):
                return one.make(self.of)
            if isinstance(one, Items):
                return self._list(kind, one)
        arguments = get_args(kind)
        match get_origin(kind):
            case origin if origin is Annotated:
                return self._value(arguments[0], arguments[1:])
            case origin if origin in (Union, UnionType):
                [inner] = (one for one in arguments if one is not NoneType)
                return self._value(inner)
            case origin if origin is Literal:
                return core_schema.literal_schema([*arguments])
        if isinstance(kind, type) and issubclass(kind, Node):
            return self.of(kind)
        return _NOTHING if said else _PLAIN.get(kind, _NOTHING)

    def _list(self, kind: Any, items: Items) -> CoreSchema:  # noqa: ANN401  # any annotation
        [item] = get_args(kind)
        several = core_schema.list_schema(
            self._value(item), min_length=1, max_length=limits.DOCUMENT_ITEMS, strict=True
        )
        return core_schema.union_schema([self.of(items.compact), several]) if items.compact else several


def _types(names: list[str], model: type[Node]) -> CoreSchema:
    """The types of an object that begin with those of its class, as almost all do."""
    wanted = [core_schema.literal_schema([name, model.synonyms.get(name, name)]) for name in names]
    listed = core_schema.tuple_schema([*wanted, _PLAIN[str]], variadic_item_index=len(wanted), strict=False)
    return core_schema.union_schema([listed, *wanted]) if len(wanted) == 1 else listed
