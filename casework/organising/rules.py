"""What an entry of a register may say. Pure: cells and what is known go in, problems come out."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from casework.organising.known import Known
from casework.organising.region_uses import UseKind
from casework.organising.registers import ROLES, Cells, Column, Register, RegisterName
from casework.organising.validity import Validity
from forms.form_plan import Text
from forms.values.checked import Invalid
from forms.values.uscc import check_uscc

Problem = tuple[str, Text]  # column, words
LONGEST_TEXT = 200
_LIMITS: Mapping[str, tuple[int, int]] = {"rank": (1, 9), "days": (60, 365), "months": (6, 60)}
_GOES_ON: Mapping[UseKind, tuple[str, str]] = {
    "department": ("部门未撤销，请先在“机构改革”中办理", "departments go on (end them by a reorganisation)"),
    "post": ("岗位，请先调整或使其失效", "posts go on (change or end them)"),
    "hall": ("大厅，请先调整或使其失效", "halls go on (change or end them)"),
}
_NEEDS_HEIR: Mapping[UseKind, tuple[str, str]] = {
    "responsibility": ("项职责", "cells of the responsibility table"),
    "remedy": ("条救济途径", "remedies"),
    "case": ("个未办结的办件", "open cases"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def problems_of(register: Register, cells: Cells, known: Known) -> list[Problem]:
    """Of the form first: what is not even a day cannot be too late."""
    of_form = [
        (column.name, words)
        for column in register.columns
        if (words := _of_form(column, cells[column.name])) is not None
    ]
    return of_form or list(_OF_REGISTER[register.name](cells, known))


def with_usual(register: Register, cells: Cells) -> dict[str, str]:
    """Cells without blanks around them, and what is usual where nothing was given."""
    return {each.name: " ".join(cells.get(each.name, "").split()) or each.usual for each in register.columns}


def validity_of(cells: Cells) -> Validity:
    first, end = cells.get("valid_from"), cells.get("valid_to")
    return Validity(date.fromisoformat(first) if first else None, date.fromisoformat(end) if end else None)


def _of_form(column: Column, cell: str) -> Text | None:
    if not cell:
        return _t("请填写", "is missing") if column.required else None
    if len(cell) > LONGEST_TEXT and column.kind != "list":
        return _t(f"最多 {LONGEST_TEXT} 个字", f"has more than {LONGEST_TEXT} characters")
    match column.kind:
        case "day":
            return (
                None
                if _is_day(cell)
                else _t("应为日期，例如 2026-07-01", "should be a day such as 2026-07-01")
            )
        case "number":
            low, high = _LIMITS[column.name]
            fits = cell.isascii() and cell.isdigit() and len(cell) < 5 and low <= int(cell) <= high
            return (
                None
                if fits
                else _t(f"应为 {low} 到 {high} 的整数", f"should be a number from {low} to {high}")
            )
        case "choice":
            values = [value for value, _ in column.choices]
            return (
                None
                if cell in values
                else _t(f"应为 {'、'.join(values)} 之一", f"should be one of {', '.join(values)}")
            )
        case "uscc":
            checked = check_uscc(cell)
            return _t(checked.zh, checked.en) if isinstance(checked, Invalid) else None
        case _:
            return _of_pattern(column, cell)


def _of_pattern(column: Column, cell: str) -> Text | None:
    words = cell.split() if column.kind == "list" else [cell]
    if column.pattern and not all(re.fullmatch(column.pattern, each) for each in words):
        return _t("格式不正确", "is not written in the right way")
    return None


def _is_day(cell: str) -> bool:
    if not _DAY.fullmatch(cell):
        return False
    try:
        return date.fromisoformat(cell).year >= 1949  # no authority of this state is older
    except ValueError:
        return False


def _of_validity(cells: Cells) -> Iterator[Problem]:
    if validity_of(cells).is_empty:
        yield "valid_to", _t("应晚于生效日期", "must be after the first day")


def _of_region(cells: Cells, known: Known) -> Iterator[Problem]:
    """The tree as a whole says the rest (`planning`)."""
    end = validity_of(cells).end
    if end is None:
        return
    for use in known.uses.get(cells["code"], ()):
        if use.until is not None and use.until > end:
            zh, en = _GOES_ON[use.what]
            names = "、".join(use.examples)
            yield "valid_to", _t(f"当地仍有{zh}：{names}", f"{en} there: {names}")
        elif use.until is None and not cells["successor"]:
            zh, en = _NEEDS_HEIR[use.what]
            yield (
                "successor",
                _t(f"当地有 {use.number} {zh}，请指定继任地区", f"is needed for {use.number} {en}"),
            )


def _of_department(cells: Cells, known: Known) -> Iterator[Problem]:
    region = cells["code"].partition("@")[2]
    line = known.regions.get(region)
    if line is None:
        yield "code", _t(f"没有地区 {region}", f"there is no region {region}")
    elif not _lasts(line.validity, known):
        yield "code", _t(f"地区 {region} 已失效", f"the region {region} is no more")


def _of_hall(cells: Cells, known: Known) -> Iterator[Problem]:
    yield from _of_validity(cells)
    yield from _region_there("region", cells["region"], known)


def _of_post(cells: Cells, known: Known) -> Iterator[Problem]:
    yield from _of_validity(cells)
    role, department, region = cells["role"], cells["department"], cells["region"]
    assert role in ROLES, "the form was looked at before"
    if role == "officer":
        if not department:
            yield "department", _t("部门经办人应填写部门", "is needed for an officer of a department")
    elif department:
        yield "department", _t("只有部门经办人填写部门", "is for officers of a department only")
    if role in ("window", "supervisor") and not region:
        yield "region", _t("请填写地区", "is missing")
    if department:
        yield from _department_there(department, known)
    if region:
        yield from _region_there("region", region, known)
    unknown = [each for each in cells["items"].split() if each not in known.items]
    if unknown:
        yield "items", _t(f"没有事项 {'、'.join(unknown)}", f"there is no item {', '.join(unknown)}")


def _of_person(cells: Cells, known: Known) -> Iterator[Problem]:
    yield from _of_validity(cells)
    post = known.posts.get(cells["post"])
    if post is None:
        yield "post", _t(f"没有岗位 {cells['post']}", f"there is no post {cells['post']}")
    elif not post.validity.overlaps(validity_of(cells)):
        yield "post", _t("任职期间该岗位无效", "the post is not in force in that time")
    before = known.entries.get((cells["subject"], cells["post"]))
    tasks = known.busy.get(cells["subject"], 0)
    if cells["valid_to"] and (before is None or before.cells["valid_to"] != cells["valid_to"]) and tasks:
        yield (
            "valid_to",
            _t(
                f"名下还有 {tasks} 个未办结任务，请在人员页面办理离任并指定接办人",
                f"{tasks} open tasks are assigned to this person; record the leaving and name an heir there",
            ),
        )


def _of_responsibility(cells: Cells, known: Known) -> Iterator[Problem]:
    yield from _region_there("region", cells["region"], known)
    item, code = known.items.get(cells["item"]), cells["department"]
    if item is None:
        yield "item", _t(f"没有事项 {cells['item']}", f"there is no item {cells['item']}")
    if not code:
        return
    yield from _department_there(code, known)
    department = known.departments.get(code)
    if item is not None and department is not None and not department.does(item.kind):
        yield (
            "department",
            _t(
                f"该事项属于“{item.kind}”类部门，{code} 不办理",
                f"the item is of departments of the kind “{item.kind}”, which {code} is not",
            ),
        )


def _of_remedy(cells: Cells, known: Known) -> Iterator[Problem]:
    return _region_there("region", cells["region"], known)


def _region_there(column: str, code: str, known: Known) -> Iterator[Problem]:
    line = known.regions.get(code)
    if line is None:
        yield column, _t(f"没有地区 {code}", f"there is no region {code}")
    elif not _lasts(line.validity, known):
        yield column, _t(f"地区 {code} 已失效", f"the region {code} is no more")


def _department_there(code: str, known: Known) -> Iterator[Problem]:
    line = known.departments.get(code)
    if line is None:
        yield "department", _t(f"没有部门 {code}", f"there is no department {code}")
    elif not _lasts(line.validity, known):
        heir = f"，由 {line.successor} 继任" if line.successor else ""
        yield "department", _t(f"部门 {code} 已撤销{heir}", f"the department {code} is no more")


def _lasts(validity: Validity, known: Known) -> bool:
    """Not over yet; what begins later may be prepared now."""
    return validity.end is None or known.today < validity.end


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_OF_REGISTER: Mapping[RegisterName, Callable[[Cells, Known], Iterator[Problem]]] = {
    "regions": _of_region,
    "departments": _of_department,
    "halls": _of_hall,
    "posts": _of_post,
    "people": _of_person,
    "responsibility": _of_responsibility,
    "remedies": _of_remedy,
}
