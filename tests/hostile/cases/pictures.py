"""Pictures that are none, that hold too much, or that would have their reader do something.

Source: PNG Specification (Third Edition) section 5; Open Badges 3.0 section 5.3; XML 1.0 section 4 (entities).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import Any

from tests.hostile import images
from tests.hostile.case import NOT_VERIFIED, Case, World
from tests.hostile.documents import badge
from tests.hostile.images import END, HEADER, PIXELS, SIGNATURE, chunk, png, png_of, svg, svg_of, text_chunk
from tests.hostile.signing import JCS, signed

_REFUSED = "400 413 422 not_verified"


def body(document: object = None) -> bytes:
    return json.dumps(signed(badge(), suite=JCS) if document is None else document).encode()


def _bomb(size: int) -> bytes:
    return chunk(b"iTXt", images.KEYWORD + b"\0\1\0\0\0" + zlib.compress(bytes(size), 9))


def _entities(levels: int) -> str:
    """Each entity is ten of the one before: a billion laughs."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'


PNGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "without-credential": ("nothing in it", lambda: png_of(HEADER, PIXELS, END)),
    "signature-alone": ("no picture", lambda: SIGNATURE),
    "cut-in-a-chunk": ("no whole picture", lambda: png(body())[:-30]),
    "without-end": ("no whole picture", lambda: png_of(HEADER, PIXELS, text_chunk(body()))),
    "after-the-end": (
        "what stands behind the end is not in the picture",
        lambda: png_of(HEADER, PIXELS, END) + text_chunk(body()),
    ),
    "twice": ("which of the two?", lambda: png_of(HEADER, PIXELS, text_chunk(body()), text_chunk(body()), END)),
    "wrong-checksum": ("damaged", lambda: png(body())[:-20] + b"\0\0\0\0" + png(body())[-16:]),
    "length-beyond": ("a chunk longer than the file", lambda: png_of(HEADER, b"\x7f\xff\xff\xff" + b"iTXt")),
    "length-negative": (
        "a length beyond what is allowed",
        lambda: png_of(HEADER, b"\xff\xff\xff\xff" + b"iTXt" + bytes(64)),
    ),
    "no-header": ("no picture", lambda: png_of(PIXELS, text_chunk(body()), END)),
    "many-chunks": ("a hundred thousand pieces", lambda: png_of(HEADER, *[chunk(b"tEXt", b"a\0b")] * 70_000, END)),
    "bomb": ("fifty megabytes in fifty kilobytes", lambda: png_of(HEADER, PIXELS, _bomb(50 << 20), END)),
    "bomb-of-700": ("seven hundred megabytes", lambda: png_of(HEADER, PIXELS, _bomb(700 << 20), END)),
    "not-compressed": (
        "said to be compressed",
        lambda: png_of(HEADER, PIXELS, chunk(b"iTXt", images.KEYWORD + b"\0\1\0\0\0" + body()), END),
    ),
    "unknown-method": (
        "no such compression",
        lambda: png_of(HEADER, PIXELS, chunk(b"iTXt", images.KEYWORD + b"\0\1\7\0\0" + body()), END),
    ),
    "no-json": ("nothing that can be read", lambda: png(b"hello")),
    "empty": ("nothing", lambda: png(b"")),
    "not-utf-8": ("nothing that can be read", lambda: png(b'{"name": "\xff"}')),
    "open-badge-2": (
        "an Open Badge 2.0 is another thing, and that is said",
        lambda: png(b"https://school.example/assertions/1", b"openbadges"),
    ),
    "tampered": ("a picture makes nothing true", lambda: png(body(signed(badge(), suite=JCS) | {"name": "Other"}))),
    "unsigned": ("a picture signs nothing", lambda: png(body(badge()))),
    "gif": ("no such picture", lambda: b"GIF89a" + bytes(32)),
    "jpeg": ("no such picture", lambda: b"\xff\xd8\xff\xe0" + bytes(32)),
}
SVGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "without-credential": ("nothing in it", lambda: svg_of("<rect/>")),
    "laughs": ("entities within entities", lambda: svg(body(), doctype=_entities(9))),
    "laughs-used": (
        "entities within entities",
        lambda: svg_of("<text>&a8;</text>", images.element(body()), doctype=_entities(9)),
    ),
    "external-entity": (
        "a file of the server's",
        lambda: svg_of(
            "<text>&f;</text>",
            images.element(body()),
            doctype='<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        ),
    ),
    "external-subset": (
        "somebody's host is asked",
        lambda: svg(body(), doctype='<!DOCTYPE svg SYSTEM "http://localhost:1/x.dtd">'),
    ),
    "parameter-entity": (
        "somebody's host is asked",
        lambda: svg(body(), doctype='<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;]>'),
    ),
    "entity-in-the-credential": (
        "a text that is put together",
        lambda: svg_of(
            "<openbadges:credential>&f;</openbadges:credential>", doctype='<!DOCTYPE svg [<!ENTITY f "{}">]>'
        ),
    ),
    "attribute-default": (
        "a subset gives attributes",
        lambda: svg(body(), doctype='<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x">]>'),
    ),
    "quadratic": (
        "one entity, ten thousand times",
        lambda: svg_of(
            "<text>" + "&b;" * 10_000 + "</text>",
            images.element(body()),
            doctype=f'<!DOCTYPE svg [<!ENTITY b "{"b" * 10_000}">]>',
        ),
    ),
    "deep": ("readers recurse", lambda: svg_of("<g>" * 20_000, images.element(body()), "</g>" * 20_000)),
    "twice": ("which of the two?", lambda: svg_of(images.element(body()), images.element(body()))),
    "two-ways": ("a JWT and JSON at once", lambda: svg_of(images.element(body(), "eyJ.eyJ.x"))),
    "other-namespace": (
        "not the element",
        lambda: svg_of(images.element(body()), namespace="https://attacker.example/ob"),
    ),
    "not-well-formed": ("no XML", lambda: svg(body())[:-6]),
    "two-roots": ("no XML", lambda: svg(body()) + svg(body())),
    "html": ("no SVG", lambda: b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'),
    "utf-7": ("an encoding that hides markup", lambda: b'<?xml version="1.0" encoding="utf-7"?>' + svg(body())),
    "tampered": ("a drawing makes nothing true", lambda: svg(body(signed(badge(), suite=JCS) | {"name": "Other"}))),
    "unsigned-jwt": ("no signature", lambda: svg(verify="eyJhbGciOiJub25lIn0.e30.")),
    "xinclude": (
        "a file of the server's",
        lambda: svg_of(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        ),
    ),
    "stylesheet": (
        "somebody's host is asked",
        lambda: b'<?xml-stylesheet href="http://localhost:1/x.xsl" type="text/xsl"?>' + svg_of("<rect/>"),
    ),
}


def _case(kind: str, name: str, truth: str, make: Callable[[], bytes]) -> Case:
    def shown(_world: World) -> Any:
        return make()

    return Case(f"{kind}-{name}", truth, shown, NOT_VERIFIED if name in ("tampered", "unsigned") else _REFUSED)


CASES = (
    *(_case("png", name, truth, make) for name, (truth, make) in PNGS.items()),
    *(_case("svg", name, truth, make) for name, (truth, make) in SVGS.items()),
)
