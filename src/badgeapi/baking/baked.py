"""What a picture holds, and the rules that PNG and SVG share: which credential counts, which texts may be baked.

Nothing here knows either format. Source: Open Badges 3.0 sections 5.1 and 5.3, Open Badges Baking 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.errors import InvalidInput

# In the order in which they count: a picture may carry an award in several versions.
Kind: TypeAlias = Literal["open_badge_3", "clr_2", "open_badge_2"]

Place = TypeVar("Place")

_COMPACT_JWS: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Baked:
    """A credential found in a picture.

    Attributes:
        kind: what the picture says it is: Open Badges 3.0, Comprehensive Learner Record 2.0 or Open Badges 2.0.
        text: the credential as it stands there, JSON or compact JWS (of Open Badges 2.0 also a URL); not yet read.
    """

    kind: Kind
    text: str


def only(found: Sequence[tuple[Kind, Place]]) -> tuple[Kind, Place]:
    """Choose the one credential of the first kind that is there at all.

    Raises:
        InvalidInput: `not_baked`, or `baked_twice` when two readers could take out two different credentials.
    """
    for kind in get_args(Kind):
        match [place for of, place in found if of == kind]:
            case []:
                continue
            case [place]:
                return kind, place
            case _:
                raise baked_twice()
    raise not_baked()


def is_jws(text: str) -> bool:
    """Tell whether a credential to bake is a compact JWS; the only other form is a JSON object.

    Raises:
        MalformedInput: neither of the two.
        InputTooLarge: longer than a credential may be.
    """
    if len(text) <= limits.JWT_CHARACTERS and _COMPACT_JWS.fullmatch(text):
        return True
    json.loads_object(text)
    return False


def within_size(data: bytes) -> bytes:
    """Return a picture that is no larger than one with a credential may be.

    Raises:
        InvalidInput: `image_too_large`.
    """
    if len(data) > limits.BAKED_BYTES:
        raise too_large(f"{limits.BAKED_BYTES} bytes")
    return data


def too_large(most: str) -> InvalidInput:
    """Say that the picture or what it inflates to passes a limit."""
    return InvalidInput(f"The image has more than {most}.", code="image_too_large")


def damaged(why: str) -> InvalidInput:
    """Say that the picture breaks the rules of its format."""
    return InvalidInput(f"The image cannot be read: {why}.", code="damaged_image")


def not_baked() -> InvalidInput:
    """Say that there is no credential in the picture."""
    return InvalidInput(
        "The image holds no credential. Saving or editing an image often strips it; use the file as it was issued, "
        "or the credential as JSON or JWT.",
        code="not_baked",
    )


def baked_twice() -> InvalidInput:
    """Say that there are two."""
    return InvalidInput(
        "The image holds two credentials, and which one counts is not defined. Use the file as it was issued.",
        code="baked_twice",
        citation="Open Badges 3.0 section 5.3",
    )
