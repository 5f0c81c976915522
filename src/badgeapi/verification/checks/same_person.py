"""Are the credentials of a learner record about the learner whom the record names?

Two different DIDs are two different people as far as anybody can tell. Fresh subject ids and salted hashes of one
address cannot be compared with each other, so what cannot be told is said and not punished.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.canon.json import JsonObject
from badgeapi.credentials import identity
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing, warn
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, as_list, member
from badgeapi.verification.parts import CREDENTIAL, parts

ID = "same_person"
TITLE = "One learner"
CITATION = "CLR 2.0, ClrSubject"
PASSED = "Every credential of the record is about the record's own subject."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = False

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Compare subjects by id, then by identifier."""
    learner = member(presented.document, "credentialSubject")
    for part in parts(presented):
        if part.role is CREDENTIAL and isinstance(part.presented, Presented):
            subject = member(part.presented.document, "credentialSubject")
            ids = learner.get("id"), subject.get("id")
            if (isinstance(ids[0], str) and ids[0] == ids[1]) or _linked(learner, subject):
                continue
            if all(isinstance(name, str) and name.startswith("did:") for name in ids):
                yield fail("another_person", "This credential is about somebody else.", part.pointer)
            else:
                message = "Whether this credential is about the record's subject cannot be told from the two."
                yield warn("person_not_told", message, part.pointer)


def _linked(one: JsonObject, other: JsonObject) -> bool:
    """Tell whether an identifier of one subject is an identifier of the other."""
    ours, theirs = (_identities(subject) for subject in (one, other))
    return any(_same(mine, yours) for mine in ours for yours in theirs)


def _same(one: JsonObject, other: JsonObject) -> bool:
    if one.get("identityType") != other.get("identityType"):
        return False
    if one.get("hashed") is False:
        return identity.fits(other, str(one.get("identityHash")))
    if other.get("hashed") is False:
        return identity.fits(one, str(other.get("identityHash")))
    return (one.get("identityHash"), one.get("salt")) == (other.get("identityHash"), other.get("salt"))


def _identities(subject: JsonObject) -> list[JsonObject]:
    return [item for item in as_list(subject.get("identifier")) if isinstance(item, dict)]
