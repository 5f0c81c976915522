"""Badge templates: canonicalise one document with holes in it, and fill the holes for each recipient.

Of a thousand badges of one achievement only a few texts differ. `compile_template` puts a marker at each of those
places (*slots*), walks the document once and cuts its statements, its hash inputs and its JSON text at the markers.
Filling is then substitution, a hash for each blank node that has a slot beside it, and sorting a few blocks.

Only texts are slots: which members there are, and of what kind, is the shape, and each shape is a template. Where the
order of lines depends on what is filled in, those lines alone are sorted again. What cannot be decided so is not
tried: `compile_template` returns None for a shape that it does not take, `Template.fill` for values that would join
two nodes or make two alike, or that the gate must judge. The caller then canonicalises that document on its own.

A template is compared with the slow way (`jsonld`, `rdfc`) for several fillings before it is handed out.

Source: RDFC-1.0 sections 4.4 and 4.6; JSON as `canon/json.py` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from badgeapi.canon import contexts, jcs, json, jsonld, walker
from badgeapi.canon.forest import HASHES
from badgeapi.canon.gate import statement
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.nquads import RDF_TYPE
from badgeapi.canon.pieces import BETWEEN, Piece, Words, picker
from badgeapi.canon.rdfc import Algorithm
from badgeapi.errors import BadgeError

_TYPE: Final = f"<{RDF_TYPE}> "
_TRIALS: Final = (
    ("https://a.example/{}", 'Ünïcode 😀 "quoted" \\ %s {{}} {}'),
    ("urn:uuid:{}", "{}"),
    ("did:web:b.example:{}#é", "line\nfeed\ttab\rreturn\x01\x7f\u2028 {}"),
)
"""IRIs and texts that a fresh template is filled with, for comparison with the slow way."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One document of a template: each of the three forms is written when it is asked for.

    Attributes:
        json_text: writes the document as `json.dumps` does.
        canonical: writes its canonical N-Quads in UTF-8.
        jcs: writes it as RFC 8785 has it.
    """

    json_text: Callable[[], bytes]
    canonical: Callable[[], bytes]
    jcs: Callable[[], bytes]

    def is_same(self, other: Filled) -> bool:
        """Tell whether all three are the same bytes."""
        return (self.json_text(), self.canonical(), self.jcs()) == (other.json_text(), other.canonical(), other.jcs())


class Template:
    """A document with slots. Immutable once made; `fill` may be called from any thread."""

    def __init__(self, document: JsonObject, slots: Sequence[str], algorithm: Algorithm) -> None:
        """Cut the document at the slots; for `compile_template`, which knows what the errors mean.

        Raises:
            _Untemplatable: the shape is not one of those that are taken.
            BadgeError: the gate refuses the document.
        """
        marks = _Marks(document, len(slots))
        marked = deepcopy(document)
        for number, slot in enumerate(slots):
            _put(marked, slot, marks.slot(number))
        _check_arrays(marked, marks)
        self._new_hash = HASHES[algorithm]
        self._json = marks.piece([("", [json.dumps(marked).decode()])])
        self._jcs = marks.piece([("", [jcs.dumps(marked).decode()])])
        forest = walker.walk(marked)
        if forest is None:
            raise _Untemplatable
        nodes = range(len(forest.own))
        blocks = forest.blocks([marks.label(node) for node in nodes])
        self.is_iri = marks.kinds(blocks)
        self._words = Words(self.is_iri, frozenset(_names(document)))
        written = {subject: sorted(set(tails)) for subject, tails in blocks.items() if tails}
        self._blocks = marks.piece(sorted(written.items()))  # sorted again, which is quick for what is in order
        named = {subject[1:-2] for subject in written if subject.startswith("<")}
        filled = {subject: found for subject in named if (found := marks.find(subject))}
        self._named = frozenset(subject.encode() for subject in named - filled.keys())
        self._naming = picker([int(found[1]) for found in filled.values()])
        self._subjects = len(named)
        self._hashes: list[bytes | None] = []
        self._inputs: list[tuple[int, Piece]] = []
        for node in nodes:
            text = forest.first_degree(node)
            if marks.find(text):
                self._hashes.append(None)
                lines = [f"{line}\n" for line in text[:-1].split("\n")]
                self._inputs.append((node, marks.piece([("", lines)])))
            else:
                self._hashes.append(self._new_hash(text.encode()).digest())

    def fill(self, values: Sequence[str]) -> Filled | None:
        """Write the document with these texts in its slots, in their order.

        None where the texts do not fit a template: an IRI that the gate must judge, ids that join two nodes, nodes
        that become alike. The document then has to be canonicalised on its own.
        """
        words = self._words.write(values)
        if words is None:
            return None
        quoted, pool = words[0], words[1].copy()
        if not self._name(pool):
            return None
        blocks = self._blocks.fill(pool)
        if blocks is None or len(self._named.union(self._naming(pool))) < self._subjects:
            return None
        return Filled(
            partial(self._json.put, quoted),
            lambda: b"".join(sorted(blocks.split(BETWEEN))),  # by their subjects, of which none begins another
            partial(self._jcs.put, quoted),
        )

    def _name(self, pool: list[bytes]) -> bool:
        """Add the canonical names of the blank nodes to the pool, if hashes alone can tell them apart."""
        hashes = self._hashes[:]
        for node, piece in self._inputs:
            text = piece.fill(pool)
            if text is None:
                return False
            hashes[node] = self._new_hash(text).digest()
        if len(set(hashes)) < len(hashes):
            return False
        names = [b""] * len(hashes)
        for number, node in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):  # type: ignore[arg-type]
            names[node] = b"_:c14n%d" % number
        pool += names
        return True


def compile_template(
    document: JsonObject,
    slots: Sequence[str],
    *,
    algorithm: Algorithm = "sha256",
    resolved: jsonld.Resolved | None = None,
) -> Template | None:
    """Make a template of `document` with slots at these JSON Pointers, and prove it against the slow way.

    The texts that stand in the slots are of no account. None for a shape that no template is made of; the cost is that
    of a few documents canonicalised the slow way, so keep what comes back. `resolved` is for `write_slowly`.

    Raises:
        LookupError: a pointer leads nowhere.
    """
    template = make_template(document, slots, algorithm=algorithm)
    try:
        slowly = partial(write_slowly, algorithm=algorithm, resolved=resolved)
        return template if template and _is_proved(template, document, slots, slowly) else None
    except BadgeError:
        return None


def make_template(document: JsonObject, slots: Sequence[str], *, algorithm: Algorithm = "sha256") -> Template | None:
    """Make a template as `compile_template` does, for who compares what it writes himself."""
    try:
        return Template(document, slots, algorithm)
    except (_Untemplatable, BadgeError):
        return None


def _is_proved(
    template: Template, document: JsonObject, slots: Sequence[str], slowly: Callable[[JsonObject], Filled]
) -> bool:
    """Compare fillings with what the slow way makes of the same documents."""
    for iri, text in _TRIALS:
        values = [(iri if is_iri else text).format(number) for number, is_iri in enumerate(template.is_iri)]
        trial = deepcopy(document)
        for slot, value in zip(slots, values, strict=True):
            _put(trial, slot, value)
        filled = template.fill(values)
        if filled is None or not filled.is_same(slowly(trial)):
            return False
    return True


def write_slowly(
    document: JsonObject, *, algorithm: Algorithm = "sha256", resolved: jsonld.Resolved | None = None
) -> Filled:
    """Write a document with neither template nor walker: what a template is compared with.

    A thread of its own hands in what it has `resolved` before, as for `jsonld.to_dataset`.

    Raises:
        BadgeError: the document cannot be canonicalised.
    """
    canonical = jsonld.canonicalize(document, algorithm=algorithm, resolved=resolved).nquads
    return Filled(partial(json.dumps, document), canonical.encode, partial(jcs.dumps, document))


class _Untemplatable(Exception):
    """The document is of a shape that no template is made of."""


class _Marks:
    """Markers that occur nowhere in a document, and what is cut at them."""

    def __init__(self, document: JsonObject, slots: int) -> None:
        text = json.dumps(document).decode()
        token = next(token for number in range(len(text) + 1) if (token := f"x-slot-{number}-") not in text)
        self._slots = slots
        self._slot = f"urn:{token}"
        self._label = f"_:{token}"
        self._pattern = re.compile(rf"(?:urn|_):{token}(\d+)\.")
        self._legal = re.compile(rf'(?<![^ ])(?:"urn:{token}(\d+)\."|<urn:{token}(\d+)\.>)')
        self.find = self._pattern.search

    def slot(self, number: int) -> str:
        """What stands in the place of a slot: an IRI, and a text that needs no escaping."""
        return f"{self._slot}{number}."

    def label(self, node: int) -> str:
        """What stands in the place of a blank node's name; it is in the pool behind the slots."""
        return f"{self._label}{self._slots + node}."

    def kinds(self, blocks: dict[str, list[str]]) -> list[bool]:
        """Tell of each slot whether it holds an IRI.

        Raises:
            _Untemplatable: a slot stands where its text is not written whole (JSON, a type), or nowhere.
        """
        found: dict[int, bool] = {}
        for subject, tails in blocks.items():
            for text in (subject, *tails):
                legal = list(self._legal.finditer(text))
                if len(legal) < text.count(self._slot) or (legal and text.startswith(_TYPE)):
                    raise _Untemplatable
                found |= {int(one[1] or one[2]): one[2] is not None for one in legal}
        if len(found) < self._slots:
            raise _Untemplatable
        return [found[number] for number in range(self._slots)]

    def piece(self, blocks: Iterable[tuple[str, Iterable[str]]]) -> Piece:
        """Cut blocks of sorted lines at the markers; each line begins with what its block has before it."""
        form, places, groups = list[bytes](), list[int](), list[tuple[Piece, ...]]()
        for before, lines in blocks:
            form.append(b"")
            for run in self._runs(lines):
                cut = [self._cut(before + line) for line in run]
                inner, numbers = cut[0]
                if len(cut) > 1:
                    inner, numbers = b"%b", [-1 - len(groups)]
                    groups.append(tuple(Piece(line, picker(its)) for line, its in cut))
                form[-1] += inner
                places += numbers
        # Groups come to stand at the end of the pool, which is as long as the caller's: counted from there.
        places = [place if place >= 0 else -1 - place - len(groups) for place in places]
        return Piece(BETWEEN.join(form), picker(places), tuple(groups))

    def _runs(self, lines: Iterable[str]) -> list[list[str]]:
        """Put together the lines that are the same up to the first marker of one of them: they are sorted when filled.

        They stand together: between two such lines there are only others that begin like the shorter one.
        """
        runs: list[list[str]] = []
        for line in lines:
            if runs and _order_is_open(self._constant(runs[-1][-1]), self._constant(line)):
                runs[-1].append(line)
            else:
                runs.append([line])
        return runs

    def _constant(self, line: str) -> str:
        found = self.find(line)
        return line[: found.start()] if found else line

    def _cut(self, text: str) -> tuple[bytes, list[int]]:
        """Return the form of a text, and the numbers of the markers in it."""
        parts = self._pattern.split(text)
        return "%b".join(part.replace("%", "%%") for part in parts[::2]).encode(), [int(one) for one in parts[1::2]]


def _order_is_open(one: str, other: str) -> bool:
    """Tell whether two lines, known up to their first places, may come in either order."""
    return one.startswith(other) or other.startswith(one)


def _check_arrays(document: JsonObject, marks: _Marks) -> None:
    """Refuse arrays with slots whose items are of several kinds: a text and an id may not be the same there.

    Raises:
        _Untemplatable: there is one.
    """
    for value in _values(document):
        items = [item for item in value if isinstance(item, str | dict)] if isinstance(value, list) else []
        kinds = {"text" if isinstance(item, str) else "@value" if "@value" in item else "object" for item in items}
        said = [str(found[0]) for item in items if (found := statement(item))]
        if len(kinds) > 1 and any(map(marks.find, said)):
            raise _Untemplatable


def _values(value: JsonValue) -> Iterator[JsonValue]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(inner)


def _names(document: JsonObject) -> Iterator[str]:
    """Yield the terms of every context that the document names: some are prefixes, and no scheme of an IRI."""
    for value in _values(document):
        named = value.get("@context", []) if isinstance(value, dict) else []
        for url in named if isinstance(named, list) else [named]:
            if isinstance(url, str) and contexts.is_known(url):
                for part in _values(dict(contexts.document(url))):
                    yield from part if isinstance(part, dict) else ()


def _put(document: JsonObject, pointer: str, value: str) -> None:
    """Put a text at a JSON Pointer (RFC 6901) where one stands already."""
    *path, last = (token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])
    place: Any = document
    for token in path:
        place = place[int(token)] if isinstance(place, list) else place[token]
    key = int(last) if isinstance(place, list) else last
    if not isinstance(place[key], str):
        raise LookupError(pointer)  # noqa: TRY004  # to the caller it is a place that is not there
    place[key] = value
