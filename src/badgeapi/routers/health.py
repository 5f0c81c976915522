"""/health and /metrics: is the process alive, is it of use, what has it done"""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge, generate_latest

from badgeapi.errors import Unavailable
from badgeapi.routers.access import Deployed
from badgeapi.store import issuers
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_credentials import last_audit

router = APIRouter(tags=["operations"])

_audited_at = Gauge("badgeapi_audit_timestamp_seconds", "When stored credentials were last re-verified; 0: never")
_audited = Gauge("badgeapi_audit_checked", "Credentials and JWTs that the last audit re-verified")
_audited_bad = Gauge("badgeapi_audit_bad", "Those of them that no longer hold")


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
async def metrics(deployment: Deployed) -> Response:
    """Serve Prometheus metrics."""
    try:
        last = await last_audit(deployment)
    except Unavailable:
        last = None  # what the process itself counts is wanted most while its store does not answer
    if last is not None:
        _audited_at.set(last.at.timestamp())
        _audited.set(last.checked)
        _audited_bad.set(last.bad)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
