"""The image, built from the Dockerfile with buildah on a Debian base made on the spot: no registry is asked for images.

Everything lies in one folder. Each tool runs in a mount namespace of its own, so whatever it mounts is gone with it.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOLS = ("buildah", "debootstrap", "runc", "unshare")
SUITE = "trixie"  # the Debian release whose Python is that of the Dockerfile's own default, 3.13
BASE = "localhost/badgeapi-test-base"
IMAGE = "localhost/badgeapi-test"
MARK = "this-line-was-in-the-secret-pip-configuration"

_SOURCES = ("index-url", "extra-index-url", "trusted-host", "proxy")  # what pip must be told to find packages


@dataclass(frozen=True)
class Image:
    """A built image: its configuration (Docker's names), and its files spread out in a folder."""

    config: dict[str, Any]
    files: Path


def build(folder: Path) -> Image:
    """Make the base, build the image on it, and spread it out; all within the folder."""
    storage = _Storage(folder)
    base = storage.run("from", "scratch")
    _isolated("debootstrap", "--variant=minbase", "--include=python3,python3-venv", SUITE, storage.run("mount", base))
    storage.run("commit", "--quiet", "--rm", base, BASE)

    secrets = [f"--secret=id={name},src={path}" for name, path in _pip_secrets(folder).items()]
    recipe = ("build", "--isolation=chroot", "--format=docker", f"--build-arg=BASE={BASE}", f"--tag={IMAGE}")
    storage.run(*recipe, *secrets, str(ROOT))

    config = json.loads(storage.run("inspect", "--type=image", IMAGE))["Docker"]["config"]
    return Image(config, Path(storage.run("mount", storage.run("from", IMAGE))))


@dataclass(frozen=True)
class _Storage:
    """Buildah with its images and containers in a folder, as plain copies: overlays do not nest."""

    folder: Path

    def run(self, *arguments: str) -> str:
        """Run a command of buildah and return what it prints."""
        places = (f"--root={self.folder / 'images'}", f"--runroot={self.folder / 'state'}", "--storage-driver=vfs")
        return _isolated("buildah", *places, *arguments).strip()


def _isolated(*command: str) -> str:
    done = subprocess.run(["unshare", "--mount", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    return done.stdout


def _pip_secrets(folder: Path) -> dict[str, Path]:
    """This machine's package index and its authorities, as the files that the Dockerfile takes."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    pairs = (line.partition("=") for line in listed.stdout.splitlines())
    settings = {name.rpartition(".")[2]: " ".join(ast.literal_eval(value).split()) for name, _, value in pairs}

    lines = ["[global]", f"# {MARK}", *(f"{name} = {settings[name]}" for name in _SOURCES if name in settings)]
    secrets = {"pip.conf": folder / "pip.conf"}
    if "cert" in settings:
        secrets["ca.pem"] = Path(settings["cert"])
        lines.append("cert = /run/secrets/ca.pem")
    secrets["pip.conf"].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return secrets
