"""Data Integrity cryptosuites, one per file. Adding one is a file and a row here.

A suite says how a document and its proof options become bytes; hashing, signing and the proof object are the same for
all and live in `signing/data_integrity.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from badgeapi.canon.json import JsonObject
from badgeapi.signing.suites import eddsa_jcs_2022, eddsa_rdfc_2022


class Suite(Protocol):
    """What a cryptosuite decides."""

    NAME: str
    KEY_CODEC: str

    def transform(self, document: JsonObject) -> bytes:
        """Make the canonical bytes of an unsecured document (or of a proof configuration with its context)."""

    def carry(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """Make the proof as it will stand in the document, still without `proofValue`."""

    def configure(self, document: JsonObject, carried: JsonObject) -> JsonObject:
        """Make the proof configuration that is hashed from the proof as it stands, without `proofValue`."""

    def check_context(self, document: JsonObject, proof: JsonObject) -> JsonObject | None:
        """Return the document to verify under the proof's own `@context`, or None when the two contradict."""


SUITES: Mapping[str, Suite] = {suite.NAME: suite for suite in (eddsa_rdfc_2022, eddsa_jcs_2022)}
