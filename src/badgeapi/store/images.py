"""Pictures: kept by the digest of their bytes, shown to anybody, never changed.

The same picture uploaded twice is one row; `issuer_id` is whoever was first. Not here: what may be uploaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam

from badgeapi.store.rows import Rows, Upsert
from badgeapi.store.tables import images

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from badgeapi.store.scope import Scope


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `id` is the SHA-256 of `data` in hex, `generated` tells ours from an upload."""

    id: str
    issuer_id: str
    media_type: str
    data: bytes
    generated: bool
    created_at: datetime


_ROWS = Rows(Image, images)
_KEEP = Upsert(images, lambda insert: insert.on_conflict_do_nothing(index_elements=["id"]))
_THIS = _ROWS.select.where(images.c.id == bindparam("this"))


def keep(conn: Connection, scope: Scope, *, image: Image) -> None:
    """Add a picture unless it is there already.

    Raises:
        NotFound: the scope is another issuer's.
    """
    scope.admit(image.issuer_id)
    _KEEP.run(conn, _ROWS.parameters(image))


def public_image(conn: Connection, image_id: str) -> Image | None:
    """Find a picture by its digest, for anybody."""
    return _ROWS.one(conn, _THIS, {"this": image_id})
