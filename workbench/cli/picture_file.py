"""A drawn picture written to a file: SVG as it is, PNG set by typst with the workbench's fonts."""

from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from workbench import encrypting
from workbench.errors import WorkbenchError


class PictureError(WorkbenchError):
    """A picture that cannot be written."""


def save(path: Path, drawn: str) -> None:
    """Write SVG in the format that the file's name ends in. Raises PictureError."""
    if any(map(encrypting.is_encrypted, path.resolve().parents)):
        raise PictureError(
            f"{path}: lies in an encrypted case, and a picture is written readable. Name a file "
            "outside."
        )
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(drawn, encoding="utf-8")
        elif path.suffix.lower() == ".png":
            path.write_bytes(_png(drawn))
        else:
            raise PictureError(f"{path.name}: a picture's name ends in .svg or .png.")
    except OSError as error:
        raise PictureError(f"{path}: cannot be written ({error.strerror}).") from error


def _png(drawn: str) -> bytes:
    with TemporaryDirectory() as folder, as_file(files("workbench.evidence")) as evidence:
        root = Path(folder)
        (root / "drawn.svg").write_text(drawn, encoding="utf-8")
        (root / "page.typ").write_text(
            '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawn.svg")\n'
        )
        made = typst.compile(
            root / "page.typ",
            root=root,
            font_paths=[evidence / "fonts"],
            ignore_system_fonts=True,
            format="png",
            ppi=144,
        )
    assert isinstance(made, bytes)
    return made
