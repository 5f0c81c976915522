"""`badgeapi bake` and `unbake`: a credential into a picture and out of it, by hand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from tests.baking.texts import JWT
from tests.cli.command import run

JSON = '{"name":"Löten 🧰"}'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def png() -> bytes:
    data = io.BytesIO()
    Image.linear_gradient("L").save(data, "PNG")
    return data.getvalue()


PICTURES = {"badge.png": png(), "badge.svg": SVG}


@pytest.mark.parametrize("credential", [JSON, JWT], ids=["JSON", "JWT"])
@pytest.mark.parametrize("name", PICTURES)
def test_what_goes_in_comes_out(tmp_path: Path, name: str, credential: str):
    """Both forms in both pictures, which others still read; the picture given is not touched."""
    (tmp_path / name).write_bytes(PICTURES[name])
    (tmp_path / "credential").write_text(credential, encoding="utf-8")
    baked = run(tmp_path, "bake", name, "credential", "--output", "baked")
    assert (baked.returncode, baked.stdout) == (0, "")
    assert (tmp_path / name).read_bytes() == PICTURES[name]

    data = (tmp_path / "baked").read_bytes()
    if name.endswith("png"):
        assert Image.open(io.BytesIO(data)).text == {"openbadgecredential": credential}
    else:
        assert etree.fromstring(data).find("{https://purl.imsglobal.org/ob/v3p0}credential") is not None
    for source, given in (("baked", b""), ("-", data)):
        out = run(tmp_path, "unbake", source, given=given)
        assert (out.returncode, out.stdout, out.stderr) == (0, credential + "\n", "")


def test_no_file_is_written_over(tmp_path: Path):
    """The picture one bakes into is the easiest to name by mistake."""
    (tmp_path / "badge.svg").write_bytes(SVG)
    done = run(tmp_path, "bake", "badge.svg", "-", "-o", "badge.svg", given=JWT.encode())
    assert (done.returncode, done.stdout) == (2, "")
    assert "badge.svg: File exists." in done.stderr
    assert (tmp_path / "badge.svg").read_bytes() == SVG


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bake", "nothing.png", "-", "-o", "x"), "nothing.png: No such file or directory."),
        (("bake", "note.txt", "-", "-o", "x"), "neither a PNG nor an SVG"),
        (("unbake", "note.txt"), "neither a PNG nor an SVG"),
        (("unbake", "badge.svg"), "credential"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str):
    """Exit code 2, no traceback, nothing written."""
    (tmp_path / "badge.svg").write_bytes(SVG)
    (tmp_path / "note.txt").write_text("a note", encoding="utf-8")
    done = run(tmp_path, *arguments, given=JWT.encode(), columns=200)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()
