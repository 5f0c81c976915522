"""A process that serves: one of several makes its application from the environment and the port `serve` was given."""

from __future__ import annotations

import os

from fastapi import FastAPI

from badgeapi import settings
from badgeapi.app import create_app, find_secrets
from badgeapi.cli.logs import log_as_json
from badgeapi.interpreter import settle

PORT = "BADGEAPI_WORKER_PORT"
"""How `serve` tells its workers the port; not a setting for people."""


def app() -> FastAPI:
    """Make the application of this process."""
    log_as_json()
    found = settings.load()
    made = create_app(found, find_secrets(found), port=int(os.environ[PORT]))
    settle()
    return made
