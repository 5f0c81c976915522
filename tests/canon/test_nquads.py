"""Canonical terms (RDFC-1.0 appendix A) and the N-Quads reader (RDF 1.1 N-Quads section 4)."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgeapi.canon import nquads
from badgeapi.errors import InvalidInput, MalformedInput

TEXT = st.text(st.characters(exclude_categories=["Cs"]))

CANONICAL = {
    "plain": ("simple", '"simple"'),
    "empty": ("", '""'),
    "quote and backslash": ('"\\', r'"\"\\"'),
    "short escapes": ("\b\t\n\f\r", r'"\b\t\n\f\r"'),
    "C0 without a short escape": ("\x00\x07\x0b\x0e\x1f", r'"\u0000\u0007\u000B\u000E\u001F"'),
    "DEL": ("~\x7f\x80", '"~\\u007F\x80"'),
    "not XML 1.1 characters": ("\ufffd\ufffe\uffff", '"\ufffd\\uFFFE\\uFFFF"'),
    "raw beyond ASCII": ("∞ 🌃 \u2028\u0085", '"∞ 🌃 \u2028\u0085"'),
}


@pytest.mark.parametrize(("value", "term"), CANONICAL.values(), ids=CANONICAL.keys())
def test_literals_are_escaped_as_rdfc_demands(value: str, term: str):
    """Cases of rdf-canon test060 and of the character classes named in RDFC-1.0 appendix A."""
    assert nquads.literal(value) == term


@given(value=TEXT)
def test_literals_agree_with_pyoxigraph(value: str):
    """An independent writer of canonical N-Quads gives the same text for any string, typed or not."""
    assert nquads.literal(value) == str(pyoxigraph.Literal(value))
    datatype = pyoxigraph.NamedNode(nquads.XSD_DOUBLE)
    assert nquads.literal(value, nquads.XSD_DOUBLE) == str(pyoxigraph.Literal(value, datatype=datatype))


def test_a_language_replaces_the_datatype_and_xsd_string_is_never_written():
    """RDFC-1.0 appendix A: the datatype is absent beside a language tag and for xsd:string."""
    assert nquads.literal("x", nquads.RDF_LANGSTRING, "de-AT") == '"x"@de-AT'
    assert nquads.literal("x", nquads.XSD_STRING) == '"x"'
    assert nquads.literal("5", nquads.XSD_INTEGER) == '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'


def test_a_line_has_one_space_between_terms_and_one_line_feed():
    """RDFC-1.0 appendix A; the default graph has no name."""
    assert nquads.line(("<urn:s>", "<urn:p>", '"o"', "")) == '<urn:s> <urn:p> "o" .\n'
    assert nquads.line(("_:s", "<urn:p>", "_:o", "<urn:g>")) == "_:s <urn:p> _:o <urn:g> .\n"


@pytest.mark.parametrize("value", ["https://a.example/é?q=1#f", "urn:uuid:1", "did:web:a.example:b", "a+b-c.d:"])
def test_writes_absolute_iris(value: str):
    """RFC 3987 section 2.2: a scheme, a colon, and whatever the scheme says; beyond ASCII stays raw."""
    assert nquads.iri(value) == f"<{value}>"


NOT_ABSOLUTE = ["", "relative", "/a/b", "//a.example", ":x", "1:x", "_:b0", "é:x"]
NOT_IN_AN_IRI = [
    "a:b c",
    "a:<",
    "a:b>\n",
    'a:"',
    "a:{}",
    "a:|",
    "a:^",
    "a:`",
    "a:\\u0020",
    "a:\x00",
    "a:\ud800",
]


@pytest.mark.parametrize("value", NOT_ABSOLUTE + NOT_IN_AN_IRI)
def test_no_iri_can_break_out_of_its_brackets(value: str):
    """What is signed is the N-Quads text, so an IRI that could end its term would sign other statements."""
    with pytest.raises(InvalidInput):
        nquads.iri(value)


def test_reads_every_form_of_the_grammar():
    """Comments, blank lines, tabs, no white space at all, CR LF, escapes, tags and labels; all read."""
    text = (
        "# a comment\r\n"
        "\r\n"
        "<urn:s> <urn:p> <urn:o> . # another\n"
        "\t<urn:s>\t<urn:\\u0070>\t_:b.1\t.\t\n"
        '_:0<urn:p>"\\u0041\\U0001F303\\\'\\t"@en-GB<urn:g>.\r'
        '_:a·b <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> _:g .\n'
        '_:: <urn:p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    )
    assert nquads.parse(text) == [
        ("<urn:s>", "<urn:p>", "<urn:o>", ""),
        ("<urn:s>", "<urn:p>", "_:b.1", ""),
        ("_:0", "<urn:p>", '"A🌃\'\\t"@en-GB', "<urn:g>"),
        ("_:a·b", "<urn:p>", '"x"', "_:g"),
        ("_::", "<urn:p>", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>', ""),
    ]


MALFORMED = {
    "no full stop": "<urn:s> <urn:p> <urn:o>",
    "three terms short": "<urn:s> <urn:p> .",
    "five terms": "<urn:s> <urn:p> <urn:o> <urn:g> <urn:x> .",
    "two statements in a line": "<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .",
    "literal as subject": '"s" <urn:p> <urn:o> .',
    "blank node as predicate": "<urn:s> _:p <urn:o> .",
    "literal as graph": '<urn:s> <urn:p> <urn:o> "g" .',
    "relative IRI": "<s> <urn:p> <urn:o> .",
    "space in an IRI": "<urn:a b> <urn:p> <urn:o> .",
    "escaped space in an IRI": "<urn:a\\u0020b> <urn:p> <urn:o> .",
    "character escape in an IRI": "<urn:a\\tb> <urn:p> <urn:o> .",
    "unknown escape": '<urn:s> <urn:p> "\\a" .',
    "short unicode escape": '<urn:s> <urn:p> "\\u12" .',
    "no hexadecimal": '<urn:s> <urn:p> "\\u00ZZ" .',
    "surrogate": '<urn:s> <urn:p> "\\uD83C\\uDF03" .',
    "beyond Unicode": '<urn:s> <urn:p> "\\U00110000" .',
    "single quotes": "<urn:s> <urn:p> 'o' .",
    "unterminated": '<urn:s> <urn:p> "o .',
    "bad language tag": '<urn:s> <urn:p> "o"@1 .',
    "datatype without brackets": '<urn:s> <urn:p> "o"^^xsd:string .',
    "label that starts with a hyphen": "_:-a <urn:p> <urn:o> .",
    "prefix of Turtle": "@prefix a: <urn:a> .",
    "line separator is no line break": "<urn:s> <urn:p>\u2028<urn:o> .",
}


@pytest.mark.parametrize("line", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_lines_are_refused_with_their_number(line: str):
    """Everything outside the grammar of N-Quads 1.1 is refused; the reader guesses nothing."""
    with pytest.raises(MalformedInput, match="Line 3"):
        nquads.parse(f"<urn:s> <urn:p> <urn:o> .\n\n{line}\n")


@given(value=TEXT, escaped=st.booleans())
def test_what_is_written_is_read_back(value: str, escaped: bool):
    """Reading is the inverse of writing, and numeric escapes mean the characters themselves."""
    quad = ("_:s", "<urn:p>", nquads.literal(value, language="en"), "<urn:g>")
    source = "".join(f"\\U{ord(c):08x}" for c in value) if escaped else None
    text = nquads.line(quad) if source is None else f'_:s <urn:p> "{source}"@en <urn:g> .'
    assert nquads.parse(text) == [quad]


@pytest.mark.parametrize("unit", ["_:a", "_:a..", "<urn:a", '"', "\\u0041", "a.", " ", '"\\u0041', "@a-"])
def test_reading_is_linear(unit: str):
    """A long malformed line costs no more than its length: the expression must not backtrack without end."""
    with pytest.raises(MalformedInput):
        nquads.parse(f"<urn:s> <urn:p> {unit * 50_000}")
    with pytest.raises(MalformedInput):
        nquads.parse(f'<urn:s> <urn:p> "o"{unit * 50_000}!')
