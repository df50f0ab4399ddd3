"""The registers of the organisation: which columns each has, in the words of who fills them in.

A page's form, a table that is imported and the API all read them here. Every cell is a text, as in a table:
days are ISO dates, lists are separated by blanks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forms.form_plan import Text

RegisterName = Literal["regions", "departments", "halls", "posts", "people", "responsibility", "remedies"]
CellKind = Literal["code", "region", "department", "item", "text", "day", "number", "choice", "list", "uscc"]

Key = tuple[str, ...]
Cells = Mapping[str, str]

ROLES = ("officer", "window", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class Column:
    """`pattern`: what a code or each word of a list looks like. `choices`: value and words."""

    name: str
    title: Text
    kind: CellKind = "text"
    required: bool = True
    hint: Text | None = None
    pattern: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """`key`: the columns that tell one entry from all others; they never change."""

    name: RegisterName
    title: Text
    about: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    def key_of(self, cells: Cells) -> Key:
        return tuple(cells.get(name, "") for name in self.key)


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_NAMES = (
    Column("name_zh", _t("名称", "Name in Chinese")),
    Column("name_en", _t("英文名称", "Name in English")),
)
_REGION = Column("region", _t("地区", "Region"), "region")
_FROM = Column("valid_from", _t("生效日期", "From"), "day")
_TO = Column(
    "valid_to",
    _t("失效日期", "Until"),
    "day",
    required=False,
    hint=_t(
        "从这一天起不再有效；长期有效的不填",
        "The first day on which it is no more; leave it empty if it stays",
    ),
)
_KIND = r"[a-z][a-z0-9-]{0,40}"
_ENTRY = r"[a-z0-9][a-z0-9-]{0,60}"

REGIONS = Register(
    "regions",
    _t("地区", "Regions"),
    _t(
        "行政区划和功能区，12 位代码（GB/T 2260、GB/T 10114）",
        "Administrative divisions and function zones by their 12 digits (GB/T 2260, GB/T 10114)",
    ),
    (
        Column("code", _t("代码", "Code"), "code", pattern=r"\d{12}"),
        *_NAMES,
        Column(
            "parent",
            _t("上级地区", "Parent"),
            "region",
            required=False,
            hint=_t("不填时按代码确定", "Left empty, the digits of the code say it"),
        ),
        Column(
            "kind",
            _t("类型", "Kind"),
            "choice",
            choices=(("division", _t("行政区划", "Division")), ("zone", _t("功能区", "Function zone"))),
            usual="division",
        ),
        _FROM,
        _TO,
        Column("successor", _t("继任地区", "Successor"), "region", required=False),
    ),
    key=("code",),
)
DEPARTMENTS = Register(
    "departments",
    _t("部门", "Departments"),
    _t(
        "某一地区的某类部门，代码为“类别@地区代码”；合并、拆分、撤销在“机构改革”中办理",
        "A department of a kind in a region, as kind@region; it ends by a reorganisation only",
    ),
    (
        Column(
            "code",
            _t("代码", "Code"),
            "code",
            pattern=_KIND + r"@\d{12}",
            hint=_t("例如 health@330110000000", "For example health@330110000000"),
        ),
        *_NAMES,
        Column("uscc", _t("统一社会信用代码", "Social credit code"), "uscc", required=False),
        Column(
            "also",
            _t("还承担哪类部门的事项", "Also does items of these kinds"),
            "list",
            required=False,
            pattern=_KIND,
            hint=_t(
                "类别之间用空格分开，例如行政审批局",
                "Kinds with blanks between them, as for an approval bureau",
            ),
        ),
        Column("valid_from", _t("生效日期", "From"), "day", required=False),
    ),
    key=("code",),
)
HALLS = Register(
    "halls",
    _t("政务服务大厅", "Service halls"),
    _t("办事地点、时间和窗口", "Where people go, when it is open, and its windows"),
    (
        Column("code", _t("代码", "Code"), "code", pattern=_ENTRY),
        _REGION,
        *_NAMES,
        Column("address_zh", _t("地址", "Address in Chinese")),
        Column("address_en", _t("英文地址", "Address in English")),
        Column("hours_zh", _t("办公时间", "Hours in Chinese")),
        Column("hours_en", _t("英文办公时间", "Hours in English")),
        Column(
            "windows",
            _t("窗口", "Windows"),
            "list",
            required=False,
            hint=_t("窗口之间用空格分开", "With blanks between them"),
        ),
        _FROM,
        _TO,
    ),
    key=("code",),
)
POSTS = Register(
    "posts",
    _t("岗位", "Posts"),
    _t("任职者可以办什么", "What somebody may do who holds it"),
    (
        Column("code", _t("代码", "Code"), "code", pattern=_ENTRY),
        Column("title_zh", _t("名称", "Name in Chinese")),
        Column("title_en", _t("英文名称", "Name in English")),
        Column(
            "role",
            _t("角色", "Role"),
            "choice",
            choices=(
                ("officer", _t("部门经办人", "Officer of a department")),
                ("window", _t("综合窗口人员", "Clerk of the joint window")),
                ("supervisor", _t("督查人员", "Supervisor")),
                ("administrator", _t("管理员", "Administrator")),
            ),
        ),
        Column(
            "department",
            _t("部门", "Department"),
            "department",
            required=False,
            hint=_t("部门经办人必填", "Needed for an officer of a department"),
        ),
        Column(
            "region",
            _t("地区", "Region"),
            "region",
            required=False,
            hint=_t("窗口和督查人员必填", "Needed for a window and a supervisor"),
        ),
        Column(
            "rank",
            _t("级别", "Rank"),
            "number",
            hint=_t("1 为经办，2 及以上可审批同部门他人的请示", "1 handles; 2 and more decides above others"),
            usual="1",
        ),
        Column(
            "items",
            _t("事项范围", "Items"),
            "list",
            required=False,
            pattern=_ENTRY,
            hint=_t("不填为本部门全部事项", "Left empty: all items of the department"),
        ),
        _FROM,
        _TO,
    ),
    key=("code",),
)
PEOPLE = Register(
    "people",
    _t("人员", "People"),
    _t("谁在什么岗位上；一人多岗的每个岗位一行", "Who holds which post; one line for each of several posts"),
    (
        Column(
            "subject",
            _t("登录标识", "Login"),
            "code",
            pattern=r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}",
            hint=_t("统一身份认证平台给出的标识", "As the identity provider names it"),
        ),
        Column("name", _t("姓名", "Name")),
        Column("post", _t("岗位", "Post"), "code", pattern=_ENTRY),
        _FROM,
        _TO,
    ),
    key=("subject", "post"),
)
RESPONSIBILITY = Register(
    "responsibility",
    _t("职责清单", "Responsibility table"),
    _t(
        "某事项在某地区由哪个部门办理；以最小的地区为准",
        "Which department does an item in a region; the smallest region wins",
    ),
    (
        Column("item", _t("事项", "Item"), "item", pattern=_ENTRY),
        _REGION,
        Column(
            "department",
            _t("部门", "Department"),
            "department",
            required=False,
            hint=_t("不填时由上级地区的部门办理", "Left empty, the department of the region above does it"),
        ),
    ),
    key=("item", "region"),
)
REMEDIES = Register(
    "remedies",
    _t("救济途径", "Remedies"),
    _t(
        "对某地区作出的决定，向谁申请复议，向哪个法院起诉",
        "Who reviews decisions made in a region, and which court hears of them",
    ),
    (
        _REGION,
        Column(
            "department_kind",
            _t("部门类别", "Kind of department"),
            "code",
            required=False,
            pattern=_KIND,
            hint=_t("不填为所有部门", "Left empty: for all"),
        ),
        Column("authority_zh", _t("复议机关", "Authority in Chinese")),
        Column("authority_en", _t("复议机关英文名称", "Authority in English")),
        Column("court_zh", _t("法院", "Court in Chinese")),
        Column("court_en", _t("法院英文名称", "Court in English")),
        Column("days", _t("复议期限（日）", "Days for a review"), "number", usual="60"),
        Column("months", _t("起诉期限（月）", "Months for the court"), "number", usual="6"),
    ),
    key=("region", "department_kind"),
)

REGISTERS: Mapping[str, Register] = {
    each.name: each for each in (REGIONS, DEPARTMENTS, HALLS, POSTS, PEOPLE, RESPONSIBILITY, REMEDIES)
}
