"""Any picture: told by its content, never by its name, and answered for what it is."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from badgeapi import baking
from badgeapi.baking import Baked
from badgeapi.errors import InvalidInput
from badgeapi.pictures import badge, png, svg
from tests.baking.pngs import SIGNATURE
from tests.baking.texts import JSON, JWT, texts

SHAPES = badge("Data Literacy", "Acme", "Course")
DRAWN = {"png": png.draw(SHAPES), "svg": svg.draw(SHAPES)}
JPEG = io.BytesIO()
Image.new("L", (2, 2)).save(JPEG, "JPEG")

FORMS = {
    "PNG": (DRAWN["png"], "png"),
    "SVG": (DRAWN["svg"], "svg"),
    "SVG with a byte order mark": (b"\xef\xbb\xbf\n" + DRAWN["svg"], "svg"),
    "SVG in UTF-16": (DRAWN["svg"].decode().encode("utf-16"), "svg"),
    "XML": (b"<?xml version='1.0'?><a/>", "svg"),
    "JPEG": (JPEG.getvalue(), None),
    "GIF": (b"GIF89a", None),
    "JSON": (JSON.encode(), None),
    "JWT": (JWT.encode(), None),
    "a data URI": (b"data:image/svg+xml,<svg/>", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize(("data", "form"), FORMS.values(), ids=FORMS.keys())
def test_a_picture_is_told_by_its_content(data: bytes, form: str | None):
    """JSON and JWT, which come the same way, are never taken for a picture."""
    assert baking.detect(data) == form


@pytest.mark.parametrize("data", [data for data, form in FORMS.values() if form is None])
def test_what_is_no_picture_is_refused(data: bytes):
    """With a code of its own."""
    for act in (lambda: baking.extract(data), lambda: baking.bake(data, JWT)):
        with pytest.raises(InvalidInput) as refusal:
            act()
        assert refusal.value.faults[0].code == "unknown_image"


@given(texts)
def test_our_own_pictures_carry_any_credential(text: str):
    """The drawn badge in both forms; of JSON the value counts, of a JWT every character."""
    for picture in DRAWN.values():
        found = baking.extract(baking.bake(picture, text))
        assert found.kind == "open_badge_3"
        assert found.text == text or (text[0] == "{" and json.loads(found.text) == json.loads(text))


def test_a_common_credential_is_the_same_text_in_both():
    """So that what is baked can be compared with what was issued, byte for byte."""
    text = '{"name":"Löten 🧰","criteria":{"narrative":"**a** < b > c & d [e](https://f.example)"}}'
    for picture in DRAWN.values():
        assert baking.extract(baking.bake(picture, text)) == Baked("open_badge_3", text)


@given(st.binary(max_size=200), st.sampled_from([b"", SIGNATURE, b"<", b"<svg ", b"<!DOCTYPE ", b"\xff\xfe<\0"]))
def test_any_bytes_are_refused_with_a_reason(data: bytes, start: bytes):
    """Nothing ends in anything but a credential or one of our errors."""
    for act in (baking.extract, lambda picture: baking.bake(picture, JWT)):
        with pytest.raises(InvalidInput) as refusal:
            act(start + data)
        assert refusal.value.faults[0].code
