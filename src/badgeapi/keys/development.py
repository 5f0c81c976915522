"""What a first start makes by itself in development: a master key and an admin key, in files of mode 0600.

Production gives both as settings and never comes here.
"""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from badgeapi.keys.sealing import MASTER_KEY_BYTES, MasterKey

_MASTER = "master.key"
_ADMIN = "admin.sha256"


def master_key(folder: Path) -> MasterKey:
    """Read the development master key of this data directory, making it at the first start."""
    made = urlsafe_b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()
    return MasterKey.parse(_read_or_create(folder / _MASTER, made))


def admin_key_digest(folder: Path) -> tuple[bytes, str | None]:
    """Return the SHA-256 of the admin key, and the key itself if it was made just now (it is not kept)."""
    made = "badge_admin_" + secrets.token_urlsafe(32)
    digest = bytes.fromhex(_read_or_create(folder / _ADMIN, sha256(made.encode()).hexdigest()))
    return digest, made if digest == sha256(made.encode()).digest() else None


def _read_or_create(path: Path, content: str) -> str:
    """Read a small secret file; whoever creates it first wins, and nobody ever reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its content counts
        finally:
            fresh.unlink()
    return path.read_text().strip()
