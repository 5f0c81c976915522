"""Is it a verifiable presentation, with credentials in it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing, warn
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, as_list

ID = "presentation"
TITLE = "Presentation"
CITATION = "VC Data Model 2.0 section 4.13"
PASSED = "It is a verifiable presentation of credentials."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Look at the members that the data model names."""
    document = presented.document
    if "VerifiableCredential" in presented.types:
        yield fail("two_kinds", "A document is a credential or a presentation, not both.", "/type")
    if "id" in document and not is_absolute_iri(document["id"]):
        yield fail("not_an_iri", "The id of a presentation must be an absolute IRI.", "/id")
    if "holder" in document and not is_absolute_iri(presented.issuer):
        yield fail("bad_holder", "A holder is an absolute IRI, or an object with one for its id.", "/holder")
    held = document.get("verifiableCredential")
    if not as_list(held):
        yield warn("no_credentials", "The presentation holds no credential.", "/verifiableCredential")
    for index, item in enumerate(as_list(held)):
        if not isinstance(item, dict):
            place = f"/verifiableCredential/{index}" if isinstance(held, list) else "/verifiableCredential"
            yield fail("not_an_object", "A credential in a presentation must be an object.", place)
