"""The base class of every document class, its two readings, and the translation of pydantic's errors.

*Request reading* (the default) is for what an issuer sends us: unknown members are refused, `type` may be
left out, `null` means absent. *Document reading* (`context=DOCUMENT`) is for a credential found in the wild
or about to be signed: unknown members are passed over where the standard allows extensions, `type` and ids
must be there, `null` is refused. Leaves are strict in both: "5" is not 5, and a value object is not a text.

Not here: the leaf types (`values.py`, `time.py`), rules over several members (`rules.py`).
Source: Open Badges 3.0 data model and serialization.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Final, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError

from badgeapi import limits
from badgeapi.canon.json import JsonObject
from badgeapi.errors import Fault, InvalidInput, pointer

DOCUMENT: Final = "document"
OPEN_BADGES: Final = "Open Badges 3.0, data model"
ECHO_CHARACTERS: Final = 60

N = TypeVar("N", bound="Node")


class _Hole(Enum):
    """Stands where a document has nothing, so that pydantic refuses exactly that place."""

    MISSING = "missing_member"
    NULL = "null_member"


class Node(BaseModel):
    """An object of a document; subclasses list the members of one Open Badges class.

    Attributes:
        closed: the standard forbids unknown members, in documents too.
        filled: members (beside `type`) that we fill in when a request leaves them out.
        synonyms: further names that stand for a name in `type`.
    """

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)

    closed: ClassVar[bool] = False
    filled: ClassVar[frozenset[str]] = frozenset()
    synonyms: ClassVar[Mapping[str, str]] = {}

    def dump(self) -> JsonObject:
        """Give the JSON object as it is emitted: camelCase, arrays for `type`, nothing absent."""
        return self.model_dump(by_alias=True, exclude_none=True)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, dict):
            return value
        if info.context != DOCUMENT:
            if None not in value.values():
                return value
            return {name: member for name, member in value.items() if member is not None}
        members, always = members_of(cls)
        known = {
            name: _Hole.NULL if member is None else member
            for name, member in value.items()
            if cls.closed or name in members
        }
        return known | dict.fromkeys(always - known.keys(), _Hole.MISSING)

    @field_validator("type", mode="before", check_fields=False)
    @classmethod
    def _read_type(cls, value: object, info: ValidationInfo) -> object:
        expected = cls.model_fields["type"].default
        if not isinstance(expected, list):
            return value
        if info.context != DOCUMENT:
            if value != expected:
                raise PydanticCustomError("wrong_class", "must be {expected} here", {"expected": str(expected)})
            return value
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            for name in expected:
                if name not in names and cls.synonyms.get(name) not in names:
                    raise PydanticCustomError("wrong_class", "must contain '{name}'", {"name": name})
        return names


@dataclass(frozen=True, slots=True)
class Accepted:
    """Metadata of a type with rules in Python: what these certainly accept in a document (see `accepted.py`).

    Attributes:
        make: gives the schema, from a function that refers to the schema of a class.
    """

    make: Callable[[Callable[[type[Node]], CoreSchema]], CoreSchema]


def named(*names: str) -> Any:  # noqa: ANN401  # stands for the default of a field
    """Make the `type` of a class: absent or exactly `names` in a request, at least `names` in a document."""
    return Field(default=[*names], json_schema_extra={"const": [*names]})


@cache
def members_of(model: type[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """Name the members of a class, and those needed in a document though not in a request."""
    fields = {str(field.alias): field for field in model.model_fields.values()}
    typed = "type" in fields and not fields["type"].is_required()
    return frozenset(fields), model.filled | ({"type"} if typed else set())


def parse_document(model: type[N], value: object) -> N:
    """Read a part of a credential in the document reading.

    Raises:
        InvalidInput: with every fault.
    """
    try:
        return model.model_validate(value, context=DOCUMENT)
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False), citation=OPEN_BADGES)
        raise InvalidInput(faults[0].message, faults=faults) from error


# pydantic's error types that can occur -> our code and the rest of a sentence that begins with the member.
_TRANSLATED: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("missing_member", "is required"),
    "extra_forbidden": ("unknown_member", "is not a member known here"),
    "string_type": ("wrong_type", "must be a text"),
    "bool_type": ("wrong_type", "must be true or false"),
    "float_type": ("wrong_type", "must be a number"),
    "int_type": ("wrong_type", "must be an integer"),
    "list_type": ("wrong_type", "must be an array"),
    "dict_type": ("wrong_type", "must be an object"),
    "model_type": ("wrong_type", "must be an object"),
    "finite_number": ("wrong_type", "must be a finite number"),
    "literal_error": ("not_in_enumeration", "must be {expected}"),
    "string_pattern_mismatch": ("wrong_form", "must match {pattern}"),
    "string_too_short": ("too_short", "must have at least {min_length} characters"),
    "string_too_long": ("too_long", "must have at most {max_length} characters"),
    "too_short": ("empty_array", "must have at least {min_length} items"),
    "too_long": ("too_many_items", "must have at most {max_length} items"),
    "greater_than": ("out_of_range", "must be more than {gt}"),
    "greater_than_equal": ("out_of_range", "must be at least {ge}"),
    "less_than": ("out_of_range", "must be less than {lt}"),
    "less_than_equal": ("out_of_range", "must be at most {le}"),
}
_CITATIONS: Final[Mapping[str, str]] = {
    "not_an_iri": "RFC 3987 section 2.2",
    "not_a_datetime": "XML Schema 1.1 Part 2 section 3.4.28 (dateTimeStamp)",
    "not_a_date": "XML Schema 1.1 Part 2 section 3.3.9 (date)",
    "lone_surrogate": "RFC 7493 section 2.1",
    "null_member": "Open Badges 3.0, serialization",
    "empty_array": "Open Badges 3.0, serialization",
}
# Caps are ours, in both readings.
_UNCITED: Final = frozenset({"too_long", "too_many_items", "blank_text", "control_character"})
_KINDS: Final[Mapping[type, str]] = {
    dict: "an object", list: "an array", str: "a text", bool: "a boolean", int: "a number", float: "a number"
}  # fmt: skip


_FORMS: dict[str, str] = {}


def form(pattern: str, meaning: str) -> str:
    """Say what a pattern stands for, "an e-mail address", for those who cannot read it; returns the pattern."""
    _FORMS[pattern] = meaning
    return pattern


def faults_of(details: Sequence[Mapping[str, Any]], *, citation: str = "") -> list[Fault]:
    """Translate pydantic's errors to faults: our codes, pointers in the document's names, bounded messages.

    `details` is what `ValidationError.errors()` gives; `citation` the clause for faults of structure, if a
    standard (and not only our API) demands it. Faults beyond `limits.FAULTS` are left out.
    """
    return [_fault(detail, citation) for detail in details[: limits.FAULTS]]


def _fault(detail: Mapping[str, Any], citation: str) -> Fault:
    place: tuple[str | int, ...] = detail["loc"]
    code, predicate = _explain(detail)
    clause = "" if code in _UNCITED else _CITATIONS.get(code, citation)
    return Fault(code, f"{_subject(place)} {predicate}.", pointer(*place), clause)


def _explain(detail: Mapping[str, Any]) -> tuple[str, str]:
    value = detail["input"]
    if value is _Hole.MISSING:
        return _Hole.MISSING.value, "is required"
    if value is None or value is _Hole.NULL:
        return _Hole.NULL.value, "must not be null"
    code, sentence = _TRANSLATED.get(detail["type"], (detail["type"], ""))
    told = detail.get("ctx", {})
    predicate = sentence.format_map(told) if sentence else detail["msg"]
    if (meaning := _FORMS.get(told.get("pattern", ""))) is not None:
        predicate = f"must be {meaning}"
    if code == "wrong_type" and type(value) in _KINDS:
        predicate += f", not {_KINDS[type(value)]}"
    return code, predicate


def _subject(place: tuple[str | int, ...]) -> str:
    match place:
        case (*_, str(name), int(index)):
            return f"Item {index} of `{echo(name)}`"
        case (*_, str(name)):
            return f"`{echo(name)}`"
        case _:
            return "The document"


def echo(text: str) -> str:
    """Cut a text from the input to what a message may repeat, on one line."""
    if len(text) <= ECHO_CHARACTERS and text.isprintable():
        return text
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:ECHO_CHARACTERS]
    )
    return shown if len(text) <= ECHO_CHARACTERS else f"{shown[:-1]}\N{HORIZONTAL ELLIPSIS}"


def parse_value(value: object, model: type[N], info: ValidationInfo) -> N:
    """Read a nested object in the reading of the object around it (for members of several forms)."""
    return model.model_validate(value, context=info.context)
