"""The name of an upload, as it may be shown, and the headers with which a file leaves the building."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
MAX_LENGTH = 100
UNNAMED = "file"
# What no file system and no header takes, and the controls that turn the direction of writing
# ("fdp.exe" shown as "exe.pdf").
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def safe_name(declared: str, *, media_type: str) -> str:
    """The declared name without folders and trickery; its ending is that of what the file really is."""
    name = unicodedata.normalize("NFC", declared.encode("utf-8", "ignore").decode())
    name = _UNFIT.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem = PurePosixPath(name).stem.strip(" .")[:MAX_LENGTH].strip(" .") if name else ""
    return (stem or UNNAMED) + EXTENSIONS[media_type]


def download_headers(name: str, *, media_type: str) -> dict[str, str]:
    """A file is saved, never shown inside a page of ours: what a person handed in may not act as we."""
    ascii_name = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in name)
    encoded_name = quote(name, safe="")
    return {
        "Content-Type": media_type,
        "Content-Disposition": f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{encoded_name}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
