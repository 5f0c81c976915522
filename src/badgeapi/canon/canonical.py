"""The one door to canonicalisation: the walker where it can, else the slow way; the bytes are the same.

Who must not spend what the slow way may cost (documents of strangers) calls `walker.canonicalize` and, when that hands
the document over, lets `canonicalize` run under a limit on processor time.

Source: VC Data Integrity EdDSA Cryptosuites 1.0 section 3.2.3 (transformation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from badgeapi.canon import jsonld, walker

if TYPE_CHECKING:
    from badgeapi.canon.json import JsonObject
    from badgeapi.canon.nquads import Quad
    from badgeapi.canon.rdfc import Algorithm


def canonicalize(document: JsonObject, *, algorithm: Algorithm = "sha256") -> str:
    """Write the canonical N-Quads of `document`, every JSON member covered.

    Raises:
        UnknownContext: a context that is not pinned, or an inline one.
        DataLoss: any member that would be dropped, changed or merged, each with its pointer.
        InputTooLarge: more anonymous nodes than `BLANK_NODES`, or more values than `JSON_NODES`.
        WorkExceeded: nodes without an id that are too much alike.
    """
    found = walker.canonicalize(document, algorithm=algorithm)
    return jsonld.canonicalize(document, algorithm=algorithm).nquads if found is None else found


def to_dataset(document: JsonObject) -> list[Quad]:
    """Write the statements of `document` as quads, blank nodes under names of our own; raises as `canonicalize`."""
    forest = walker.walk(document)
    return jsonld.to_dataset(document) if forest is None else forest.quads()
