"""Random documents over the whole vocabulary of the pinned contexts, and the same ones spoilt.

Made from the context documents alone (terms, coercions, containers), so a term that a context has is a term that is
tried. Shapes are nastier than those of honest credentials: shared ids, twins, several types, every kind of character.
"""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from badgeapi.canon import contexts

V2, V1, OB = contexts.CREDENTIALS_V2, contexts.CREDENTIALS_V1, contexts.OB_3_0_3
COMBINATIONS = [
    *[[V2, OB]] * 6,
    [V2, contexts.OB_3_0_2],
    [V2, OB, contexts.OB_EXTENSIONS],
    *[[V2, contexts.CLR_2_0_1, OB]] * 3,
    [V2],
    [V1, contexts.OB_3_0_1],
    [V1, contexts.OB_UNVERSIONED],
    [V1, contexts.OB_3_0_2, contexts.ED25519_2020],
    [V1, contexts.DATA_INTEGRITY_V2],
    [V1, contexts.DATA_INTEGRITY_V1],
    [V1, contexts.CLR_2_0_1],
    [contexts.DID_V1, contexts.MULTIKEY_V1],
]
CHARACTERS = "abcXYZ 09-_.,;:'\"\\\n\r\t\b\x0b\x0c\x01\x7f<>{}|^`%#/?é漢😀ﬀ\u2028\u00a0\u0301\ufffe\uffff~"
DIVERGENT = {"ﬀ", "\ufffe", "\uffff"}
"""rdf-canonize sorts what is beyond the BMP before the first, and leaves the others unescaped."""
IRI_CHARACTERS = "abcXYZ09-_.~%#/?é漢😀:@!$&'()*+,;=[]"
SCHEMES = ["https://e.example/", "urn:uuid:", "did:web:", "http://x.example#", "mailto:", "did:key:z6Mk", "tag:a,2:"]
NUMBERS = [0, 1, -1, 5, 10**6, 2**53 - 1, 1.5, 0.25, 100.0, -0.5, 123.456, 0.1, 1e21, 1e-7, 5e-324, -0.0]
LANGUAGES = ["en", "fr-CA", "DE", "zh-hant-tw", "und"]
CARRIERS = ["VerifiableCredential", "VerifiablePresentation", "DataIntegrityProof", "EnvelopedVerifiableCredential"]


class Writer:
    """Writes documents over one list of contexts."""

    def __init__(self, random: Random, urls: list[str], *, portable: bool) -> None:
        self.random, self.urls = random, urls
        self.characters = "".join(one for one in CHARACTERS if not (portable and one in DIVERGENT))
        self.numbers = NUMBERS[:-3] if portable else NUMBERS
        self.terms: dict[str, Any] = {}
        for url in urls:
            found = contexts.document(url)["@context"]
            for part in found if isinstance(found, list) else [found]:
                self.terms |= {name: term for name, term in part.items() if not name.startswith("@")}
        self.scopes = {
            name: {key: word for key, word in term["@context"].items() if not key.startswith("@")}
            for name, term in self.terms.items()
            if isinstance(term, dict) and isinstance(term.get("@context"), dict)
        }
        self.classes = [name for name in self.terms if name[0].isupper()]
        self.ids = [self.iri() for _ in range(4)]

    def text(self) -> str:
        length = self.random.choice([0, 1, 3, 8, 20])
        return "".join(self.random.choice(self.characters) for _ in range(length))

    def iri(self) -> str:
        tail = "".join(self.random.choice(IRI_CHARACTERS) for _ in range(self.random.choice([1, 4, 10])))
        return self.random.choice(SCHEMES) + tail

    def any_iri(self) -> str:
        return self.random.choice(self.ids) if self.random.random() < 0.15 else self.iri()

    def document(self) -> dict[str, Any]:
        kinds = [name for name in self.classes if name.endswith(("Credential", "Presentation"))] or self.classes
        types = self.random.sample(kinds, min(len(kinds), self.random.choice([1, 2])))
        if "VerifiableCredential" in kinds and self.random.random() < 0.7:
            types = list(dict.fromkeys(["VerifiableCredential", *types]))
        return {"@context": [*self.urls], **self.members(types, 4, root=True)}

    def node(self, depth: int) -> dict[str, Any]:
        chance = self.random.random()
        if chance < 0.08:
            return {"id": self.any_iri()}
        if chance < 0.1:
            return {}
        types = self.random.sample(self.classes, min(len(self.classes), self.random.choice([0, 1, 1, 1, 1, 1, 1, 2])))
        if self.random.random() < 0.05:
            types.append(self.iri())
        found = self.members(types, depth)
        if set(types) & set(CARRIERS) and self.random.random() < 0.5:
            found["@context"] = self.random.choice([[*self.urls], self.urls[0]])
        return found

    def members(self, types: list[str], depth: int, *, root: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.random.random() < (0.95 if root else 0.5):
            found["id"] = self.any_iri()
        if types:
            found["type"] = types[0] if len(types) == 1 and self.random.random() < 0.4 else types
        words = {name: term for name, term in self.terms.items() if name[0].islower() and name not in ("id", "type")}
        words = dict(self.random.sample(sorted(words.items(), key=str), min(len(words), 2)))
        for name in types:
            words |= {key: word for key, word in self.scopes.get(name, {}).items() if key[0].islower() or key[0] == "_"}
        words.pop("id", None)
        words.pop("type", None)
        count = min(len(words), self.random.choice([0, 1, 2, 3, 5, 8]) + (3 if root else 0))
        for name in self.random.sample(sorted(words), count):
            value = self.value(words[name], depth - 1)
            if value is not None:
                found[name] = value
        if self.random.random() < 0.05 and depth > 0:  # twins
            for name, value in found.items():
                if isinstance(value, dict) and "id" not in value and "@value" not in value:
                    found[name] = [deepcopy(value) for _ in range(self.random.choice([2, 2, 3]))]
                    break
        items = list(found.items())
        self.random.shuffle(items)
        return dict(items)

    def value(self, term: Any, depth: int) -> Any:
        definition = term if isinstance(term, dict) else {"@id": term}
        if depth < 0 and definition.get("@type") == "@id" and "@container" in definition:
            return None
        many = self.random.random() < 0.35
        items = [self.item(definition, depth) for _ in range(self.random.choice([1, 2, 2, 3]) if many else 1)]
        if not many:
            return items[0]
        # A set must not say anything twice; objects without an id may be alike.
        apart = {str(item.get("id", id(item)) if isinstance(item, dict) else item): item for item in items}
        return list(apart.values()) if self.random.random() < 0.97 else items

    def item(self, definition: dict[str, Any], depth: int) -> Any:
        kind = definition.get("@type")
        if "@graph" in str(definition.get("@container", "")):
            carriers = [name for name in CARRIERS if name in self.terms] or self.classes
            return {"type": carriers[0], **self.members([self.random.choice(carriers)], depth)}
        if kind == "@id":
            return self.node(depth) if depth > 0 and self.random.random() < 0.7 else self.any_iri()
        if kind == "@vocab":
            return self.random.choice(["assertionMethod", "authentication", "keyAgreement", self.iri()])
        if kind == "@json":
            return self.random.choice([{"a": [1, None, {"b": self.text()}]}, [], "x", 1.5, True])
        if kind is None:
            chance = self.random.random()
            if chance < 0.04 and depth > 0:
                return self.node(depth)
            if chance < 0.1:
                return {"@value": self.text(), "@language": self.random.choice(LANGUAGES)}
            if chance < 0.13:
                return {"@value": self.text()}
            return self.random.choice([*self.numbers, True, False]) if chance < 0.2 else self.text()
        if str(kind).endswith("boolean"):
            return self.random.random() < 0.5
        if str(kind).endswith(("float", "double", "decimal", "nteger")):
            return self.random.choice(self.numbers)
        return self.random.choice(["2026-01-02T03:04:05Z", "2026", self.text()])


def document(seed: object, *, portable: bool = False) -> dict[str, Any]:
    """Write the document of a seed; a portable one has only what all implementations write alike."""
    random = Random(str(seed))
    return Writer(random, random.choice(COMBINATIONS), portable=portable).document()


HOSTILE: list[Any] = [
    None, [], {}, [[]], [None], "", "x", "_:b0", "@id", "https://e.example/a b", "urn:", 5, 0.1 + 0.2, True, -1,
    ["a", "a"], ["a", {"@value": "a"}], [1, True, 1.0], {"id": "x"}, {"id": 5}, {"id": None}, {"@value": 5},
    {"@value": "x", "@language": "en us"}, {"@value": "x", "@type": "https://e.example/"}, {"@value": None},
    {"@list": ["a"]}, {"@id": "https://e.example/"}, {"type": "Nothing"}, {"type": []}, {"type": "Achievement"},
    {"id": "https://e.example/same", "name": "one"}, [{"id": "https://e.example/same"}, "https://e.example/same"],
    ["https://e.example/1", "https://e.example/2"], {"@context": V2}, {"@context": [], "type": "VerifiableCredential"},
    {"@context": "https://e.example/", "type": "VerifiableCredential"}, "xsd:date", "sec:x", "schema:x",
]  # fmt: skip
MEMBERS = [
    "id", "type", "@context", "@id", "@type", "@graph", "@value", "@language", "a:b", "https://schema.org/name", "",
    "name", "Criteria", "Image", "proof", "criteria", "verifiableCredential", "credentialSubject", "endorsement",
    "jsonSchema", "proofPurpose", "evidence", "image", "result", "allowedValue", "hashed", "creditsEarned",
]  # fmt: skip


def spoilt(seed: object) -> dict[str, Any]:
    """Write the document of a seed with a few things put, renamed, dropped or repeated."""
    random = Random(f"spoil {seed}")
    found = document(seed)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        places: list[Any] = [found]
        for place in places:
            inner = place.values() if isinstance(place, dict) else place
            places.extend(value for value in inner if isinstance(value, dict | list))
        place = random.choice(places)
        if isinstance(place, list):
            place.insert(random.randint(0, len(place)), deepcopy(random.choice([*HOSTILE, *place])))
            continue
        keys = [*place] or ["name"]
        match random.choice(["put", "put", "put", "rename", "drop", "share", "context"]):
            case "put":
                place[random.choice([*keys, random.choice(MEMBERS)])] = deepcopy(random.choice(HOSTILE))
            case "rename":
                place[random.choice(MEMBERS)] = place.pop(random.choice(keys), "x")
            case "drop":
                place.pop(random.choice(keys), None)
            case "share":
                place["id"] = random.choice([one.get("id", "urn:x") for one in places if isinstance(one, dict)])
            case "context":
                place["@context"] = random.choice([V2, [V1, OB], [OB, V2], [*COMBINATIONS[0]]])
    return found
