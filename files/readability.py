"""Tells a person at once that an officer will hardly be able to read her photograph.

Only hints: a picture is never refused for them, because what looks empty to a program may be a seal.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageStat

from forms.form_plan import Text

# A page of a household book needs about 800 pixels across for its smallest print.
MIN_SHORT_EDGE = 600
MIN_CONTRAST = 12.0  # standard deviation of grey, of 255
MIN_BRIGHTNESS = 40.0  # mean of grey, of 255
_ENOUGH = 400  # pixels of the long edge, to tell light from dark


@dataclass(frozen=True, slots=True)
class ReadabilityWarning:
    code: str
    text: Text


TOO_SMALL = ReadabilityWarning(
    "too_small",
    Text(
        "图片太小，可能看不清，建议重新拍一张", "The picture is small and may be hard to read; take it again"
    ),
)
TOO_DARK = ReadabilityWarning(
    "too_dark",
    Text("图片太暗，建议在光线充足的地方重新拍", "The picture is dark; take it again in good light"),
)
BLANK = ReadabilityWarning(
    "blank", Text("图片几乎是空白的，请确认没有选错", "The picture is almost blank; is it the right one?")
)


def readability_of(content: bytes) -> tuple[ReadabilityWarning, ...]:
    """What may make this picture (already cleaned) hard to read."""
    with Image.open(io.BytesIO(content)) as picture:
        short_edge = min(picture.size)
        picture.draft("L", (_ENOUGH, _ENOUGH))  # a JPEG is decoded at a fraction
        grey = picture.convert("L")
    # In small, where the noise of a camera in the dark is no contrast.
    statistics = ImageStat.Stat(grey.reduce(max(1, max(grey.size) // _ENOUGH)))
    findings = (
        (TOO_SMALL, short_edge < MIN_SHORT_EDGE),
        (TOO_DARK, statistics.mean[0] < MIN_BRIGHTNESS),
        (BLANK, statistics.stddev[0] < MIN_CONTRAST),
    )
    return tuple(warning for warning, found in findings if found)
