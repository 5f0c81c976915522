"""Writes the generated half of the Python client, `badgeapi_client.generated`, from openapi/openapi.json.

`python openapi/generate_client.py` writes it; `--check` fails when it is not what would be written. The work is done by
openapi-python-client; here the document is first said in the words that it understands (`simplified`), which changes
nothing of what goes over the wire.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "openapi" / "openapi.json"
TARGET = ROOT / "openapi" / "python" / "badgeapi_client" / "generated"
HEADER = "# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.\n\n"
# Nothing here depends on the settings of the folder it runs in, and the result passes the formatter of this project.
RUFF = f"{sys.executable} -P -m ruff {{}} --isolated --no-cache --target-version py311 --line-length 120 {{}} ."
TIDY = [RUFF.format("check", "--fix-only --select F401,I"), RUFF.format("format", "")]

JSON = "application/json"
NULL = {"type": "null"}


def simplified(text: str) -> str:
    """Say the document in fewer words, none of which the generator stumbles over."""
    document = json.loads(text)
    for path in document["paths"].values():
        for method, operation in list(path.items()):
            if JSON not in operation.get("requestBody", {"content": [JSON]})["content"]:
                del path[method]  # the generator sends one form of a body; the hand-written front has a verb for it
    asked = _schemas_of_requests(document)
    for name, schema in document["components"]["schemas"].items():
        if name not in asked:
            _open_enumerations(schema)
    return json.dumps(json.loads(json.dumps(document), object_hook=_simplified))


def _simplified(node: dict[str, Any]) -> dict[str, Any]:
    if isinstance(node.get("const"), list):  # the generator knows constants that are scalars only
        del node["const"]
    for refusal in ("4XX", "5XX", "429", "503"):  # the hand-written front raises for these, so no function returns them
        node.pop(refusal, None)
    if JSON in node.get("content", ()):  # it takes one form; the hand-written front has verbs for others
        node["content"] = {JSON: node["content"][JSON]}
    if NULL in node.get("anyOf", ()):  # null means absent, and absent is what a client leaves out
        some = [schema for schema in node.pop("anyOf") if schema != NULL]
        node |= some[0] if len(some) == 1 else {"anyOf": some}
    return node


def _schemas_of_requests(document: dict[str, Any]) -> set[str]:
    """The names of all schemas that some request refers to."""
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    found: set[str] = set()
    new = _referenced([operation.get("requestBody") for operation in operations])
    while new:
        found |= new
        new = _referenced([document["components"]["schemas"][name] for name in new]) - found
    return found


def _referenced(node: object) -> set[str]:
    return set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(node)))


def _open_enumerations(schema: dict[str, Any]) -> None:
    """Take any text where an answer is one of a list: a newer service may say what this client has not heard of."""
    for part in (schema, *schema.get("properties", {}).values()):
        part.pop("enum", None)


def generated() -> dict[str, str]:
    """The text of every generated file, by its path under `TARGET`."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        source, made = Path(folder, "openapi.json"), Path(folder, "generated")
        source.write_text(simplified(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
        config = Config.from_sources(
            ConfigFile(literal_enums=True, post_hooks=TIDY),
            MetaType.NONE,
            source,
            file_encoding="utf-8",
            overwrite=False,
            output_path=made,
        )
        if faults := generate(config=config):
            sys.exit("\n".join(f"{fault.header}: {fault.detail}" for fault in faults))
        # Members by name only: their order is the document's and may change with it.
        return {
            path.relative_to(made).as_posix(): HEADER
            + path.read_text(encoding="utf-8").replace("@_attrs_define\n", "@_attrs_define(kw_only=True)\n")
            for path in made.rglob("*.py")
        }


def main() -> None:
    """Write the files, or with `--check` name those that are not current."""
    made = generated()
    found = {path.relative_to(TARGET).as_posix(): path.read_text(encoding="utf-8") for path in TARGET.rglob("*.py")}
    stale = sorted(name for name in made.keys() | found.keys() if made.get(name) != found.get(name))
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"Not current: {', '.join(stale)}. Run `python openapi/generate_client.py`.")
        return
    for name in stale:
        path = TARGET / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()


if __name__ == "__main__":
    main()
