"""What a conformance run may use beside the pinned contexts; nothing at all unless the operator has said so.

The W3C's suites sign with a context of one `@vocab` and with contexts written into the document. Both could give a
meaning to anything, so they are for runs of those suites only: the switch is the process's, set once by the
composition root, and refused in production. A context within a document may only add terms that are mapped to absolute
IRIs, as a context or as a document that holds one (`{"@context": {...}}`); terms of the pinned contexts are not for
redefining.

Source: VC Data Model 2.0 section 5.2.1 (`@vocab` should not be used in production), appendix B.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from badgeapi.canon import contexts
from badgeapi.canon.json import JsonValue

_is_iri: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\xa0]+", re.ASCII).fullmatch
_ALIASES: Final = frozenset({("id", "@id"), ("type", "@type")})
_DEFINITION: Final = frozenset({"@id", "@type", "@context", "@protected"})
_COERCIONS: Final = frozenset({"@id", "@vocab"})
_FREE: Final = frozenset({"name", "description"})
"""Terms that VC Data Model 1.1 lacks and the suites' documents of it add; a context that has them protects them."""
_is_running = False


def run(*, running: bool) -> None:
    """Allow what this module is about, or no longer."""
    global _is_running  # noqa: PLW0603  # the process has one set of contexts, as it has one set of settings
    _is_running = running


def is_running() -> bool:
    """Tell whether this process serves a conformance run."""
    return _is_running


def documents() -> Mapping[str, Mapping[str, JsonValue]]:
    """The contexts that are known beside the pinned ones, by URL."""
    return {contexts.EXAMPLES_V2: contexts.examples_document()} if _is_running else {}


def allows(context: JsonValue) -> bool:
    """Tell whether an item of `@context` that is not pinned may stand there all the same."""
    if not _is_running:
        return False
    if isinstance(context, dict):
        terms = context["@context"] if context.keys() == {"@context"} else context
        return isinstance(terms, dict) and _adds_terms(terms) and not terms.keys() & (_taken() - _FREE)
    return context == contexts.EXAMPLES_V2


@cache
def _taken() -> frozenset[str]:
    """The terms of the pinned contexts."""
    pinned = (contexts.document(url)["@context"] for url in contexts.URLS)
    return frozenset(name for terms in pinned if isinstance(terms, dict) for name in terms if name[:1] != "@")


def _adds_terms(context: JsonValue) -> bool:
    return isinstance(context, dict) and all(
        value is True if name == "@protected" else _is_term(name, value) for name, value in context.items()
    )


def _is_term(name: str, value: JsonValue) -> bool:
    if not name or name[0] == "@" or ":" in name:
        return False
    if isinstance(value, str):
        return _is_iri(value) is not None
    if not isinstance(value, dict) or value.keys() - _DEFINITION or not _is_iri(str(value.get("@id"))):
        return False
    coercion, scoped = value.get("@type", "@id"), value.get("@context", {})
    return (
        value.get("@protected", True) is True
        and isinstance(coercion, str)
        and (coercion in _COERCIONS or _is_iri(coercion) is not None)
        and isinstance(scoped, dict)
        and _adds_terms({key: member for key, member in scoped.items() if (key, str(member)) not in _ALIASES})
    )
