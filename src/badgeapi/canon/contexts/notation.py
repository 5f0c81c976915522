"""A notation for JSON-LD contexts, one word per term, and the generator that reads it.

A table maps a scope to its words. The scope "" is the context itself, "Profile" the scoped context of the
term `Profile`, "DataIntegrityProof/proofPurpose" one level deeper. A word is a term followed by marks:

    narrative               the term, mapped to the vocabulary of the dialect + `narrative`
    schema:name             the same word in another vocabulary (see `PREFIXES`)
    tag=schema:keywords     mapped to a different name
    story=:narrative        mapped to that string as it stands, here another term of the context
    narrative'              a text; some dialects coerce texts to xsd:string
    activityEndDate^date    coerced to a datatype; `^@id`, `^@vocab` and `^sec:multibase` likewise
    related*  value+  proof%  container: @set, @list, @graph
    nonce.                  defined by the IRI alone, not by an object (digests tell the two apart)
    -image                  not a term here

Tables are read in order and a later word replaces an earlier one, so an older edition of a context is written
as its differences from the newer one. A prefix that `PREFIXES` does not list stays in the document as it is.

Not here: the tables, and the digests that prove them. JSON-LD 1.1 section 9.15 (context definitions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import ConfigurationError

Table: TypeAlias = Mapping[str, str]

KEYWORDS: Final[JsonObject] = {"id": "@id", "type": "@type"}
PROTECTED: Final[JsonObject] = {"@protected": True, **KEYWORDS}

PREFIXES: Final = {
    "": "",
    "clr": "https://purl.imsglobal.org/spec/vc/clr/vocab.html#",
    "dc": "http://purl.org/dc/terms/",
    "jwt": "https://www.iana.org/assignments/jwt#",
    "ob": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
    "oldschema": "http://schema.org/",
    "schema": "https://schema.org/",
    "sec": "https://w3id.org/security#",
    "vc": "https://www.w3.org/2018/credentials#",
    "vccr": "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#",
    "vccs": "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#",
    "vcrl": "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#",
}

_CONTAINERS: Final = {"*": "@set", "+": "@list", "%": "@graph"}
_WORD: Final = re.compile(
    r"(?P<name>[\w:]+)(=(?P<iri>[\w:-]+))?"
    r"(?P<text>')?(\^(?P<type>[@\w:]+))?(?P<container>[*+%])?(?P<bare>\.)?"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the words of a table leave unsaid.

    Attributes:
        vocabulary: where a term without prefix lives.
        datatypes: where a datatype without prefix lives: a namespace, or a prefix that the document keeps.
        outer: members that the context starts with.
        inner: members that every scoped context starts with.
        types_texts: texts are coerced to the datatype `string`.
    """

    vocabulary: str
    datatypes: str
    outer: Mapping[str, JsonValue]
    inner: Mapping[str, JsonValue]
    types_texts: bool = False

    def context(self, *tables: Table) -> JsonObject:
        """Generate the JSON-LD document `{"@context": {...}}` that the tables describe.

        Raises:
            ConfigurationError: a word of a table cannot be read.
        """
        scopes: dict[str, dict[str, Any]] = {"": dict(self.outer)}
        for table in tables:
            for path, words in table.items():
                scope = scopes.setdefault(path, dict(self.inner))
                for word in words.split():
                    if word.startswith("-"):
                        del scope[word[1:]]
                    else:
                        term, definition = self._define(word)
                        scope[term] = definition
        context = scopes.pop("")
        # Hung in last, so that a term which an edition defines anew keeps its scope.
        for path, scope in scopes.items():
            parent, _, term = path.rpartition("/")
            (scopes[parent] if parent else context)[term]["@context"] = scope
        return {"@context": context}

    def _define(self, word: str) -> tuple[str, JsonValue]:
        marks = _WORD.fullmatch(word)
        if marks is None:
            raise ConfigurationError(f"{word!r} is no word of the context notation.")
        term = marks["name"].rpartition(":")[2]
        iri = _expand(marks["iri"] or marks["name"], self.vocabulary)
        if marks["bare"]:
            return term, iri
        definition: JsonObject = {"@id": iri}
        datatype = marks["type"] or ("string" if marks["text"] and self.types_texts else None)
        if datatype:
            definition["@type"] = _expand(datatype, self.datatypes)
        if marks["container"]:
            definition["@container"] = _CONTAINERS[marks["container"]]
        return term, definition


def _expand(name: str, namespace: str) -> str:
    prefix, colon, local = name.rpartition(":")
    if colon:
        return PREFIXES[prefix] + local if prefix in PREFIXES else name
    return name if name.startswith("@") else namespace + name
