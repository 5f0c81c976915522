"""Verifying by others, for comparison: PyLD with bare Ed25519, and Node's `@digitalbazaar/vc` where Node is there.

The controller's document is at hand, as it is for us; neither is asked for a status.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from itertools import cycle
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from badgeapi import limits
from badgeapi.canon import contexts, multibase
from badgeapi.signing import data_integrity, multikey
from tests.interop.peer import NodePeer, PeerUnavailable

PYLD, NODE = "PyLD and Ed25519, without checks", "Node @digitalbazaar/vc"
NORMALIZE = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.document_loader}


def node(stack: ExitStack) -> NodePeer | None:
    """Node's verifier, None where it cannot be had."""
    try:
        return stack.enter_context(NodePeer())
    except PeerUnavailable:
        return None


def verifiers(badges: list[Any], controller: dict[str, Any], peer: NodePeer | None) -> dict[str, Callable[[], Any]]:
    """What others do to verify one of the credentials, the next one each time."""
    turn, documents = cycle(badges), {controller["id"]: controller}
    [name] = {badge["proof"][0]["verificationMethod"] for badge in badges}
    [text] = [method["publicKeyMultibase"] for method in controller["verificationMethod"] if method["id"] == name]
    public = Ed25519PublicKey.from_public_bytes(multikey.parse(text).raw)

    def by_pyld() -> None:
        badge = next(turn)
        [proof] = badge["proof"]
        options = {"@context": badge["@context"]} | {key: value for key, value in proof.items() if key != "proofValue"}
        canonical = (jsonld.normalize(part, NORMALIZE) for part in (options, data_integrity.unsecured(badge)))
        signed = b"".join(sha256(text.encode()).digest() for text in canonical)
        public.verify(multibase.decode(proof["proofValue"], limits.IRI_CHARACTERS), signed)

    made: dict[str, Callable[[], Any]] = {PYLD: by_pyld}
    if peer is not None:
        if not all(peer.verify(badge, documents).verified for badge in badges):
            raise AssertionError("Node does not verify what is measured")
        made[NODE] = lambda: peer.verify(next(turn), documents)
    return made
