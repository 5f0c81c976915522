"""A service without HTTP, for use cases that need all of it, and an achievement to award."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from badgeapi.app import deploy, find_secrets, prepare
from badgeapi.schemas.achievements import AchievementRequest
from badgeapi.schemas.assertions import AssertionRequest
from badgeapi.schemas.issuers import IssuerRequest
from badgeapi.settings import Settings
from badgeapi.store.scope import Scope
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.define_achievement import define_achievement
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import IssueAssertion
from badgeapi.usecases.register_issuer import register_issuer

CALLER = Caller(Scope.operator(), frozenset(Right), "tests")


@pytest.fixture
def database() -> str | None:
    """The name of a database other than SQLite, where a test is parametrized with it."""
    return None


@pytest.fixture
async def deployment(
    tmp_path: Path, anyio_backend: str, database: str | None, new_database: Callable[[str], str]
) -> AsyncIterator[Deployment]:
    url = database and new_database(database)
    settings = Settings(data_dir=tmp_path, database_url=url, admin_key=None, master_key=None)
    prepare(settings)
    made = deploy(settings, find_secrets(settings).master_key, port=8000)
    yield made
    await made.close()


@pytest.fixture
async def award(deployment: Deployment) -> IssueAssertion:
    """What awards an achievement of an issuer that are there."""
    issuer = await register_issuer(deployment, CALLER, IssuerRequest.model_validate({"name": "School"}).command())
    wanted = {"name": "Soldering", "description": "Can.", "criteria": {"narrative": "Did."}, "issuer": issuer.id}
    (achievement, _), _ = await define_achievement(
        deployment, CALLER, AchievementRequest.model_validate(wanted).command()
    )
    asked = {"achievement": achievement.id, "recipient": {"email": "ada@example.org"}}
    return AssertionRequest.model_validate(asked).command()
