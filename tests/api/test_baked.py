"""A badge as a picture: what is baked into it is the very credential, and it verifies as such."""

from __future__ import annotations

import io
import json

import pytest
from lxml import etree
from PIL import Image

from tests.api.service import ACHIEVEMENT, Service, Tenant
from tests.api.test_images import SVG, picture

FORMS = [("image/png", "json"), ("image/png", "jwt"), ("image/svg+xml", "json"), ("image/svg+xml", "jwt")]
NAMESPACE = "{https://purl.imsglobal.org/ob/v3p0}credential"


def baked(tenant: Tenant, assertion_id: str, form: str, content: str) -> bytes:
    answer = tenant.call("GET", f"/v1/assertions/{assertion_id}?bake={content}", headers={"Accept": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(form)
    return answer.content


def taken_out(data: bytes, form: str) -> str:
    """What other libraries find: Pillow in a PNG, lxml in an SVG."""
    if form == "image/png":
        with Image.open(io.BytesIO(data)) as shown:
            shown.load()
            text: str = shown.text["openbadgecredential"]
            return text
    element = etree.fromstring(data)[0]
    assert element.tag == NAMESPACE
    return element.get("verify") or element.text


@pytest.mark.parametrize(("form", "content"), FORMS)
def test_a_baked_badge_holds_the_credential_and_verifies(service: Service, tenant: Tenant, form: str, content: str):
    """JSON or JWT, in PNG or SVG; revoked like the rest."""
    made = tenant.issue(description="Umlaute: äöü ]]> <&>")
    data = baked(tenant, made["id"], form, content)
    inside = taken_out(data, form)
    if content == "json":
        assert json.loads(inside) == made["credential"]
    else:
        headers = {"Accept": "application/vc+jwt"}
        assert inside == tenant.call("GET", f"/v1/assertions/{made['id']}", headers=headers).text
    assert baked(tenant, made["id"], form, content) == data, "the same bytes again"

    def verdict() -> str:
        answer = service.http.post("/v1/verify", content=data, headers={"Content-Type": form})
        assert answer.status_code == 200, answer.text
        return answer.json()["verdict"]

    assert verdict() == "verified"
    tenant.call("POST", f"/v1/assertions/{made['id']}/revoke", {"reason": "x"})
    assert verdict() == "not_verified"


def test_the_achievements_own_picture_is_baked(tenant: Tenant):
    """An uploaded PNG keeps its pixels; an uploaded SVG its shapes; a PNG is framed where an SVG is asked for."""
    path = f"/v1/issuers/{tenant.issuer['id']}/images"
    for media_type, data in (("image/png", picture("olive")), ("image/svg+xml", SVG)):
        url = tenant.call("POST", path, content=data, headers={"Content-Type": media_type}).json()["id"]
        body = ACHIEVEMENT | {"issuer": tenant.issuer["id"], "image": url}
        achievement = tenant.call("POST", "/v1/achievements", body).json()
        made = tenant.issue(achievement=achievement["id"])
        drawing = baked(tenant, made["id"], "image/svg+xml", "json")
        if media_type == "image/png":
            with Image.open(io.BytesIO(baked(tenant, made["id"], "image/png", "json"))) as shown:
                assert shown.convert("RGB").getpixel((9, 9)) == (128, 128, 0)
            assert b"data:image/png;base64," in drawing
        else:
            assert b"<circle" in drawing


def test_a_tampered_picture_is_not_verified(service: Service, tenant: Tenant):
    """One word changed in the credential of an SVG."""
    data = baked(tenant, tenant.issue()["id"], "image/svg+xml", "json")
    changed = data.replace(b"Can solder surface-mount components.", b"Can solder anything there ever was..")
    assert changed != data
    answer = service.http.post("/v1/verify", content=changed, headers={"Content-Type": "image/svg+xml"})
    assert answer.json()["verdict"] == "not_verified"


def test_a_picture_without_a_credential_is_an_error(service: Service):
    """Said as such, with a code of its own."""
    answer = service.http.post("/v1/verify", content=picture(), headers={"Content-Type": "image/png"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "not_baked"
