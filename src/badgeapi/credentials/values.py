"""The leaves of the documents: texts, IRIs, terms, numbers, and arrays of things.

Each leaf is data: how it is read, and how the JSON Schema of a request shows it. Times are in `time.py`.
Source: Open Badges 3.0 data model, primitive and derived types.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from badgeapi import limits
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials.node import DOCUMENT, Accepted, Node, echo, parse_value

T = TypeVar("T")

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_control = re.compile(f"[{_CONTROLS}]").search
_surrogate = re.compile("[\ud800-\udfff]").search
# Linear in any regex engine: blanks, one character that is neither blank nor control, then no controls.
_SHOWN_TEXT = rf"^[^\S{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$"
_SHOWN_IRI = r"[^\x00-\x20<>\"{}|^`\\\x7f-\xa0]+$"
_TERM = r"ext:[A-Za-z0-9._-]+"
# `gate.match_iri`, in the notation of Rust's engine, where no text has surrogates.
_IRI = r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\xa0\u2028\u2029]+"


@dataclass(frozen=True, slots=True, eq=False)  # compared as itself: a dict has no hash
class Leaf:
    """Metadata of a text type.

    Attributes:
        read: refuses a text by raising `PydanticCustomError`; its message goes on after the member's name.
        shown: what JSON Schema says of it in a request.
        accepted: what `read` certainly accepts in a document, without Python (see `accepted.py`).
    """

    read: Callable[[str, ValidationInfo], None]
    shown: JsonSchemaValue
    accepted: CoreSchema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string"} | self.shown

    def _checked(self, value: str, info: ValidationInfo) -> str:
        if not value.isascii() and _surrogate(value):
            raise PydanticCustomError("lone_surrogate", "has half of a surrogate pair")
        self.read(value, info)
        return value


def matching(pattern: str | None = None) -> CoreSchema:
    """Make the schema of a text that matches a pattern (of Rust's regex engine) as a whole."""
    anchored = None if pattern is None else f"^(?:{pattern})$"
    return core_schema.str_schema(pattern=anchored, max_length=limits.TEXT_CHARACTERS, strict=True)


def cap(value: str, info: ValidationInfo, *, characters: int) -> None:
    """Refuse a text longer than `characters` in a request, than `TEXT_CHARACTERS` in a document."""
    most = limits.TEXT_CHARACTERS if info.context == DOCUMENT else characters
    if len(value) > most:
        raise PydanticKnownError("string_too_long", {"max_length": int(most)})


ACCEPTED_IRI: Final = matching(_IRI)
"""The schema of an absolute IRI in a document."""


def _text(characters: int) -> Leaf:
    def read(value: str, info: ValidationInfo) -> None:
        cap(value, info, characters=characters)
        if info.context == DOCUMENT:
            return
        if not value or value.isspace():
            raise PydanticCustomError("blank_text", "must not be blank")
        if _control(value):
            raise PydanticCustomError("control_character", "must not have control characters")

    return Leaf(read, {"minLength": 1, "maxLength": int(characters), "pattern": _SHOWN_TEXT}, matching())


def _iri(characters: int, *, schemes: str = r"[A-Za-z][A-Za-z0-9+.\-]*") -> Leaf:
    """Make a leaf that is an absolute IRI, in a request of one of the `schemes` (a pattern)."""
    of_scheme = re.compile(f"{schemes}:", re.ASCII | re.IGNORECASE).match

    def read(value: str, info: ValidationInfo) -> None:
        cap(value, info, characters=characters)
        if not is_absolute_iri(value):
            raise PydanticCustomError("not_an_iri", "must be an absolute IRI")
        if info.context != DOCUMENT and not of_scheme(value):
            shown = echo(value.partition(":")[0])
            raise PydanticCustomError("wrong_scheme", "must not have the scheme '{scheme}'", {"scheme": shown})

    shown = {"format": "iri", "maxLength": int(characters), "pattern": rf"^{schemes}:{_SHOWN_IRI}"}
    return Leaf(read, shown, ACCEPTED_IRI)


def _form(pattern: str, *, code: str, rule: str) -> Leaf:
    """Make a leaf that is matched as a whole by a pattern without nested repeats."""
    matched = re.compile(pattern, re.ASCII).fullmatch

    def read(value: str, info: ValidationInfo) -> None:
        cap(value, info, characters=limits.TEXT_CHARACTERS)
        if not matched(value):
            raise PydanticCustomError(code, "{rule}", {"rule": rule})

    return Leaf(read, {"pattern": f"^{pattern}$", "maxLength": int(limits.TEXT_CHARACTERS)}, matching(pattern))


def terms(*listed: str) -> Leaf:
    """Make an extensible enumeration: a listed term, or somebody's own that begins with `ext:` (DM-X10)."""
    own = re.compile(_TERM).fullmatch

    def read(value: str, info: ValidationInfo) -> None:
        cap(value, info, characters=limits.NAME_CHARACTERS)
        if value not in listed and not own(value):
            raise PydanticCustomError(
                "not_in_enumeration",
                "must be a term of the standard or begin with 'ext:', not '{value}'",
                {"value": echo(value)},
            )

    own_shown = {"pattern": f"^{_TERM}$", "maxLength": int(limits.NAME_CHARACTERS)}
    accepted = core_schema.union_schema([core_schema.literal_schema([*listed]), matching(_TERM)])
    return Leaf(read, {"anyOf": [{"enum": list(listed)}, own_shown]}, accepted)


@dataclass(frozen=True, slots=True)
class Items:
    """Metadata of an array: never empty (DM-X7), and capped in a request.

    Attributes:
        compact: the class of the items, where a single one may stand without brackets.
    """

    compact: type[Node] | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._counted, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"minItems": 1, "maxItems": int(limits.LIST_ITEMS)}

    def _counted(self, value: object, info: ValidationInfo) -> object:
        if self.compact and isinstance(value, dict):
            return [parse_value(value, self.compact, info)]
        if isinstance(value, list):
            if not value:
                raise PydanticCustomError("empty_array", "must not be empty; leave it out instead")
            most = limits.DOCUMENT_ITEMS if info.context == DOCUMENT else limits.LIST_ITEMS
            if len(value) > most:
                counts = {"max_length": int(most), "actual_length": len(value), "field_type": "List"}
                raise PydanticKnownError("too_long", counts)
        return value


def whole(value: float) -> float:
    """Write 3.0 as 3: JavaScript does, and JSON-LD gives the two different literals."""
    return int(value) if value.is_integer() else value


def number(low: float | None = None, high: float | None = None) -> Accepted:
    """Say that a number between the bounds is accepted, whichever way it is written."""
    return Accepted(lambda _: core_schema.float_schema(strict=True, allow_inf_nan=False, ge=low, le=high))


Name: TypeAlias = Annotated[str, _text(limits.NAME_CHARACTERS)]
Text: TypeAlias = Annotated[str, _text(limits.NARRATIVE_CHARACTERS)]
Iri: TypeAlias = Annotated[str, _iri(limits.IRI_CHARACTERS)]
ImageIri: TypeAlias = Annotated[str, _iri(limits.TEXT_CHARACTERS, schemes="(?:https?|data|urn)")]  # no `javascript:`
LanguageTag: TypeAlias = Annotated[
    str,
    _form(
        r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?",
        code="not_a_language_tag",
        rule="must be a language tag such as en, en-NZ or zh-Hant-TW",
    ),
]
CountryCode: TypeAlias = Annotated[
    str, _form("[A-Z]{2}", code="not_a_country_code", rule="must be two capital letters (ISO 3166-1)")
]
CompactJws: TypeAlias = Annotated[
    str,
    _form(
        r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+",
        code="not_a_jws",
        rule="must be a JSON Web Signature in compact form",
    ),
]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False), AfterValidator(whole), number()]
Many: TypeAlias = Annotated[list[T], Items()]


class Identified(Node):
    """A thing that has an id; stands last among the bases of a class, so that `id` is emitted first."""

    id: Iri
