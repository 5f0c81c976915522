"""Statements of a document whose blank nodes form a forest, and their canonical names without search.

No document that passes the gate names a blank node, so each one (an object without id, a list cell, the name of a
graph) is the object of at most one statement: its parent's. Of such a forest most nodes are told apart by the hash of
their own statements alone (RDFC-1.0 section 4.4.3 steps 3 and 4), and then no node is ever permuted with another.

**Leaf twins** have equal hashes but nothing to choose between. Let several blank nodes with one first degree hash have
no blank children, name no graph, hang from the same parent and stand in the same graph. Their statements are then
equal but for their own names (equal hashes, equal parent and graph), so exchanging two of them maps the dataset onto
itself. If the parent and the graph have hashes of their own, these are named before any node with a shared hash (step
4), and Hash N-Degree Quads of a twin finds no other node that is not yet named: its identifier issuer holds the twin
alone. The group therefore gets as many consecutive names as it has members (step 5.3), and which member gets which
does not change the set of statements, by the exchange. So they are named in the order they come, without hashing on.

All other equal hashes go to `rdfc`, under its work limit.

Source: RDFC-1.0 sections 4.4 (algorithm), 4.6 (Hash First Degree Quads), 4.8 (Hash N-Degree Quads).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Final, TypeAlias

from badgeapi import limits
from badgeapi.canon import rdfc
from badgeapi.canon.nquads import Quad

Node: TypeAlias = int
"""A blank node, numbered in the order of the document."""

HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Forest:
    """The statements of one document, as they are walked.

    What a statement says after its subject is a *tail*: predicate, object and line feed, as in the default graph. In a
    graph with a blank name that name is put in when the line is written.

    Attributes:
        named: the tails of each subject with an id (`<iri> `) in the default graph, without blank nodes.
        own: the tails of each node, without other blank nodes.
        parents: of each node, the subject (`<iri> ` or a node) and predicate of the one statement it is object of.
        children: of each node, the predicates that lead to other blank nodes.
        homes: of each node, the graph that its own and its parent's statements stand in; None for the default graph.
        graphs: of each node that names a graph, what `named` is for the default graph.
        members: of each node that names a graph, the blank nodes that stand there.
    """

    __slots__ = ("children", "graphs", "homes", "members", "named", "own", "parents")

    def __init__(self) -> None:
        self.named: dict[str, list[str]] = {}
        self.own: list[list[str]] = []
        self.parents: list[tuple[str | Node, str] | None] = []
        self.children: list[list[str]] = []
        self.homes: list[Node | None] = []
        self.graphs: dict[Node, dict[str, list[str]]] = {}
        self.members: dict[Node, list[Node]] = {}

    def node(self, home: Node | None) -> Node:
        """Make a blank node in a graph."""
        node = len(self.own)
        self.own.append([])
        self.parents.append(None)
        self.children.append([])
        self.homes.append(home)
        if home is not None:
            self.members[home].append(node)
        return node

    def graph(self, home: Node | None) -> Node:
        """Make a blank node in a graph that names a graph of its own."""
        node = self.node(home)
        self.graphs[node], self.members[node] = {}, []
        return node

    def adopt(self, parent: str | Node, predicate: str, child: Node) -> None:
        """State that `parent` (`<iri> ` or a node) has the blank node `child`."""
        self.parents[child] = parent, predicate
        if isinstance(parent, int):
            self.children[parent].append(predicate)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated."""
        return not (any(self.named.values()) or any(self.own) or any(self.parents))

    def canonical(self, algorithm: rdfc.Algorithm = "sha256") -> str:
        """Write canonical N-Quads; raises as `rdfc.canonicalize`, where nodes are too much alike."""
        if not self.own:
            return written(self.named)
        new_hash = HASHES[algorithm]
        hashes = [new_hash(self.first_degree(node).encode()).digest() for node in range(len(self.own))]
        names = self.names(hashes)
        if names is None:
            known = {f"_:b{node}": found.hex() for node, found in enumerate(hashes)}
            most = limits.DOCUMENT_CALLS
            return rdfc.canonicalize(self.quads(), algorithm=algorithm, max_calls=most, first_degree=known).nquads
        return written(self.blocks(names))

    def first_degree(self, node: Node) -> str:
        """Write the statements of a node as Hash First Degree Quads wants them, sorted (section 4.6.3)."""
        tails = [*set(self.own[node]), *(f"{predicate}_:z .\n" for predicate in self.children[node])]
        parent, above, below = self.parents[node], "", ""
        end = " .\n" if self.homes[node] is None else " _:z .\n"
        if parent is not None:
            subject, predicate = parent
            if isinstance(subject, str):  # "<" sorts before "_", and "_:a" before "_:z"
                above = f"{subject}{predicate}_:a{end}"
            else:
                below = f"_:z {predicate}_:a{end}"
        if self.homes[node] is not None:
            tails = [f"{tail[:-2]}_:z .\n" for tail in tails]
        if node in self.graphs:
            return "".join(sorted([*filter(None, [above, below]), *map("_:a ".__add__, tails), *self._within(node)]))
        tails.sort()
        return f"{above}_:a {'_:a '.join(tails)}{below}" if tails else above + below

    def _within(self, graph: Node) -> Iterator[str]:
        """Write the statements of a graph for the hash of its name."""
        for subject, tails in self.graphs[graph].items():
            for tail in set(tails):
                yield f"{subject}{tail[:-2]}_:a .\n"
        for node in self.members[graph]:
            for tail in set(self.own[node]):
                yield f"_:z {tail[:-2]}_:a .\n"
            if (parent := self.parents[node]) is not None:
                yield f"{parent[0] if isinstance(parent[0], str) else '_:z '}{parent[1]}_:z _:a .\n"

    def names(self, hashes: list[bytes]) -> list[str] | None:
        """Name the nodes by their first degree hashes; None if that is not enough to tell them apart."""
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        if len(set(hashes)) < len(hashes):
            alike = [list(group) for _, group in groupby(order, key=hashes.__getitem__)]
            order = [group[0] for group in alike if len(group) == 1]
            unique = set(order)
            for group in alike:
                if len(group) > 1:
                    if not self._are_leaf_twins(group, unique):
                        return None
                    order += group
        names = [""] * len(order)
        for number, node in enumerate(order):
            names[node] = f"_:c14n{number}"
        return names

    def _are_leaf_twins(self, group: list[Node], unique: set[Node]) -> bool:
        """Tell whether the nodes of a group are interchangeable, as the module's docstring has it."""
        parent, home = self.parents[group[0]], self.homes[group[0]]
        return all(
            self.parents[node] == parent
            and self.homes[node] == home
            and not self.children[node]
            and node not in self.graphs
            for node in group
        ) and all(beside in unique for beside in (home, parent and parent[0]) if isinstance(beside, int))

    def blocks(self, names: list[str]) -> dict[str, list[str]]:
        """Collect the tails of every subject, nodes and graphs under the names given."""
        found = {subject: tails[:] for subject, tails in self.named.items()}
        for node, name in enumerate(names):
            home, parent = self.homes[node], self.parents[node]
            end = ".\n" if home is None else f"{names[home]} .\n"
            tails = self.own[node] if home is None else [tail[:-2] + end for tail in self.own[node]]
            found.setdefault(f"{name} ", []).extend(tails)
            if parent is not None:
                subject, predicate = parent
                above = subject if isinstance(subject, str) else f"{names[subject]} "
                found.setdefault(above, []).append(f"{predicate}{name} {end}")
            for inner, tails in self.graphs.get(node, {}).items():
                found.setdefault(inner, []).extend([f"{tail[:-2]}{name} .\n" for tail in tails])
        return found

    def quads(self) -> list[Quad]:
        """Write all statements as quads, nodes under names of our own."""
        names = [f"_:b{node}" for node in range(len(self.own))]
        found = list(_quads(self.named, ""))
        for node, name in enumerate(names):
            home, parent = self.homes[node], self.parents[node]
            graph = "" if home is None else names[home]
            found.extend(_quads({f"{name} ": self.own[node]}, graph))
            found.extend(_quads(self.graphs.get(node, {}), name))
            if parent is not None:
                subject, predicate = parent
                found.append(
                    (subject[:-1] if isinstance(subject, str) else names[subject], predicate[:-1], name, graph)
                )
        return found


def written(blocks: dict[str, list[str]]) -> str:
    """Write tails by subject as a document in code point order, no statement twice.

    Subjects end with a blank, which neither an IRI nor a label holds: none begins another, so the order of the
    subjects is that of their lines.
    """
    return "".join([
        subject + subject.join(sorted(set(tails))) for subject, tails in sorted(blocks.items()) if tails
    ])  # fmt: skip


def _quads(blocks: dict[str, list[str]], graph: str) -> Iterator[Quad]:
    for subject, tails in blocks.items():
        for tail in tails:
            predicate, value = tail[:-3].split(" ", 1)
            yield subject[:-1], predicate, value, graph
