# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

"""A client library for accessing badgeapi"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
