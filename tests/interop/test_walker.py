"""The walker against jsonld.js and rdf-canonize on random documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from badgeapi.canon import walker
from badgeapi.errors import BadgeError
from tests.canon import documents
from tests.interop.peer import PeerError

if TYPE_CHECKING:
    from tests.interop.peer import NodePeer

DOCUMENTS = int(os.environ.get("BADGEAPI_RANDOM_DOCUMENTS", "60"))


def test_random_documents_have_the_bytes_of_jsonld_js(node_peer: NodePeer):
    """Over all terms of all pinned contexts; what jsonld.js cannot tell apart by its own limit is left out."""
    compared = 0
    for seed in range(DOCUMENTS):
        document = documents.document(f"node {seed}", portable=True)
        try:
            ours = walker.canonicalize(document)
            theirs = node_peer.canonicalize(document)
        except (BadgeError, PeerError):
            continue
        # A statement made by two objects is one; jsonld.js writes that of a JSON literal twice.
        assert ours == "\n".join(dict.fromkeys(theirs.split("\n"))), f"document {seed}"
        compared += 1
    assert compared > DOCUMENTS // 2
