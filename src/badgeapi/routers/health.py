"""/health and /metrics: is the process alive, is it of use, what has it done"""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from badgeapi.routers.access import Deployed
from badgeapi.store import issuers
from badgeapi.store.scope import Scope

router = APIRouter(tags=["operations"])


@router.get("/health/live", operation_id="live")
async def live() -> dict[str, str]:
    """Answer as long as the process serves at all."""
    return {"status": "alive"}


@router.get("/health/ready", operation_id="ready", responses={503: {"description": "The store does not answer."}})
async def ready(deployment: Deployed) -> dict[str, str]:
    """Answer when the store answers, so that traffic may come."""
    await deployment.store.read(lambda conn: issuers.page(conn, Scope.operator(), limit=1))
    return {"status": "ready"}


@router.get("/metrics", operation_id="metrics", response_class=Response)
async def metrics() -> Response:
    """Serve Prometheus metrics."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
