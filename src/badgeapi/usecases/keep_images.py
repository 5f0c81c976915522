"""Pictures of achievements: taken in, checked, and kept at an address of ours for ever.

An image given as a data URI is kept here and signed by its address; an achievement without one gets a picture drawn
from its name, its issuer and its type. An address elsewhere is signed as it stands and never fetched.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from hashlib import sha256

from badgeapi import pictures
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import NotFound
from badgeapi.pictures import png, upload
from badgeapi.pictures.upload import Picture
from badgeapi.store import images, issuers
from badgeapi.store.engine import Connection
from badgeapi.store.images import Image
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment

EXTENSIONS = {"image/png": "png", "image/svg+xml": "svg"}
SIZE = 512


def image_url(origin: str, image: Image) -> str:
    """The public address of a picture, as signed into achievements."""
    return f"{origin}/images/{image.id}.{EXTENSIONS[image.media_type]}"


def is_data_uri(url: object) -> bool:
    """Tell whether an image is given in the request itself."""
    return isinstance(url, str) and url[:5].lower() == "data:"


async def upload_image(deployment: Deployment, caller: Caller, issuer_id: str, data: bytes) -> tuple[Issuer, Image]:
    """Keep an issuer's picture.

    Raises:
        NotFound: no such issuer, or another's.
        InvalidInput: not a PNG or SVG that can be shown safely.
    """
    at = deployment.now()
    image = _image(issuer_id, await asyncio.to_thread(upload.accept, data), at, generated=False)

    def record(conn: Connection) -> Issuer:
        issuer = issuers.get(conn, caller.scope, issuer_id=issuer_id)
        if issuer is None:
            raise NotFound("There is no such issuer.")
        images.keep(conn, caller.scope, image=image)
        note(conn, caller, "image.upload", image.id, issuer_id=issuer_id, at=at)
        return issuer

    return await deployment.store.write(record), image


async def picture_of(issuer: Issuer, members: JsonObject, at: datetime) -> Image | None:
    """Take the picture out of an achievement's members, or draw one; None when it is at an address already.

    Raises:
        InvalidInput: a data URI that holds no PNG or SVG that can be shown safely.
    """
    given = members.get("image")
    url = given.get("id") if isinstance(given, dict) else None
    if is_data_uri(url):
        picture = await asyncio.to_thread(upload.accept, str(url).encode())
        return _image(issuer.id, picture, at, generated=False)
    if url is not None:
        return None
    data = await asyncio.to_thread(png.draw, badge_shapes(issuer, members), SIZE)
    return _image(issuer.id, Picture("image/png", data, sha256(data).hexdigest()), at, generated=True)


def badge_shapes(issuer: Issuer, members: JsonObject) -> list[pictures.Shape]:
    """Draw the badge of an achievement that has no picture of its own."""
    issuer_name = str(json.loads_object(issuer.profile)["name"])
    return pictures.badge(str(members["name"]), issuer_name, str(members.get("achievementType", "Achievement")))


def _image(issuer_id: str, picture: Picture, at: datetime, *, generated: bool) -> Image:
    return Image(picture.sha256, issuer_id, picture.media_type, picture.data, generated, at)
