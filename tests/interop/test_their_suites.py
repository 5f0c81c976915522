"""Badges made by Digital Bazaar's packages under the suites that we only verify: accepted, and refused when changed."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from badgeapi.canon import contexts
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Verdict
from tests.interop.peer import NodePeer

if TYPE_CHECKING:
    from collections.abc import Callable

    from badgeapi.canon.json import JsonObject

BADGE: JsonObject = {
    "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
    "id": "urn:uuid:0b1f6b6e-2a0e-4c55-9f0e-8a3f1d6c2b11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Thermodynamics",
    "issuer": {"type": ["Profile"], "name": "Example University"},
    "validFrom": "2024-01-31T09:30:00Z",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "creditsEarned": 7.5,
        "achievement": {
            "id": "https://example.org/achievements/1",
            "type": ["Achievement"],
            "name": "Thermodynamics",
            "description": "Heat, work and \U0001f525.",
            "criteria": {"narrative": 'Pass the exam; know why "free" energy isn\'t.'},
            "tag": ["physics", "energy"],
        },
        "result": [{"type": ["Result"], "value": "1.7"}, {"type": ["Result"], "value": "2.0"}],
    },
}
MADE: dict[str, Callable[[NodePeer], JsonObject]] = {
    "ecdsa-rdfc-2019, P-256": lambda peer: peer.issue_ecdsa(BADGE, curve="P-256", form="rdfc"),
    "ecdsa-rdfc-2019, P-384": lambda peer: peer.issue_ecdsa(BADGE, curve="P-384", form="rdfc"),
    "ecdsa-jcs-2019, P-256": lambda peer: peer.issue_ecdsa(BADGE, curve="P-256", form="jcs"),
    "ecdsa-jcs-2019, P-384": lambda peer: peer.issue_ecdsa(BADGE, curve="P-384", form="jcs"),
    "Ed25519Signature2020": lambda peer: peer.issue_2020(BADGE),
}
# A badge must name its issuer, subject and achievement whatever its holder shows.
MANDATORY = ("/id", "/issuer", "/validFrom", "/credentialSubject/id", "/credentialSubject/achievement/id")
SELECTIVE = (
    "/credentialSubject/type",
    "/credentialSubject/achievement/type",
    "/credentialSubject/achievement/name",
    "/credentialSubject/achievement/description",
    "/credentialSubject/achievement/criteria",
    "/credentialSubject/result/1",
)


def verdict(document: JsonObject) -> Verdict:
    """Judge by the clock, since the peer signs by the clock."""
    return inspect_offline(Presented(document), datetime.now(UTC)).verdict


def codes(document: JsonObject) -> set[str]:
    return {result.code for result in inspect_offline(Presented(document), datetime.now(UTC)).results}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
def test_their_badges_verify_here(node_peer: NodePeer, make: Callable[[NodePeer], JsonObject]):
    """Until one letter or one number is another."""
    signed = make(node_peer)
    assert verdict(signed) is Verdict.VERIFIED, codes(signed)
    text, number = deepcopy(signed), deepcopy(signed)
    text["credentialSubject"]["achievement"]["name"] = "Thermodynamics 1"
    number["credentialSubject"]["creditsEarned"] = 75
    for tampered in (text, number):
        assert verdict(tampered) is Verdict.NOT_VERIFIED
        assert "signature" in codes(tampered)


def test_what_their_holder_shows_verifies_here(node_peer: NodePeer):
    """The second result without the first, the credits hidden; the base proof itself is not for showing."""
    base, shown = node_peer.disclose(BADGE, mandatory=MANDATORY, selective=SELECTIVE)
    assert [result["value"] for result in shown["credentialSubject"]["result"]] == ["2.0"]
    assert "creditsEarned" not in shown["credentialSubject"]
    assert verdict(shown) is Verdict.VERIFIED, codes(shown)
    better = deepcopy(shown)
    better["credentialSubject"]["result"][0]["value"] = "1.0"
    more = deepcopy(shown)
    more["credentialSubject"]["creditsEarned"] = 7.5
    for tampered in (better, more, {**shown, "name": "Thermodynamics"}, base):
        assert verdict(tampered) is Verdict.NOT_VERIFIED
        assert "signature" in codes(tampered)


def test_everything_and_nothing_chosen(node_peer: NodePeer):
    """All statements mandatory, or as few as a credential can be made of."""
    _, whole = node_peer.disclose(BADGE, mandatory=["/credentialSubject"], selective=["/id", "/name", "/issuer"])
    assert "signature" not in codes(whole)
    _, bare = node_peer.disclose(BADGE, mandatory=["/issuer"], selective=["/credentialSubject/id"])
    assert "signature" not in codes(bare)
