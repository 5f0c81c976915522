"""badgeapi migrate"""

from __future__ import annotations

from badgeapi import settings
from badgeapi.app import prepare
from badgeapi.cli.console import out
from badgeapi.store import migrate as store_migrate


def migrate() -> None:
    """Bring the database to the schema of this version (`serve` does so by itself)."""
    found = settings.load()
    prepare(found)
    out.print(f"The database is at revision {store_migrate.current(found.store_url)}.")
