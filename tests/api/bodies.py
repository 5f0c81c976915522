"""Request bodies with every member that an operation takes, restated by hand from Open Badges 3.0 appendix B."""

from __future__ import annotations

from typing import Any

ALIGNMENT: dict[str, Any] = {
    "type": ["Alignment"],
    "targetName": "EQF level 4",
    "targetUrl": "https://framework.example/eqf/4",
    "targetCode": "4",
    "targetDescription": "Factual and theoretical knowledge in broad contexts",
    "targetFramework": "European Qualifications Framework",
    "targetType": "ceasn:Competency",
}

PROFILE: dict[str, Any] = {
    "name": "Example Polytechnic",
    "url": "https://polytechnic.example",
    "phone": "+64 9 555 0100",
    "description": "Teaches and examines.",
    "image": {"id": "https://polytechnic.example/logo.png", "type": "Image", "caption": "A lamp"},
    "email": "registry@polytechnic.example",
    "address": {
        "type": ["Address"],
        "addressCountry": "New Zealand",
        "addressCountryCode": "NZ",
        "addressRegion": "Auckland",
        "addressLocality": "Auckland",
        "streetAddress": "1 Lamp Street",
        "postOfficeBoxNumber": "7",
        "postalCode": "1010",
        "geo": {"type": "GeoCoordinates", "latitude": -36.85, "longitude": 174.76},
    },
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "4711", "identifierType": "ext:register"}],
    "official": "The Registrar",
    "parentOrg": {"id": "https://ministry.example", "type": ["Profile"], "name": "Ministry"},
    "familyName": "Polytechnic",
    "givenName": "Example",
    "additionalName": "The",
    "patronymicName": "P.",
    "honorificPrefix": "Royal",
    "honorificSuffix": "Ltd",
    "familyNamePrefix": "of",
    "dateOfBirth": "1890-02-28",
}

MARK, RUBRIC, DISTINCTION = "urn:example:mark", "urn:example:rubric", "urn:example:rubric:distinction"

ACHIEVEMENT: dict[str, Any] = {
    "name": "Soldering, Level 2",
    "description": "Can solder surface-mount components.",
    "criteria": {"id": "https://polytechnic.example/soldering", "narrative": "Three boards of *ten* joints each."},
    "achievementType": "MicroCredential",
    "image": {"id": "https://polytechnic.example/soldering.png", "type": "Image", "caption": "An iron"},
    "creator": {"id": "https://council.example", "type": ["Profile"], "name": "Council of Crafts"},
    "alignment": [ALIGNMENT],
    "tag": ["electronics", "soldering"],
    "creditsAvailable": 2.5,
    "fieldOfStudy": "Electronics",
    "specialization": "Assembly",
    "humanCode": "SOL-2",
    "inLanguage": "en-NZ",
    "related": [{"id": "urn:example:loeten", "type": ["Related"], "inLanguage": "de", "version": "3"}],
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "S2", "identifierType": "identifier"}],
    "resultDescription": [
        {
            "id": MARK,
            "type": ["ResultDescription"],
            "name": "Mark",
            "resultType": "Percent",
            "requiredValue": "50",
            "valueMin": "0",
            "valueMax": "100",
            "alignment": [ALIGNMENT | {"targetCode": "5"}],
        },
        {
            "id": RUBRIC,
            "type": ["ResultDescription"],
            "name": "Joints",
            "resultType": "RubricCriterionLevel",
            "requiredLevel": DISTINCTION,
            "rubricCriterionLevel": [
                {
                    "id": DISTINCTION,
                    "type": ["RubricCriterionLevel"],
                    "name": "Distinction",
                    "description": "No cold joint",
                    "level": "3",
                    "points": "10",
                    "alignment": [ALIGNMENT | {"targetCode": "6"}],
                }
            ],
        },
        {
            "id": "urn:example:grade",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": ["C", "B", "A"],
        },
    ],
}

SUBJECT: dict[str, Any] = {
    "activityStartDate": "2026-02-01T09:00:00+13:00",
    "activityEndDate": "2026-06-30T17:00:00+12:00",
    "creditsEarned": 2.5,
    "licenseNumber": "L-7",
    "narrative": "Ada soldered *thirty* joints.",
    "result": [
        {"type": ["Result"], "resultDescription": MARK, "value": "93", "alignment": [ALIGNMENT | {"targetCode": "7"}]},
        {"type": ["Result"], "resultDescription": RUBRIC, "achievedLevel": DISTINCTION},
        {"type": ["Result"], "resultDescription": "urn:example:grade", "value": "A"},
        {"type": ["Result"], "status": "Completed"},
    ],
    "role": "Apprentice",
    "source": {"id": "https://assessor.example", "type": ["Profile"], "name": "Assessors"},
    "term": "2026/1",
}

CREDENTIAL: dict[str, Any] = {
    "name": "Soldering for Ada",
    "description": "Awarded at the summer ceremony.",
    "image": {"id": "https://polytechnic.example/ada.png", "type": "Image", "caption": "A badge"},
    "awardedDate": "2026-07-01T10:00:00Z",
    "evidence": [
        {
            "id": "https://portfolio.example/ada/board-3",
            "type": ["Evidence"],
            "name": "Board 3",
            "narrative": "Ten joints under magnification.",
            "description": "A photograph",
            "genre": "Photograph",
            "audience": "Examiners",
        },
        {"type": ["Evidence"], "narrative": "Ada explained the flux."},
    ],
}

RECIPIENT: dict[str, Any] = {
    "did": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "email": "Ada@Example.org",
    "identifier": {"type": "systemId", "value": "s-4711"},
    "name": "Ada Lovelace",
}

ASSERTION: dict[str, Any] = {
    "recipient": RECIPIENT,
    "validFrom": "2026-07-01T00:00:00Z",
    "validUntil": "2099-07-01T12:00:00+12:00",
    "cryptosuite": "eddsa-rdfc-2022",
    **CREDENTIAL,
    **SUBJECT,
}
