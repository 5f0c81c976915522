"""Images in requests: an Image object, or its address alone."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, TypeAdapter, WithJsonSchema

from badgeapi.credentials.image import Image
from badgeapi.credentials.values import ImageIri

_ADDRESS = TypeAdapter[str](ImageIri)


def _as_image(value: object) -> object:
    """Read an address here, so that what is wrong with it is told at the member itself."""
    return {"id": _ADDRESS.validate_python(value)} if isinstance(value, str) else value


ImageOrAddress = Annotated[
    Image,
    BeforeValidator(_as_image),
    WithJsonSchema(
        {
            "description": "An OB 3.0 Image, or its address (https URL or data URI) alone.",
            "anyOf": [
                {"type": "string", "format": "iri"},
                {
                    "type": "object",
                    "required": ["id"],
                    "additionalProperties": False,
                    "properties": {
                        "id": {"type": "string", "format": "iri"},
                        "type": {"const": "Image"},
                        "caption": {"type": "string"},
                    },
                },
            ],
        }
    ),
]
