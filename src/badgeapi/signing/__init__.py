"""How a document becomes trustworthy: multikeys, cryptosuites, DID documents. Pure: no file, no network, no clock.

Private keys are not here; a `Signer` is handed in (from `keys/`) and only ever sees the bytes to sign.
"""
