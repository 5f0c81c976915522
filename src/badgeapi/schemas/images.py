"""Images in requests: an Image object, or its address alone."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema

from badgeapi.credentials.image import Image
from badgeapi.credentials.values import ImageIri
from badgeapi.schemas.resource import Resource

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


class ImageResource(Resource):
    """A picture that is kept here."""

    id: str = Field(description="Its address; the `image` of an achievement.")
    media_type: str
    sha256: str = Field(description="The digest of the bytes that are served, in hex.")
