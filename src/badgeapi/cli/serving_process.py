"""One of several worker processes: the application, made from the environment and the port that `serve` was given."""

from __future__ import annotations

import os

from fastapi import FastAPI

from badgeapi import settings
from badgeapi.app import create_app, find_secrets
from badgeapi.cli.logs import log_as_json

PORT = "BADGEAPI_WORKER_PORT"
"""How `serve` tells its workers the port; not a setting for people."""


def app() -> FastAPI:
    """Make the application of this process."""
    log_as_json()
    found = settings.load()
    return create_app(found, find_secrets(found), port=int(os.environ[PORT]))
