"""The tests of signing run twice: with OpenSSL alone, and with libsodium asked first."""

from __future__ import annotations

import os

import pytest

from badgeapi.signing import sodium


@pytest.fixture(autouse=True, params=["OpenSSL", "libsodium"])
def ed25519_checked_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who is asked first whether an Ed25519 signature fits."""
    if request.param == "OpenSSL":
        monkeypatch.setattr(sodium, "accepts", None)
    elif sodium.accepts is None:
        reason = "libsodium is not installed (pip install pynacl), or not used"
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)
    return request.param
