"""A body of 64 KB is answered or refused within 50 ms of processor time, whatever is in it.

Counted, not timed: a call takes a tenth of a microsecond where a signature is checked in 84. Before anything was
remembered of a refusal, and places in lists were counted, these took up to two million calls.
"""

from collections.abc import Callable
from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest

from badgeapi.canon import contexts, json, tables
from badgeapi.verification.inspector import Inspection, inspect_offline
from badgeapi.verification.parse import parse
from tests.verification.signed import NOW, unsigned
from tests.work import calls

BODY_BYTES = 64 << 10
CALLS = 500_000


def with_results(*described: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(unsigned())
    document["credentialSubject"]["achievement"]["resultDescription"] = [*described]
    return document


def listed(*values: str) -> dict[str, Any]:
    return {"type": ["ResultDescription"], "allowedValue": [*values]}


def reached(result: dict[str, Any], count: int) -> dict[str, Any]:
    document = deepcopy(unsigned())
    document["credentialSubject"]["result"] = [result] * count
    return document


def presented(count: int) -> dict[str, Any]:
    extra = [contexts.OB_3_0_3, contexts.CLR_2_0_1, contexts.DATA_INTEGRITY_V2, contexts.MULTIKEY_V1]
    orders = [order for size in range(5) for order in permutations(extra, size)]
    held = [
        {"@context": [contexts.CREDENTIALS_V2, *order], "type": ["VerifiableCredential"], "issuer": "did:x:y"}
        for order in orders
    ]
    return {
        "@context": [contexts.CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [{**held[n % len(held)], "name": str(n)} for n in range(count)],
    }


ALIGNED = {"type": ["Result"], "alignment": [{"type": ["Alignment"], "targetName": "a"}]}
BODIES: dict[str, Callable[[int], dict[str, Any]]] = {
    "lists that are alike": lambda n: with_results(*[listed("a")] * n),
    "a thousand of them": lambda n: with_results(*[listed("a")] * min(n, 999)),
    "longer ones": lambda n: with_results(*[listed(*"a" * 20)] * n),
    "one long list": lambda n: with_results(listed(*"a" * n)),
    "results that are alike": lambda n: reached(ALIGNED, n),
    "empty results": lambda n: reached({"type": ["Result"]}, n),
    "contexts": presented,
}


def fitted(make: Callable[[int], dict[str, Any]]) -> bytes:
    """Make the longest document that a body has room for."""
    low, high = 1, BODY_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        # Nothing takes less than four bytes, so that what is much too long need not be written out.
        fits = middle < BODY_BYTES // 4 and len(json.dumps(make(middle))) <= BODY_BYTES
        low, high = (middle, high) if fits else (low, middle - 1)
    return json.dumps(make(low))


@pytest.mark.parametrize("make", BODIES.values(), ids=BODIES.keys())
def test_a_hostile_body_is_soon_done_with(make: Callable[[int], dict[str, Any]], monkeypatch: pytest.MonkeyPatch):
    """From the bytes to the report, in this process; and nothing of it is left for the sandbox."""
    body = fitted(make)
    monkeypatch.setattr(tables, "_current", [tables.Tables()])

    def judge() -> None:
        presented = parse(body)
        assert not Inspection(presented, NOW).costly({})
        inspect_offline(presented, NOW)

    assert calls(judge) <= CALLS
