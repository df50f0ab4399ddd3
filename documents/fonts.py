"""The fonts of papers, cut down to the characters of ordinary Chinese and English.

A Noto font has 65,000 glyphs, and WeasyPrint reads and cuts it anew for every paper: more than half of the
time that drawing takes. Cut once to GB/T 2312 it takes a fifth of that. Rarer characters (names) still come
from the whole font, which stands behind ours in `paper.css`.
"""

import ctypes
import subprocess
from collections.abc import Iterator, Mapping
from ctypes import byref, c_char_p, c_uint, c_void_p, string_at
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Face:
    """`pattern` is what fontconfig knows the whole font by."""

    family: str
    weight: int
    pattern: str


FACES = (
    Face("Paper Sans", 400, "Noto Sans CJK SC"),
    Face("Paper Sans", 700, "Noto Sans CJK SC:bold"),
    Face("Paper Serif", 700, "Noto Serif CJK SC:bold"),
)
_LIBRARIES = (
    ("libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
    ("libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib"),
)
_SIGNATURES = {
    "hb_blob_create_from_file_or_fail": (c_void_p, (c_char_p,)),
    "hb_face_create": (c_void_p, (c_void_p, c_uint)),
    "hb_face_reference_blob": (c_void_p, (c_void_p,)),
    "hb_blob_get_data": (c_void_p, (c_void_p, c_void_p)),
    "hb_set_add": (None, (c_void_p, c_uint)),
    "hb_face_destroy": (None, (c_void_p,)),
    "hb_blob_destroy": (None, (c_void_p,)),
    "hb_subset_input_create_or_fail": (c_void_p, ()),
    "hb_subset_input_unicode_set": (c_void_p, (c_void_p,)),
    "hb_subset_or_fail": (c_void_p, (c_void_p, c_void_p)),
    "hb_subset_input_destroy": (None, (c_void_p,)),
}


def write_cut_fonts(folder: Path) -> str:
    """Writes the cut fonts there and gives the CSS that names them; "" where this machine cannot cut them
    (papers are then drawn with the whole fonts)."""
    hb = _harfbuzz()
    if hb is None:
        return ""
    rules: list[str] = []
    for number, face in enumerate(FACES):
        cut = _cut(face.pattern, hb=hb)
        if cut is None:
            return ""
        path = folder / f"{number}.otf"
        path.write_bytes(cut)
        rules.append(
            f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; "
            f"src: url({path.as_uri()}); }}"
        )
    return "\n".join(rules)


@cache
def ordinary_characters() -> frozenset[int]:
    """ASCII, Latin-1 and all of GB/T 2312, with its punctuation."""
    return frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100), *_of_gb2312(), *map(ord, "—–•€㎡")})


def _of_gb2312() -> Iterator[int]:
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", errors="ignore")
            if character:
                yield ord(character)


@cache
def _harfbuzz() -> Mapping[str, Any] | None:
    """The functions of HarfBuzz, which WeasyPrint needs anyway; None where it is not to be found."""
    for names in _LIBRARIES:
        try:
            libraries = [ctypes.CDLL(name) for name in names]
        except OSError:
            continue
        functions: dict[str, Any] = {}
        for name, (result, arguments) in _SIGNATURES.items():
            found = [getattr(each, name) for each in libraries if hasattr(each, name)]
            if not found:
                return None
            found[0].restype, found[0].argtypes = result, arguments
            functions[name] = found[0]
        return functions
    return None


def _cut(pattern: str, *, hb: Mapping[str, Any]) -> bytes | None:
    """A font with the ordinary characters only; None when this machine has no such font."""
    found = _find_font(pattern)
    blob = hb["hb_blob_create_from_file_or_fail"](str(found[0]).encode()) if found else None
    if found is None or blob is None:
        return None
    face = hb["hb_face_create"](blob, found[1])
    wanted = hb["hb_subset_input_create_or_fail"]()
    characters = hb["hb_subset_input_unicode_set"](wanted)
    for character in ordinary_characters():
        hb["hb_set_add"](characters, character)
    cut = hb["hb_subset_or_fail"](face, wanted)
    written = hb["hb_face_reference_blob"](cut)
    length = c_uint()
    content = string_at(hb["hb_blob_get_data"](written, byref(length)), length.value)
    for name, thing in (("blob", written), ("face", cut), ("face", face), ("blob", blob)):
        hb[f"hb_{name}_destroy"](thing)
    hb["hb_subset_input_destroy"](wanted)
    return content


def _find_font(pattern: str) -> tuple[Path, int] | None:
    """The file and the face in it; None when fontconfig has only another family to offer."""
    try:
        told = subprocess.run(
            ["fc-match", "--format=%{file}\n%{index}\n%{family}", pattern],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    file, index, family = told.split("\n", 2)
    return (Path(file), int(index)) if pattern.partition(":")[0] in family else None
