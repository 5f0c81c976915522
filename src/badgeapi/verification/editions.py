"""The newest edition of a credential, where its issuer offers one.

An edition is the same credential when its id and issuer are the same and it is not older. It is judged like any
credential and decides in place of the one shown; what cannot be had or is something else changes nothing.

Source: Open Badges 3.0 section 9.1 (verification), step 3; 1EdTech Credential Refresh 1.0.
"""

from __future__ import annotations

from typing import Final

from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.verification.facts import Facts, FoundCredential, RefreshNeed
from badgeapi.verification.parse import Presented, as_list

REFRESH: Final = "1EdTechCredentialRefresh"


def refresh_need(presented: Presented) -> RefreshNeed | None:
    """What to ask the credential's refresh service for; None when it has none of a known type."""
    for service in as_list(presented.document.get("refreshService")):
        if isinstance(service, dict) and REFRESH in as_list(service.get("type")):
            url = service.get("id")
            if isinstance(url, str) and is_absolute_iri(url):
                return RefreshNeed(url)
    return None


def newest(presented: Presented, facts: Facts) -> Presented | None:
    """The edition that was found, when it is one and differs from what was shown; its own service is not asked."""
    need = refresh_need(presented)
    match facts.get(need) if need else None:
        case FoundCredential(found) if is_edition(presented, found) and found.document != presented.document:
            return found
    return None


def is_edition(presented: Presented, found: Presented) -> bool:
    """Tell whether `found` is the same credential, no older than `presented`."""
    same = presented.id is not None and (presented.id, presented.issuer) == (found.id, found.issuer)
    return same and _begins(found) >= _begins(presented)


def _begins(presented: Presented) -> float:
    text = presented.document.get("validFrom", presented.document.get("issuanceDate"))
    try:
        return parse_datetime(text if isinstance(text, str) else "").timestamp()
    except InvalidInput:
        return 0.0
