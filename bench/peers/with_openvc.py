"""openvc-core at work: the first line says with what, every further line what to do; run in its own environment."""

import json
import sys

from openvc.did.did_web import DidWebResolver
from openvc.keys import Ed25519SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.verify import VerificationPolicy, verify_credential

given = json.loads(sys.stdin.readline())
method = given["controller"]["id"] + "#key"
key, suite = Ed25519SigningKey.generate(method), DataIntegrityProofSuite()
policy = VerificationPolicy(require_status=False)
resolver = DidWebResolver(fetch=lambda *_: given["controller"])


def issue(number):
    document = dict(given["documents"][number])
    suite.add_proof(document, signing_key=key, verification_method=method, extra_contexts=given["contexts"])


def verify(number):
    badge = given["badges"][number]
    verify_credential(badge, policy=policy, resolver=resolver, extra_contexts=given["contexts"])


for line in sys.stdin:
    work, number = line.split()
    {"issue": issue, "verify": verify}[work](int(number))
    sys.stdout.write("done\n")
    sys.stdout.flush()
