"""A limit in words, and how long something is valid."""

from clocks.clock import Limit
from clocks.validity import Validity
from forms.form_plan import Text

_UNITS = {
    "working_day": Text("{n} 个工作日", "{n} working days"),
    "natural_day": Text("{n} 天", "{n} days"),
    "hour": Text("{n} 小时", "{n} hours"),
    "half_day": Text("{n} 个半天", "{n} half days"),
    "at_once": Text("即时办结", "at once"),
}


def limit_in_words(limit: Limit) -> Text:
    words = _UNITS[limit.unit]
    en = words.en.format(n=limit.amount)
    return Text(words.zh.format(n=limit.amount), en.removesuffix("s") if limit.amount == 1 else en)


_VALID = {
    "year": Text("{n} 年", "{n} years"),
    "month": Text("{n} 个月", "{n} months"),
    "day": Text("{n} 天", "{n} days"),
}


def validity_in_words(validity: Validity) -> Text:
    words = _VALID[validity.unit]
    en = words.en.format(n=validity.amount)
    return Text(words.zh.format(n=validity.amount), en.removesuffix("s") if validity.amount == 1 else en)
