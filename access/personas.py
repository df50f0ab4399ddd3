"""Ready people of the local stack: whoever may sign in without a real identity provider.

Applicants are the synthetic people that the simulated departments know; officers,
supervisor and administrator exist only here. `family-17-mother` and
`family-17-father` (0 to 99999) are personas too, for trials that need many people.
"""

import re
from dataclasses import dataclass
from functools import cache

from departments.simulated.families import MANY, family
from departments.simulated.people import (
    CHEN_JING,
    HANGZHOU,
    HE_ZHIQIANG,
    LI_XIAOYU,
    LIN_RUOXI,
    SUN_LI,
    WANG_DAMING,
    XIHU,
    XU_SHUHAN,
    YUHANG,
    ZHAO_MIN,
    Person,
)

LEVELS = ("L1", "L2", "L3")
_FAMILY_MEMBER = re.compile(r"family-(0|[1-9]\d{0,5})-(mother|father)")


@dataclass(frozen=True, slots=True)
class Persona:
    """`level` is the assurance level of the login that is offered first; `department` is `<kind>@<region>`.

    `rank`: 2 is the superior of a department.

    `id` is the subject of the login. An applicant has an identity number and a phone, or signs in for a
    company and has its unified social credit code; nobody else has either.
    """

    id: str
    role: str
    name: str
    name_en: str
    about_zh: str
    about_en: str
    level: str = "L3"
    id_number: str | None = None
    phone: str | None = None
    department: str | None = None
    region: str | None = None
    uscc: str | None = None
    rank: int = 1


def _applicant(id: str, person: Person, about_zh: str, about_en: str) -> Persona:
    return Persona(
        id,
        "applicant",
        person.name,
        person.name_en,
        about_zh,
        about_en,
        id_number=person.id_number,
        phone=person.phone,
        region=person.home.region,
    )


def _officer(
    id: str, name: str, name_en: str, kind: str, region: str, about_zh: str, about_en: str, rank: int = 1
) -> Persona:
    return Persona(
        id, "officer", name, name_en, about_zh, about_en,
        department=f"{kind}@{region}", region=region, rank=rank,
    )  # fmt: skip


def _agent(id: str, about_zh: str, about_en: str) -> Persona:
    """Of a company that does not exist: its code only passes the check of its last character."""
    return Persona(
        id, "applicant", "模拟餐饮（杭州）有限公司", "Simulated Catering (Hangzhou) Co.",
        about_zh, about_en, uscc="91330106MA0000015K", region=XIHU,
    )  # fmt: skip


PERSONAS: tuple[Persona, ...] = (
    _applicant("mother", LI_XIAOYU, "母亲，已婚，孩子刚出生", "Mother, married, one newborn"),
    _applicant("father", WANG_DAMING, "父亲，李小雨的丈夫", "Father, husband of Li Xiaoyu"),
    _applicant("unmarried-mother", CHEN_JING, "母亲，未婚，孩子刚出生", "Mother, not married, one newborn"),
    _applicant("twins-mother", ZHAO_MIN, "母亲，双胞胎", "Mother of twins"),
    _applicant("twins-father", SUN_LI, "父亲，双胞胎", "Father of twins"),
    _applicant("second-mother", LIN_RUOXI, "另一家的母亲", "Mother of a second family"),
    _applicant("second-father", HE_ZHIQIANG, "另一家的父亲，户口在西湖区", "His household is in Xihu"),
    _applicant("reader", XU_SHUHAN, "想办借书证的读者", "A reader who wants a library card"),
    _agent("company-agent", "公司经办人", "Agent of a company"),
    _agent("company-agent-2", "同一公司的另一位经办人", "Another agent of the same company"),
    _officer(
        "officer-health-xihu", "许文静", "Xu Wenjing", "health", XIHU,
        "西湖区卫健：签发出生医学证明", "Health, Xihu: issues birth certificates",
    ),
    _officer(
        "officer-health", "沈建平", "Shen Jianping", "health", YUHANG,
        "余杭区卫健：生育登记", "Health, Yuhang: fertility registration",
    ),
    _officer(
        "officer-police", "周正", "Zhou Zheng", "police", YUHANG,
        "余杭区公安：户籍", "Police, Yuhang: household register",
    ),
    _officer(
        "officer-police-2", "方明", "Fang Ming", "police", YUHANG,
        "余杭区公安：户籍（同组）", "Police, Yuhang: household register, same group",
    ),
    _officer(
        "officer-police-superior", "蒋立", "Jiang Li", "police", YUHANG,
        "余杭区公安：户籍负责人", "Police, Yuhang: head of the household register", rank=2,
    ),
    _officer(
        "officer-police-xihu", "顾海", "Gu Hai", "police", XIHU,
        "西湖区公安：户籍", "Police, Xihu: household register",
    ),
    _officer(
        "officer-medical-insurance", "钱芳", "Qian Fang", "medical-insurance", YUHANG,
        "余杭区医保", "Medical insurance, Yuhang",
    ),
    _officer(
        "officer-medical-insurance-superior", "卫平", "Wei Ping", "medical-insurance", YUHANG,
        "余杭区医保负责人", "Medical insurance, Yuhang: head of department", rank=2,
    ),
    _officer("officer-tax", "吴税安", "Wu Shuian", "tax", YUHANG, "余杭区税务", "Tax, Yuhang"),
    _officer(
        "officer-human-resources", "郑卡", "Zheng Ka", "human-resources", YUHANG,
        "余杭区人社：社会保障卡", "Human resources, Yuhang: social security card",
    ),
    _officer("officer-library", "冯书", "Feng Shu", "library", YUHANG, "余杭区图书馆", "Library, Yuhang"),
    Persona(
        "window", "window", "高小窗", "Gao Xiaochuang", "余杭区综合窗口", "Joint window, Yuhang",
        department=f"window@{YUHANG}", region=YUHANG,
    ),
    Persona(
        "window-xihu", "window", "苏小窗", "Su Xiaochuang", "西湖区综合窗口", "Joint window, Xihu",
        department=f"window@{XIHU}", region=XIHU,
    ),
    Persona(
        "supervisor", "supervisor", "韩督", "Han Du", "杭州市监督员", "Supervisor, Hangzhou", region=HANGZHOU,
    ),
    Persona(
        "administrator", "administrator", "唐管", "Tang Guan",
        "管理员：发布事项", "Administrator: publishes matters", region=HANGZHOU,
    ),
)  # fmt: skip


class PersonaUnknown(Exception):
    """Nobody of that id can sign in here."""

    status = 404


def get_persona(id: str) -> Persona:
    """The persona, also a member of a numbered family; raises `PersonaUnknown`."""
    found = _by_id().get(id) or _find_family_member(id)
    if found is None:
        raise PersonaUnknown(id)
    return found


@cache
def _by_id() -> dict[str, Persona]:
    return {persona.id: persona for persona in PERSONAS}


def _find_family_member(id: str) -> Persona | None:
    match = _FAMILY_MEMBER.fullmatch(id)
    if match is None or int(match[1]) >= MANY:
        return None
    one = family(int(match[1]))
    if match[2] == "mother":
        return _applicant(id, one.mother, f"第 {match[1]} 家的母亲", f"Mother of family {match[1]}")
    return (
        _applicant(id, one.father, f"第 {match[1]} 家的父亲", f"Father of family {match[1]}")
        if one.father
        else None
    )
