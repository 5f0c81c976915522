"""RDF Dataset Canonicalization (RDFC-1.0): same statements, same bytes, whatever the blank nodes are called.

Steps and names are the Recommendation's (https://www.w3.org/TR/rdf-canon/); comments cite its sections. Its
worst case is exponential, so the work is counted and a poison graph refused (section 7.1); and since an
honest graph may still be deep, Hash N-Degree Quads suspends instead of recursing. Whether a dataset holds all
that a document says is not asked here: `jsonld` does that before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from math import factorial, prod
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from badgeapi import limits
from badgeapi.canon.nquads import line
from badgeapi.errors import WorkExceeded

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from badgeapi.canon.nquads import Quad

Algorithm: TypeAlias = Literal["sha256", "sha384"]

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonicalised dataset.

    Attributes:
        nquads: the canonical document: N-Quads in code point order, no statement twice.
        labels: the issued identifiers map, from the labels given to the canonical ones, both without "_:".
    """

    nquads: str
    labels: Mapping[str, str]


def canonicalize(
    quads: Iterable[Quad],
    *,
    algorithm: Algorithm = "sha256",
    max_calls: int = limits.RDFC_CALLS,
    first_degree: Mapping[str, str] | None = None,
) -> Canonical:
    """Canonicalise a dataset of quads in canonical term syntax, as `nquads` writes them.

    `max_calls` bounds the work where first degree hashes are not enough: a call of Hash N-Degree Quads counts
    one, and each permutation that it tries counts its length. `first_degree` has the first degree hashes (hex) of all
    blank nodes, where they are known.

    Raises:
        WorkExceeded: the blank nodes are too much alike to be told apart with that much work.
    """
    lines: set[str] = set()
    blank: dict[Quad, None] = {}  # a set that keeps its order
    for quad in quads:
        if quad[0][:2] == "_:" or quad[2][:2] == "_:" or quad[3][:2] == "_:":
            blank[quad] = None
        else:
            lines.add(line(quad))
    names = _State(blank, algorithm, max_calls, first_degree).name_nodes() if blank else {}
    lines.update(line((names.get(s, s), p, names.get(o, o), names.get(g, g))) for s, p, o, g in blank)
    return Canonical("".join(sorted(lines)), {node[2:]: name[2:] for node, name in names.items()})


_Issuer: TypeAlias = dict[str, str]
"""An identifier issuer (section 4.3): blank node -> issued name, in the order of issue; both with "_:"."""


def _issue(issuer: _Issuer, node: str, prefix: str) -> str:
    return issuer.setdefault(node, f"{prefix}{len(issuer)}")


_NDegree: TypeAlias = tuple[str, _Issuer]
"""What Hash N-Degree Quads takes (node, issuer) and what it gives (hash, issuer)."""


def _permutations(nodes: list[str]) -> Iterator[list[str]]:
    """Yield every distinct order of nodes that may stand several times: one list, rearranged in place.

    Narayana's algorithm: the next greater order, until the order falls from end to end.
    """
    order = sorted(nodes)
    while True:
        yield order
        rises = [i for i in range(len(order) - 1) if order[i] < order[i + 1]]
        if not rises:
            return
        pivot = rises[-1]
        successor = max(i for i in range(pivot + 1, len(order)) if order[i] > order[pivot])
        order[pivot], order[successor] = order[successor], order[pivot]
        order[pivot + 1 :] = reversed(order[pivot + 1 :])


class _State:
    """The canonicalization state (section 4.2) and the algorithms over it, for one dataset."""

    def __init__(
        self, quads: Iterable[Quad], algorithm: Algorithm, budget: int, first_degree: Mapping[str, str] | None
    ) -> None:
        """Map blank nodes to their quads and to their first degree hashes (section 4.4.3 steps 2 and 3)."""
        self._new_hash = _HASHES[algorithm]
        self._budget = budget
        self._canonical: _Issuer = {}
        self._quads: dict[str, list[Quad]] = {}
        self._neighbours: dict[str, list[tuple[str, str]]] = {}
        for quad in quads:
            subject, _, object_, graph = quad
            for term in dict.fromkeys((subject, object_, graph)):
                if term[:2] == "_:":
                    self._quads.setdefault(term, []).append(quad)
        self._first_degree = first_degree or {node: self._hash_first_degree_quads(node) for node in self._quads}

    def name_nodes(self) -> _Issuer:
        """Issue a canonical name to every blank node (section 4.4.3 steps 4 and 5)."""
        alike: dict[str, list[str]] = {}
        for node, digest in self._first_degree.items():
            alike.setdefault(digest, []).append(node)
        groups = [alike[digest] for digest in sorted(alike)]
        for nodes in groups:
            if len(nodes) == 1:
                _issue(self._canonical, nodes[0], "_:c14n")
        for nodes in groups:
            results = [self._run_n_degree(node, {node: "_:b0"}) for node in nodes if node not in self._canonical]
            for _, issuer in sorted(results, key=itemgetter(0)):
                for node in issuer:
                    _issue(self._canonical, node, "_:c14n")
        return self._canonical

    def _hash(self, text: str) -> str:
        return self._new_hash(text.encode()).hexdigest()

    def _spend(self, work: int) -> None:
        self._budget -= work
        if self._budget < 0:
            raise WorkExceeded(
                "Too many nodes without an id are alike: telling them apart takes more work than is allowed.",
                citation="RDFC-1.0 section 7.1",
            )

    def _hash_first_degree_quads(self, node: str) -> str:
        """Hash what the quads of a node say when every other blank node looks the same (section 4.6.3)."""

        def masked(term: str) -> str:
            return "_:a" if term == node else "_:z" if term[:2] == "_:" else term

        return self._hash(
            "".join(sorted(line((masked(s), p, masked(o), masked(g))) for s, p, o, g in self._quads[node]))
        )

    def _related(self, node: str) -> list[tuple[str, str]]:
        """Pair each blank node beside this one with how its hash input begins (section 4.7.3 steps 1, 2)."""
        found = self._neighbours.get(node)
        if found is None:
            found = self._neighbours[node] = [
                (prefix, term)
                for subject, predicate, object_, graph in self._quads[node]
                for prefix, term in ((f"s{predicate}", subject), (f"o{predicate}", object_), ("g", graph))
                if term[:2] == "_:" and term != node
            ]
        return found

    def _run_n_degree(self, node: str, issuer: _Issuer) -> _NDegree:
        """Drive Hash N-Degree Quads with a stack of our own, so that no graph is too deep for Python's."""
        start = cast("_NDegree", None)  # a generator is started by sending None
        stack, result = [self._hash_n_degree_quads(node, issuer)], start
        while stack:
            try:
                call = stack[-1].send(result)
            except StopIteration as returned:
                stack.pop()
                result = returned.value
            else:
                stack.append(self._hash_n_degree_quads(*call))
                result = start
        return result

    def _hash_n_degree_quads(self, node: str, issuer: _Issuer) -> Generator[_NDegree, _NDegree, _NDegree]:
        """Hash a node by the paths that lead from it (section 4.8.3).

        Yields the calls of itself and is sent their results. The issuer is handed over: it may be changed,
        and the caller goes on with the one that comes back.
        """
        self._spend(1)
        canonical = self._canonical
        related: dict[str, list[str]] = {}
        for prefix, other in self._related(node):  # steps 1 to 3, with Hash Related Blank Node (section 4.7)
            name = canonical.get(other) or issuer.get(other) or self._first_degree[other]
            # A list (step 5): a node that several quads name stands in it several times. Implementations that
            # keep a set give other labels where alike nodes have several quads in graphs with blank names.
            related.setdefault(self._hash(prefix + name), []).append(other)
        data = ""
        for digest, others in sorted(related.items()):
            orders = factorial(len(others)) // prod(map(factorial, Counter(others).values()))
            self._spend(orders * len(others))  # all of them will be tried, so refuse before the first
            chosen_path, chosen_issuer = "", issuer
            for order in _permutations(others):
                # A copy costs as much as there are names in it, so the only order there is goes without.
                trial = issuer if orders == 1 else dict(issuer)
                path, unnamed = "", []
                for other in order:  # step 5.4.4
                    if other in canonical:
                        path += canonical[other]
                        continue
                    if other not in trial:
                        unnamed.append(other)
                    path += _issue(trial, other, "_:b")
                for other in unnamed:  # step 5.4.5
                    # What follows can only lengthen the path: once it is greater it stays so.
                    if chosen_path and path > chosen_path:
                        break
                    name = trial[other]
                    result, trial = yield other, trial
                    path += f"{name}<{result}>"
                if not chosen_path or path < chosen_path:
                    chosen_path, chosen_issuer = path, trial
            data += digest + chosen_path
            issuer = chosen_issuer
        return self._hash(data), issuer
