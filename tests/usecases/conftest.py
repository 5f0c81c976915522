"""A service without HTTP, for use cases that need all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from badgeapi.app import deploy, find_secrets, prepare
from badgeapi.settings import Settings
from badgeapi.usecases.deployment import Deployment


@pytest.fixture
async def deployment(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Deployment]:
    settings = Settings(data_dir=tmp_path, database_url=None, admin_key=None, master_key=None)
    prepare(settings)
    made = deploy(settings, find_secrets(settings).master_key, port=8000)
    yield made
    await made.close()
