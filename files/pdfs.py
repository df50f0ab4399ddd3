"""PDF files: opened and looked through; refused when they are locked or do more than show something.

An intact file is kept as it is, because rewriting would break an electronic signature; one that had to be
repaired to be read is kept repaired, so that every reader sees what was looked through here.
"""

import io
from collections.abc import Iterator

import pikepdf

from files.refusals import FileDamaged, PdfActive, PdfLocked, PdfTooLong

MAX_PAGES = 500
MAX_OBJECTS = 100_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024

# Actions that run or send something (ISO 32000-1, 12.6.4), and what carries programs or files.
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"})
ACTIVE_TYPES = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D"})

# Process-wide and before any thread opens a file: a few bytes may unpack to gigabytes.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_UNPACKED_BYTES,
    run_length_max_memory=MAX_UNPACKED_BYTES,
    png_max_memory=MAX_UNPACKED_BYTES,
    tiff_max_memory=MAX_UNPACKED_BYTES,
    parser_max_container_size=1_000_000,
    doc_max_warnings=1_000,
)


def looked_through(content: bytes) -> bytes:
    """The PDF to keep. Raises `PdfLocked`, `PdfActive`, `PdfTooLong`, `FileDamaged`."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            _check(pdf)
            return _repaired(pdf) if pdf.get_warnings() else content
    except pikepdf.PasswordError as error:
        raise PdfLocked from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise FileDamaged from error


def _check(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise PdfLocked
    if not pdf.pages:
        raise FileDamaged
    if len(pdf.pages) > MAX_PAGES or len(pdf.objects) > MAX_OBJECTS:
        raise PdfTooLong
    if any(_is_active(part) for top in pdf.objects for part in _parts(top)):
        raise PdfActive


def _parts(top: pikepdf.Object) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """Every dictionary inside one object; what it refers to is an object of its own."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            children = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            children = list(part)
        else:
            continue
        waiting += [
            child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect
        ]


def _is_active(part: pikepdf.Dictionary | pikepdf.Stream) -> bool:
    return (
        not ACTIVE_KEYS.isdisjoint(part.keys())
        or _name(part, "/S") in ACTIVE_ACTIONS
        or _name(part, "/Type") in ACTIVE_TYPES
        or _name(part, "/Subtype") in ACTIVE_TYPES
    )


def _name(part: pikepdf.Dictionary | pikepdf.Stream, key: str) -> str | None:
    value = part.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else None


def _repaired(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
