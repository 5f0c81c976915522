"""A badge of somebody else's service: its did:web document and its status list are fetched, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from badgeapi.net.network import offline
from badgeapi.store import migrate
from badgeapi.verification.facts import ControllerNeed, Unreachable
from tests.api.service import Service, running


@pytest.fixture
def start(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., tuple[Service, ExitStack]]]:
    """Start a service; it ends with the test, or before."""
    with ExitStack() as all_of_them:

        def begin(**settings: Any) -> tuple[Service, ExitStack]:
            url = new_database("sqlite")
            migrate.upgrade(url)
            own = all_of_them.enter_context(ExitStack())
            return own.enter_context(running(url, tmp_path, **settings)), own

        yield begin


def failed(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(check["outcome"], check["code"]) for check in report["checks"] if check["outcome"] in ("fail", "unknown")]


def test_a_foreign_badge_is_verified_until_it_is_revoked_and_undetermined_when_its_host_is_gone(
    start: Callable[..., tuple[Service, ExitStack]],
):
    """The verdict follows what the issuer's own host says, and without it nothing is said."""
    issuing, host = start()
    verifying, _ = start(loopback_hosts=(issuing.url.removeprefix("http://"),))
    tenant = issuing.tenant()
    kept, revoked = tenant.issue(), tenant.issue()
    assert verifying.verify(kept["credential"])["verdict"] == "verified"
    assert verifying.verify(revoked["credential"])["verdict"] == "verified"

    assert tenant.call("POST", f"/v1/assertions/{revoked['id']}/revoke", {"reason": "mistake"}).status_code == 200
    assert verifying.verify(kept["credential"])["verdict"] == "verified"
    report = verifying.verify(revoked["credential"])
    assert (report["verdict"], failed(report)) == ("not_verified", [("fail", "revoked")])

    host.close()
    report = verifying.verify(kept["credential"])
    assert (report["verdict"], failed(report)) == ("undetermined", [("unknown", "list_unavailable")])


def test_without_the_setting_a_neighbour_on_this_machine_is_out_of_reach(
    start: Callable[..., tuple[Service, ExitStack]],
):
    """`did:web:localhost` in a foreign document is no way to what else runs here; whose key it is stays unknown."""
    issuing, _ = start()
    verifying, _ = start()
    report = verifying.verify(issuing.tenant().issue()["credential"])
    assert (report["verdict"], failed(report)) == ("undetermined", [("unknown", "controller_unreachable")])


@pytest.mark.anyio
async def test_offline_answers_nothing():
    """`--offline` knows only what the document and the store say."""
    assert await offline(ControllerNeed("did:web:badges.example")) == Unreachable("the network was not used.")
