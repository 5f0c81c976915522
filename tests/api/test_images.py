"""Pictures: every achievement has one, at an address that always shows the same bytes."""

from __future__ import annotations

import io
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image as PillowImage

from tests.api.service import ACHIEVEMENT, Service, Tenant, problem


def picture(colour: str = "teal") -> bytes:
    """A PNG of the test's own."""
    made = io.BytesIO()
    PillowImage.new("RGB", (64, 64), colour).save(made, "PNG")
    return made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#246"/></svg>'


def fetched(service: Service, url: str) -> Any:
    assert url.startswith(service.url)
    return service.http.get(url.removeprefix(service.url))


def test_an_achievement_without_a_picture_gets_one(service: Service, tenant: Tenant):
    """A drawn badge, signed by its address; the address holds the digest of the bytes, and never changes."""
    image = tenant.achievement["achievement"]["image"]
    answer = fetched(service, image["id"])
    assert answer.headers["content-type"] == "image/png"
    assert image["id"] == f"{service.url}/images/{sha256(answer.content).hexdigest()}.png"
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert PillowImage.open(io.BytesIO(answer.content)).size == (512, 512)
    assert tenant.issue()["credential"]["credentialSubject"]["achievement"]["image"] == image
    again = service.http.get(answer.url.path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_same_request_draws_nothing_new(tenant: Tenant):
    """An upsert with the same body is no new version, though nobody sent a picture."""
    path = f"/v1/issuers/{tenant.issuer['id']}/achievements/by-key/soldering"
    body = ACHIEVEMENT | {"issuer": tenant.issuer["id"]}
    first, second = (tenant.call("PUT", path, body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


@pytest.mark.parametrize(("media_type", "data"), [("image/png", picture()), ("image/svg+xml", SVG)])
def test_an_uploaded_picture_is_the_achievements(service: Service, tenant: Tenant, media_type: str, data: bytes):
    """Uploaded once, used by its address, served with its type; the same picture is the same address."""
    path = f"/v1/issuers/{tenant.issuer['id']}/images"
    made = tenant.call("POST", path, content=data, headers={"Content-Type": media_type})
    assert made.status_code == 201, made.text
    shown = fetched(service, made.json()["id"])
    assert shown.headers["content-type"].startswith(media_type)
    assert made.json()["sha256"] == sha256(shown.content).hexdigest()
    assert tenant.call("POST", path, content=data, headers={"Content-Type": media_type}).json() == made.json()
    body = ACHIEVEMENT | {"issuer": tenant.issuer["id"], "image": made.json()["id"]}
    achievement = tenant.call("POST", "/v1/achievements", body).json()["achievement"]
    assert achievement["image"] == {"id": made.json()["id"], "type": "Image"}


def test_a_data_uri_becomes_an_address(service: Service, tenant: Tenant):
    """A picture in the request is kept here; what is signed is its address, with its caption."""
    uri = "data:image/png;base64," + b64encode(picture("navy")).decode()
    body = ACHIEVEMENT | {"issuer": tenant.issuer["id"], "image": {"id": uri, "caption": "A square"}}
    image = tenant.call("POST", "/v1/achievements", body).json()["achievement"]["image"]
    assert image["caption"] == "A square"
    assert PillowImage.open(io.BytesIO(fetched(service, image["id"]).content)).getpixel((5, 5)) == (0, 0, 128)


def test_a_picture_elsewhere_is_signed_as_it_stands(tenant: Tenant):
    """It is never fetched."""
    body = ACHIEVEMENT | {"issuer": tenant.issuer["id"], "image": "https://cdn.example/badge.png"}
    made = tenant.call("POST", "/v1/achievements", body).json()["achievement"]
    assert made["image"] == {"id": "https://cdn.example/badge.png", "type": "Image"}


HOSTILE = {
    "not a picture": ("image/png", b"hello"),
    "HTML": ("image/svg+xml", b"<html><script>alert(1)</script></html>"),
    "a script": ("image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "an entity": ("image/svg+xml", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "half a PNG": ("image/png", picture()[:60]),
    "nothing": ("image/png", b""),
}


@pytest.mark.parametrize(("media_type", "data"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_safe_picture_is_refused(tenant: Tenant, media_type: str, data: bytes):
    """Uploaded or as data URI."""
    path = f"/v1/issuers/{tenant.issuer['id']}/images"
    refused = tenant.call("POST", path, content=data, headers={"Content-Type": media_type})
    problem(refused, 422, code="invalid_input")
    body = ACHIEVEMENT | {"issuer": tenant.issuer["id"]}
    uri = f"data:{media_type};base64,{b64encode(data).decode()}"
    assert 400 <= tenant.call("POST", "/v1/achievements", body | {"image": uri}).status_code < 500


def test_other_media_types_and_other_tenants_are_refused(service: Service, tenant: Tenant, stranger: Tenant):
    """A GIF is no badge, and nobody uploads for somebody else."""
    path = f"/v1/issuers/{tenant.issuer['id']}/images"
    gif = tenant.call("POST", path, content=b"GIF89a", headers={"Content-Type": "image/gif"})
    assert gif.status_code == 415
    foreign = stranger.call("POST", path, content=picture(), headers={"Content-Type": "image/png"})
    assert foreign.status_code == 404
    assert service.http.get("/images/" + "0" * 64 + ".png").status_code == 404
    assert service.http.get("/images/../secrets.png").status_code == 404
