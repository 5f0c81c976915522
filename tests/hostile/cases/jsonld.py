"""Linked-data tricks: members that people read and a signature does not cover, and contexts that change their meaning.

Where a trick leaves the signed quads as they are, it is played after signing: a verifier that does not look would say
yes. Source: VC Data Integrity 1.0 sections 2.4.1 and 4.6; JSON-LD 1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from badgeapi.canon.contexts import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXAMPLES_V2,
    OB_3_0_1,
    OB_3_0_2,
    OB_3_0_3,
    OB_EXTENSIONS,
    OB_UNVERSIONED,
)
from tests.hostile.case import NOT_VERIFIED, Case, World
from tests.hostile.documents import at, badge, badge_1, plain, rich
from tests.hostile.keys import Json
from tests.hostile.signing import JCS, RDFC, signed

DEPTHS = {
    "root": "",
    "issuer": "/issuer",
    "address": "/issuer/address",
    "subject": "/credentialSubject",
    "achievement": "/credentialSubject/achievement",
    "criteria": "/credentialSubject/achievement/criteria",
    "alignment": "/credentialSubject/achievement/alignment/0",
    "result": "/credentialSubject/result/0",
    "evidence": "/evidence/0",
}

# What does not change the quads of the object it is put into: name -> (what it is, member, value).
SILENT: dict[str, tuple[str, str, object]] = {
    "undefined-term": ("a term that no context defines", "grade", "A with distinction"),
    "undefined-object": ("an object under an undefined term", "honours", {"id": "urn:x:1", "name": "First class"}),
    "null-member": ("a member that is null", "description", None),
    "empty-array": ("an empty array", "endorsement", []),
    "keyword-like": ("a member that looks like a keyword", "@honours", "First class"),
    "index": ("@index, which says nothing in RDF", "@index", "First class"),
    "empty-nest": ("@nest around an undefined term", "@nest", {"grade": "A"}),
    "relative-iri-key": ("a relative IRI as member", "honours/first", "yes"),
    "prefixed-key": ("a member with an undefined prefix", "school:honours", None),
    "reverse-empty": ("an empty @reverse", "@reverse", {}),
    "graph-empty": ("an empty @included", "@included", []),
}


def _everywhere() -> Iterator[Case]:
    for place, pointer in DEPTHS.items():
        for name, (what, member, value) in SILENT.items():
            if name != "undefined-term" and place not in ("root", "subject", "alignment"):
                continue
            yield Case(
                f"{name}-in-{place}-after-signing",
                f"{what} in the {place} is refused: no signature covers it",
                _after(pointer, member, value),
                NOT_VERIFIED,
                "json_ld",
            )
        for suite in (RDFC, JCS):
            yield Case(
                f"undefined-term-in-{place}-signed-{suite}",
                f"an undefined term in the {place} is refused even when its issuer signed the document so",
                _before(pointer, "grade", "A", suite),
                NOT_VERIFIED,
                "json_ld",
            )


def _after(pointer: str, member: str, value: object) -> Callable[[World], Json]:
    return lambda _: at(signed(rich()), f"{pointer}/{member.replace('/', '~1')}", value)


def _before(pointer: str, member: str, value: object, suite: str) -> Callable[[World], Json]:
    return lambda _: signed(at(rich(), f"{pointer}/{member}", value), suite=suite)


def _edited(pointer: str, value: object) -> Callable[[World], Json]:
    return lambda _: at(signed(rich()), pointer, value)


def _lax(
    pointer: str, value: object, *, document: Callable[[], Json] = rich, suite: str = RDFC
) -> Callable[[World], Json]:
    return lambda _: signed(at(document(), pointer, value), suite=suite)


def _context(*urls: object, suite: str = JCS, document: Callable[..., Json] = badge) -> Callable[[World], Json]:
    return lambda _: signed(document(**{"@context": list(urls)}), suite=suite)


def _swapped(context: object) -> Callable[[World], Json]:
    return lambda _: {**signed(badge()), "@context": context}


def _no(name: str, truth: str, make: Callable[[World], Any], because: str = "json_ld") -> Case:
    return Case(name, truth, make, NOT_VERIFIED, because)


def graph_wrapped(_: World) -> Json:
    document = signed(badge())
    return {"@context": document.pop("@context"), "@graph": [document]}


def hidden_expiry(_: World) -> Json:
    """The expiry under its full IRI: signed, but read by no checker of dates."""
    document = badge(**{"https://www.w3.org/2018/credentials#validUntil": {"@value": "2020-01-01T00:00:00Z"}})
    return signed(document)


def second_issuer(_: World) -> Json:
    """A second issuer under the full IRI."""
    return signed(badge(**{"https://www.w3.org/2018/credentials#issuer": {"@id": "https://victim.example"}}))


def swapped_tags(_: World) -> Json:
    """Two alignments of one id whose names are exchanged after signing."""
    document = badge()
    row = {"type": ["Alignment"], "id": "urn:x:1"}
    document["credentialSubject"]["achievement"]["alignment"] = [
        {**row, "targetName": "A", "targetUrl": "https://a.example"},
        {**row, "targetName": "B", "targetUrl": "https://b.example"},
    ]
    found = signed(document)
    one, two = found["credentialSubject"]["achievement"]["alignment"]
    one["targetName"], two["targetName"] = two["targetName"], one["targetName"]
    return found


def aliased_criteria(_: World) -> Json:
    """`Criteria`, a class, where the member `criteria` belongs: one IRI for both."""
    document = signed(badge())
    inner = document["credentialSubject"]["achievement"]
    inner["Criteria"] = inner.pop("criteria")
    return document


TERM = "https://example.org/terms#grade"

CASES = (
    *_everywhere(),
    # Ids and types
    _no("relative-root-id", "a relative id takes the node out of the signed graph", _lax("/id", "credentials/1")),
    _no("relative-subject-id", "a relative id of the subject", _lax("/credentialSubject/id", "ada")),
    _no("relative-achievement-id", "a relative id of the achievement", _lax("/credentialSubject/achievement/id", "/a/1")),
    _no("relative-issuer-id", "a relative id of the issuer", _lax("/issuer/id", "school"), "json_ld issuer_binding"),
    _no("blank-node-id", "a blank node is no id", _lax("/credentialSubject/achievement/id", "_:b0")),
    _no("id-with-space", "an id with a space loses every statement about it", _lax("/credentialSubject/id", "urn:x:a b")),
    _no("id-with-newline", "an id with a line feed", _lax("/credentialSubject/id", "urn:x:a\nb", suite=JCS)),
    _no("id-with-angle", "an id that ends an N-Quads term", _lax("/credentialSubject/id", "urn:x:a> <b", suite=JCS)),
    _no("id-empty", "an empty id", _lax("/credentialSubject/achievement/id", "")),
    _no("id-array", "an id that is an array", _lax("/credentialSubject/id", ["urn:x:1", "urn:x:2"], suite=JCS)),
    _no("id-number", "an id that is a number", _lax("/credentialSubject/id", 7, suite=JCS)),
    _no("id-of-prefix", "an id that is short for another", _lax("/id", "xsd:date", document=badge_1, suite=JCS)),
    _no("undefined-type", "a type that no context defines", _lax("/type", ["VerifiableCredential", "OpenBadgeCredential", "Honours"])),
    _no("undefined-type-inside", "an undefined type further down", _lax("/credentialSubject/achievement/type", ["Achievement", "Honours"])),
    _no("type-added-after-signing", "a relative type added after signing", _edited("/type", ["VerifiableCredential", "OpenBadgeCredential", "honours/first"])),
    _no("type-by-full-iri", "a class by its IRI, that no reader looks for", lambda _: signed(badge(type=["VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"]))),
    _no("type-removed", "a type taken away after signing", _edited("/type", ["VerifiableCredential"]), "proof json_ld"),
    _no("swapped-between-namesakes", "members exchanged between objects of one id", swapped_tags, "json_ld"),
    # Values
    _no("language-map", "a language map's text is not signed", _edited("/name", {"en": "Honours", "de": "Auszeichnung"})),
    _no("language-map-signed", "even when its issuer signs the document", _lax("/name", {"en": "Soldering"})),
    _no("value-object", "an object for a text", _edited("/name", {"@value": "Soldering, Level 2"}), "json_ld shape"),
    _no("value-object-number", "an object for a number", _lax("/credentialSubject/creditsEarned", {"@value": 2.5}), "json_ld shape"),
    _no("value-object-typed", "a text of another datatype", _lax("/name", {"@value": "x", "@type": "http://www.w3.org/2001/XMLSchema#string"})),
    _no("number-as-text", "5 as a text", _lax("/credentialSubject/creditsEarned", "2.5"), "json_ld shape"),
    _no("text-as-number", "a number as name", _lax("/name", 7), "json_ld shape"),
    _no("text-as-boolean", "true as name", _lax("/name", True), "json_ld shape"),
    _no("repeated-tag", "a tag twice is signed once", _edited("/credentialSubject/achievement/tag", ["electronics", "soldering", "soldering"])),
    _no("reordered-list", "the order of allowed values is signed", lambda _: reordered(), "proof"),
    _no("nested-array", "an array within an array", _edited("/credentialSubject/achievement/tag", [["electronics"], ["soldering"]])),
    _no("list-object", "@list in place of an array", _edited("/credentialSubject/achievement/tag", {"@list": ["electronics", "soldering"]})),
    _no("set-object", "@set in place of an array", _edited("/credentialSubject/achievement/tag", {"@set": ["electronics", "soldering"]})),
    _no("id-object-for-text", "an object with id in place of an IRI", _edited("/evidence/0/id", {"id": "https://school.example/evidence/1"})),
    _no("json-literal", "a value as @json", _lax("/name", {"@value": "x", "@type": "@json"})),
    _no("text-in-place-of-node", "an id in place of the achievement", _edited("/credentialSubject/achievement", "https://school.example/achievements/soldering"), "json_ld shape proof"),
    # Keywords and IRIs as members
    _no("graph-wrapped", "the credential within @graph", graph_wrapped, "type json_ld context"),
    _no("full-iri-hides-expiry", "an expiry under its full IRI", hidden_expiry),
    _no("full-iri-second-issuer", "a second issuer under its full IRI", second_issuer),
    _no("full-iri-for-term", "a term written in full", lambda _: renamed("name", "https://schema.org/name")),
    _no("nest-hides-achievement", "the achievement within @nest", lambda _: nested()),
    _no("keyword-id", "@id in place of id", lambda _: renamed("id", "@id"), "json_ld shape"),
    _no("keyword-type", "@type in place of type", lambda _: renamed("type", "@type"), "type json_ld shape"),
    _no("keyword-included", "a second node under @included", _lax("/@included", [{"id": "urn:x:1", "name": "Honours"}])),
    _no("keyword-reverse", "statements about the badge from elsewhere", _lax("/@reverse", {"evidence": {"id": "urn:x:1"}}, suite=JCS)),
    _no("keyword-base", "@base as a member", _lax("/@base", "https://victim.example/", suite=JCS)),
    _no("keyword-vocab", "@vocab as a member", _lax("/@vocab", "https://victim.example/#", suite=JCS)),
    _no("keyword-direction", "@direction on a name", _lax("/name", {"@value": "x", "@direction": "rtl"}, suite=JCS)),
    _no("class-as-member", "a class in place of a member of the same IRI", aliased_criteria, "json_ld shape"),
    # Contexts
    _no("context-absent", "without contexts nothing means anything", lambda _: without_context(), "context json_ld"),
    _no("context-text", "a lone context in place of the array", _swapped(CREDENTIALS_V2), "context"),
    _no("context-null", "no context", _swapped(None), "context"),
    _no("context-object", "an object in place of the array", _swapped({"@vocab": "https://x.example/#"}), "context"),
    _no("context-null-within", "null clears what came before", _context(CREDENTIALS_V2, OB_3_0_3, None), "context"),
    _no("context-number", "a number among the contexts", _context(CREDENTIALS_V2, OB_3_0_3, 7), "context"),
    _no("context-nested-array", "an array among the contexts", _context(CREDENTIALS_V2, [OB_3_0_3]), "context"),
    _no("context-inline", "an inline context gives an undefined term a meaning", _context(CREDENTIALS_V2, OB_3_0_3, {"grade": TERM}), "context"),
    _no("context-inline-first", "an inline context before all", _context({"grade": TERM}, CREDENTIALS_V2, OB_3_0_3), "context"),
    _no("context-inline-redefines", "an inline context that renames a member", _context(CREDENTIALS_V2, OB_3_0_3, {"title": "https://schema.org/name"}), "context"),
    _no("context-vocab", "@vocab gives every term a meaning", _context(CREDENTIALS_V2, OB_3_0_3, {"@vocab": "https://x.example/#"}), "context"),
    _no("context-base", "@base makes relative ids absolute", _context(CREDENTIALS_V2, OB_3_0_3, {"@base": "https://x.example/"}), "context"),
    _no("context-import", "@import", _context(CREDENTIALS_V2, OB_3_0_3, {"@version": 1.1, "@import": OB_EXTENSIONS}), "context"),
    _no("context-propagate", "@propagate", _context(CREDENTIALS_V2, OB_3_0_3, {"@propagate": False}), "context"),
    _no("context-protected", "a protected term redefined", _context(CREDENTIALS_V2, OB_3_0_3, {"issuer": "https://x.example/#issuer"}), "context"),
    _no("context-type-scoped", "a type that brings its own context", _context(CREDENTIALS_V2, OB_3_0_3, {"Profile": {"@id": "https://x.example/#P", "@context": {"name": TERM}}}), "context"),
    _no("context-vocab-document", "the W3C's examples context has one @vocab", _context(CREDENTIALS_V2, OB_3_0_3, EXAMPLES_V2), "context"),
    _no("context-wrong-order", "the credentials context must be first", _context(OB_3_0_3, CREDENTIALS_V2), "context json_ld shape"),
    _no("context-only-ob", "the credentials context must be there", _context(OB_3_0_3), "context json_ld shape"),
    _no("context-twice", "two data models at once", _context(CREDENTIALS_V2, CREDENTIALS_V1, OB_3_0_3), "context json_ld shape"),
    _no("context-v2-with-ob-3-0-1", "contexts that cannot be combined", _context(CREDENTIALS_V2, OB_3_0_1), "json_ld"),
    _no("context-v2-with-ob-unversioned", "contexts that cannot be combined", _context(CREDENTIALS_V2, OB_UNVERSIONED), "json_ld"),
    _no("context-unknown", "an unknown context", _context(CREDENTIALS_V2, OB_3_0_3, "https://x.example/context.json"), "context"),
    _no("context-http", "http is not https", _context(CREDENTIALS_V2, OB_3_0_3.replace("https", "http")), "context"),
    _no("context-fragment", "a URL with a fragment is another", _context(CREDENTIALS_V2, OB_3_0_3 + "#"), "context"),
    _no("context-query", "a URL with a query is another", _context(CREDENTIALS_V2, OB_3_0_3 + "?"), "context"),
    _no("context-case", "URLs are compared by character", _context(CREDENTIALS_V2, OB_3_0_3.replace("purl", "PURL")), "context"),
    _no("context-file-url", "a file is no context", _context(CREDENTIALS_V2, OB_3_0_3, "file:///etc/passwd"), "context"),
    _no("context-data-url", "nor are data in a URL", _context(CREDENTIALS_V2, OB_3_0_3, "data:application/ld+json,%7B%7D"), "context"),
    _no("context-relative", "nor is a relative URL", _context(CREDENTIALS_V2, OB_3_0_3, "context.json"), "context"),
    _no("context-swapped-after-signing", "the same members under another revision", _swapped([CREDENTIALS_V2, OB_3_0_2]), "proof json_ld"),
    _no("context-nested", "a context further down", _edited("/credentialSubject/@context", [CREDENTIALS_V2]), "json_ld context"),
    _no("context-nested-inline", "an inline context further down", _edited("/credentialSubject/achievement/@context", {"honours": TERM}), "json_ld context"),
    _no("context-nested-null", "a context cleared further down", _edited("/credentialSubject/achievement/@context", None), "json_ld context"),
    _no("context-fifteen-thousand", "contexts without end cost no time", _swapped([CREDENTIALS_V2, OB_3_0_3] + [OB_EXTENSIONS, OB_3_0_3] * 7_500), ""),
    _no("context-of-plain", "a term of Open Badges without its context", lambda _: signed(plain(achievementType="Degree")), "json_ld"),
)  # fmt: skip


def reordered() -> Json:
    document = rich()
    document["credentialSubject"]["achievement"]["resultDescription"].append(
        {
            "id": "urn:example:grade",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": ["C", "B", "A"],
        }
    )
    return at(signed(document), "/credentialSubject/achievement/resultDescription/1/allowedValue", ["A", "B", "C"])


def renamed(member: str, to: str) -> Json:
    document = signed(badge())
    return {to if name == member else name: value for name, value in document.items()}


def nested() -> Json:
    document = signed(badge())
    subject = document["credentialSubject"]
    subject["@nest"] = {"achievement": subject.pop("achievement")}
    return document


def without_context() -> Json:
    document = signed(badge())
    del document["@context"]
    return document
