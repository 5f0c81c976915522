"""Images in requests: an Image object, or its address alone."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from badgeapi.credentials.image import Image


def _as_image(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


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
