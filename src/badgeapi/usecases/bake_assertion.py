"""A badge as a picture with the credential in it: the achievement's own picture where we have it, else a drawn one.

What is baked is made anew each time, but from bytes that never change: the picture and the stored credential or JWT.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode

from badgeapi import baking
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import Conflict, NotFound
from badgeapi.pictures import png, svg
from badgeapi.store import achievements, assertions, images, issuers
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection
from badgeapi.store.images import Image
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.keep_images import SIZE, badge_shapes

PNG, SVG = "image/png", "image/svg+xml"


async def bake_assertion(
    deployment: Deployment, caller: Caller, assertion_id: str, media_type: str, *, token: bytes | None
) -> bytes:
    """Return an assertion baked into a PNG or SVG; `token` is its JWT, where that is to be baked instead.

    Raises:
        NotFound: no such assertion, or another issuer's.
        Conflict: it has no achievement, so there is no picture of it.
    """

    def find(conn: Connection) -> tuple[Assertion, Issuer, JsonObject, Image | None]:
        assertion = assertions.get(conn, caller.scope, assertion_id=assertion_id)
        issuer = assertion and issuers.get(conn, caller.scope, issuer_id=assertion.issuer_id)
        if not (assertion and issuer):
            raise NotFound("There is no such assertion.")
        version = assertion.achievement_id and achievements.version(
            conn, caller.scope, achievement_id=assertion.achievement_id, number=assertion.achievement_version
        )
        if not version:
            message = "The credential was signed as it was sent, for no achievement; there is no picture of it."
            raise Conflict(message, code="no_achievement")
        achievement = json.loads_object(version.document)
        return assertion, issuer, achievement, images.public_image(conn, _image_id(achievement, issuer.origin))

    assertion, issuer, achievement, image = await deployment.store.read(find)
    text = (assertion.credential if token is None else token).decode()
    return await asyncio.to_thread(lambda: baking.bake(_picture(issuer, achievement, image, media_type), text))


def _image_id(achievement: JsonObject, origin: str) -> str:
    """The digest in the address of a picture of ours, "" for one elsewhere."""
    image = achievement.get("image")
    url = str(image.get("id")) if isinstance(image, dict) else ""
    return url.removeprefix(f"{origin}/images/").partition(".")[0] if url.startswith(f"{origin}/images/") else ""


def _picture(issuer: Issuer, achievement: JsonObject, image: Image | None, media_type: str) -> bytes:
    """The picture to bake into: as it is, an upload of PNG framed as SVG, or drawn."""
    if image is not None and image.media_type == media_type:
        return image.data
    if image is not None and not image.generated and media_type == SVG:
        return _framed(image.data, str(achievement["name"]))
    shapes = badge_shapes(issuer, achievement)
    return svg.draw(shapes) if media_type == SVG else png.draw(shapes, SIZE)


def _framed(data: bytes, name: str) -> bytes:
    title = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}"><title>{title}</title>'
        f'<image width="{SIZE}" height="{SIZE}" href="data:image/png;base64,{b64encode(data).decode()}"/></svg>'
    ).encode()
