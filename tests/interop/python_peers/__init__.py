"""Independent Python verifiers, each in an environment of its own so that none of their code is ever ours."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

INSTALL_TIMEOUT_S = 300
ANSWER_TIMEOUT_S = 300  # only what hangs takes that long
REQUIREMENTS = {
    "openbadgeslib": "openbadgeslib[ldp]==4.6.3",
    "openvc": "openvc-core[data-integrity]==1.37.0",
}
_HERE = Path(__file__).parent


class PythonPeer:
    """One verifier; its environment is made when needed, below `BADGEAPI_PYTHON_PEERS_DIR` or beside this file."""

    def __init__(self, name: str) -> None:
        self._script = _HERE / f"{name}_peer.py"
        folder = Path(os.environ.get("BADGEAPI_PYTHON_PEERS_DIR", _HERE / ".environments"))
        self.python = folder / name / "bin" / "python"
        self._requirement = REQUIREMENTS[name]

    def install(self) -> None:
        """Make the environment; raises `CalledProcessError` when the package cannot be had."""
        root = self.python.parents[1]
        root.parent.mkdir(parents=True, exist_ok=True)
        with (root.parent / f"{root.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            stamp = root / "installed"
            if stamp.exists() and stamp.read_text() == self._requirement:
                return
            for command in (
                [sys.executable, "-m", "venv", "--clear", root],
                [self.python, "-m", "pip", "install", "--quiet", self._requirement],
            ):
                subprocess.run(command, check=True, capture_output=True, timeout=INSTALL_TIMEOUT_S)
            stamp.write_text(self._requirement)

    def ask(self, **request: Any) -> dict[str, Any]:
        """Put one request to the verifier."""
        [answer] = self.ask_all([request])
        return answer

    def ask_all(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Put requests to one run of the verifier, which is mostly its start."""
        done = subprocess.run(
            [self.python, self._script],
            input="\n".join(map(json.dumps, requests)).encode(),
            check=True,
            capture_output=True,
            timeout=ANSWER_TIMEOUT_S,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(requests)
        return answers
