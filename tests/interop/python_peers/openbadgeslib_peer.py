"""openbadgeslib in its own environment: a line of JSON asks, a line of JSON answers. Never the network."""

import base64
import json
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpSigner, OB3LdpVerifier
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.verifier import OB3Verifier

KEYS = {
    "RS256": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
}


def verify(request):
    """Verify in the form given, with the issuer's DID document handed over instead of fetched."""
    document = json.dumps(request["did_document"]).encode()
    issuer, shown = request["did_document"]["id"], request["badge"]
    download = lambda url: document  # noqa: E731
    if shown.lstrip().startswith("{"):
        OB3LdpVerifier.for_issuer_did(issuer).verify(shown, download=download)
    else:
        OB3Verifier.for_issuer_did(issuer, download=download).verify(shown, download=download)
    return {"verified": True}


def extract(request):
    """Take what is baked out of a picture."""
    find = OB3Verifier.extract_token_from_png if request["form"] == "png" else OB3Verifier.extract_token_from_svg
    return {"text": find(base64.b64decode(request["badge"]))}


def issue(request):
    """Make a badge: a JWT with the key embedded, or a Data Integrity credential of a did:key."""
    key = KEYS[request["algorithm"]]()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    issuer = request.get("issuer")
    if issuer is None:
        signer = OB3LdpSigner(pem)
        issuer = signer.verification_method.split("#")[0]
    credential = OpenBadgeCredential(
        issuer=Issuer(id=issuer, name="Other School"),
        recipient_id="did:example:ada",
        achievement=Achievement(
            id="urn:uuid:2d1c0b9a-8f7e-4d6c-8b5a-4a3b2c1d0e9f",
            name="Sailing",
            description="Can sail a dinghy.",
            criteria_narrative="Ten tacks.",
        ),
    )
    if request.get("issuer") is None:
        return {"badge": signer.sign(credential)}
    return {"badge": OB3Signer(pem, algorithm=request["algorithm"]).sign(credential)}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"verify": verify, "issue": issue, "extract": extract}[request["op"]](request)
    except Exception as error:  # an answer, whatever it is
        answer = {"verified": False, "error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(answer) + "\n")
