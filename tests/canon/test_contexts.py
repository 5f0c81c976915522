"""The pinned contexts: a signature is only worth something when everybody expands by the same documents."""

import hashlib
import json
import os
import socket
from pathlib import Path

import pytest
import rfc8785
from pyld import jsonld

from badgeapi.canon import contexts
from badgeapi.canon.contexts.notation import Dialect
from badgeapi.errors import ConfigurationError, UnknownContext

# SHA-256 of the JCS form of the files that W3C and 1EdTech publish (OB 3.0.3: its revision of mid-2026).
PUBLISHED = {
    "https://www.w3.org/2018/credentials/v1": (
        "2018-credentials-v1.jsonld",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": (
        "clr-v2p0-2.0.1.json",
        "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    ),
    "https://www.w3.org/ns/credentials/v2": (
        "credentials-v2.jsonld",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    "https://w3id.org/security/data-integrity/v1": (
        "data-integrity-v1.jsonld",
        "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "data-integrity-v2.jsonld",
        "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    "https://www.w3.org/ns/did/v1": (
        "did-v1.jsonld",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    "https://w3id.org/security/multikey/v1": (
        "multikey-v1.jsonld",
        "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "ob-v3p0-3.0.1.json",
        "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "ob-v3p0-3.0.2.json",
        "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ob-v3p0-3.0.3.json",
        "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "ob-v3p0-extensions.json",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": (
        "ob-v3p0.json",
        "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    ),
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "suites-ed25519-2020.jsonld",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
}
FILES = {url: file for url, (file, _) in PUBLISHED.items()}
DIGESTS = {url: digest for url, (_, digest) in PUBLISHED.items()} | {
    # of contexts/vc-status-list-v1.jsonld in the npm package @digitalbazaar/vc-status-list-context 3.1.1
    "https://w3id.org/vc/status-list/2021/v1": "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    # of contexts/vc-bitstring-status-list-v1.jsonld in @digitalbazaar/vc-bitstring-status-list-context 1.1.0
    "https://www.w3.org/ns/credentials/status/v1": "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
}
REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")


def test_pinned_are_exactly_the_published_urls():
    """Nothing is known that has no published digest behind it."""
    assert set(DIGESTS) == contexts.URLS
    assert all(contexts.is_known(url) for url in DIGESTS)


@pytest.mark.parametrize(("url", "digest"), DIGESTS.items(), ids=DIGESTS.keys())
def test_document_has_the_published_digest(url: str, digest: str):
    """What we expand by is, value for value, what the standards bodies publish."""
    assert hashlib.sha256(rfc8785.dumps(contexts.document(url))).hexdigest() == digest


@pytest.mark.skipif(REFERENCE is None, reason="BADGEAPI_REFERENCE_DIR is not set")
@pytest.mark.parametrize(("url", "file"), FILES.items(), ids=FILES.values())
def test_document_equals_the_published_file(url: str, file: str):
    """The same truth as the digest, with a readable difference when a term table is wrong."""
    assert contexts.document(url) == json.loads(Path(REFERENCE, "contexts", file).read_text("utf-8"))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/context/v1",
        "https://www.w3.org/ns/credentials/v2/",
        "http://www.w3.org/ns/credentials/v2",
        "https://WWW.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
        "",
    ],
)
def test_unknown_context_is_refused_by_name_and_never_fetched(url: str, monkeypatch: pytest.MonkeyPatch):
    """A context chooses the meaning of what is signed: a URL that is nearly right is not right."""
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    assert not contexts.is_known(url)
    for ask in (contexts.document, lambda unknown: contexts.document_loader(unknown, {})):
        with pytest.raises(UnknownContext) as caught:
            ask(url)
        assert repr(url) in caught.value.message


def test_loader_answers_from_memory(monkeypatch: pytest.MonkeyPatch):
    """PyLD gets every pinned context without a socket, marked as static so that it is processed once."""
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    for url in contexts.URLS:
        answer = contexts.document_loader(url, {})
        assert answer["document"] is contexts.document(url)
        assert answer["contextUrl"] is None
        assert (answer["documentUrl"], answer["tag"]) == (url, "static")


def test_pyld_expands_through_the_loader_and_changes_nothing():
    """OB 3.0.3 under VC 2.0: scoped terms, the https datatype, the undefined `xsd:` prefix, as published."""
    [expanded] = jsonld.expand(
        {
            "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "awardedDate": "2026-01-01T00:00:00Z",
            "credentialSubject": {"type": "AchievementSubject", "creditsEarned": 1.5},
        },
        {"documentLoader": contexts.document_loader},
    )
    vocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
    [subject] = expanded["https://www.w3.org/2018/credentials#credentialSubject"]
    assert subject == {
        "@type": [vocabulary + "AchievementSubject"],
        vocabulary + "creditsEarned": [{"@type": "https://www.w3.org/2001/XMLSchema#float", "@value": 1.5}],
    }
    assert expanded[vocabulary + "awardedDate"] == [{"@type": "xsd:dateTime", "@value": "2026-01-01T00:00:00Z"}]
    contexts.verify_digests()


def test_pyld_refuses_what_the_loader_refuses():
    """Our error is the cause of PyLD's, so that callers can tell it from a defect."""
    with pytest.raises(jsonld.JsonLdError) as caught:
        jsonld.expand({"@context": "https://example.org/unknown"}, {"documentLoader": contexts.document_loader})
    assert isinstance(caught.value.__cause__, UnknownContext)


def test_examples_context_maps_by_vocabulary():
    """VC-DI-EdDSA 1.0 appendix B.1, canonical document: `alumniOf` lies in the examples vocabulary."""
    document = {**contexts.examples_document(), "alumniOf": "The School of Examples"}
    [expanded] = jsonld.expand(document, {"documentLoader": contexts.document_loader})
    assert expanded == {"https://www.w3.org/ns/credentials/examples#alumniOf": [{"@value": "The School of Examples"}]}


@pytest.mark.parametrize("url", sorted(contexts.URLS))
def test_a_changed_document_is_noticed(url: str, monkeypatch: pytest.MonkeyPatch):
    """One new term in any context, by accident or on purpose, keeps the service from starting."""
    contexts.verify_digests()
    terms = contexts.document(url)["@context"]
    assert isinstance(terms, dict)
    monkeypatch.setitem(terms, "amount", "https://example.org/amount")
    with pytest.raises(ConfigurationError, match=f"{url} has the JCS digest"):
        contexts.verify_digests()


def test_notation():
    """Every mark, against definitions written by hand."""
    dialect = Dialect(
        "https://v.example/#",
        "https://d.example/#",
        outer={"id": "@id"},
        inner={"@protected": True},
        types_texts=True,
    )
    table = {
        "": "plain schema:url label=schema:name alias=:plain text' gone Badge other^undefined:date",
        "Badge": "when^date link^@id many* order+ proof^@id% nonce. level^sec:multibase* purpose^@vocab",
        "Badge/purpose": "deep",
    }
    later = {"": "-gone Badge=schema:Thing"}
    assert dialect.context(table, later) == {
        "@context": {
            "id": "@id",
            "plain": {"@id": "https://v.example/#plain"},
            "url": {"@id": "https://schema.org/url"},
            "label": {"@id": "https://schema.org/name"},
            "alias": {"@id": "plain"},
            "text": {"@id": "https://v.example/#text", "@type": "https://d.example/#string"},
            "other": {"@id": "https://v.example/#other", "@type": "undefined:date"},
            "Badge": {
                "@id": "https://schema.org/Thing",
                "@context": {
                    "@protected": True,
                    "when": {"@id": "https://v.example/#when", "@type": "https://d.example/#date"},
                    "link": {"@id": "https://v.example/#link", "@type": "@id"},
                    "many": {"@id": "https://v.example/#many", "@container": "@set"},
                    "order": {"@id": "https://v.example/#order", "@container": "@list"},
                    "proof": {"@id": "https://v.example/#proof", "@type": "@id", "@container": "@graph"},
                    "nonce": "https://v.example/#nonce",
                    "level": {
                        "@id": "https://v.example/#level",
                        "@type": "https://w3id.org/security#multibase",
                        "@container": "@set",
                    },
                    "purpose": {
                        "@id": "https://v.example/#purpose",
                        "@type": "@vocab",
                        "@context": {"@protected": True, "deep": {"@id": "https://v.example/#deep"}},
                    },
                },
            },
        }
    }


def test_a_misspelt_word_is_refused():
    """A slip in a table is named, not skipped."""
    with pytest.raises(ConfigurationError, match="'term!'"):
        Dialect("https://v.example/#", "", outer={}, inner={}).context({"": "term!"})
