"""The service without its hot routes: the same functions, called by FastAPI."""

from __future__ import annotations

from fastapi import FastAPI

from badgeapi import settings
from badgeapi.app import create_app, find_secrets, prepare
from badgeapi.cli.logs import log_as_json


def app() -> FastAPI:
    log_as_json()
    found = settings.load()
    prepare(found)
    return create_app(found, find_secrets(found), port=8000, hot=())
