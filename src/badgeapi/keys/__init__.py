"""The only place that touches private keys: sealing, the keyring, and the development keys of a first start."""
