"""The OpenAPI document is true: every operation has an example, and every example runs as it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from badgeapi.app import describe
from badgeapi.pages.reference import operations
from badgeapi.routers import examples
from badgeapi.routers.examples import EXAMPLES
from badgeapi.store import migrate
from tests.api.service import Service, running

DOCUMENT: dict[str, Any] = describe().openapi()
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture(scope="module")
def service(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite, in which bulk jobs wait for ever, so that one can be cancelled."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data"), run_jobs=False) as found:
        yield found


def test_every_operation_has_an_example():
    """A new operation without an example is not done."""
    assert OPERATIONS.keys() == EXAMPLES.keys()


def test_the_published_document_is_the_one_the_code_describes():
    """Clients are generated from the file in the repository."""
    published = Path(__file__).parents[2] / "openapi" / "openapi.json"
    assert json.loads(published.read_text(encoding="utf-8")) == DOCUMENT


def test_the_examples_run_one_after_the_other(service: Service):
    """Each example, with the ids of things that earlier ones made, gets the answer that is documented."""
    real: dict[str, str] = {}
    for name, example in EXAMPLES.items():
        method, path, operation = OPERATIONS[name]
        parameters = {parameter["name"].lower(): parameter for parameter in operation.get("parameters", [])}
        assert example.parameters.keys() <= parameters.keys(), name
        query: dict[str, Any] = {}
        headers: dict[str, str] = {}
        for key, value in example.parameters.items():
            shown = parameters[key]
            given = real.get(str(value), value)
            if shown["in"] == "path":
                path = path.replace(f"{{{shown['name']}}}", str(given))
            elif shown["in"] == "query":
                query[shown["name"]] = given
            else:
                headers[shown["name"]] = str(given)
        body = json.loads(replaced(json.dumps(example.body), real)) if example.body is not None else None
        call = service.admin if operation.get("security") else service.anybody
        if example.binary is not None:
            headers["Content-Type"] = example.media_type
        answer = call(method.upper(), path, body, params=query, headers=headers, content=example.binary)
        success = {code for code in operation["responses"] if code.startswith("2")}
        assert str(answer.status_code) in success, (name, answer.status_code, answer.text)
        check_against_document(operation["responses"][str(answer.status_code)], answer)
        learn(name, answer, real, service)


def learn(name: str, answer: Any, real: dict[str, str], service: Service) -> None:
    """Keep what stands for the ids in later examples."""
    match name:
        case "createIssuer":
            real[examples.ISSUER] = answer.json()["id"]
            real[examples.DID] = answer.json()["did"]
            document = service.http.get(f"/issuers/{examples.SLUG}/did.json").json()
            real[examples.KEY] = document["verificationMethod"][0]["id"].rpartition("#")[2]
        case "createApiKey":
            real[examples.API_KEY] = answer.json()["id"]
        case "createAchievement":
            real[examples.ACHIEVEMENT] = answer.json()["id"]
        case "createAssertionJob":
            real[examples.JOB] = answer.json()["id"]
        case "uploadImage":
            real[examples.IMAGE] = answer.json()["id"].rpartition("/")[2]
        case "issueAssertion":
            real[examples.ASSERTION] = answer.json()["id"]
            status = answer.json()["credential"]["credentialStatus"]
            real[examples.STATUS_LIST] = status["statusListCredential"].rpartition("/")[2]
        case "verifyCredential":
            assert answer.json()["verdict"] == "verified"


def replaced(text: str, real: dict[str, str]) -> str:
    """Put real ids in the place of the ones shown, but leave keys that are under a signature."""
    for shown, given in real.items():
        if shown != examples.KEY:
            text = text.replace(shown, given)
    return text


def check_against_document(response: dict[str, Any], answer: Any) -> None:
    """The answer has the shape that the document says."""
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    if schema:
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(answer.json())


def test_the_reference_page_shows_every_operation(service: Service):
    """What is not on the page is not found; and the page loads nothing from elsewhere."""
    page = service.http.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "script" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
    for operation in operations(DOCUMENT, "http://localhost"):
        assert f'id="{operation.id}"' in page.text
