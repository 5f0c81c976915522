"""What a first start makes by itself: readable by its owner only, made once, and never the admin key itself."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest

from badgeapi.errors import ConfigurationError
from badgeapi.keys import development
from tests.work import WAIT_S


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_nobody_else_can_read_the_files(folder: Path, umask: int):
    """Whatever the umask says: files 0600 in a folder 0700, and no half-made file left behind."""
    before = os.umask(umask)
    try:
        development.master_key(folder)
        development.admin_key_digest(folder)
    finally:
        os.umask(before)
    assert mode(folder) == 0o700
    assert {file.name: mode(file) for file in folder.iterdir()} == {"master.key": 0o600, "admin.sha256": 0o600}


def test_a_restart_finds_the_same_keys(folder: Path):
    """Otherwise every key sealed yesterday would be lost today."""
    master, (digest, key) = development.master_key(folder), development.admin_key_digest(folder)
    assert development.master_key(folder) == master
    assert development.admin_key_digest(folder) == (digest, None)
    assert key is not None
    assert sha256(key.encode()).digest() == digest


def test_two_folders_have_different_keys(tmp_path: Path):
    """Nothing is built in."""
    assert development.master_key(tmp_path / "a") != development.master_key(tmp_path / "b")
    assert development.admin_key_digest(tmp_path / "a") != development.admin_key_digest(tmp_path / "b")


def test_the_admin_key_is_in_no_file(folder: Path):
    """It is shown once; what is kept only tells whether somebody has it."""
    _, key = development.admin_key_digest(folder)
    development.master_key(folder)
    assert key
    assert len(key) >= 32  # what BADGEAPI_ADMIN_KEY must have
    secret = key.removeprefix("badge_admin_")
    for file in folder.rglob("*"):
        assert secret not in file.read_text()


def test_threads_that_start_at_once_agree(folder: Path):
    """All get the one master key, and the admin key is shown by exactly one."""
    barrier = Barrier(8)

    def start(_: int) -> tuple[bytes, bytes, str | None]:
        barrier.wait()
        return development.master_key(folder).secret, *development.admin_key_digest(folder)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(start, range(8)))
    assert len({master for master, _, _ in found}) == 1
    assert len({digest for _, digest, _ in found}) == 1
    [shown] = [key for _, _, key in found if key]
    assert sha256(shown.encode()).digest() == found[0][1]
    assert sorted(file.name for file in folder.iterdir()) == ["admin.sha256", "master.key"]


def test_processes_that_start_at_once_agree(folder: Path):
    """The workers of one service, started together."""
    program = (
        "import sys, pathlib; from badgeapi.keys import development as d; f = pathlib.Path(sys.argv[1]);"
        "sys.stdin.read(); print(d.master_key(f).secret.hex(), d.admin_key_digest(f)[0].hex())"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            text=True,
        )
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdin
        worker.stdin.close()
        worker.stdin = None
    answers = [worker.communicate(timeout=WAIT_S)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert len(set(answers)) == 1
    assert answers[0].split()[0] == development.master_key(folder).secret.hex()


def test_a_damaged_master_key_is_not_replaced(folder: Path):
    """A new key over an unreadable one would make every sealed key unreadable for good."""
    development.master_key(folder)
    (folder / "master.key").write_text("damaged")
    with pytest.raises(ConfigurationError):
        development.master_key(folder)
    assert (folder / "master.key").read_text() == "damaged"
