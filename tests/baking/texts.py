"""What is baked in the tests: random credentials as JSON and as compact JWS."""

from __future__ import annotations

import json

from hypothesis import strategies as st

JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL3NjaG9vbC5leGFtcGxlIn0.c2lnbmF0dXJl"
JSON = '{"name":"Löten 🧰","note":"a ]]> b, <c> & \\"d\\""}'

_strings = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | st.sampled_from(
    ["]]>", "]]]]>>", "<![CDATA[", "&amp;", "-->", "\ufffe", "\x85\u2028", "\x7f", "𝔘]]>"]
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | _strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_strings, inner, max_size=4),
    max_leaves=12,
)
json_texts = st.builds(
    lambda value, ascii_only, indent: json.dumps(value, ensure_ascii=ascii_only, indent=indent),
    st.dictionaries(_strings, _values, max_size=5),
    st.booleans(),
    st.sampled_from([None, 1]),
)
jwt_texts = st.from_regex(r"[A-Za-z0-9_-]{4,60}\.[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]{4,90}", fullmatch=True)
texts = json_texts | jwt_texts
