"""What pydantic found wrong with a request, in words for the caller and without the value that was sent."""

from collections.abc import Sequence

from fastapi.exceptions import RequestValidationError

from refusals import FieldError

# By pydantic's error type; {name} is filled from the error's context.
_TEXTS: dict[str, tuple[str, str]] = {
    "missing": ("必填", "this is required"),
    "extra_forbidden": ("没有此字段", "there is no such field"),
    "json_invalid": ("不是有效的 JSON", "not valid JSON"),
    "model_attributes_type": ("应为一个对象", "should be an object"),
    "model_type": ("应为一个对象", "should be an object"),
    "dict_type": ("应为一个对象", "should be an object"),
    "list_type": ("应为一个列表", "should be a list"),
    "string_type": ("应为文字", "should be text"),
    "bool_type": ("应为 true 或 false", "should be true or false"),
    "bool_parsing": ("应为 true 或 false", "should be true or false"),
    "int_type": ("应为整数", "should be a whole number"),
    "int_parsing": ("应为整数", "should be a whole number"),
    "int_from_float": ("应为整数", "should be a whole number"),
    "uuid_type": ("编号格式不正确", "not a valid id"),
    "uuid_parsing": ("编号格式不正确", "not a valid id"),
    "date_type": ("应为日期（YYYY-MM-DD）", "should be a date (YYYY-MM-DD)"),
    "date_parsing": ("应为日期（YYYY-MM-DD）", "should be a date (YYYY-MM-DD)"),
    "date_from_datetime_parsing": ("应为日期（YYYY-MM-DD）", "should be a date (YYYY-MM-DD)"),
    "datetime_parsing": ("应为带时区的时间", "should be a time with its zone"),
    "timezone_aware": ("应为带时区的时间", "should be a time with its zone"),
    "enum": ("不在可选范围内", "not one of the permitted values"),
    "literal_error": ("可选值为 {expected}", "should be {expected}"),
    "greater_than": ("应大于 {gt}", "should be greater than {gt}"),
    "greater_than_equal": ("不得小于 {ge}", "should be at least {ge}"),
    "less_than": ("应小于 {lt}", "should be less than {lt}"),
    "less_than_equal": ("不得大于 {le}", "should be at most {le}"),
    "string_too_short": ("至少 {min_length} 个字符", "at least {min_length} characters"),
    "string_too_long": ("最多 {max_length} 个字符", "at most {max_length} characters"),
    "string_pattern_mismatch": ("格式不正确", "not in the expected form"),
    "too_short": ("至少 {min_length} 项", "at least {min_length} entries"),
    "too_long": ("最多 {max_length} 项", "at most {max_length} entries"),
}
_OTHER = ("内容不正确", "not valid")


def field_errors(error: RequestValidationError) -> list[FieldError]:
    return [_field_error(found) for found in error.errors()]


def pointer_of(location: Sequence[str | int]) -> str:
    """JSON pointer (RFC 6901) into the body; a parameter is `/query/limit` or `/path/id`."""
    where, *steps = location or ("body",)
    if steps and where == "body" and isinstance(steps[0], int) and len(steps) == 1:
        return ""  # the position of a JSON mistake, not a field
    parts = [str(step).replace("~", "~0").replace("/", "~1") for step in steps]
    return "".join(f"/{part}" for part in ([] if where == "body" else [str(where)]) + parts)


def _field_error(found: dict[str, object]) -> FieldError:
    zh, en = _TEXTS.get(str(found["type"]), _OTHER)
    context = found.get("ctx")
    values = context if isinstance(context, dict) else {}
    location = found["loc"]
    assert isinstance(location, tuple)
    try:
        zh, en = zh.format_map(values), en.format_map(values)
    except KeyError:
        zh, en = _OTHER
    return FieldError(pointer=pointer_of(location), zh=zh, en=en)
