"""openvc-core in its own environment: a line of JSON asks, a line of JSON answers. Never the network."""

import json
import sys

from openvc.did.did_web import DidWebResolver
from openvc.verify import VerificationPolicy, verify_credential


def verify(request):
    """Verify with the issuer's DID document handed over instead of fetched; status is not the point here."""
    resolver = DidWebResolver(fetch=lambda *_: request["did_document"])
    policy = VerificationPolicy(require_status=False)
    verify_credential(request["badge"], policy=policy, resolver=resolver, extra_contexts=request["contexts"])
    return {"verified": True}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = verify(request)
    except Exception as error:  # an answer, whatever it is
        answer = {"verified": False, "error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(answer) + "\n")
