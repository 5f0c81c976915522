"""Status lists of others: what each kind says, and whose word counts."""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from badgeapi.canon import contexts
from badgeapi.errors import InvalidInput
from badgeapi.verification.checks.status import needs
from badgeapi.verification.facts import Fact, Found, FoundCredential, Need, RevocationListNeed, StatusNeed, Unreachable
from badgeapi.verification.listed_status import read_entry
from badgeapi.verification.parse import Presented, read
from badgeapi.verification.report import Verdict
from tests.verification.signed import OB_1, OTHER, SCHOOL, STATUS_2021, V1, V2, Signer, badge, judge, lines, unsigned

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
URL = "https://school.example/status/1"
INDEX = 94567
ID = str(unsigned()["id"])


def encoded(*ones: int, size: int = 131_072, prefix: str = "u") -> str:
    """An encodedList, made by hand: index 0 is the left-most bit (Bitstring Status List 1.0 section 3)."""
    octets = bytearray(size // 8)
    for one in ones:
        octets[one // 8] |= 1 << (7 - one % 8)
    return prefix + urlsafe_b64encode(gzip.compress(bytes(octets))).rstrip(b"=").decode()


def entry(**members: Any) -> dict[str, Any]:
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
    } | members


def unsigned_list(*ones: int, by: Signer = SCHOOL, subject: dict[str, Any] | None = None, **members: Any) -> Any:
    made = {
        "@context": [V2],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": by.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": URL + "#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(*ones),
        }
        | (subject or {}),
    } | members
    return {name: value for name, value in made.items() if value is not None}


def facts(shown: Any, index: int = INDEX) -> dict[Need, Fact]:
    return {StatusNeed(URL, index): FoundCredential(read(shown))}


def said(status: Any, answers: dict[Need, Fact]) -> tuple[Verdict, list[tuple[str, str]]]:
    report = judge(badge(credentialStatus=status), answers)
    return report.verdict, [(outcome, code) for outcome, code, _ in lines(report, "status")]


GOOD = (Verdict.VERIFIED, [("pass", "passed")])


@pytest.mark.parametrize("as_jwt", [False, True])
@pytest.mark.parametrize(
    ("ones", "verdict", "line"),
    [
        ((), Verdict.VERIFIED, ("pass", "passed")),
        ((INDEX - 1, INDEX + 1), Verdict.VERIFIED, ("pass", "passed")),
        ((INDEX,), Verdict.NOT_VERIFIED, ("fail", "revoked")),
    ],
)
def test_the_bit_at_the_index_decides(ones: Any, verdict: Verdict, line: Any, *, as_jwt: bool):
    """Bitstring Status List 1.0 section 3.2, the list secured in either way."""
    made = unsigned_list(*ones)
    shown = SCHOOL.token(made) if as_jwt else SCHOOL.secure(made)
    assert said(entry(), facts(shown)) == (verdict, [line])


PURPOSES = {
    "suspension": (Verdict.NOT_VERIFIED, ("fail", "suspended")),
    "of our own": (Verdict.NOT_VERIFIED, ("fail", "flagged")),
    "refresh": (Verdict.VERIFIED, ("warn", "status_message")),
}


@pytest.mark.parametrize(("purpose", "answer"), PURPOSES.items(), ids=PURPOSES.keys())
def test_what_a_bit_means_stands_in_its_purpose(purpose: str, answer: Any):
    """A list may serve several purposes (section 2.2)."""
    shown = SCHOOL.secure(unsigned_list(INDEX, subject={"statusPurpose": ["revocation", purpose]}))
    assert said(entry(statusPurpose=purpose), facts(shown)) == (answer[0], [answer[1]])


def test_several_entries_are_all_looked_up():
    """The second one's failure stands at its own place; badges have one entry, other credentials may have more."""
    suspension = "https://school.example/status/2"
    lists = {
        StatusNeed(URL, INDEX): FoundCredential(read(SCHOOL.secure(unsigned_list()))),
        StatusNeed(suspension, 7): FoundCredential(
            read(SCHOOL.secure(unsigned_list(7, id=suspension, subject={"statusPurpose": "suspension"})))
        ),
    }
    second = entry(statusPurpose="suspension", statusListIndex="7", statusListCredential=suspension)
    report = judge(badge(type=["VerifiableCredential"], credentialStatus=[entry(), second]), lists)
    assert lines(report, "status") == [("fail", "suspended", "/credentialStatus/1")]


def test_entries_of_several_bits_say_their_message():
    """Section 2.1, statusSize and statusMessage: entry 3 of two bits is bits 6 and 7; the value 0b10 is 0x2."""
    names = ["pending", "approved", "deferred", "withdrawn"]
    status = entry(
        statusPurpose="message",
        statusListIndex="3",
        statusSize=2,
        statusMessage=[{"status": f"0x{value}", "message": name} for value, name in enumerate(names)],
    )
    shown = SCHOOL.secure(unsigned_list(subject={"statusPurpose": "message", "encodedList": encoded(6, size=262_144)}))
    report = judge(badge(credentialStatus=status), facts(shown, 3))
    assert report.verified
    assert [line.message for line in report.results if line.id == "status"] == ["The issuer says: deferred"]


MESSAGES = [{"status": f"0x{value}", "message": "said"} for value in range(4)]
UNREADABLE: dict[str, tuple[Any, str, str]] = {
    "no object": ("revoked", "status_type", ""),
    "no type": (entry(type=None), "status_type", ""),
    "of an unknown type": (entry(type="Status"), "status_type", ""),
    "for no purpose": (entry(statusPurpose=None), "status_purpose", "/statusPurpose"),
    "without index": (entry(statusListIndex=None), "status_index", "/statusListIndex"),
    "with true for an index": (entry(statusListIndex=True), "status_index", "/statusListIndex"),
    "with an index of 17 digits": (entry(statusListIndex="9" * 17), "status_index", "/statusListIndex"),
    "without list": (entry(statusListCredential=None), "status_url", "/statusListCredential"),
    "at a relative address": (entry(statusListCredential="/status/1"), "status_url", "/statusListCredential"),
    "ids, at no address": ({"type": "1EdTechRevocationList"}, "status_url", "/id"),
    "of no size": (entry(statusSize=0, statusMessage=MESSAGES), "status_size", "/statusSize"),
    "of too large a size": (entry(statusSize=9, statusMessage=MESSAGES), "status_size", "/statusSize"),
    "of a size in text": (entry(statusSize="2", statusMessage=MESSAGES), "status_size", "/statusSize"),
    "of the size true": (entry(statusSize=True), "status_size", "/statusSize"),
    "of two bits without messages": (entry(statusSize=2), "status_messages", "/statusMessage"),
    "of two bits, a message missing": (
        entry(statusSize=2, statusMessage=MESSAGES[1:]), "status_messages", "/statusMessage",
    ),
    "of two bits, a message without text": (
        entry(statusSize=2, statusMessage=[{"status": "0x0"}, *MESSAGES[1:]]), "status_messages", "/statusMessage",
    ),
    "of two bits, a message that is a text": (
        entry(statusSize=2, statusMessage=["0x0", *MESSAGES[1:]]), "status_messages", "/statusMessage",
    ),
    "of two bits, values in decimal": (
        entry(statusSize=2, statusMessage=[{"status": "0", "message": "said"}, *MESSAGES[1:]]),
        "status_messages", "/statusMessage",
    ),
    "of one bit with four messages": (entry(statusMessage=MESSAGES), "status_messages", "/statusMessage"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "code", "place"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_entry_that_cannot_be_read(given: Any, code: str, place: str):
    """Bitstring Status List 1.0 section 2.1: each fault at its place; nothing is asked for it."""
    with pytest.raises(InvalidInput) as caught:
        read_entry(given)
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [(code, place)]
    assert list(needs(Presented({"credentialStatus": given}))) == []


def test_entries_that_can_be_read():
    """Their sizes and messages, as section 2.1 writes them."""
    assert (read_entry(entry()).bits, read_entry(entry()).messages) == (1, None)
    several = read_entry(entry(statusSize=2, statusMessage=MESSAGES))
    assert (several.bits, several.messages) == (2, dict.fromkeys(range(4), "said"))
    assert read_entry(entry(statusMessage=MESSAGES[:2])).messages == {0: "said", 1: "said"}
    assert read_entry(entry(statusListIndex=INDEX)).index == INDEX  # the certifying body's samples have an integer
    assert read_entry(entry(type=["Other", "BitstringStatusListEntry"])).need == StatusNeed(URL, INDEX)


def of(**subject: Any) -> Any:
    return SCHOOL.secure(unsigned_list(subject=subject))


NOT_TO_BE_BELIEVED: dict[str, Any] = {
    "another issuer's": (SCHOOL.secure(unsigned_list(by=OTHER)), "list_issuer"),
    "another's own": (OTHER.secure(unsigned_list(by=OTHER)), "list_issuer"),
    "of a stranger's key": (OTHER.secure(unsigned_list()), "list_issuer"),
    "unsigned": (unsigned_list(), "list_issuer"),
    "changed": (SCHOOL.secure(unsigned_list()) | {"validFrom": "2026-01-02T00:00:00Z"}, "list_proof"),
    "for another purpose": (of(statusPurpose="suspension"), "list_purpose"),
    "of another subject": (
        SCHOOL.secure(unsigned_list(credentialSubject={"type": "BitstringStatusListEntry", "statusPurpose": "x"})),
        "list_type",
    ),
    "too short": (of(encodedList=encoded(size=65_536)), "list_length"),
    "not base64url": (of(encodedList="u!!!"), "list_encoding"),
    "without its letter": (of(encodedList=encoded(prefix="")), "list_encoding"),
    "not compressed": (of(encodedList="uAAAA"), "list_encoding"),
    "from tomorrow": (SCHOOL.secure(unsigned_list(validFrom="2026-11-26T00:00:00Z")), "list_period"),
    "of last year": (SCHOOL.secure(unsigned_list(validUntil="2026-11-25T11:59:59Z")), "list_period"),
    "at another address": (SCHOOL.secure(unsigned_list(id="https://school.example/status/9")), "list_id"),
    "a badge": (badge(), "list_type"),
}


@pytest.mark.parametrize(("shown", "code"), NOT_TO_BE_BELIEVED.values(), ids=NOT_TO_BE_BELIEVED.keys())
def test_a_list_that_is_not_to_be_believed_leaves_it_open(shown: Any, code: str):
    """Neither in force nor revoked: nothing is known."""
    assert said(entry(), facts(shown)) == (Verdict.UNDETERMINED, [("unknown", code)])


def test_the_minimum_counts_entries_not_bits():
    """Section 3.4: 131,072 entries of two bits are 262,144 bits; half of it is too short, whichever is asked for."""
    given = entry(statusPurpose="message", statusListIndex="3", statusSize=2, statusMessage=MESSAGES)
    for size, answer in ((262_144, ("warn", "status_message")), (131_072, ("unknown", "list_length"))):
        shown = of(statusPurpose="message", encodedList=encoded(size=size))
        assert said(given, facts(shown, 3))[1] == [answer]


def test_the_ends_of_a_lists_period_belong_to_it():
    """Published and asked for in the same second."""
    exactly = "2026-11-25T12:00:00Z"
    assert said(entry(), facts(SCHOOL.secure(unsigned_list(validFrom=exactly, validUntil=exactly)))) == GOOD


def test_an_index_beyond_the_end():
    """RANGE_ERROR of section 3.2."""
    answer = said(entry(statusListIndex="131072"), facts(SCHOOL.secure(unsigned_list()), 131_072))
    assert answer == (Verdict.UNDETERMINED, [("unknown", "list_range")])


@pytest.mark.parametrize("ttl", [0, 1, 86_400_000])
def test_how_long_to_keep_a_list_does_not_touch_the_verdict(ttl: int):
    """`ttl` is for whoever keeps copies."""
    assert said(entry(), facts(of(ttl=ttl))) == GOOD


@pytest.mark.parametrize("index", ["-1", "1.0", "0x1", " 1", "01", "", "1e3", "१"])
def test_an_index_that_is_no_decimal_text(index: str):
    """Not even the issuer can be asked: the entry is broken."""
    report = judge(badge(credentialStatus=entry(statusListIndex=index)))
    assert report.verdict is Verdict.NOT_VERIFIED


def test_a_list_that_could_not_be_had():
    """Unknown is never fine."""
    answers: dict[Need, Fact] = {StatusNeed(URL, INDEX): Unreachable("timed out")}
    assert said(entry(), answers) == (Verdict.UNDETERMINED, [("unknown", "list_unavailable")])


@pytest.mark.parametrize(("ones", "line"), [((), ("pass", "passed")), ((INDEX,), ("fail", "revoked"))])
def test_status_list_2021(ones: Any, line: Any):
    """The predecessor: no multibase letter, terms in a context of their own."""
    old = unsigned_list(
        subject={"type": "StatusList2021", "encodedList": encoded(*ones, prefix="")},
        type=["VerifiableCredential", "StatusList2021Credential"],
        validFrom=None,
        issuanceDate="2026-01-01T00:00:00Z",
    ) | {"@context": [V1, DATA_INTEGRITY, STATUS_2021]}
    document = unsigned(
        credentialStatus=entry(type="StatusList2021Entry", id=f"{URL}#{INDEX}"),
        validFrom=None,
        issuanceDate="2026-01-01T00:00:00Z",
    )
    report = judge(
        SCHOOL.secure(document | {"@context": [V1, OB_1, DATA_INTEGRITY, STATUS_2021]}), facts(SCHOOL.secure(old))
    )
    assert [(outcome, code) for outcome, code, _ in lines(report, "status")] == [line]


REVOKED: dict[str, Any] = {
    "not listed": ([], ("pass", "passed")),
    "another": ([{"id": "urn:uuid:other"}], ("pass", "passed")),
    "listed": ([{"id": ID, "revoked": True, "revocationReason": "Cheated."}], ("fail", "revoked")),
    "listed without a word": ([{"id": ID}], ("fail", "revoked")),
    "taken back": ([{"id": ID, "revoked": False}], ("pass", "passed")),
    "no list": (None, ("unknown", "list_type")),
}


@pytest.mark.parametrize(("ones", "verdict"), [((), Verdict.VERIFIED), ((INDEX,), Verdict.NOT_VERIFIED)])
@pytest.mark.parametrize("data_model", ["1.1", "2.0"])
def test_the_terms_of_the_successor_in_a_context_of_their_own(data_model: str, ones: Any, verdict: Verdict):
    """VC 1.1 has no terms for status; VC 2.0 has them, and may name the context none the less."""
    document = unsigned(credentialStatus=entry())
    document["@context"] = [*document["@context"], contexts.STATUS_V1]
    if data_model == "1.1":
        document["@context"] = [V1, OB_1, DATA_INTEGRITY, contexts.STATUS_V1]
        document["issuanceDate"] = document.pop("validFrom")
    report = judge(SCHOOL.secure(document), facts(SCHOOL.secure(unsigned_list(*ones))))
    assert report.verdict is verdict


@pytest.mark.parametrize(("listed", "line"), REVOKED.values(), ids=REVOKED.keys())
def test_1edtech_revocation_list(listed: Any, line: Any):
    """1EdTech Credential Revocation 1.0: a list of the ids that are revoked."""
    url = "https://school.example/revocations"
    answers: dict[Need, Fact] = {RevocationListNeed(url): Found({"id": url, "revokedCredential": listed})}
    _, found = said({"id": url, "type": "1EdTechRevocationList"}, answers)
    assert found == [line]
