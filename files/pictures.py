"""Photographs and scans of papers: drawn anew, so that nothing but what is seen is kept.

Re-encoding removes the place and the device that a phone writes into a photograph (EXIF), and whatever
somebody appended to or hid in the file. The picture is turned upright first, as EXIF says it was taken.
"""

import io

from PIL import Image, ImageFile, ImageOps

from files.refusals import FileDamaged, PictureTooLarge

MAX_PIXELS = 64_000_000
# A4 at 300 dpi is 3508 pixels long: more than this shows no more of a paper.
LONG_EDGE = 4096
JPEG_QUALITY = 88
# Second wall in Pillow itself: it refuses twice this many pixels before our own check is reached.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def drawn_anew(content: bytes, *, media_type: str) -> bytes:
    """The same picture in the same format, upright, with at most `LONG_EDGE` pixels on its long edge.

    `media_type` is image/jpeg or image/png. Raises `PictureTooLarge`, `FileDamaged`.
    """
    # WeasyPrint turns this on for its whole process when it is imported; half a picture is no material.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=_formats(media_type)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureTooLarge(limit=MAX_PIXELS)
            # A JPEG of many pixels is decoded at a fraction, which saves most of the memory.
            picture.draft("RGB", (LONG_EDGE, LONG_EDGE))
            ImageOps.exif_transpose(picture, in_place=True)
            clean = _plain(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(limit=MAX_PIXELS) from error
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as error:
        raise FileDamaged from error
    clean.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    return _encoded(clean, media_type=media_type)


def _formats(media_type: str) -> tuple[str, ...]:
    # Phones write several pictures into one JPEG (MPO); the first is the photograph.
    return ("JPEG", "MPO") if media_type == "image/jpeg" else ("PNG",)


def _plain(picture: Image.Image) -> Image.Image:
    """Pixels only: grey or RGB on white, without metadata, colour profile and transparency."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        plain = Image.new("RGB", layer.size, "white")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    plain.info.clear()
    return plain


def _encoded(picture: Image.Image, *, media_type: str) -> bytes:
    out = io.BytesIO()
    if media_type == "image/jpeg":
        picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        picture.save(out, "PNG", compress_level=6)
    return out.getvalue()
