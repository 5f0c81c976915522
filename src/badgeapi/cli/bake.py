"""badgeapi bake, badgeapi unbake"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from badgeapi import baking
from badgeapi.cli.console import err
from badgeapi.cli.files import read


def bake(
    picture: Annotated[Path, typer.Argument(help="A PNG or SVG.")],
    credential: Annotated[Path, typer.Argument(help="A credential in JSON, or a JWT; - reads standard input.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write; never over another file.")],
) -> None:
    """Put a signed credential into a picture; everything else of the picture stays as it is."""
    baked = baking.bake(read(picture), read(credential).decode("utf-8", "replace").strip())
    with output.open("xb") as file:
        file.write(baked)
    err.print(f"{output}: {len(baked)} bytes", highlight=False, markup=False)


def unbake(picture: Annotated[Path, typer.Argument(help="A PNG or SVG; - reads standard input.")]) -> None:
    """Print the credential that is in a picture; nothing is verified."""
    sys.stdout.write(baking.extract(read(picture)).text + "\n")
