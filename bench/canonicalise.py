"""What canonicalising one full credential costs: PyLD, the slow way, the walker, a template, jsonld.js in Node."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pyld import jsonld as pyld

from badgeapi.canon import contexts, jsonld, walker
from badgeapi.canon.template import Filled, compile_template
from bench import beside
from bench.table import Bars, Column, Row, Table, Unit
from bench.timing import Task, Timing, medians

TITLE = "Canonicalise"
PYLD = "PyLD normalize"
TIMES = "times as fast as PyLD"
HOST = "https://badges.polytechnic.example"
ISSUER = "did:web:badges.polytechnic.example:issuers:polytechnic"
ACHIEVEMENT = f"{HOST}/achievements/soldering-2"
CREDENTIAL: dict[str, Any] = {
    "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
    "id": f"{HOST}/credentials/0198f0aa-1c5e-7d11-8a90-5a1be0d6c2f4",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Soldering, Level 2",
    "issuer": {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Example Polytechnic",
        "url": "https://polytechnic.example",
        "email": "badges@polytechnic.example",
        "description": "A school of applied science.",
        "image": {"id": f"{HOST}/images/seal.png", "type": "Image", "caption": "The seal of the polytechnic"},
    },
    "validFrom": "2026-10-02T08:00:00Z",
    "validUntil": "2031-10-02T08:00:00Z",
    "awardedDate": "2026-09-30T08:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:3c4f2f0e-8d0b-4b52-9a43-55a7f1f3a1de",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$0f4a5c8f6b1d9e3372c48a1e5d0b9c7f66e1a2d3c4b5968778695a4b3c2d1e0f",
                "identityType": "emailAddress",
                "salt": "aGVsbG8gc29sZGVy",
            }
        ],
        "activityStartDate": "2026-09-01T08:00:00Z",
        "activityEndDate": "2026-09-28T16:00:00Z",
        "creditsEarned": 2.5,
        "result": [
            {"type": ["Result"], "resultDescription": f"{ACHIEVEMENT}#score", "value": "87"},
            {
                "type": ["Result"],
                "resultDescription": f"{ACHIEVEMENT}#mastery",
                "achievedLevel": f"{ACHIEVEMENT}#mastery-3",
                "status": "Completed",
            },
        ],
        "achievement": {
            "id": ACHIEVEMENT,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Soldering, Level 2",
            "description": "Can solder surface-mount components to an agreed standard.",
            "criteria": {"narrative": "Three boards of ten joints each, *inspected* under a lens, >= 80 points."},
            "image": {"id": f"{ACHIEVEMENT}/image.png", "type": "Image", "caption": "A soldering iron over a board"},
            "creator": {"id": ISSUER, "type": ["Profile"], "name": "Example Polytechnic"},
            "creditsAvailable": 2.5,
            "fieldOfStudy": "Electronics",
            "humanCode": "SOL-2",
            "inLanguage": "en",
            "specialization": "Surface mounting",
            "version": "3",
            "tag": ["electronics", "soldering", "workshop", "safety"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Level 4",
                    "targetCode": "EQF-4",
                    "targetFramework": "European Qualifications Framework",
                    "targetType": "CFItem",
                    "targetUrl": "https://framework.example/levels/4",
                    "targetDescription": "Factual and theoretical knowledge in broad contexts.",
                },
                {
                    "type": ["Alignment"],
                    "targetName": "solder components onto electronic boards",
                    "targetCode": "S8.6.1",
                    "targetFramework": "Skills",
                    "targetUrl": "https://framework.example/skills/861",
                },
            ],
            "resultDescription": [
                {
                    "id": f"{ACHIEVEMENT}#score",
                    "type": ["ResultDescription"],
                    "name": "Score",
                    "resultType": "Percent",
                    "requiredValue": "80",
                    "valueMin": "0",
                    "valueMax": "100",
                },
                {
                    "id": f"{ACHIEVEMENT}#mastery",
                    "type": ["ResultDescription"],
                    "name": "Mastery",
                    "resultType": "RubricCriterionLevel",
                    "requiredLevel": f"{ACHIEVEMENT}#mastery-2",
                    "rubricCriterionLevel": [
                        {
                            "id": f"{ACHIEVEMENT}#mastery-{level}",
                            "type": ["RubricCriterionLevel"],
                            "level": name,
                            "name": name,
                            "points": str(10 * level),
                        }
                        for level, name in enumerate(["Beginning", "Growing", "Able", "Leading"])
                    ],
                },
            ],
        },
    },
    "evidence": [
        {
            "id": f"{HOST}/evidence/0198f0aa-1c5e-7d11",
            "type": ["Evidence"],
            "name": "Board 3",
            "narrative": 'Photographs of the third board, "under the lens".',
            "genre": "Photography",
            "audience": "Assessors",
        }
    ],
    "credentialStatus": {
        "id": f"{HOST}/status/4#5120",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5120",
        "statusListCredential": f"{HOST}/status/4",
    },
    "credentialSchema": [{"id": f"{HOST}/schemas/achievement.json", "type": "JsonSchema"}],
}
SLOTS = [
    "/id",
    "/validFrom",
    "/validUntil",
    "/awardedDate",
    "/credentialSubject/id",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/credentialSubject/activityStartDate",
    "/credentialSubject/activityEndDate",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/1/achievedLevel",
    "/evidence/0/id",
    "/evidence/0/narrative",
    "/credentialStatus/id",
    "/credentialStatus/statusListIndex",
    "/credentialStatus/statusListCredential",
]


def measure(_folder: Path) -> list[Table]:
    """Measure in turns; the text is the same for all, or nothing is measured."""
    with ExitStack() as stack:
        return [_table(asyncio.run(medians(_tasks(stack))))]


def _table(timings: list[Timing]) -> Table:
    pyld = next(timing.seconds for timing in timings if timing.name == PYLD)
    rows = [Row(timing.name, (timing.seconds * 1e6, 1 / timing.seconds, pyld / timing.seconds)) for timing in timings]
    columns = (Column("median", Unit.MICROSECONDS), Column("rate", Unit.PER_SECOND), Column(TIMES, Unit.TIMES))
    return Table("Canonicalise a full credential", columns, tuple(rows), Bars((TIMES,), logarithmic=True))


def _tasks(stack: ExitStack) -> list[Task]:
    document, values = CREDENTIAL, [_value(CREDENTIAL, slot) for slot in SLOTS]
    template = compile_template(document, SLOTS)
    if template is None:
        raise AssertionError("the credential has no template")
    tasks = [
        Task(PYLD, lambda: pyld.normalize(document, beside.NORMALIZE)),
        Task("PyLD behind the gate, our RDFC-1.0", lambda: jsonld.canonicalize(document).nquads),
        Task("walker", lambda: walker.canonicalize(document)),
        Task("template, with the JSON text", lambda: _written(template.fill(values))),
    ]
    peer = beside.node(stack)
    if peer is not None:
        tasks.insert(1, Task("jsonld.js in Node, over a pipe", lambda: peer.canonicalize(document)))
    expected = {filled.canonical().decode() for filled in [template.fill(values)] if filled}
    if {task.run() for task in tasks[:-1]} != expected:
        raise AssertionError("what is measured does not agree")
    return tasks


def _written(filled: Filled | None) -> tuple[bytes, bytes] | None:
    return None if filled is None else (filled.json_text(), filled.canonical())


def _value(document: Any, pointer: str) -> str:
    for token in pointer.split("/")[1:]:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return str(document)
