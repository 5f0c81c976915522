"""The bytes that everybody must agree on: strict JSON, JSON-LD, N-Quads, RDFC-1.0, JCS, multibase (pure)."""
