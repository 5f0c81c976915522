"""openbadgeslib at work: the first line says with what, every further line what to do; run in its own environment."""

import json
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.ldp import OB3LdpVerifier, add_data_integrity_proof

given = json.loads(sys.stdin.readline())
controller = json.dumps(given["controller"]).encode()
verifier = OB3LdpVerifier.for_issuer_did(given["controller"]["id"])
pem = Ed25519PrivateKey.generate().private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
badges = [json.dumps(badge) for badge in given["badges"]]


def issue(number):
    add_data_integrity_proof(dict(given["documents"][number]), pem, given["controller"]["id"] + "#key")


def verify(number):
    verifier.verify(badges[number], download=lambda _url: controller)


for line in sys.stdin:
    work, number = line.split()
    {"issue": issue, "verify": verify}[work](int(number))
    sys.stdout.write("done\n")
    sys.stdout.flush()
