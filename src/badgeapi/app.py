"""The composition root: settings become a store, a keyring and a clock, and those an application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from badgeapi import __version__
from badgeapi.canon import conformance, contexts, json
from badgeapi.errors import BadgeError, ConfigurationError
from badgeapi.jobs.executor import Executor
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys import development
from badgeapi.keys.keyring import Keyring
from badgeapi.keys.sealing import MasterKey, RecipientIndex
from badgeapi.net.guarded_http import GuardedHttp
from badgeapi.net.network import Network
from badgeapi.net.quotas import Quotas
from badgeapi.pages import reference
from badgeapi.routers import (
    achievements,
    api_keys,
    assertion_batches,
    assertion_jobs,
    assertions,
    did_documents,
    did_resolution,
    error_pages,
    health,
    images,
    issuers,
    openapi,
    problems,
    public,
    status,
    vc_api,
    verify,
)
from badgeapi.routers.access import State
from badgeapi.routers.address_quotas import AddressQuotas
from badgeapi.routers.cors import Cors
from badgeapi.routers.envelope import Envelope
from badgeapi.routers.hot_routes import HotRoutes
from badgeapi.routers.rate_limits import RateLimits
from badgeapi.sandbox.pool import Sandbox
from badgeapi.settings import Settings
from badgeapi.store import migrate
from badgeapi.store.engine import Store, open_store
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.publish_status_list import PublishedLists
from badgeapi.usecases.status_indices import StatusIndices
from badgeapi.verification.facts import KnownIssuer
from badgeapi.verification.registry import Registry, read_registry

Endpoint: TypeAlias = Callable[..., Awaitable[Response]]

_ROUTERS = (
    issuers,
    api_keys,
    achievements,
    assertion_batches,
    assertion_jobs,
    assertions,
    verify,
    vc_api,
    public,
    did_documents,
    did_resolution,
    status,
    error_pages,
    health,
    images,
    reference,
)
HOT = (
    assertions.post_assertion,
    assertions.put_assertion_by_key,
    assertions.get_assertion,
    verify.post_verify,
    status.get_status_list,
    public.get_credential,
)
"""What is called most: answered without the framework's machinery (`hot_routes.py`)."""
_DESCRIPTION = """Issue Open Badges 3.0 credentials, keep their status, and verify anybody's.

Every error is a problem document (RFC 9457) with a stable `code`; `errors[]` names each place by JSON Pointer."""


class Application(FastAPI):
    """The framework's application, and before it what surrounds every answer.

    Before the framework rather than among its middleware: a hot route needs nothing of what stands before that.
    """

    def surround(self, layers: Callable[[ASGIApp], ASGIApp]) -> None:
        """Take what stands before the framework; it is called once, with the framework."""
        self._surrounded = layers(super().__call__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        scope["app"] = self
        await self._surrounded(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a process needs and must not print; `new_admin_key` only when it was made just now."""

    master_key: MasterKey
    admin_digest: bytes
    new_admin_key: str | None = None


def find_secrets(settings: Settings) -> Secrets:
    """Take the secrets from the settings; in development make what is missing, in the data directory."""
    master = settings.master_key
    master_key = MasterKey.parse(master.get_secret_value()) if master else development.master_key(settings.keys_dir)
    if settings.admin_key is not None:
        return Secrets(master_key, sha256(settings.admin_key.get_secret_value().encode()).digest())
    return Secrets(master_key, *development.admin_key_digest(settings.keys_dir))


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def deploy(
    settings: Settings, master_key: MasterKey, *, port: int, now: Callable[[], datetime] = utc_now
) -> Deployment:
    """Open the store (which must be migrated) and put a deployment together."""
    store: Store = open_store(settings.store_url)
    return Deployment(
        store=store,
        sandbox=Sandbox(),
        keyring=Keyring(master_key),
        recipients=RecipientIndex(master_key),
        indices=StatusIndices(store, now),
        origin=settings.origin(port),
        now=now,
        publishing_interval=timedelta(seconds=settings.status_interval_s),
        registry=find_registry(settings),
    )


def job_executor(settings: Settings, master_key: MasterKey, deployment: Deployment) -> Executor:
    """Make what works on bulk jobs in this process."""
    workshop = Workshop(
        master_key, processes=settings.job_processes, has_server=deployment.store.dialect.name != "sqlite"
    )
    return Executor(
        deployment,
        workshop,
        name=settings.executor,
        lease=timedelta(seconds=settings.job_lease_s),
        kept_for=timedelta(days=settings.job_days),
    )


def find_registry(settings: Settings) -> Registry | None:
    """Read the lists of trusted issuers; raises `ConfigurationError` for one that cannot be read."""
    known: dict[str, KnownIssuer] = {}
    for path in settings.trusted_issuers:
        try:
            known.update(read_registry(path.stem, json.loads(path.read_bytes())).issuers)
        except (OSError, BadgeError) as error:
            raise ConfigurationError(f"BADGEAPI_TRUSTED_ISSUERS: {path} cannot be read: {error}") from error
    return Registry(known) if known else None


def prepare(settings: Settings) -> None:
    """Bring the data directory and the database to what this version needs; several processes may do so at once."""
    contexts.verify_digests()
    if settings.database_url is None:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate.upgrade(settings.store_url)


def create_app(
    settings: Settings,
    secrets: Secrets,
    *,
    port: int,
    now: Callable[[], datetime] = utc_now,
    hot: Sequence[Endpoint] = HOT,
) -> FastAPI:
    """Make the application; its store is opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.example_contexts:
            conformance.run(running=True)
        deployment = deploy(settings, secrets.master_key, port=port, now=now)
        network = Network(GuardedHttp(settings.loopback_hosts, origin=deployment.origin), now=now)
        executor = job_executor(settings, secrets.master_key, deployment)
        quotas = Quotas(now, redis_url=settings.rate_limit_store)
        app.state.badgeapi = State(
            deployment,
            secrets.admin_digest,
            network,
            PublishedLists(),
            executor.wake,
            RateLimits.of(settings, quotas),
        )
        working = asyncio.create_task(executor.run()) if settings.run_jobs else None
        try:
            yield
        finally:
            if working is not None:
                working.cancel()
                await asyncio.wait([working])
            if settings.example_contexts:  # of several services in one process, only that which has it ends it
                conformance.run(running=False)
            await network.close()
            await quotas.close()
            await deployment.close()

    return describe(lifespan=lifespan, hot=hot)


def describe(lifespan: Lifespan[FastAPI] | None = None, *, hot: Sequence[Endpoint] = HOT) -> FastAPI:
    """Make the application with its routes; without a lifespan it can only be described (OpenAPI).

    `hot` names the functions that are called without the framework's machinery; the answers do not depend on it.
    """
    app = Application(
        title="badgeapi",
        version=__version__,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    openapi.install(app)
    app.include_router(did_documents.well_known)
    for module in _ROUTERS:
        app.include_router(module.router)
    routes = [route for module in _ROUTERS for route in module.router.routes if isinstance(route, APIRoute)]
    called_at_once = [route for route in routes if route.endpoint in hot]
    app.surround(lambda framework: Envelope(Cors(AddressQuotas(HotRoutes(framework, routes=called_at_once)))))
    return app
