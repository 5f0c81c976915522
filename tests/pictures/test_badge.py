"""Generated badges: whatever the name, a picture that is whole, readable and always the same."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFont, ImageStat

from badgeapi.credentials.achievement import ACHIEVEMENT_TYPES
from badgeapi.pictures import alphabet, badge, lettering, png, svg
from badgeapi.pictures.palette import oklch, palette
from badgeapi.pictures.shapes import CANVAS, Caption, Choice, Circle, Polygon, Shape, Stroke, Text
from badgeapi.pictures.silhouettes import SILHOUETTES, silhouette_of
from tests.work import WAIT_S, calls

TYPES = (*ACHIEVEMENT_TYPES, "ext:SkillPath", None)
FAMILIES = (
    "MicroCredential", "License", "Course", "CommunityService", "Award", "Membership", "Competency", "Degree",
    "CertificateOfCompletion",
)  # fmt: skip
ISSUERS = ("Hochschule für Technik und Wirtschaft Berlin", "Łódź University of Technology", "東京大学", "MIT")
LATIN = {
    "short": "Rust",
    "long": "Machine Learning with Applications in Medical Imaging and Diagnostics",
    "one long word": "Donaudampfschifffahrtsgesellschaftskapitänspatent",
    "a thousand": "W" * 1_000,
    "a thousand in words": ("credential " * 100)[:1_000],
    "French": "Œuvres, données & systèmes répartis",
    "German": "Straßenbau: Größe, Übung",
    "Polish": "Zażółć gęślą jaźń",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Turkish": "Dışarı İçin Ğ ş ç ö ü",
    "Vietnamese": "Tiếng Việt cơ bản: đọc và viết ưu tiên",
    "Nordic": "Smørrebrød på Ærø, þýðing Þór",
    "Hungarian": "Árvíztűrő tükörfúrógép",
    "Romanian": "Științe și țări",
    "Spanish": "¿Qué es la programación? ¡Olé!",
    "hostile": "<script>alert('x')</script> & \"]]>\"",
}
OTHER = {
    "Chinese": "数据科学导论",
    "Japanese": "データサイエンス入門",
    "Arabic": "مقدمة في علم البيانات",
    "Devanagari": "कृत्रिम बुद्धिमत्ता का परिचय",
    "Greek": "Εισαγωγή στην πληροφορική",
    "mixed": "Python 基礎講座",
    "emoji": "🚀👩🏽‍🚀🇩🇪",
    "accents without a letter": "\u0301" * 40,
    "one wide sign": "\ufdfd",
    "controls": "\x00\x1b\u202e\ufffe",
    "nothing": "",
}
NAMES = LATIN | OTHER


def flat(shapes: Sequence[Shape], form: str) -> Iterator[Shape]:
    """The shapes as one of the two forms draws them."""
    for shape in shapes:
        if isinstance(shape, Choice):
            yield from flat(getattr(shape, form), form)
        else:
            yield shape


def both(name: str, issuer: str, kind: str | None) -> tuple[bytes, bytes]:
    shapes = badge(name, issuer, kind)
    return svg.draw(shapes), png.draw(shapes, size=64)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# --- what is drawn ---------------------------------------------------------------------------------------------------


def test_every_type_of_the_standard_has_a_silhouette():
    """All 31 terms of AchievementType, and no others, stand in the table; unknown ones get the coin."""
    assert set(SILHOUETTES) == set(ACHIEVEMENT_TYPES)
    assert len({id(silhouette) for silhouette in SILHOUETTES.values()}) == 9
    assert silhouette_of("ext:SkillPath") is silhouette_of(None) is SILHOUETTES["Achievement"]


@pytest.mark.parametrize("kind", FAMILIES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_text_stays_within_the_badge(name: str, kind: str | None):
    """No line passes the outline at the heights it covers, and none leaves the ribbon or the canvas."""
    for issuer in ISSUERS:
        shapes = badge(name, issuer, kind)
        outline = silhouette_of(kind).outline
        for form in ("written", "drawn"):
            for text in flat(shapes, form):
                if isinstance(text, Text):
                    assert widest(text, outline) >= text.width
                    assert text.size >= 8


def widest(text: Text, outline: Sequence[tuple[float, float]]) -> float:
    """What a line may take: the width of the ribbon, or of the outline measured at nine heights, by ray casting."""
    x, y = text.centre
    if y > 374:
        return 428
    edges = list(zip(outline, (*outline[1:], outline[0]), strict=True))
    heights = [y - text.size + i * text.size * 1.2 / 8 for i in range(9)]
    return 2 * min(
        abs(a[0] + (height - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) - x)
        for height in heights
        for a, b in edges
        if (a[1] <= height) != (b[1] <= height)
    )


@pytest.mark.parametrize("kind", TYPES)
def test_everything_stays_on_the_canvas(kind: str | None):
    """No point of any shape lies outside, and the outermost pixels are transparent."""
    shapes = badge("Data Literacy", "Acme Academy", kind)
    for shape in flat(shapes, "written"):
        if isinstance(shape, Polygon | Stroke):
            assert all(0 <= value <= CANVAS for point in shape.points for value in point)
    alpha = opened(png.draw(shapes, size=128)).getchannel("A")
    assert alpha.getextrema() == (0, 255)
    alpha.paste(0, (1, 1, 127, 127))
    assert alpha.getextrema() == (0, 0)


@pytest.mark.parametrize("name", LATIN.values(), ids=LATIN.keys())
def test_latin_names_are_written_in_both_forms(name: str):
    """The languages of the Latin alphabet, accents included, need no fallback: one content for both forms."""
    shapes = badge(name, "MIT", "Course")
    assert not any(isinstance(shape, Choice) for shape in shapes)
    lines = [shape.text for shape in shapes if isinstance(shape, Text)][1:-1]
    shown = "".join(lines).replace(" ", "").replace("-", "").rstrip("…")
    assert name.replace(" ", "").replace("-", "").startswith(shown)
    assert len(lines) <= 4


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_png_never_shows_an_empty_box(name: str):
    """Every character that is drawn has a glyph or strokes."""
    for text in flat(badge(name, name, "Certificate"), "drawn"):
        if isinstance(text, Text):
            assert all(alphabet.letter(character) for character in lettering.clusters(text.text)), text.text


def test_the_glyphs_are_those_of_the_font():
    """The table says no more than the font has: every glyph differs from the box that stands for a missing one."""
    font = ImageFont.load_default(64)
    missing = bytes(font.getmask("\uffff"))
    for glyph in alphabet.GLYPHS - {" "}:
        assert bytes(font.getmask(glyph)) != missing, glyph
    assert bytes(font.getmask("é")) == missing, "else the font has grown, and accents need no strokes"


def test_pictographs_are_left_out_of_a_name_that_has_letters():
    """An emoji beside words does not cost the words their place."""
    texts = [shape.text for shape in badge("Data Hero 🚀", "MIT", "Award") if isinstance(shape, Text)]
    assert "Data Hero" in texts


@pytest.mark.parametrize("text", ["क्षत्रिय", "👩🏽‍🚀", "🇩🇪🇫🇷", "e\u0301\u0323"])
def test_characters_are_not_torn_apart(text: str):
    """What a reader sees as one character is never divided between two lines (UAX #29, by hand)."""
    expected = {
        "क्षत्रिय": ["क्ष", "त्रि", "य"],
        "👩🏽‍🚀": ["👩🏽‍🚀"],
        "🇩🇪🇫🇷": ["🇩🇪", "🇫🇷"],
        "e\u0301\u0323": ["e\u0301\u0323"],
    }
    assert lettering.clusters(text) == expected[text]


# --- the same for the same, different for different ------------------------------------------------------------------


def test_the_same_words_give_the_same_bytes_and_others_others():
    """A badge is a function of name, issuer and type: all three show."""
    first = both("Rust", "MIT", "Course")
    assert both("Rust", "MIT", "Course") == first
    for other in (("Rust", "MIT", "Award"), ("Rust", "ETH", "Course"), ("Ruby", "MIT", "Course")):
        assert all(a != b for a, b in zip(both(*other), first, strict=True))


def test_composed_and_decomposed_letters_are_one_name():
    """Unicode has two spellings of "é"; a badge has one look."""
    assert badge("Données", "É", None) == badge("Donne\u0301es", "E\u0301", None)


def test_one_issuer_keeps_to_its_hues():
    """Badges of an issuer belong together; those of others look different."""
    own = {palette(name, "MIT").accent for name in NAMES}
    assert len(own) == 1
    assert len({palette("Rust", f"Issuer {i}").accent for i in range(50)}) > 4
    assert len({palette("Rust", f"Issuer {i}").rim for i in range(50)}) > 35


# --- colours ---------------------------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, written from its definition."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_read_in_every_palette():
    """WCAG 2.2 success criterion 1.4.3: at least 4.5 for text, against both ends of the gradient behind it."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    for i in range(400):
        colours = palette(f"Name {i}", f"Issuer {i}")
        for ground in (colours.body.top, colours.body.bottom):
            assert contrast(colours.ink, ground) >= 4.5
            assert contrast(colours.accent, ground) >= 4.5, "the label"
        assert contrast(colours.ribbon_ink, colours.ribbon) >= 4.5


@pytest.mark.parametrize(
    ("lightness", "chroma", "hue", "expected"),
    [
        (0.51975, 0.17686, 142.495, "#008000"),
        (0, 0, 0, "#000000"),
        (1, 0, 0, "#ffffff"),
        (0.627955, 0.257683, 29.234, "#ff0000"),
    ],
)
def test_oklch_is_that_of_css(lightness: float, chroma: float, hue: float, expected: str):
    """CSS Color Module Level 4, section 9.4 and its examples."""
    assert oklch(lightness, chroma, hue) == expected


# --- SVG -------------------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_an_svg_is_plain_and_says_what_it_shows(name: str):
    """Well-formed for an independent parser, titled for those who cannot see it, nothing that runs or loads."""
    root = ET.fromstring(svg.draw(badge(name, name, "MicroCredential")))
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "path", "circle", "text", "linearGradient", "stop")
    }
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == (lettering.plain(name) or "Micro-Credential")
    assert root[1].text.startswith("Micro-Credential")
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.get("textLength")) <= CANVAS
    assert not any("href" in key for element in root.iter() for key in element.attrib)


def test_right_to_left_names_are_set_so():
    """The first strong character decides (UAX #9, P2)."""
    directions = {
        text.text: text.get("direction")
        for text in ET.fromstring(svg.draw(badge("سلام", "MIT", None))).iter(f"{SVG}text")
    }
    assert directions == {"ACHIEVEMENT": None, "سلام": "rtl", "MIT": None}


# --- properties ------------------------------------------------------------------------------------------------------

ANY = st.text(max_size=60)


@settings(max_examples=60)
@given(name=ANY, issuer=ANY, kind=st.sampled_from(TYPES) | ANY)
def test_any_words_make_a_badge(name: str, issuer: str, kind: str | None):
    """Whatever Unicode holds: both forms are drawn, well-formed, within the badge, and twice the same."""
    drawing, picture = both(name, issuer, kind)
    ET.fromstring(drawing)
    assert opened(picture).size == (64, 64)
    assert both(name, issuer, kind) == (drawing, picture)
    shapes = badge(name, issuer, kind)
    assert isinstance(shapes[0], Caption)
    for form in ("written", "drawn"):
        for shape in flat(shapes, form):
            if isinstance(shape, Text):
                assert widest(shape, silhouette_of(kind).outline) >= shape.width
            elif isinstance(shape, Circle):
                assert shape.radius > 0


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_no_name_makes_a_badge_laborious(name: str):
    """An achievement is drawn while its request waits: letters cost, but no name costs more than its letters.

    A short name takes some 30,000 calls, a thousand wide letters in one word 900,000, at 82 sizes to be tried; work
    that grew with the square of the letters would take a hundred million.
    """

    def draw() -> None:
        shapes = badge(name, name, "Certificate")
        svg.draw(shapes)
        png.draw(shapes)

    assert calls(draw) < 2_000_000


# --- both forms look the same ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["MicroCredential", "Certificate", "Competency"])
def test_a_browser_shows_what_the_png_shows(kind: str, tmp_path: Path):
    """Chromium draws the SVG as Pillow draws the PNG, but for the letter forms of another font."""
    shapes = badge("Data Literacy", "Acme Academy", kind)
    shown = screenshot(svg.draw(shapes), tmp_path)
    picture = Image.new("RGB", (CANVAS, CANVAS), "white")
    drawn = opened(png.draw(shapes))
    picture.paste(drawn, (0, 0), drawn)
    difference = ImageChops.difference(shown, picture).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 4, "of 255, over the whole picture"
    difference.paste(0, (60, 225, 452, 430))  # name and issuer
    assert ImageStat.Stat(difference).mean[0] < 0.8, "everything but the letters"


def screenshot(document: bytes, folder: Path) -> Image.Image:
    """An SVG as Chromium draws it on white."""
    if not (browser := shutil.which("chromium")):
        reason = "needs chromium"
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)
    source, target = folder / "drawing.svg", folder / "drawing.png"
    source.write_bytes(document)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    window = ("--hide-scrollbars", "--force-device-scale-factor=1", f"--window-size={CANVAS},{CANVAS + 200}")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [browser, *options, *window, profile, f"--screenshot={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=WAIT_S)
    return Image.open(target).convert("RGB").crop((0, 0, CANVAS, CANVAS))
