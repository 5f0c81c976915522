"""What the environment may say: each wrong setting is named, and no value is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from badgeapi import settings
from badgeapi.errors import ConfigurationError

PRODUCTION = {
    "ENV": "production",
    "ADMIN_KEY": "0123456789-0123456789-0123456789",
    "MASTER_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "PUBLIC_URL": "https://badges.example",
}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BADGEAPI_")]:
        monkeypatch.delenv(name)


def load(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> settings.Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"BADGEAPI_{name}", value)
    return settings.load()


def test_nothing_needs_to_be_set():
    """Development: SQLite in a folder of the working directory, on localhost, by name."""
    found = settings.load()
    assert (found.env, found.data_dir, found.store_url, found.origin(8123)) == (
        "development",
        Path("badgeapi-data"),
        "sqlite:///badgeapi-data/badgeapi.sqlite3",
        "http://localhost:8123",
    )


@pytest.mark.parametrize("name", ["ADMIN_KEY", "MASTER_KEY", "PUBLIC_URL"])
def test_production_makes_nothing_up(monkeypatch: pytest.MonkeyPatch, name: str):
    """A secret made by itself would be lost with the container, and badges signed under localhost for ever."""
    assert load(monkeypatch, PRODUCTION).origin(8000) == "https://badges.example"
    monkeypatch.delenv(f"BADGEAPI_{name}")
    with pytest.raises(ConfigurationError, match=f"BADGEAPI_{name}"):
        settings.load()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (PRODUCTION | {"PUBLIC_URL": "http://badges.example"}, "BADGEAPI_PUBLIC_URL"),
        (PRODUCTION | {"LOOPBACK_HOSTS": "localhost:9000"}, "BADGEAPI_LOOPBACK_HOSTS"),
        ({"ENV": "staging"}, "BADGEAPI_ENV"),
        ({"ADMIN_KEY": "0123456789-0123456789-012345678"}, "BADGEAPI_ADMIN_KEY needs 32 characters"),
        ({"STATUS_INTERVAL_S": "in a while"}, "BADGEAPI_STATUS_INTERVAL_S"),
        ({"RATE_LIMIT": "often"}, "BADGEAPI_RATE_LIMIT"),
        ({"VERIFY_RATE_LIMIT": "0/minute"}, "BADGEAPI_VERIFY_RATE_LIMIT"),
        ({"RATE_LIMIT_STORE": "memcached://localhost"}, "BADGEAPI_RATE_LIMIT_STORE"),
        ({"STATUS_INTERVAL_S": "-1"}, "BADGEAPI_STATUS_INTERVAL_S"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str):
    """The message says which one and why; what was set stays out of logs."""
    with pytest.raises(ConfigurationError, match=named) as caught:
        load(monkeypatch, given)
    assert not any(given.get(name, "-") in caught.value.message for name in ("ADMIN_KEY", "STATUS_INTERVAL_S"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "badges.example",
        "ftp://badges.example",
        "http://",
        "http://127.0.0.1:8000",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.1",
        "http://badges.0x7f",
        "http://[::1]:8000",
        "http://[::1",
        "http://admin:hunter2@badges.example",
        "http://badges.example:port",
        "http://badges.example:99999",
        "http://badges.example/path",
        "http://badges.example?query",
        "http://badges.example#fragment",
        "http://badges..example",
        "http://badges example",
    ],
)
def test_the_public_url_is_an_origin_that_a_did_can_name(monkeypatch: pytest.MonkeyPatch, url: str):
    """It is signed into every badge: did:web takes a host name, and the URLs of badges are written after it."""
    with pytest.raises(ConfigurationError, match="BADGEAPI_PUBLIC_URL"):
        load(monkeypatch, {"PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://badges.example", "https://badges.example/"])
def test_an_origin_is_written_without_a_slash(monkeypatch: pytest.MonkeyPatch, url: str):
    """Paths are appended to it."""
    assert load(monkeypatch, {"PUBLIC_URL": url}).origin(1) == url.rstrip("/")


@pytest.mark.parametrize(
    ("text", "hosts"),
    [("", ()), ("localhost:9000", ("localhost:9000",)), ("a:1, b:2,", ("a:1", "b:2"))],
)
def test_loopback_hosts_are_a_list(monkeypatch: pytest.MonkeyPatch, text: str, hosts: tuple[str, ...]):
    """Written as people write lists in environment variables."""
    assert load(monkeypatch, {"LOOPBACK_HOSTS": text}).loopback_hosts == hosts
