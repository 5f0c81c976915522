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
from typing import Final, TypeAlias

from badgeapi.canon import rdfc
from badgeapi.canon.nquads import Quad

Node: TypeAlias = int
"""A blank node, numbered in the order of the document."""

HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Forest:
    """The statements of one document, as they are walked.

    A statement is text up to its line feed, as in the default graph. Where the subject is a blank node it begins with
    the predicate; in a graph with a blank name that name is put in when the line is written.

    Attributes:
        lines: the statements of the default graph in which no blank node stands.
        own: of each node, its statements without another blank node in subject, predicate or object.
        parents: of each node, the subject (`<iri> ` or a node) and predicate of the one statement it is object of.
        children: of each node, the predicates that lead to other blank nodes.
        homes: of each node, the graph that its own and its parent's statement stand in; None for the default graph.
        graphs: of each node that names a graph, the statements there whose subject is no blank node.
        members: of each node that names a graph, the blank nodes that stand there.
    """

    __slots__ = ("children", "graphs", "homes", "lines", "members", "own", "parents")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.own: list[list[str]] = []
        self.parents: list[tuple[str | Node, str] | None] = []
        self.children: list[list[str]] = []
        self.homes: list[Node | None] = []
        self.graphs: dict[Node, list[str]] = {}
        self.members: dict[Node, list[Node]] = {}

    def node(self, home: Node | None) -> Node:
        """Make a blank node in a graph."""
        self.own.append([])
        self.parents.append(None)
        self.children.append([])
        self.homes.append(home)
        node = len(self.own) - 1
        if home is not None:
            self.members[home].append(node)
        return node

    def graph(self, home: Node | None) -> Node:
        """Make a blank node in a graph that names a graph of its own."""
        node = self.node(home)
        self.graphs[node], self.members[node] = [], []
        return node

    def adopt(self, parent: str | Node, predicate: str, child: Node) -> None:
        """State that `parent` (`<iri> ` or a node) has the blank node `child`."""
        self.parents[child] = parent, predicate
        if parent.__class__ is int:
            self.children[parent].append(predicate)  # type: ignore[index]  # an int, as just seen

    def canonical(self, algorithm: rdfc.Algorithm = "sha256") -> str:
        """Write canonical N-Quads; raises as `rdfc.canonicalize`, where nodes are too much alike."""
        if not self.own:
            return "".join(sorted(set(self.lines)))
        new_hash = HASHES[algorithm]
        names = self.names([new_hash(text.encode()).digest() for text in map(self.first_degree, range(len(self.own)))])
        if names is None:
            return rdfc.canonicalize(self.quads(), algorithm=algorithm).nquads
        lines = set(self.lines)
        for node in range(len(self.own)):
            lines.update(self.written(node, names))
        return "".join(sorted(lines))

    def first_degree(self, node: Node) -> str:
        """Write the statements of a node as Hash First Degree Quads wants them (section 4.6.3)."""
        home = self.homes[node]
        lines = {"_:a " + text for text in self.own[node]} if self.own[node] else set()
        alike = [f"_:a {predicate}_:z .\n" for predicate in self.children[node]]
        if (parent := self.parents[node]) is not None:
            subject, predicate = parent
            alike.append(f"{subject if isinstance(subject, str) else '_:z '}{predicate}_:a .\n")
        alike.extend(lines)
        if home is not None:
            alike = [text[:-2] + "_:z .\n" for text in alike]
        if node in self.graphs:
            alike.extend(self._within(node))
        alike.sort()
        return "".join(alike)

    def _within(self, graph: Node) -> list[str]:
        """Write the statements of a graph for the hash of its name."""
        found = [text[:-2] + "_:a .\n" for text in set(self.graphs[graph])]
        for node in self.members[graph]:
            found.extend(f"_:z {text[:-2]}_:a .\n" for text in set(self.own[node]))
            if (parent := self.parents[node]) is not None:
                subject, predicate = parent
                found.append(f"{subject if isinstance(subject, str) else '_:z '}{predicate}_:z _:a .\n")
        return found

    def names(self, hashes: list[bytes]) -> list[str] | None:
        """Name the nodes by their first degree hashes; None if that is not enough to tell them apart."""
        nodes = sorted(range(len(hashes)), key=hashes.__getitem__)
        alike: dict[bytes, list[Node]] = {}
        if len(set(hashes)) < len(hashes):
            for node in nodes:
                alike.setdefault(hashes[node], []).append(node)
            nodes = [group[0] for group in alike.values() if len(group) == 1]
            unique = set(nodes)
            for group in alike.values():
                if len(group) > 1:
                    if not self._are_leaf_twins(group, unique):
                        return None
                    nodes.extend(group)
        names = [""] * len(nodes)
        for number, node in enumerate(nodes):
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

    def written(self, node: Node, names: list[str]) -> list[str]:
        """Write the statements of a node, of the graph it names and of its parent, with canonical names."""
        name = names[node]
        lines = [f"{name} {text}" for text in self.own[node]]
        if (parent := self.parents[node]) is not None:
            subject, predicate = parent
            lines.append(f"{subject if isinstance(subject, str) else names[subject] + ' '}{predicate}{name} .\n")
        if (home := self.homes[node]) is not None:
            lines = [f"{text[:-2]}{names[home]} .\n" for text in lines]
        if node in self.graphs:
            lines.extend(f"{text[:-2]}{name} .\n" for text in self.graphs[node])
        return lines

    def quads(self) -> list[Quad]:
        """Write all statements as quads, nodes under names of our own."""
        names = [f"_:b{node}" for node in range(len(self.own))]
        found = [_quad(line, "") for line in self.lines]
        for node, home in enumerate(self.homes):
            graph = "" if home is None else names[home]
            found.extend(_quad(f"{names[node]} {text}", graph) for text in self.own[node])
            found.extend(_quad(line, names[node]) for line in self.graphs.get(node, ()))
            if (parent := self.parents[node]) is not None:
                subject, predicate = parent
                term = subject[:-1] if isinstance(subject, str) else names[subject]
                found.append((term, predicate[:-1], names[node], graph))
        return found


def _quad(line: str, graph: str) -> Quad:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest[:-3], graph
