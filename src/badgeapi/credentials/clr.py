"""ClrCredential: one publisher's record of many credentials of one learner, and how their achievements hang together.

The credentials within are signed by their own issuers and judged by themselves; here they are only counted.

Source: Comprehensive Learner Record 2.0, classes ClrCredential, ClrSubject and Association.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field

from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.achievement import Achievement
from badgeapi.credentials.envelope import (
    CLR_CONTEXT,
    OB_CONTEXT,
    Envelope,
    Validity,
    Validity1,
    accepted_contexts,
    contexts_in_order,
)
from badgeapi.credentials.identity import IdentityObject
from badgeapi.credentials.node import Node, named
from badgeapi.credentials.profile import Endorsement
from badgeapi.credentials.values import CompactJws, Iri, Many, Text
from badgeapi.errors import Fault, pointer

_CITATION: Final = "CLR 2.0, Association"


class Association(Node):
    """How one achievement of the record stands to another."""

    closed: ClassVar[bool] = True

    type: Literal["Association"] = "Association"
    association_type: Literal[
        "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy"
    ]
    source_id: Iri
    target_id: Iri


class ClrSubject(Node):
    """The learner, and what the record holds."""

    id: Iri | None = None
    type: list[str] = named("ClrSubject")
    identifier: Many[IdentityObject] | None = None
    achievement: Many[Achievement] | None = None
    verifiable_credential: Many[Any]
    association: Many[Association] | None = None


_STANDARDS: Final = (CLR_CONTEXT, OB_CONTEXT)


class _ClrEnvelope(Envelope):
    context: Annotated[
        list[Any], contexts_in_order(CLR_CONTEXT, OB_CONTEXT), accepted_contexts(CLR_CONTEXT, OB_CONTEXT)
    ] = Field(alias="@context")
    type: list[str] = named("VerifiableCredential", "ClrCredential")
    name: Text
    partial: bool | None = None
    credential_subject: ClrSubject
    endorsement: Many[Endorsement] | None = None
    endorsement_jwt: Many[CompactJws] | None = None


class ClrCredential(Validity, _ClrEnvelope):
    """A record of today (VC Data Model 2.0)."""


class ClrCredential1(Validity1, _ClrEnvelope):
    """A record of VC Data Model 1.1, read only."""


@dataclass(frozen=True, slots=True)
class _Order:
    """An order among achievements: associations of one family must not lead in a circle.

    Attributes:
        reverse: whether the source stands above the target.
        said: what a circle would mean.
    """

    family: str
    reverse: bool
    said: str


_ORDERS: Final[Mapping[str, _Order]] = {
    "isChildOf": _Order("parent", reverse=False, said="contain"),
    "isParentOf": _Order("parent", reverse=True, said="contain"),
    "isPartOf": _Order("whole", reverse=False, said="be part of"),
    "precedes": _Order("time", reverse=False, said="precede"),
}
"""The types of association that order; the others say nothing that a circle would contradict."""


def check_associations(subject: JsonObject, achievements: Container[str]) -> Iterator[Fault]:
    """Judge the associations of a ClrSubject; pointers within it.

    Every end must be one of the record's `achievements` (their ids), and none may come to contain or precede itself.
    """
    families: defaultdict[str, dict[tuple[str, str], _Link]] = defaultdict(dict)
    for index, association in enumerate(_list(subject.get("association"))):
        if not isinstance(association, dict):
            continue
        source, target = (association.get(name) for name in ("sourceId", "targetId"))
        for name, end in (("sourceId", source), ("targetId", target)):
            if isinstance(end, str) and end not in achievements:
                message = f"`{name}` must be the id of an achievement in the record."
                yield Fault("unknown_achievement", message, pointer("association", index, name), _CITATION)
        order = _ORDERS.get(str(association.get("associationType")))
        if order and isinstance(source, str) and isinstance(target, str):
            ends = (target, source) if order.reverse else (source, target)
            families[order.family].setdefault(ends, _Link(index, order))
    for links in families.values():
        yield from _circle(links)


@dataclass(frozen=True, slots=True)
class _Link:
    """An association that orders: its place, and what it says."""

    index: int
    order: _Order


def _circle(links: Mapping[tuple[str, str], _Link]) -> Iterator[Fault]:
    """Name one association of a circle, if `links` (by lower and upper end) lead in one."""
    graph: defaultdict[str, list[str]] = defaultdict(list)
    for lower, upper in links:
        graph[lower].append(upper)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        link = max((links[lower, upper] for upper, lower in pairwise(circle)), key=lambda link: link.index)
        message = f"With this association an achievement comes to {link.order.said} itself."
        yield Fault("circular_association", message, pointer("association", link.index), _CITATION)


def achievement_ids(subject: JsonValue) -> Iterator[str]:
    """Yield the ids of the achievements that a subject itself names: asserted (one) or referred to (a CLR's)."""
    for value in _list(subject.get("achievement") if isinstance(subject, dict) else None):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield str(value["id"])


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]
