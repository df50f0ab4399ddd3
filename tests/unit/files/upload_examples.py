"""Uploads as people and attackers make them; every picture and paper is drawn here, none is anybody's."""

import io
from collections.abc import AsyncIterator, Callable

import pikepdf
from PIL import Image, ImageDraw
from PIL.ExifTags import Base


def photograph(
    size: tuple[int, int] = (1200, 900),
    *,
    kind: str = "JPEG",
    orientation: int | None = None,
    mode: str = "RGB",
) -> bytes:
    """A sheet with lines; its upper left corner is red, and its EXIF names a device."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for line in range(0, size[1], 40):
        draw.line((0, line, size[0], line), fill="black", width=6)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    exif = Image.Exif()
    exif[Base.Model] = "SECRET-PHONE"
    if orientation is not None:
        exif[Base.Orientation] = orientation
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, exif=exif)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, **saving: object) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        out = io.BytesIO()
        # The same bytes each time; what is encrypted cannot have such an identifier.
        saving.setdefault("deterministic_id", "encryption" not in saving)
        document.save(out, **saving)  # pyright: ignore[reportArgumentType]
        return out.getvalue()


async def in_chunks(content: bytes, *, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
