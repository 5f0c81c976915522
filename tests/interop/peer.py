"""The bridge to an independent issuer and verifier in Node: finds, installs and drives `peer.mjs`.

Only tests use it. `BADGEAPI_NODE_PEER_DIR` names a folder that keeps the npm packages; without it they are installed
beside this file.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Self

from badgeapi.canon import contexts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from badgeapi.canon.json import JsonObject

NODE_MAJOR = 20
INSTALL_TIMEOUT_S = 120
ANSWER_TIMEOUT_S = 300  # only what hangs takes that long

_HERE = Path(__file__).parent
_MANIFEST = _HERE / "package.json"
_NPM_ARGUMENTS = (
    "install",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--no-package-lock",  # npm would write the address of the registry into it
    "--fetch-retries=1",  # without a network, say so in seconds
    "--fetch-retry-mintimeout=1000",
    "--loglevel=error",
)


class PeerUnavailable(Exception):
    """Node or the packages cannot be had here."""


class PeerError(Exception):
    """The peer could not do what it was asked, or is gone."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the peer thinks of a credential; `error` holds its reasons, "" when it is verified."""

    verified: bool
    error: str


class NodePeer:
    """A running peer, which knows the pinned contexts; a context manager, since the process must end.

    Raises:
        PeerUnavailable: on entering, when there is no Node 20 or its packages cannot be installed.
    """

    _process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        node = _find_node()
        home = Path(os.environ.get("BADGEAPI_NODE_PEER_DIR") or _HERE)
        _install(home)
        # An ES module looks for packages from where it stands, source given as text from the working directory.
        source = (_HERE / "peer.mjs").read_text(encoding="utf-8")
        self._process = subprocess.Popen(
            [node, "--input-type=module", "--eval", source],
            cwd=home,
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._ask("contexts", documents={url: contexts.document(url) for url in contexts.URLS})
        return self

    def __exit__(self, *_exception: object) -> None:
        with self._process:  # closes stdin, on which the peer ends, and waits
            pass

    def verify(self, credential: JsonObject, documents: Mapping[str, object] | None = None) -> Verdict:
        """Have a credential verified: form, validity period, proof, and issuer as controller of the key.

        `documents` maps URLs to what stands there: controller documents, contexts that are not pinned. A did:key
        needs none. Any `credentialStatus` is taken for good, and in a proof set one proof that fits is enough.
        """
        answer = self._ask("verify", credential=credential, documents=documents or {})
        return Verdict(answer["verified"], answer.get("error", ""))

    def issue(self, credential: JsonObject, *, cryptosuite: str, seed: str | None = None) -> JsonObject:
        """Have a credential signed with a did:key, which becomes the id of its issuer.

        `seed` is the private key in 64 hex digits; without it the key is a fresh one.

        Raises:
            PeerError: the peer refuses to sign it.
        """
        answer = self._ask("issue", credential=credential, cryptosuite=cryptosuite, seed=seed)
        signed: JsonObject = answer["credential"]
        return signed

    def issue_ecdsa(self, credential: JsonObject, *, curve: str, form: str) -> JsonObject:
        """Have a credential signed with `ecdsa-rdfc-2019` or `ecdsa-jcs-2019` (`form`) and a fresh did:key."""
        signed: JsonObject = self._ask("issueEcdsa", credential=credential, curve=curve, form=form)["credential"]
        return signed

    def disclose(
        self, credential: JsonObject, *, mandatory: Sequence[str], selective: Sequence[str]
    ) -> tuple[JsonObject, JsonObject]:
        """Have a credential signed with `ecdsa-sd-2023`; returns what its holder gets, and what the holder shows."""
        answer = self._ask("disclose", credential=credential, mandatory=mandatory, selective=selective)
        return answer["base"], answer["credential"]

    def issue_2020(self, credential: JsonObject) -> JsonObject:
        """Have a credential signed with `Ed25519Signature2020` and a fresh did:key."""
        signed: JsonObject = self._ask("issue2020", credential=credential)["credential"]
        return signed

    def jwt(self, token: str, keys: JsonObject) -> Verdict:
        """Have a compact JWT verified by `jose` with the key of a JWK set that its kid names."""
        answer = self._ask("jwt", token=token, keys=keys)
        return Verdict(answer["verified"], answer.get("error", ""))

    def canonicalize(self, document: JsonObject) -> str:
        """Have the canonical N-Quads of a document made by jsonld.js and rdf-canonize in safe mode.

        Raises:
            PeerError: safe mode found that something would be lost.
        """
        nquads: str = self._ask("canonicalize", document=document)["nquads"]
        return nquads

    def _ask(self, op: str, **request: object) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        watchdog = Timer(ANSWER_TIMEOUT_S, self._process.kill)
        watchdog.start()
        try:
            # ASCII only: Node's readline would break a line at U+2028.
            stdin.write(json.dumps({"op": op, **request}) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            watchdog.cancel()
        if not line:
            raise PeerError(f"The peer ended with code {self._process.wait()} instead of answering {op}.")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer and "verified" not in answer:
            raise PeerError(answer["error"])
        return answer


def _find_node() -> str:
    node = shutil.which("node")
    if node is None:
        raise PeerUnavailable(f"Node {NODE_MAJOR} or newer is needed, and there is none")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < NODE_MAJOR:
        raise PeerUnavailable(f"Node {NODE_MAJOR} or newer is needed, this is {version}")
    return node


def _install(home: Path) -> None:
    """Put the packages of the manifest into `home`, unless they are there in the versions that it names."""
    with _MANIFEST.open(encoding="utf-8") as manifest:
        fcntl.flock(manifest, fcntl.LOCK_EX)  # pytest-xdist runs several of us
        wanted = json.load(manifest)
        if _installed(home).items() >= (wanted["dependencies"] | wanted["overrides"]).items():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise PeerUnavailable("npm is needed to install the packages of the Node peer, and there is none")
        home.mkdir(parents=True, exist_ok=True)
        if home.resolve() != _HERE.resolve():
            shutil.copy(_MANIFEST, home)
        try:
            subprocess.run(
                [npm, *_NPM_ARGUMENTS], cwd=home, check=True, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S
            )
        except subprocess.CalledProcessError as error:
            reason = error.stderr.partition("\n")[0]
            raise PeerUnavailable(f"npm could not install the packages of the Node peer: {reason}") from error
        except subprocess.TimeoutExpired as error:
            raise PeerUnavailable(f"npm did not install the packages of the Node peer: {error}") from error


def _installed(home: Path) -> dict[str, str]:
    """Versions by package name, as npm records them last of all when an installation is complete."""
    try:
        record = json.loads((home / "node_modules" / ".package-lock.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {path.removeprefix("node_modules/"): package["version"] for path, package in record["packages"].items()}
