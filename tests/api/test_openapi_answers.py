"""Schemathesis over the OpenAPI document: no answer that it does not describe, whatever is sent.

Seeded and with a modest budget, so that it can run with every change. Half of the requests are as the document
describes them, half are not; ids of things that exist are among what is tried, so that it gets past "not found".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from badgeapi.store import migrate
from tests.api.service import ADMIN_KEY, Service, running

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MEMBERS = frozenset({"issuer", "achievement", "verifiableCredential"})  # of bodies, that name or are something
# OpenAPI 3.1 describes the whole stream, a text; Schemathesis holds each event of it, an object, against that.
EXCLUDED = {"watchAssertionJob": [response_schema_conformance]}
DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_text())
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def service(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data"), job_processes=0) as found:  # jobs are tried elsewhere
        yield found


@pytest.fixture(scope="module")
def known(service: Service) -> dict[str, Any]:
    """The path parameters and members that name something which exists."""
    tenant = service.tenant()
    issued = tenant.issue()
    tenant.call("POST", f"/v1/assertions/{issued['id']}/publish")
    rows = [tenant.request() | {"key": "1"}]
    job = tenant.call("POST", "/v1/assertion-jobs", rows)
    assert job.status_code == 202, job.text
    status = issued["credential"]["credentialStatus"]["statusListCredential"]
    method = issued["credential"]["proof"][0]["verificationMethod"]
    return {
        "issuer_id": tenant.issuer["id"],
        "achievement_id": tenant.achievement["id"],
        "assertion_id": issued["id"],
        "slug": tenant.issuer["slug"],
        "did": tenant.issuer["did"],
        "key": method.partition("#")[2],
        "list_id": status.rpartition("/")[2],
        "job_id": job.json()["id"],
        "name": issued["credential"]["credentialSubject"]["achievement"]["image"]["id"].rpartition("/")[2],
        "code": "not_found",
        "issuer": tenant.issuer["id"],
        "achievement": tenant.achievement["id"],
        "verifiableCredential": issued["credential"],
    }


def with_known(case: Case, known: dict[str, Any]) -> Case:
    """The request with names of things that exist in place of those that were made up."""
    for name in case.path_parameters or ():
        if name in known:
            case.path_parameters[name] = known[name]
    if isinstance(case.body, dict):
        case.body |= {
            name: known[name] for name in ("issuer", "achievement", "verifiableCredential") if name in case.body
        }
    return case


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
def test_every_answer_is_described(operation: schemathesis.APIOperation, service: Service, known: dict[str, Any]):
    """No server error; status, media type, headers and body are those of the document."""
    requests = st.one_of(operation.as_strategy(mode) for mode in GenerationMode)

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=requests, exists=st.booleans())
    def judge(case: Case, exists: bool) -> None:
        shown = with_known(case, known) if exists else case
        answer = shown.call(
            f"http://127.0.0.1:{service.http.base_url.port}",
            headers={"Authorization": f"Bearer {ADMIN_KEY}"},
            timeout=10,
        )
        shown.validate_response(
            answer, checks=CHECKS, excluded_checks=EXCLUDED.get(operation.definition.raw["operationId"], [])
        )

    judge()
