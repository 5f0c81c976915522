"""Words into lines that fit: cleaned of what cannot be seen, measured, wrapped, shrunk, and at last cut short.

A line never breaks within a character and its marks. What only a browser has letters for is measured by estimate;
the drawing pins the width either way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from badgeapi.pictures import alphabet

_JOINERS: Final = "\u200c\u200d"
_ELLIPSIS: Final = "…"
_LEADING: Final = 1.16
_MARKS_EACH: Final = 4  # no writing stacks more; a name of nothing but accents would cover the whole badge
_WIDE, _ARABIC, _OTHER = 1.0, 0.42, 0.6  # estimated advance of a letter, in font sizes
_HARDLY: Final = 0.5  # of the largest size: from here on long words may be broken


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, with the width of each in units."""

    size: float
    lines: tuple[tuple[str, float], ...]

    def baselines(self, middle: float) -> Iterator[float]:
        """Where each line stands when the block is centred at the height `middle`."""
        for i in range(len(self.lines)):
            yield middle + self.size * ((i - (len(self.lines) - 1) / 2) * _LEADING + 0.345)


def plain(text: str) -> str:
    """The text on one line without control characters, overrides of its direction and towers of accents."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if _is_writing(c))
    return " ".join("".join(_pruned(kept)).split())


def legible(text: str) -> str | None:
    """What of a `plain` text a PNG can write: all of it but pictographs, or None when that is not enough."""
    written = [
        c for c in clusters(text) if measured(c)[1] or unicodedata.category(c[0]) not in {"So", "Sk", "Cn", "Co"}
    ]
    if not all(measured(c)[1] for c in written):
        return None
    return " ".join("".join(written).split()) or None


def fit(
    text: str, *, width: float, height: float, lines: int, largest: float, smallest: float, spacing: float = 0
) -> Block:
    """Set `text` as large as it fits into `width` by `height` units, on at most so many lines."""
    size = largest
    while size >= smallest:
        room = max(1, min(lines, int(height / size / _LEADING)))
        if found := _wrapped(text, width / size, room, spacing, breaking=size < largest * _HARDLY):
            return _block(size, _balanced(text, found, width / size, spacing), spacing)
        size -= 0.5
    room = max(1, min(lines, int(height / smallest / _LEADING)))
    return _block(smallest, _cut(text, width / smallest, room, spacing), spacing)


def clusters(text: str) -> list[str]:
    """Take a text apart between what a reader sees as characters (a short form of UAX #29)."""
    result: list[str] = []
    for character in text:
        if result and (_extends(character) or _binds(result[-1])) and not result[-1].isspace():
            result[-1] += character
        else:
            result.append(character)
    return result


@lru_cache(maxsize=4096)
def measured(cluster: str) -> tuple[float, bool]:
    """The advance of a character in font sizes, and whether a PNG can draw it."""
    if drawn := alphabet.letter(cluster):
        return drawn.advance / alphabet.EM, True
    if unicodedata.east_asian_width(cluster[0]) in "WF":
        return _WIDE, False
    return (_ARABIC if unicodedata.bidirectional(cluster[0]) == "AL" else _OTHER), False


def _is_writing(character: str) -> bool:
    return (
        character.isspace()
        or character in _JOINERS
        or (unicodedata.category(character) not in {"Cc", "Cf", "Cs"} and character not in "\ufffe\uffff")
    )


def _pruned(text: str) -> Iterator[str]:
    for is_mark, run in groupby(text, lambda c: unicodedata.category(c) in {"Mn", "Me"}):
        marks = list(run)
        yield from marks[:_MARKS_EACH] if is_mark else marks


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or character in _JOINERS
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )


def _binds(cluster: str) -> bool:
    """Whether what follows belongs to it: after a joiner or virama, or as the second half of a flag."""
    flag = len(cluster) == 1 and "\U0001f1e6" <= cluster <= "\U0001f1ff"
    return cluster[-1] in _JOINERS or unicodedata.combining(cluster[-1]) == 9 or flag


def _width(characters: Sequence[str], spacing: float) -> float:
    return sum(measured(c)[0] for c in characters) + spacing * len(characters)


def _wrapped(text: str, limit: float, room: int, spacing: float, *, breaking: bool) -> list[str] | None:
    """Break into at most `room` lines no wider than `limit`, or None when it takes more."""
    lines: list[str] = []
    line, used = "", 0.0
    space = measured(" ")[0] + spacing
    for word in text.split():
        characters = clusters(word)
        width = _width(characters, spacing)
        if line and used + space + width <= limit:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        while width > limit:
            if not breaking:
                return None
            head, characters = _broken(characters, limit, spacing)
            lines.append(head)
            width = _width(characters, spacing)
            if len(lines) >= room:
                return None
        line, used = "".join(characters), width
        if len(lines) >= room:
            return None
    return [*lines, line] if line or not lines else lines


def _broken(characters: list[str], limit: float, spacing: float) -> tuple[str, list[str]]:
    """The longest beginning of a word that fits with a hyphen (letters of ours only), and the rest."""
    hyphen = "-" if measured(characters[0])[1] else ""
    count = 1
    used = _width([*characters[:1], *hyphen], spacing)
    while count < len(characters) - 1 and (used := used + _width(characters[count : count + 1], spacing)) <= limit:
        count += 1
    head = "".join(characters[:count])
    return (head if head.endswith(("-", "/", "_")) else head + hyphen), characters[count:]


def _balanced(text: str, lines: list[str], limit: float, spacing: float) -> list[str]:
    """The same number of lines with the least difference in width."""
    low, high = 0.0, limit
    for _ in range(8):
        middle = (low + high) / 2
        if found := _wrapped(text, middle, len(lines), spacing, breaking=False):
            lines, high = found, middle
        else:
            low = middle
    return lines


def _cut(text: str, limit: float, room: int, spacing: float) -> list[str]:
    """As much as fits into `room` lines, and an ellipsis."""
    words = clusters(text)
    low, high = 0, min(len(words), 2_000)
    while low < high:
        middle = (low + high + 1) // 2
        if _wrapped(_ended(words, middle), limit, room, spacing, breaking=True):
            low = middle
        else:
            high = middle - 1
    return _wrapped(_ended(words, low), limit, room, spacing, breaking=True) or [_ELLIPSIS]


def _ended(words: list[str], count: int) -> str:
    return "".join(words[:count]).rstrip(" ,.;:-–—") + _ELLIPSIS


def _block(size: float, lines: Sequence[str], spacing: float) -> Block:
    return Block(size, tuple((line, _width(clusters(line), spacing) * size) for line in lines))
