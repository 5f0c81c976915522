"""Making achievements and their versions.

Every change is a new version and every version stays as it is, so what a credential was signed with can always be
shown. `version` is under the signature.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid4, uuid5

from badgeapi.canon import jcs, json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.result import complete_ids
from badgeapi.errors import Conflict, NotFound, StaleVersion
from badgeapi.store import achievements, images, issuers
from badgeapi.store.achievements import Achievement, AchievementState, AchievementVersion
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.images import Image
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id
from badgeapi.usecases.keep_images import image_url, picture_of
from badgeapi.usecases.lint_credential import lint_achievement

Defined = tuple[Achievement, AchievementVersion]


@dataclass(frozen=True, slots=True)
class DefineAchievement:
    """An achievement to make or change; `members` are those of the OB Achievement without id, type and version."""

    issuer_id: str
    members: JsonObject
    key: str | None = None

    @property
    def digest(self) -> bytes:
        """Tells an unchanged request from a changed one."""
        return sha256(jcs.dumps(self.members)).digest()


def achievement_url(origin: str, achievement_id: str) -> str:
    """The id of an achievement as signed, stable across its versions."""
    return f"{origin}/achievements/{achievement_id}"


async def define_achievement(
    deployment: Deployment, caller: Caller, command: DefineAchievement
) -> tuple[Defined, bool]:
    """Make an achievement, or with a known key bring it to what the command says.

    Returns the achievement and whether it is new. The same members again change nothing.

    Raises:
        NotFound: no such issuer, or another's.
        InvalidInput: no credential could be issued with it; every fault with its pointer.
    """
    _require_signable(command.members, deployment.now())
    if (same := await deployment.store.read(lambda conn: _unchanged(conn, caller, command))) is not None:
        return same, False
    image = await _picture(deployment, caller, command)
    try:
        return await deployment.store.write(lambda conn: _define(conn, caller, command, image, deployment.now()))
    except (Duplicate, StaleVersion):  # another request with this key was first; what it made is there now
        return await deployment.store.write(lambda conn: _define(conn, caller, command, image, deployment.now()))


async def change_achievement(
    deployment: Deployment, caller: Caller, achievement_id: str, command: DefineAchievement, *, version: int | None
) -> Defined:
    """Add a version to an achievement; the same members again change nothing.

    Raises:
        NotFound: no such achievement, or another issuer's, or the command names another issuer.
        StaleVersion: `version` (If-Match) is not the current one.
        Conflict: the achievement is archived.
        InvalidInput: no credential could be issued with it; every fault with its pointer.
    """
    _require_signable(command.members, deployment.now())
    image = await _picture(deployment, caller, command)

    def record(conn: Connection) -> Defined:
        found = achievements.get(conn, caller.scope, achievement_id=achievement_id)
        if found is None:
            raise NotFound("There is no such achievement.")
        if command.issuer_id != found.issuer_id:
            raise NotFound("The achievement belongs to another issuer.", pointer="/issuer")
        if version not in (None, found.version):
            raise StaleVersion(f"The achievement is at version {found.version}, not {version}.")
        return _change(conn, caller, command, found, image, deployment.now())

    return await deployment.store.write(record)


async def set_achievement_state(
    deployment: Deployment, caller: Caller, achievement_id: str, state: AchievementState
) -> Defined:
    """Archive an achievement, so that nothing more is issued with it, or take it up again; raises `NotFound`."""
    at = deployment.now()

    def record(conn: Connection) -> Defined:
        changed = achievements.set_state(conn, caller.scope, achievement_id=achievement_id, state=state, at=at)
        if changed is None:
            raise NotFound("There is no such achievement.")
        note(conn, caller, f"achievement.{state}", changed.id, issuer_id=changed.issuer_id, at=at)
        return changed, _version(conn, caller, changed)

    return await deployment.store.write(record)


async def read_achievement(
    deployment: Deployment, caller: Caller, achievement_id: str, *, version: int | None = None
) -> Defined:
    """Find an achievement with one of its versions, the current one without `version`; raises `NotFound`."""

    def find(conn: Connection) -> Defined:
        found = achievements.get(conn, caller.scope, achievement_id=achievement_id)
        shown = achievements.version(conn, caller.scope, achievement_id=achievement_id, number=version)
        if found is None or shown is None:
            raise NotFound("There is no such achievement, or no such version of it.")
        return found, shown

    return await deployment.store.read(find)


async def _picture(deployment: Deployment, caller: Caller, command: DefineAchievement) -> Image | None:
    """Take or draw the achievement's picture, before any transaction; raises `NotFound` for a foreign issuer."""
    issuer = await deployment.store.read(lambda conn: issuers.get(conn, caller.scope, issuer_id=command.issuer_id))
    if issuer is None:
        raise NotFound("There is no such issuer.", pointer="/issuer")
    return await picture_of(issuer, command.members, deployment.now())


def _unchanged(conn: Connection, caller: Caller, command: DefineAchievement) -> Defined | None:
    """Find what a repeated request has made before, so that nothing is drawn for it again."""
    if command.key is None:
        return None
    known = achievements.by_key(conn, caller.scope, issuer_id=command.issuer_id, key=command.key)
    current = known and _version(conn, caller, known)
    return (known, current) if known and current and current.request_sha256 == command.digest else None


def _define(
    conn: Connection, caller: Caller, command: DefineAchievement, image: Image | None, at: datetime
) -> tuple[Defined, bool]:
    issuer = issuers.get(conn, caller.scope, issuer_id=command.issuer_id)
    if issuer is None:
        raise NotFound("There is no such issuer.", pointer="/issuer")
    if command.key is not None:
        known = achievements.by_key(conn, caller.scope, issuer_id=issuer.id, key=command.key)
        if known is not None:
            return _change(conn, caller, command, known, image, at), False
    achievement = Achievement(new_id(at), issuer.id, command.key, 1, "active", at, at)
    made = _document(conn, caller, issuer, achievement, command=command, image=image, at=at)
    achievements.insert(conn, caller.scope, achievement=achievement, version=made)
    note(conn, caller, "achievement.create", achievement.id, issuer_id=achievement.issuer_id, at=at)
    return (achievement, made), True


def _change(
    conn: Connection,
    caller: Caller,
    command: DefineAchievement,
    known: Achievement,
    image: Image | None,
    at: datetime,
) -> Defined:
    current = _version(conn, caller, known)
    if current.request_sha256 == command.digest:
        return known, current
    if known.state == "archived":
        raise Conflict("The achievement is archived; take it up again before changing it.", code="archived")
    issuer = issuers.get(conn, caller.scope, issuer_id=known.issuer_id)
    if issuer is None:
        raise NotFound("There is no such issuer.")
    next_one = replace(known, version=known.version + 1)
    made = _document(conn, caller, issuer, next_one, command=command, image=image, at=at)
    changed = achievements.add_version(conn, caller.scope, version=made)
    if changed is None:
        raise StaleVersion("The achievement was changed at the same moment.")
    note(conn, caller, "achievement.version", changed.id, issuer_id=changed.issuer_id, at=at)
    return changed, made


def _document(
    conn: Connection,
    caller: Caller,
    issuer: Issuer,
    achievement: Achievement,
    *,
    command: DefineAchievement,
    image: Image | None,
    at: datetime,
) -> AchievementVersion:
    """Write the achievement as credentials will carry it, its picture at an address of ours."""
    members = command.members
    if image is not None:
        images.keep(conn, caller.scope, image=image)
        given = members.get("image")
        shown: JsonObject = {"id": image_url(issuer.origin, image), "type": "Image"}
        members = {**members, "image": {**given, **shown} if isinstance(given, dict) else shown}
    document = _as_signed(achievement_url(issuer.origin, achievement.id), members, achievement.version)
    return AchievementVersion(achievement.id, achievement.version, json.dumps(document), command.digest, at)


def _as_signed(url: str, members: JsonObject, version: int) -> JsonObject:
    """Complete the members: ids of result descriptions come from their names, so they last across versions."""
    document: JsonObject = {"id": url, "type": ["Achievement"], **members, "version": str(version)}
    descriptions = members.get("resultDescription")
    if isinstance(descriptions, list):
        given = [description for description in descriptions if isinstance(description, dict)]
        document["resultDescription"] = [*complete_ids(given, lambda names: uuid5(NAMESPACE_URL, f"{url}#{names}").urn)]
    return document


def _require_signable(members: JsonObject, at: datetime) -> None:
    """Prove, before any transaction, that credentials can be issued with the members; raises `InvalidInput`."""
    lint_achievement(_as_signed(uuid4().urn, members, 1), at)


def _version(conn: Connection, caller: Caller, achievement: Achievement) -> AchievementVersion:
    found = achievements.version(conn, caller.scope, achievement_id=achievement.id, number=None)
    if found is None:
        raise NotFound("There is no such achievement.")
    return found
