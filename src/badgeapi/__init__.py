"""badgeapi issues Open Badges 3.0 credentials over a REST API, keeps their status, and verifies anybody's.

The house, from the street to the cellar. Imports point downhill only (checked by import-linter):

    cli/            the command line, one file per command group
    app.py          composition root: settings -> store, keyring, clock -> FastAPI
    routers/        HTTP, one file per noun
    pages/          HTML for people
    settings.py     the only reader of the environment
    schemas/        what clients send and receive
    usecases/       one verb per file: issue_assertions, revoke_assertions, verify, ...
    store/          the only place that speaks SQL
    keys/           the only place that touches private keys
    net/            the only place that opens sockets outward
    verification/   judging a document: parse -> facts -> checks -> report (pure)
    pictures/       badges drawn, uploads cleaned: bytes in, bytes out (pure)
    signing/        how a document becomes trustworthy: cryptosuites, multikeys, DID documents (pure)
    credentials/    what the documents are, named as in the specification (pure)
    canon/          the bytes that everybody must agree on: JSON, JSON-LD, RDFC-1.0, JCS (pure)
    limits.py       every cap, with unit, reason and source
    errors.py       the error tree; every class has a stable code

Pure rooms import no web framework, no database, no operating system: bytes in, values out.
"""

__version__ = "0.1.0"
