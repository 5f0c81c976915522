"""What is remembered of documents changes nothing that is said of the next one: neither its form nor a refusal."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from badgeapi import limits
from badgeapi.canon import jsonld
from badgeapi.credentials.shape import CLASSES, check_members
from badgeapi.errors import BadgeError
from badgeapi.verification import familiar
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.parse import read
from tests.verification.signed import NOW, unsigned


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    familiar._common.cache_clear()
    yield
    familiar._common.cache_clear()


def one(number: int, **texts: Any) -> dict[str, Any]:
    """One of many badges that differ in their own texts."""
    document = deepcopy(unsigned(id=f"urn:uuid:{number}", validFrom=f"2026-01-01T00:00:{number:02}Z"))
    document["credentialSubject"] |= {
        "id": f"did:web:a.example:{number}",
        "identifier": [{
            "type": "IdentityObject", "hashed": True, "identityHash": f"sha256${number:064}",
            "identityType": "emailAddress", "salt": f"salt {number}",
        }],
    }  # fmt: skip
    document["credentialStatus"] = {
        "id": f"https://a.example/list#{number}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(number),
        "statusListCredential": "https://a.example/list",
    }
    for place, text in texts.items():
        element: Any = document
        *path, name = place.split("__")
        for step in path:
            element = element[int(step) if step.isdigit() else step]
        element[name] = text
    return document


def slowly(document: dict[str, Any]) -> bytes | str:
    """The canonical form by PyLD and our RDFC-1.0, without walker and templates; or why there is none."""
    try:
        return jsonld.canonicalize(document).nquads.encode()
    except BadgeError as error:
        return error.code
    except UnicodeEncodeError:
        return "surrogate"


def written(document: dict[str, Any]) -> bytes | None:
    return familiar.canonicalize(document, familiar.find_kin(document))


def said(document: dict[str, Any]) -> bytes | str | None:
    try:
        return written(document)
    except BadgeError as error:
        return error.code
    except UnicodeEncodeError:
        return "surrogate"


def learnt() -> None:
    for number in range(limits.KIN_SEEN + limits.KIN_PROOFS):
        assert said(one(number)) == slowly(one(number))


def test_badges_of_one_kind_have_the_form_that_the_slow_way_gives(monkeypatch: pytest.MonkeyPatch):
    """Before and after there is a template; then the walker is not asked, or nothing would be gained."""
    learnt()
    with monkeypatch.context() as patch:
        patch.setattr(familiar, "_walk", None)
        found = [written(one(number)) for number in range(50, 59)]
    assert found == [slowly(one(number)) for number in range(50, 59)]


@pytest.mark.parametrize(
    "texts",
    [
        {"id": "no IRI"},
        {"id": "cred:1"},  # a prefix of the first context: short for another IRI
        {"id": "_:b0"},
        {"id": "urn:é:\u00a0"},
        {"id": None},
        {"id": ["urn:x:1"]},
        {"id": "https://a.example/list#9", "credentialStatus__id": "https://a.example/list#9"},
        {"credentialSubject__id": "urn:uuid:20"},  # two nodes become one
        {"credentialSubject__identifier__0__salt": '"é\n\\ %s \x7f\u2028'},
        {"credentialSubject__identifier__0__salt": 5},
        {"credentialSubject__identifier__0__salt": "\ud800"},
        {"credentialSubject__identifier": []},
        {"credentialSubject__identifier": "nobody"},
        {"credentialStatus__statusListIndex": 5},
        {"credentialStatus": None},
        {"validFrom": "yesterday"},
        {"validFrom": {"@value": "2026-01-01T00:00:00Z"}},
        {"name": "Another kin"},
        {"invented": "x"},
    ],
    ids=str,
)
def test_whatever_stands_in_the_texts_is_judged_as_if_nothing_were_remembered(texts: dict[str, Any]):
    """The template must not say yes where the gate says no, nor write other statements."""
    learnt()
    assert said(one(20, **texts)) == slowly(one(20, **texts))


def test_a_template_that_is_wrong_once_is_not_used_again(monkeypatch: pytest.MonkeyPatch):
    """The first forms that it writes are compared with the walker's; a fault of ours must not become a verdict."""
    made = familiar.make_template
    monkeypatch.setattr(familiar, "make_template", lambda document, slots: made(document, slots[::-1]))
    for number in range(40):
        assert written(one(number)) == slowly(one(number))


def test_strangers_cannot_make_us_remember_much():
    """A template costs as much as some documents, so it takes that many; what is large is not remembered at all."""
    for number in range(limits.KIN_SEEN - 1):
        written(one(number))
    kin = familiar.find_kin(one(20))
    assert kin is not None
    assert (kin.common.seen, kin.common.template) == (limits.KIN_SEEN - 1, None)
    written(one(30))
    assert kin.common.template is not None
    assert familiar.find_kin(one(0, name="x" * limits.KIN_BYTES)) is None
    assert familiar._common.cache_info().maxsize == limits.KIN


@pytest.mark.parametrize(
    "texts",
    [
        {"credentialSubject__identifier__0__identityHash": "sha256$short"},
        {"credentialSubject__identifier__0__salt": "x" * 300_000},
        {"validFrom": "2026-02-30T00:00:00Z"},
        {"validUntil": "2025-01-01T00:00:00Z"},
        {"credentialStatus__statusListIndex": "one"},
        {"credentialSubject__id": ""},
        {"issuer": {"id": "did:web:a.example", "type": ["Profile"], "name": 5}},
        {"issuer__url": "no URL"},
        {"credentialSubject__achievement__criteria": {}},
        {"credentialSubject__achievement": None},
        {"credentialSubject__achievement__name": []},
    ],
    ids=str,
)
def test_what_is_wrong_with_members_is_found_whatever_is_remembered(texts: dict[str, Any]):
    """The faults are those that the classes find in the whole document."""
    for number in range(3):
        report = inspect_offline(read(one(number, **({"validUntil": "2027-01-01T00:00:00Z"} if number else {}))), NOW)
        assert [line.code for line in report.results if line.id == "shape"] == ["passed"]
    document = one(20, **texts)
    report = inspect_offline(read(document), NOW)
    found = [(line.code, line.pointer) for line in report.results if line.id == "shape" and line.code != "passed"]
    assert found == [(fault.code, fault.pointer) for fault in check_members(document, *CLASSES["OpenBadgeCredential"])]
