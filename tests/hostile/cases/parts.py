"""Presentations, learner records and endorsements: what is hidden in a sound document does not become sound.

Source: VC Data Model 2.0 section 4.13; CLR 2.0; Open Badges 3.0 section 9.1 (verification), step 6.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.hostile.case import NOT_VERIFIED, UNPROVEN, Case, Sent, World
from tests.hostile.documents import badge, clr, endorsement, presentation
from tests.hostile.keys import HOLDER, ISSUER, SECOND, Json, made
from tests.hostile.signing import JCS, signed

AUTHENTICATION = "authentication"
ENDORSER = made("Ed25519", "endorser")


def _forged() -> Json:
    return signed(badge(), suite=JCS) | {"name": "Other"}


def _foreign() -> Json:
    """Signed, but not by the issuer it names."""
    return signed(badge(SECOND.did), ISSUER, suite=JCS)


def _held(*credentials: object, key: Any = HOLDER, **options: Any) -> Json:
    return signed(
        presentation([*credentials], HOLDER.did), key, suite=JCS, **{"proofPurpose": AUTHENTICATION} | options
    )


def _asked(document: Json, **options: Any) -> Sent:
    return Sent(json.dumps({"verifiablePresentation": document, "options": options}).encode())


def _record(*credentials: object, **members: Any) -> Json:
    return signed(clr([*credentials]) | members, suite=JCS)


def _endorsed(endorsement_: object, member: str = "endorsement") -> Json:
    return signed(badge(**{member: [endorsement_]}), suite=JCS)


def _vouching(**members: Any) -> Json:
    return endorsement(ENDORSER.did, str(badge()["id"])) | members


def _nested(levels: int) -> Json:
    document = signed(badge(), suite=JCS)
    for _ in range(levels):
        document = _record(document)
    return document


BAD_CREDENTIALS: dict[str, tuple[str, Callable[[], object]]] = {
    "forged": ("changed after it was signed", _forged),
    "foreign": ("signed by somebody else than its issuer", _foreign),
    "unsigned": ("signed by nobody", badge),
    "expired": (
        "over",
        lambda: signed(badge(validUntil="2026-02-01T00:00:00Z", validFrom="2026-01-01T00:00:00Z"), suite=JCS),
    ),
    "of-tomorrow": ("not yet begun", lambda: signed(badge(validFrom="2999-01-01T00:00:00Z"), suite=JCS)),
    "empty": ("nothing", dict),
    "text": ("no object", lambda: "eyJhbGciOiJub25lIn0.e30."),
    "null": ("nothing", lambda: None),
    "enveloped-none": (
        "a JWT without signature",
        lambda: {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential",
            "id": "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.",
        },
    ),
    "enveloped-url": (
        "somebody's host",
        lambda: {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential",
            "id": "https://attacker.example/vc",
        },
    ),
    "presentation": ("a presentation, whose rules are weaker", lambda: _held(signed(badge(), suite=JCS))),
}
BAD_ENDORSEMENTS: dict[str, tuple[str, Callable[[], object]]] = {
    "forged": ("changed after it was signed", lambda: signed(_vouching(), ENDORSER, suite=JCS) | {"name": "Other"}),
    "foreign": ("signed by somebody else", lambda: signed(_vouching(), SECOND, suite=JCS)),
    "unsigned": ("signed by nobody", _vouching),
    "expired": ("over", lambda: signed(_vouching(validUntil="2026-02-01T00:00:00Z"), ENDORSER, suite=JCS)),
    "without-name": (
        "not of its class",
        lambda: signed({k: v for k, v in _vouching().items() if k != "name"}, ENDORSER, suite=JCS),
    ),
    "a-badge": ("no endorsement at all", lambda: signed(badge(), suite=JCS)),
}
PRESENTATIONS: dict[str, tuple[str, Callable[[], object]]] = {
    "unsigned": ("nobody has shown it", lambda: presentation([signed(badge(), suite=JCS)])),
    "by-a-stranger": ("shown by somebody else than its holder", lambda: _held(signed(badge(), suite=JCS), key=SECOND)),
    "for-assertion": (
        "signed for another purpose",
        lambda: _held(signed(badge(), suite=JCS), proofPurpose="assertionMethod"),
    ),
    "changed": ("changed after it was signed", lambda: _held(signed(badge(), suite=JCS)) | {"id": "urn:x:1"}),
    "credential-added": (
        "more in it than was signed",
        lambda: {
            **(shown := _held(signed(badge(), suite=JCS))),
            "verifiableCredential": [*shown["verifiableCredential"], signed(badge(id="urn:x:2"), suite=JCS)],
        },
    ),  # type: ignore[misc]
    "wrong-challenge": (
        "made for another question",
        lambda: _asked(
            _held(signed(badge(), suite=JCS), challenge="1", domain="a.example"), challenge="2", domain="a.example"
        ),
    ),
    "no-challenge": ("made for no question", lambda: _asked(_held(signed(badge(), suite=JCS)), challenge="2")),
    "wrong-domain": (
        "made for somebody else",
        lambda: _asked(
            _held(signed(badge(), suite=JCS), challenge="1", domain="b.example"), challenge="1", domain="a.example"
        ),
    ),
    "two-domains": (
        "made for somebody else too",
        lambda: _asked(
            _held(signed(badge(), suite=JCS), challenge="1", domain=["a.example", "b.example"]),
            challenge="1",
            domain="a.example",
        ),
    ),
    "two-kinds": (
        "a credential in the clothes of a presentation",
        lambda: signed(
            badge(
                type=["VerifiableCredential", "OpenBadgeCredential", "VerifiablePresentation"],
                validUntil="2026-02-01T00:00:00Z",
            ),
            suite=JCS,
        ),
    ),
    "holder-no-iri": (
        "nobody",
        lambda: signed(
            presentation([signed(badge(), suite=JCS)], HOLDER.did) | {"holder": "Ada"},
            HOLDER,
            suite=JCS,
            proofPurpose=AUTHENTICATION,
        ),
    ),
}
RECORDS: dict[str, tuple[str, Callable[[], object]]] = {
    "empty": ("a record of nothing", lambda: _record()),
    "too-deep": ("records within records", lambda: _nested(6)),
    "too-many": (
        "more than are judged",
        lambda: _record(*[signed(badge(id=f"urn:x:{n}"), suite=JCS) for n in range(120)]),
    ),
    "changed": ("changed after it was signed", lambda: _record(signed(badge(), suite=JCS)) | {"name": "Other"}),
    "subject-in-array": (
        "a second subject hides a credential",
        lambda: signed(clr([_forged()]) | {"credentialSubject": [clr([_forged()])["credentialSubject"]]}, suite=JCS),
    ),
}


def _shown(make: Callable[[], object]) -> Callable[[World], Any]:
    return lambda _world: make()


CASES = (
    *(Case(f"record-of-{name}", truth, _shown(lambda m=make: _record(m())), "not_verified 400 422") for name, (truth, make) in BAD_CREDENTIALS.items()),
    *(Case(f"presentation-of-{name}", truth, _shown(lambda m=make: _held(m())), "not_verified 400 422") for name, (truth, make) in BAD_CREDENTIALS.items()),
    *(Case(f"endorsement-{name}", truth, _shown(lambda m=make: _endorsed(m())), UNPROVEN if name == "unsigned" else NOT_VERIFIED) for name, (truth, make) in BAD_ENDORSEMENTS.items()),
    *(Case(f"presentation-{name}", truth, _shown(make), "not_verified 400 422") for name, (truth, make) in PRESENTATIONS.items()),
    *(Case(f"record-{name}", truth, _shown(make), "not_verified 400 413 422") for name, (truth, make) in RECORDS.items()),
)  # fmt: skip
