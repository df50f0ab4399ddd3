"""Money: integer fen in the program, yuan with two decimals for people."""

import re
from datetime import date

from forms.values.checked import Checked, Invalid, Valid

FEN_PER_YUAN = 100
_YUAN = re.compile(r"(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.(?P<fen>[0-9]{1,2}))?")


def format_fen(fen: int) -> str:
    """`123456` as `1,234.56`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan:,}.{rest:02d}"


def parse_yuan(text: str) -> int | None:
    """The fen of an amount in yuan as people write it (`1,234.5`, `¥8`); None when it is none."""
    found = _YUAN.fullmatch(text.strip().removeprefix("¥").removeprefix("￥").removesuffix("元").strip())
    if found is None:
        return None
    return int(found["yuan"].replace(",", "")) * FEN_PER_YUAN + int((found["fen"] or "0").ljust(2, "0"))


def check_yuan(text: str, *, today: date | None = None) -> Checked:
    """An amount in yuan; the normal form is the number of fen as digits."""
    fen = parse_yuan(text)
    if fen is None:
        return Invalid(
            "money.form", "请填写金额，最多两位小数", "Please give an amount with at most two decimals"
        )
    return Valid(str(fen))
