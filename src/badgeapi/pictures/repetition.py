"""How much an SVG draws: a use of a use of a use, or a pattern in a pattern, is small to send and endless to paint.

References are followed through attributes, `style` attributes and style sheets (class and id selectors).

Source: SVG 1.1 (Second Edition), sections 5.6 (use), 13.3 (patterns) and 6.4 (styling).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from badgeapi.errors import InvalidInput
from badgeapi.limits import SVG_LEVELS

_LOCAL: Final = re.compile(r"url\(\s*([\"']?)#([^\s\"'()]+)\1\s*\)", re.IGNORECASE)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMBINATOR: Final = re.compile(r"[\s>+~]+")
_SELECTED: Final = re.compile(r"[.#][^\s.#:*\[\]]+")
# These apply to an element as a whole; every other property is inherited by, and painted for, each of its parts.
_ONCE: Final = {"clip-path", "mask", "filter"}


def local_ids(value: str) -> list[str]:
    """The ids that a value points to in its own document."""
    return [name for _, name in _LOCAL.findall(value)]


def drawn_elements(root: etree._Element) -> int:
    """Count the elements of a drawing, each as often as references repeat it.

    Raises:
        InvalidInput: `unsafe_image` when a part contains itself or a style sheet is too involved to say;
            `image_too_large` when references are too deep.
    """
    return _Count(root).of(root, 1).drawn


@dataclass(frozen=True, slots=True)
class _Extent:
    """What an element draws: how many elements, and how many levels of parts and references below it."""

    drawn: int
    levels: int


class _Count:
    def __init__(self, root: etree._Element) -> None:
        elements = list(root.iter())
        self._named = {element.get("id", ""): element for element in reversed(elements)}  # the first of a name counts
        self._styles: dict[str, list[tuple[str, bool]]] = {}
        for element in elements:
            if etree.QName(element).localname == "style":
                self._learn(element.text or "")
        self._known: dict[etree._Element, _Extent] = {}
        self._open: set[etree._Element] = set()

    def of(self, element: etree._Element, depth: int) -> _Extent:
        if element in self._open:
            raise _unsafe("a part of it contains itself")
        if element not in self._known:
            _check_levels(depth)
            self._open.add(element)
            self._known[element] = self._extent(element, depth + 1)
            self._open.remove(element)
        return self._known[element]

    def _extent(self, element: etree._Element, depth: int) -> _Extent:
        parts = [self.of(child, depth) for child in element]
        paints: list[_Extent] = []
        for name, inherited in self._references(element):
            if name in self._named:
                (paints if inherited else parts).append(self.of(self._named[name], depth))
        levels = 1 + max((part.levels for part in parts + paints), default=0)
        _check_levels(levels)
        return _Extent((1 + sum(p.drawn for p in parts)) * (1 + sum(p.drawn for p in paints)), levels)

    def _references(self, element: etree._Element) -> Iterator[tuple[str, bool]]:
        for key, value in element.attrib.items():
            if etree.QName(key).localname == "href" and value.startswith("#"):
                yield value[1:], False
            elif key == "style":
                yield from _declared(value)
            else:
                yield from ((name, key not in _ONCE) for name in local_ids(value))
        for key in ("#" + element.get("id", ""), *("." + name for name in element.get("class", "").split())):
            yield from self._styles.get(key, ())

    def _learn(self, sheet: str) -> None:
        for selectors, body in _RULE.findall(sheet):
            references = list(_declared(body))
            for selector in selectors.split(",") if references else ():
                picked = _SELECTED.findall(_COMBINATOR.split(selector.strip())[-1])
                if not picked:
                    raise _unsafe("a style that is not for a class or an id refers to a part of the drawing")
                self._styles.setdefault(picked[-1], []).extend(references)
        if set(_RULE.sub("", sheet)) & set("{}"):
            raise _unsafe("its style sheet has rules within rules")


def _declared(style: str) -> Iterator[tuple[str, bool]]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        yield from ((target, name.strip() not in _ONCE) for target in local_ids(value))


def _check_levels(count: int) -> None:
    if count > SVG_LEVELS:
        raise InvalidInput(f"The SVG has more than {SVG_LEVELS} levels of references.", code="image_too_large")


def _unsafe(why: str) -> InvalidInput:
    return InvalidInput(f"The SVG is refused: {why}.", code="unsafe_image")
