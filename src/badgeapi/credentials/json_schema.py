"""Holding a document against somebody else's JSON Schema.

The schema is foreign: nothing that it refers to is loaded, and its patterns can take any time. So this runs where time
is limited (`sandbox/`).

Source: JSON Schema draft-07, 2019-09 and 2020-12.
"""

from __future__ import annotations

from itertools import islice

from jsonschema import SchemaError
from jsonschema.validators import validator_for
from referencing import Registry
from referencing.exceptions import Unresolvable

from badgeapi import limits
from badgeapi.canon.json import JsonObject
from badgeapi.errors import Fault, InvalidInput, pointer


def check(document: JsonObject, schema: JsonObject) -> list[Fault]:
    """List where `document` breaks `schema`.

    Raises:
        InvalidInput: the schema is none, refers to what is not in it, or to itself without end.
    """
    if not isinstance(schema.get("$schema", ""), str):
        raise InvalidInput("The schema's $schema is not a text.", code="bad_schema")
    try:
        kind = validator_for(schema)
        kind.check_schema(schema)
        found = list(islice(kind(schema, registry=Registry()).iter_errors(document), limits.FAULTS))
    except (SchemaError, Unresolvable, RecursionError, ValueError) as error:  # ValueError: what claims to be a URL
        raise InvalidInput("The schema is not one that can be applied by itself.", code="bad_schema") from error
    return [
        Fault("schema", f"The schema's rule {str(error.validator)[:40]!r} is broken.", pointer(*error.absolute_path))
        for error in found
    ]
