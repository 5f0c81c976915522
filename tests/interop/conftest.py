"""The independent issuer and verifier in Node, one process for the whole run."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.interop.peer import NodePeer, PeerUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def node_peer() -> Iterator[NodePeer]:
    """A running peer; what needs it is skipped where it cannot be had."""
    with ExitStack() as stack:
        try:
            peer = stack.enter_context(NodePeer())
        except PeerUnavailable as absent:
            (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(str(absent))
        yield peer
