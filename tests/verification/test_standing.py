"""What is said of a credential today (status, newer editions, schemas, registries), and whom it is about."""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from badgeapi.canon import contexts
from badgeapi.credentials.identity import identity_hash
from badgeapi.errors import InvalidInput
from badgeapi.verification.check import Outcome
from badgeapi.verification.facts import (
    Fact,
    Found,
    FoundCredential,
    IssuerNeed,
    KnownIssuer,
    RefreshNeed,
    Refused,
    RevocationListNeed,
    SchemaNeed,
    StatusNeed,
    UnknownIssuer,
    Unreachable,
)
from badgeapi.verification.parse import ExpectedRecipient, Presented, read
from badgeapi.verification.registry import read_registry
from badgeapi.verification.report import Verdict
from tests.verification.badges import LEARNER, SCHOOL, STRANGER, Json, badge, judge, lines

LIST = "https://lists.example/1"
NEED = StatusNeed(LIST, 5)


def encoded(*set_bits: int, entries: int = 131_072) -> str:
    """As Bitstring Status List 1.0 says: index 0 is the left-most bit of the first byte."""
    octets = bytearray(entries // 8)
    for bit in set_bits:
        octets[bit // 8] |= 1 << (7 - bit % 8)
    return "u" + urlsafe_b64encode(gzip.compress(bytes(octets))).rstrip(b"=").decode()


def status_list(text: str = "", *, purpose: Any = "revocation", subject: Json | None = None, **members: Any) -> Json:
    return {
        "@context": [contexts.CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": SCHOOL.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": text or encoded(),
            **(subject or {}),
        },
        **members,
    }


def entry(index: str = "5", purpose: str = "revocation", **members: Any) -> Json:
    return {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": LIST,
        **members,
    }


def found(document: Json | str) -> FoundCredential:
    return FoundCredential(read(document))


def status(fact: Fact, given: Json | None = None, need: Any = NEED) -> tuple[Verdict, str]:
    """Judge a badge with a status; returns what the check said too."""
    report, _ = judge(SCHOOL.sign(badge(credentialStatus=given or entry())), {need: fact})
    return report.verdict, lines(report, "status")[0].code


def test_a_bit_decides():
    """The bit of the entry, and no other."""
    assert status(found(SCHOOL.sign(status_list()))) == (Verdict.VERIFIED, "passed")
    assert status(found(SCHOOL.sign(status_list(encoded(4, 6))))) == (Verdict.VERIFIED, "passed")
    assert status(found(SCHOOL.sign(status_list(encoded(5))))) == (Verdict.NOT_VERIFIED, "revoked")
    held = SCHOOL.sign(status_list(encoded(5), purpose="suspension"))
    assert status(found(held), entry(purpose="suspension")) == (Verdict.NOT_VERIFIED, "suspended")
    several = SCHOOL.sign(status_list(encoded(5), purpose=["suspension", "revocation"]))
    assert status(found(several)) == (Verdict.NOT_VERIFIED, "revoked")


def test_a_list_may_be_a_jwt():
    """The list is a credential in any form."""
    assert status(found(SCHOOL.jwt(status_list()))) == (Verdict.VERIFIED, "passed")
    assert status(found(SCHOOL.jwt(status_list(encoded(5))))) == (Verdict.NOT_VERIFIED, "revoked")
    assert status(found(STRANGER.jwt(status_list())))[0] is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (Unreachable("down"), "list_unavailable"),
        (Refused("private address"), "list_unavailable"),
        (found(status_list()), "list_issuer"),
        (found({**SCHOOL.sign(status_list()), "name": "x"}), "list_proof"),
        (found(STRANGER.sign(status_list())), "list_issuer"),
        (found(STRANGER.sign(status_list(issuer=STRANGER.did))), "list_issuer"),
        (found(SCHOOL.sign(status_list(validUntil="2026-02-01T00:00:00Z"))), "list_period"),
        (found(SCHOOL.sign(status_list(validFrom="2027-01-01T00:00:00Z"))), "list_period"),
        (found(SCHOOL.sign(status_list(purpose="suspension"))), "list_purpose"),
        (found(SCHOOL.sign(status_list(id="https://lists.example/2"))), "list_id"),
        (found(SCHOOL.sign(badge())), "list_type"),
        (found(SCHOOL.sign(status_list(encoded(entries=131_064)))), "list_length"),
        (found(SCHOOL.sign(status_list("zabc"))), "list_encoding"),
        (found(SCHOOL.sign(status_list("u" + urlsafe_b64encode(b"no gzip").decode().rstrip("=")))), "list_encoding"),
    ],
)
def test_what_cannot_be_relied_upon_is_unknown(fact: Fact, code: str):
    """Bitstring Status List 1.0 section 3.2: every step that fails leaves the status unknown, which is not fine."""
    assert status(fact) == (Verdict.UNDETERMINED, code)


@pytest.mark.parametrize(
    ("given", "verdict", "code"),
    [
        (entry("131072"), Verdict.UNDETERMINED, "list_range"),
        (entry("-1"), Verdict.NOT_VERIFIED, "pattern"),
        (entry("05"), Verdict.NOT_VERIFIED, "status_index"),
        ({"id": "urn:example:1", "type": "https://x.example/Status"}, Verdict.UNDETERMINED, "status_type"),
    ],
)
def test_entries_are_read_strictly(given: Json, verdict: Verdict, code: str):
    """An index out of range is RANGE_ERROR; a type that nobody knows leaves the status unknown."""
    index = given.get("statusListIndex", "0")
    need = StatusNeed(LIST, int(index))
    report, _ = judge(SCHOOL.sign(badge(credentialStatus=given)), {need: found(SCHOOL.sign(status_list()))})
    assert report.verdict is verdict
    assert code == "pattern" or lines(report, "status")[0].code == code


def test_entries_of_several_bits_say_what_they_mean():
    """Section 2.1: a size, and a message for each value; purpose `message` informs and decides nothing."""
    messages = [{"status": hex(value), "message": f"message {value}"} for value in range(4)]
    given = entry(purpose="message", statusSize=2, statusMessage=messages)
    held = status_list(encoded(10, entries=262_144), purpose="message")  # entry 5 is bits 10 and 11
    report, _ = judge(SCHOOL.sign(badge(credentialStatus=given)), {NEED: found(SCHOOL.sign(held))})
    [line] = lines(report, "status")
    assert (report.verdict, line.outcome, line.code) == (Verdict.VERIFIED, Outcome.WARN, "status_message")
    assert "message 2" in line.message
    short = status_list(encoded(entries=131_072), purpose="message")
    assert status(found(SCHOOL.sign(short)), given)[1] == "list_length"
    incomplete = entry(purpose="message", statusSize=2, statusMessage=messages[:3])
    assert status(found(SCHOOL.sign(held)), incomplete) == (Verdict.NOT_VERIFIED, "status_messages")


def test_the_list_of_old_badges_is_read():
    """1EdTechRevocationList: ids of revoked credentials, `revoked` true when it is left out."""
    given = {"id": "https://lists.example/old", "type": "1EdTechRevocationList"}
    need = RevocationListNeed("https://lists.example/old")
    document = badge(credentialStatus=given)
    document["@context"] = [*document["@context"], contexts.OB_EXTENSIONS]

    def verdict(listed: Any) -> tuple[Verdict, str]:
        answer = Found({"id": given["id"], "issuer": SCHOOL.did, "revokedCredential": listed})
        report, _ = judge(SCHOOL.sign(document), {need: answer})
        return report.verdict, lines(report, "status")[0].code

    name = document["id"]
    assert verdict([]) == (Verdict.VERIFIED, "passed")
    assert verdict([{"id": "urn:example:other"}]) == (Verdict.VERIFIED, "passed")
    assert verdict([{"id": name}]) == (Verdict.NOT_VERIFIED, "revoked")
    assert verdict([{"id": name, "revoked": False}]) == (Verdict.VERIFIED, "passed")
    assert verdict("nonsense") == (Verdict.UNDETERMINED, "list_type")


# Editions

SERVICE = "https://school.example/refresh/1"
REFRESH = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}


def refreshable(**members: Any) -> Json:
    document = badge(**members, refreshService=REFRESH)
    document["@context"] = [*document["@context"], contexts.OB_EXTENSIONS]
    return document


def test_a_newer_edition_decides():
    """Open Badges 3.0, verification step 3: the newest edition is what the issuer says today."""
    old = SCHOOL.sign(refreshable(validUntil="2026-02-01T00:00:00Z"))
    new = SCHOOL.sign(refreshable(validFrom="2026-03-01T00:00:00Z"))
    report, asked = judge(old, {RefreshNeed(SERVICE): found(new)})
    assert report.verified
    assert report.refreshed is not None
    assert asked.count(RefreshNeed(SERVICE)) == 1
    report, _ = judge(new, {RefreshNeed(SERVICE): found(SCHOOL.sign(refreshable(validUntil="2026-02-01T00:00:00Z")))})
    assert report.verified, "what is older is no edition"


@pytest.mark.parametrize(
    "fact",
    [
        Unreachable("down"),
        Refused("404"),
        found(SCHOOL.sign(badge("another"))),
        found(STRANGER.sign({**refreshable(), "issuer": {"id": STRANGER.did, "type": ["Profile"]}})),
        found({**SCHOOL.sign(refreshable(validFrom="2026-03-01T00:00:00Z")), "name": "tampered"}),
    ],
    ids=["unreachable", "refused", "another credential", "another issuer", "tampered"],
)
def test_no_edition_changes_nothing(fact: Fact):
    """A failing refresh leaves the verdict to what was shown."""
    assert judge(SCHOOL.sign(refreshable()), {RefreshNeed(SERVICE): fact})[0].verified
    expired = SCHOOL.sign(refreshable(validUntil="2026-02-01T00:00:00Z"))
    assert judge(expired, {RefreshNeed(SERVICE): fact})[0].verdict is Verdict.NOT_VERIFIED


def test_an_edition_is_not_refreshed_again():
    """Two services that point to each other ask nothing twice."""
    new = SCHOOL.sign(
        {**refreshable(validFrom="2026-03-01T00:00:00Z"), "refreshService": {**REFRESH, "id": SERVICE[:-1]}}
    )
    _, asked = judge(SCHOOL.sign(refreshable()), {RefreshNeed(SERVICE): found(new)})
    assert [need for need in asked if isinstance(need, RefreshNeed)] == [RefreshNeed(SERVICE)]


def test_a_revoked_edition_is_revoked():
    """The newest edition decides for the worse as well."""
    new = SCHOOL.sign(refreshable(validFrom="2026-03-01T00:00:00Z", credentialStatus=entry()))
    answers: dict[Any, Fact] = {
        RefreshNeed(SERVICE): found(new),
        NEED: found(SCHOOL.sign(status_list(encoded(5)))),
    }
    assert judge(SCHOOL.sign(refreshable()), answers)[0].verdict is Verdict.NOT_VERIFIED


# Schemas

SCHEMA = "https://school.example/schema.json"
PUBLISHED = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def with_schema(url: str, kind: str = "1EdTechJsonSchemaValidator2019") -> Json:
    document = badge(credentialSchema=[{"id": url, "type": kind}])
    document["@context"] = [*document["@context"], contexts.OB_EXTENSIONS]
    return SCHOOL.sign(document)


@pytest.mark.parametrize(
    ("fact", "outcome", "code"),
    [
        (Found({"type": "object", "required": ["name"]}), Outcome.PASS, "passed"),
        (Found({"properties": {"name": {"const": "other"}}}), Outcome.FAIL, "schema"),
        (Found({"required": ["notThere"]}), Outcome.FAIL, "schema"),
        (Found({"type": "no such type"}), Outcome.WARN, "schema_unusable"),
        (Found({"$ref": "#"}), Outcome.WARN, "schema_unusable"),
        (Found({"$ref": "https://elsewhere.example/schema"}), Outcome.WARN, "schema_unusable"),
        (Unreachable("down"), Outcome.WARN, "schema_unavailable"),
        (Refused("404"), Outcome.WARN, "schema_unavailable"),
    ],
)
def test_foreign_schemas_are_applied_where_they_can_be_had(fact: Fact, outcome: Outcome, code: str):
    """A schema is applied by itself: nothing that it refers to is loaded."""
    report, asked = judge(with_schema(SCHEMA), {SchemaNeed(SCHEMA): fact})
    assert SchemaNeed(SCHEMA) in asked
    [line] = lines(report, "schema")
    assert (line.outcome, line.code) == (outcome, code)
    assert report.verified is (outcome is not Outcome.FAIL)


def test_published_schemas_are_not_fetched():
    """Our classes are stricter than the published schemas, so those need not be reached."""
    report, asked = judge(with_schema(PUBLISHED))
    assert not [need for need in asked if isinstance(need, SchemaNeed)]
    assert lines(report, "schema")[0].outcome is Outcome.PASS


# Registries


def test_who_is_known_is_said_and_decides_nothing():
    """A signature cannot say who stands behind a DID."""
    need = IssuerNeed(SCHOOL.did)
    for fact, outcome, code in (
        (KnownIssuer("The School", "our-list"), Outcome.PASS, "known"),
        (UnknownIssuer(), Outcome.WARN, "unknown_issuer"),
        (Refused("none is configured"), Outcome.SKIPPED, "no_registry"),
    ):
        report, _ = judge(SCHOOL.sign(badge()), {need: fact})
        assert report.verified
        [line] = lines(report, "issuer_known")
        assert (line.outcome, line.code) == (outcome, code)


@pytest.mark.parametrize(
    "value",
    [
        ["did:web:school.example"],
        [{"id": "did:web:school.example", "name": "School"}],
        {"issuers": [{"did": "did:web:school.example", "url": "https://school.example/", "name": "School"}]},
        {"registry": {"did:web:school.example": {"name": "School", "url": "https://school.example"}}, "meta": {}},
    ],
)
def test_registries_are_read_in_the_forms_that_are_about(value: Any):
    """A list of ids, of objects, and the map of the Digital Credentials Consortium."""
    registry = read_registry("list", value)
    assert isinstance(registry.look_up("did:web:school.example"), KnownIssuer)
    assert isinstance(registry.look_up("did:web:school.example.attacker.example"), UnknownIssuer)
    assert isinstance(registry.look_up("did:web:other.example"), UnknownIssuer)


@pytest.mark.parametrize("value", [[], {}, "x", {"registry": []}, [5], None])
def test_a_registry_of_nobody_is_refused(value: Any):
    """An operator who configures a list means somebody."""
    with pytest.raises(InvalidInput):
        read_registry("list", value if value != "x" else {"names": "x"})


# Whom it is about


def named(*identifiers: Json) -> Json:
    document = badge(subject=None)
    document["credentialSubject"]["identifier"] = [*identifiers]
    return SCHOOL.sign(document)


def identity(kind: str, value: str, salt: str = "") -> Json:
    hashed = {"salt": salt, "identityHash": identity_hash(value, salt)} if salt else {"identityHash": value}
    return {"type": "IdentityObject", "hashed": bool(salt), "identityType": kind, **hashed}


ADA = named(identity("emailAddress", "ada@example.org", "Kosher"), identity("studentId" and "systemId", "s-1"))


@pytest.mark.parametrize(
    ("document", "recipient", "fits"),
    [
        (ADA, ExpectedRecipient(email="ada@example.org"), True),
        (ADA, ExpectedRecipient(email=" Ada@Example.ORG "), True),
        (ADA, ExpectedRecipient(email="bob@example.org"), False),
        (ADA, ExpectedRecipient(identifier=("systemId", "s-1")), True),
        (ADA, ExpectedRecipient(identifier=("accountId", "s-1")), False),
        (ADA, ExpectedRecipient(identifier=("systemId", "S-1")), False),
        (ADA, ExpectedRecipient(email="ada@example.org", identifier=("systemId", "s-2")), False),
        (ADA, ExpectedRecipient(did=LEARNER.did), False),
        (SCHOOL.sign(badge()), ExpectedRecipient(did=LEARNER.did), True),
        (SCHOOL.sign(badge()), ExpectedRecipient(did=STRANGER.did), False),
        (SCHOOL.sign(badge()), ExpectedRecipient(email="ada@example.org"), False),
        # The official vector: a@example.com with the salt Kosher
        (named({"type": "IdentityObject", "hashed": True, "identityType": "emailAddress", "salt": "Kosher",
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}),
         ExpectedRecipient(email="a@example.com"), True),
    ],
)  # fmt: skip
def test_everything_that_is_expected_must_fit(document: Json, recipient: ExpectedRecipient, fits: bool):
    """Open Badges 3.0, verification step 5; the answer is yes or no, and nothing of what was compared."""
    report, _ = judge(document, recipient=recipient)
    [line] = lines(report, "recipient")
    assert report.verified is fits
    assert line.code == ("passed" if fits else "another_recipient")
    for secret in (recipient.did, recipient.email, *(recipient.identifier or ())):
        assert secret is None or secret not in line.message
    assert line.pointer == ""


def test_nobody_is_expected_unless_asked():
    """Without the question there is no answer."""
    [line] = lines(judge(ADA)[0], "recipient")
    assert line.outcome is Outcome.SKIPPED
    assert Presented(ADA).expected.recipient is None
