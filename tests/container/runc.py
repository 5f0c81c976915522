"""A container of the image, run as strictly as the image promises to bear.

Read-only root file system, no capability, no new privileges, its own empty network: what it needs from outside beyond
its volume would fail here.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from tests.container.buildah import Image
from tests.work import WAIT_S

_CLONE_NEWNET = 0x40000000  # linux/sched.h


@dataclass(frozen=True)
class Container:
    """A running container."""

    process: subprocess.Popen[bytes]  # runc, which passes signals on and ends as the container does
    pid: int  # of number 1 inside, as this machine counts
    runc: tuple[str, ...]
    name: str

    def execute(self, *arguments: str, user: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside the service."""
        command = [*self.runc, "exec", "--user", user, self.name, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT_S)


@contextmanager
def running(image: Image, folder: Path, data: Path, *command: str) -> Iterator[Container]:
    """Run the image's own command, or another, until the end of the block; `data` is the volume.

    `folder` is made, and holds the runtime's files and what the container prints, in `log`.
    """
    folder.mkdir()
    config = _configuration(image, data, command or (*image.config["Entrypoint"], *image.config["Cmd"]))
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    pid_file = folder / "pid"
    runc, name = ("runc", "--root", str(folder / "state")), f"badgeapi-test-{uuid4().hex}"
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [*runc, "run", "--bundle", str(folder), "--pid-file", str(pid_file), name],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            while not pid_file.exists():
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.02)
            yield Container(process, int(pid_file.read_text()), runc, name)
        finally:
            if process.poll() is None:
                subprocess.run([*runc, "kill", name, "KILL"], check=False)


def _configuration(image: Image, data: Path, command: Sequence[str]) -> dict[str, Any]:
    """What `docker run --read-only --tmpfs /tmp --cap-drop ALL -v data:/data` asks of the runtime (OCI 1.0)."""
    uid, gid = map(int, image.config["User"].split(":"))
    [volume] = image.config["Volumes"]
    private = ["nosuid", "nodev", "noexec"]
    return {
        "ociVersion": "1.0.2",
        "root": {"path": str(image.files), "readonly": True},
        "process": {
            "user": {"uid": uid, "gid": gid},
            "args": [*command],
            "env": image.config["Env"],
            "cwd": image.config["WorkingDir"],
            "capabilities": {},
            "noNewPrivileges": True,
        },
        "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc", "options": private},
            {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "noexec", "mode=755"]},
            {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": [*private, "mode=1777"]},
            {"destination": volume, "type": "bind", "source": str(data), "options": ["bind", *private]},
        ],
        "linux": {"namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount")]},
    }


@contextmanager
def network_of(pid: int) -> Iterator[None]:
    """Within the block, sockets that this thread opens are in the network of another process."""
    with Path("/proc/thread-self/ns/net").open() as here, Path(f"/proc/{pid}/ns/net").open() as there:
        _enter(there)
        try:
            yield
        finally:
            _enter(here)


def _enter(network: IO[str]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(network.fileno(), _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
