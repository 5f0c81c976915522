"""`badgeapi verify`: the exit code is the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import ADMIN_KEY, MASTER_KEY, Served, run, serving


@dataclass
class Issuing:
    """A running service, the folder it runs in, and a badge of its own as a file elsewhere."""

    served: Served
    folder: Path
    badge: Path

    @property
    def host(self) -> str:
        return f"localhost:{self.served.http.base_url.port}"


@pytest.fixture(scope="module")
def issuing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuing]:
    folder, badge = tmp_path_factory.mktemp("service"), tmp_path_factory.mktemp("badges") / "badge.json"
    with serving(folder, ADMIN_KEY=ADMIN_KEY, MASTER_KEY=MASTER_KEY, STATUS_INTERVAL_S="0") as served:
        badge.write_text(json.dumps(served.issue(served.achievement()).json()["credential"]))
        yield Issuing(served, folder, badge)


def test_anybody_can_verify_and_nothing_is_left_behind(issuing: Issuing, tmp_path: Path):
    """Without any service at hand, the issuer's is asked; a first `serve` here would still say its admin key."""
    done = run(tmp_path, "verify", str(issuing.badge), LOOPBACK_HOSTS=issuing.host)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Verified")
    assert list(tmp_path.iterdir()) == []


def test_beside_the_service_its_own_database_answers(issuing: Issuing):
    """The network is not needed for badges of our own; a running service is not disturbed."""
    done = run(issuing.folder, "verify", "--offline", str(issuing.badge))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Verified")
    assert not (issuing.folder / "badgeapi-data" / "keys").exists()


def test_standard_input_is_read(issuing: Issuing, tmp_path: Path):
    """`curl ... | badgeapi verify -`"""
    done = run(tmp_path, "verify", "-", given=issuing.badge.read_bytes(), LOOPBACK_HOSTS=issuing.host)
    assert done.returncode == 0


def test_a_tampered_badge_is_not_verified(issuing: Issuing, tmp_path: Path):
    """Exit code 1, and the check that did not pass is named."""
    badge = json.loads(issuing.badge.read_bytes())
    badge["credentialSubject"]["achievement"]["name"] = "Surgery"
    done = run(tmp_path, "verify", "-", given=json.dumps(badge).encode(), LOOPBACK_HOSTS=issuing.host)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "Not verified")
    assert "The signature does not fit the document." in " ".join(done.stdout.split())


def test_what_cannot_be_asked_is_undetermined(issuing: Issuing, tmp_path: Path):
    """Offline, nobody says whose key it was: not verified, and not refused either."""
    done = run(tmp_path, "verify", "--offline", str(issuing.badge))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "Undetermined")


@pytest.mark.parametrize(
    ("file", "said"),
    [("missing.json", "missing.json"), (".", "directory"), ("text.json", "not JSON"), ("empty.json", "not JSON")],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, file: str, said: str):
    """Exit code 2, and no traceback."""
    (tmp_path / "text.json").write_text("[bold]not JSON[/]")
    (tmp_path / "empty.json").touch()
    done = run(tmp_path, "verify", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("columns", [40, 200])
def test_the_report_fits_the_terminal(issuing: Issuing, tmp_path: Path, columns: int):
    """No line is wider than the terminal, and nothing is cut off."""
    done = run(tmp_path, "verify", str(issuing.badge), columns=columns, LOOPBACK_HOSTS=issuing.host)
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= columns
    assert "…" not in done.stdout
    said = "The issuer's status list says that the credential is in force."
    assert set(said.split()) <= set(done.stdout.split())
