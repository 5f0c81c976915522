"""The Python client as a package: it installs from a checkout without the network, and is what the document says."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.client.conftest import CLIENT
from tests.work import WAIT_S

OPENAPI = CLIENT.parent


def needs(name: str) -> None:
    """Skip where a module is not installed."""
    if importlib.util.find_spec(name) is None:
        reason = f"needs {name}, which is in the extra 'test'"
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The script that writes the generated half."""
    needs("openapi_python_client")
    spec = importlib.util.spec_from_file_location("generate_client", OPENAPI / "generate_client.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_the_generated_half_is_current(generator: ModuleType):
    """Whoever changes the API regenerates the client; the same document always gives the same files."""
    made = generator.generated()
    committed = {
        path.relative_to(generator.TARGET).as_posix(): path.read_text(encoding="utf-8")
        for path in generator.TARGET.rglob("*.py")
    }
    assert made == committed


def test_the_generator_gets_a_document_it_understands(generator: ModuleType):
    """Each simplification, on the smallest document that needs it; what goes over the wire stays as it is."""
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Badge"}}, "text/plain": {}}}
    request = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Request"}}}}
    picture = {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
    document = {
        "paths": {
            "/": {"post": {"requestBody": request, "responses": {"200": answer, "4XX": answer}}},
            "/images": {"post": {"requestBody": picture, "responses": {"200": answer}}},
        },
        "components": {
            "schemas": {
                "Badge": {"properties": {"state": {"type": "string", "enum": ["a"]}, "of": {"enum": ["b"]}}},
                "Request": {
                    "properties": {"part": {"anyOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]}}
                },
                "Part": {
                    "properties": {
                        "type": {"type": "array", "const": ["Part"]},
                        "kind": {"enum": ["c"]},
                        "value": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}], "title": "V"},
                    }
                },
            }
        },
    }
    only_json = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Badge"}}}}
    assert json.loads(generator.simplified(json.dumps(document))) == {
        "paths": {"/": {"post": {"requestBody": request, "responses": {"200": only_json}}}, "/images": {}},
        "components": {
            "schemas": {
                "Badge": {"properties": {"state": {"type": "string"}, "of": {}}},
                "Request": {"properties": {"part": {"$ref": "#/components/schemas/Part"}}},
                "Part": {
                    "properties": {
                        "type": {"type": "array"},
                        "kind": {"enum": ["c"]},
                        "value": {"anyOf": [{"type": "string"}, {"type": "number"}], "title": "V"},
                    }
                },
            }
        },
    }


def test_it_installs_from_a_checkout_without_the_network(tmp_path: Path):
    """A folder and pip are enough; what is installed is complete, typed, and of the version of the API."""
    needs("hatchling")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", tmp_path / "site", CLIENT]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, timeout=WAIT_S)
    script = (
        "import badgeapi_client, importlib.metadata, pathlib, pkgutil\n"
        "for found in pkgutil.walk_packages(badgeapi_client.__path__, 'badgeapi_client.'): __import__(found.name)\n"
        "home = pathlib.Path(badgeapi_client.__file__).parent\n"
        "print(home, (home / 'py.typed').is_file(), importlib.metadata.version('badgeapi-client'))"
    )
    loaded = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        text=True,
        timeout=WAIT_S,
    )
    version = json.loads((OPENAPI / "openapi.json").read_text(encoding="utf-8"))["info"]["version"]
    assert loaded.stdout.split() == [str(tmp_path / "site" / "badgeapi_client"), "True", version]


def test_it_needs_no_more_than_it_says():
    """The client does not drag the service along: whoever awards needs neither a database nor a web framework."""
    project = tomllib.loads((CLIENT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {requirement.partition(">")[0] for requirement in project["dependencies"]}
    script = "import sys, badgeapi_client; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(CLIENT)},
        text=True,
        timeout=WAIT_S,
    ).stdout.split()
    assert declared == {"attrs", "httpx"}
    assert {"attrs", "httpx"} <= set(loaded)
    assert not {"badgeapi", "fastapi", "pydantic", "sqlalchemy", "cryptography"} & set(loaded)
