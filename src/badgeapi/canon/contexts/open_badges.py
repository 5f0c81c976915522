"""The contexts of 1EdTech: Open Badges 3.0 in four editions, its extensions, and the CLR Standard 2.0.

The newest Open Badges edition is written in full, each older one as what it did differently. The oddities
are the published ones, and signatures cover them: the namespace of XML Schema begins with https; 3.0.3 (in
`awardedDate`) and the CLR write `xsd:` without defining it, so the datatype IRI is `xsd:dateTime` itself.

Open Badges Specification 3.0 and Comprehensive Learner Record Standard 2.0, their JSON-LD context files.
"""

from __future__ import annotations

from typing import Final

from badgeapi.canon.contexts.notation import KEYWORDS, PREFIXES, PROTECTED, Dialect, Table

_XSD: Final = "https://www.w3.org/2001/XMLSchema#"

# From 3.0.2 on every scope is protected; before, nothing was, and every text was typed.
_PROTECTED: Final = Dialect(PREFIXES["ob"], _XSD, outer=PROTECTED, inner=PROTECTED)
_TYPED: Final = Dialect(PREFIXES["ob"], "xsd:", outer={**KEYWORDS, "xsd": _XSD}, inner={}, types_texts=True)
_UNPROTECTED: Final = Dialect(PREFIXES["clr"], "xsd:", outer=KEYWORDS, inner=KEYWORDS)

_3_0_3: Final[Table] = {
    "": """
        OpenBadgeCredential AchievementCredential=:OpenBadgeCredential EndorsementCredential
        Achievement AchievementSubject Address Alignment=schema:AlignmentObject Criteria EndorsementSubject
        Evidence GeoCoordinates IdentifierEntry IdentityObject Image Profile Related Result ResultDescription
        RubricCriterionLevel

        alignment* awardedDate^xsd:dateTime schema:description' endorsement* endorsementJwt* image^@id
        schema:inLanguage jwt:jti^@id schema:name' narrative' schema:url^anyURI
    """,
    "Achievement": """
        achievementType' alignment* creator creditsAvailable^float criteria=Criteria^@id fieldOfStudy'
        humanCode' image^@id schema:inLanguage otherIdentifier* related* resultDescription* specialization'
        tag=schema:keywords'* version'
    """,
    "AchievementSubject": """
        achievement activityEndDate^date activityStartDate^date creditsEarned^float identifier* image^@id
        licenseNumber' result* role' source^@id term'
    """,
    "Address": """
        schema:addressCountry' addressCountryCode=CountryCode' schema:addressLocality' schema:addressRegion'
        geo=GeoCoordinates schema:postOfficeBoxNumber' schema:postalCode' schema:streetAddress'
    """,
    "Alignment": """
        targetCode' schema:targetDescription' schema:targetFramework' schema:targetName' targetType'
        schema:targetUrl^anyURI
    """,
    "EndorsementSubject": "endorsementComment'",
    "Evidence": "schema:audience' schema:genre'",
    "GeoCoordinates": "schema:latitude' schema:longitude'",
    "IdentifierEntry": "identifier' identifierType'",
    "IdentityObject": "hashed^boolean identityHash' identityType' salt'",
    "Image": "schema:caption'",
    "Profile": """
        schema:additionalName' address^@id dateOfBirth^date schema:email' schema:familyName' familyNamePrefix'
        schema:givenName' schema:honorificPrefix' schema:honorificSuffix' image^@id official' otherIdentifier*
        parentOrg^@id patronymicName' phone'
    """,
    "Related": "schema:inLanguage version'",
    "Result": "achievedLevel^anyURI resultDescription^anyURI status' schema:value'",
    "ResultDescription": """
        allowedValue'+ requiredLevel^anyURI requiredValue' resultType' rubricCriterionLevel* valueMax'
        valueMin'
    """,
    "RubricCriterionLevel": "level' points'",
}

_3_0_2: Final[Table] = {
    "": "image=Image^@id -awardedDate -endorsementJwt -inLanguage -jti",
    "Achievement": "image=Image^@id -inLanguage",
    "AchievementSubject": "achievement=achievement-0 image=Image^@id",
    "Profile": "image=Image^@id",
    "Related": "-inLanguage",
}

_3_0_1: Final[Table] = {
    "": "awardedDate^xsd:dateTime image^@id",
    "ResultDescription": "allowedValue'*",
}

_3_0_0: Final[Table] = {
    "": """
        Alignment=schema:Alignment
        alignment^ob:Alignment* endorsement^ob:EndorsementCredential* image^ob:Image -awardedDate
    """,
    "Achievement": """
        alignment^ob:Alignment* creator=Profile otherIdentifier^ob:IdentifierEntry* related^ob:Related*
        resultDescription^ob:ResultDescription* -image
    """,
    "AchievementSubject": """
        achievement=Achievement identifier^ob:IdentityObject* result^ob:Result* source^ob:Profile -image
    """,
    "Profile": "address=Address otherIdentifier^ob:IdentifierEntry* parentOrg' phone=PhoneNumber' -image",
    "ResultDescription": "rubricCriterionLevel^ob:RubricCriterionLevel*",
}

_CLR_2_0_1: Final[Table] = {
    "": "ClrCredential ClrSubject Association",
    "ClrCredential": "partial^boolean",
    "ClrSubject": """
        cred=vc:. obi=ob:. achievement^obi:Achievement* association^clr:Association*
        identifier=identifier-1^obi:Identifier* verifiableCredential^cred:verifiableCredential*
    """,
    "Association": "-id -type associationType=AssociationType sourceId^anyURI targetId^anyURI",
}

_EXTENSIONS: Final[Table] = {
    "": "vccs:1EdTechJsonSchemaValidator2019. vcrl:1EdTechRevocationList. vccr:1EdTechCredentialRefresh.",
}

OB_3_0_3: Final = _PROTECTED.context(_3_0_3)
OB_3_0_2: Final = _PROTECTED.context(_3_0_3, _3_0_2)
OB_3_0_1: Final = _TYPED.context(_3_0_3, _3_0_2, _3_0_1)
OB_UNVERSIONED: Final = _TYPED.context(_3_0_3, _3_0_2, _3_0_1, _3_0_0)
OB_EXTENSIONS: Final = _UNPROTECTED.context(_EXTENSIONS)
CLR_2_0_1: Final = _UNPROTECTED.context(_CLR_2_0_1)
