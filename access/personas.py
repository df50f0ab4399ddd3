"""Ready people of the local stack: whoever may sign in without a real identity provider.

Applicants are the synthetic people that the simulated departments know; officers,
supervisor and administrator exist only here. `family-17-mother`, `family-17-father` and
his widowed mother, `family-17-widow` (0 to 99999), are personas too, for trials that need many
people; and so are `moving-17-husband` and `moving-17-wife` (0 to 29999), who live in two places.
"""

import re
from dataclasses import dataclass
from functools import cache

from departments.simulated.families import MANY, elders, family
from departments.simulated.movers import PENSIONER, find_mover_persona
from departments.simulated.people import (
    CHEN_JING,
    HANGZHOU,
    HE_ZHIQIANG,
    JIANG_XIULAN,
    LI_XIAOYU,
    LIN_RUOXI,
    NANJING_XUANWU,
    SUN_LI,
    WANG_DAMING,
    XIHU,
    XU_SHUHAN,
    YUHANG,
    ZHAO_MIN,
    Person,
)

LEVELS = ("L1", "L2", "L3")
_FAMILY_MEMBER = re.compile(r"family-(0|[1-9]\d{0,5})-(mother|father|widow)")


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
    _applicant("pensioner", PENSIONER, "已领取养老金的老人", "Draws a pension already"),
    _applicant("widow", JIANG_XIULAN, "徐守仁的遗孀", "Widow of Xu Shouren"),
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
        "officer-police-xihu-superior", "施远", "Shi Yuan", "police", XIHU,
        "西湖区公安：户籍负责人", "Police, Xihu: head of the household register", rank=2,
    ),
    _officer(
        "officer-police-xuanwu", "夏宁", "Xia Ning", "police", NANJING_XUANWU,
        "南京市玄武区公安：户籍", "Police, Xuanwu in Nanjing: household register",
    ),
    _officer(
        "officer-police-xuanwu-superior", "任重", "Ren Zhong", "police", NANJING_XUANWU,
        "南京市玄武区公安：户籍负责人", "Police, Xuanwu in Nanjing: head of the household register", rank=2,
    ),
    _officer(
        "officer-pension", "汤岚", "Tang Lan", "human-resources", YUHANG,
        "余杭区人社：养老保险", "Human resources, Yuhang: pensions",
    ),
    _officer(
        "officer-pension-xuanwu", "江帆", "Jiang Fan", "human-resources", NANJING_XUANWU,
        "南京市玄武区人社：养老保险", "Human resources, Xuanwu in Nanjing: pensions",
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
    _officer(
        "officer-civil-affairs", "孟和", "Meng He", "civil-affairs", YUHANG,
        "余杭区民政：高龄津贴、低保", "Civil affairs, Yuhang: allowances",
    ),
    _officer(
        "officer-civil-affairs-superior", "邵宁", "Shao Ning", "civil-affairs", YUHANG,
        "余杭区民政负责人", "Civil affairs, Yuhang: head of department", rank=2,
    ),
    _officer(
        "officer-disabled-federation", "白露", "Bai Lu", "disabled-federation", YUHANG,
        "余杭区残联：残疾人补贴", "Disabled Persons' Federation, Yuhang: allowances",
    ),
    _officer(
        "officer-disabled-federation-superior", "穆青", "Mu Qing", "disabled-federation", YUHANG,
        "余杭区残联负责人", "Disabled Persons' Federation, Yuhang: head of department", rank=2,
    ),
    _officer(
        "officer-housing-fund", "康宁", "Kang Ning", "housing-fund", HANGZHOU,
        "杭州公积金中心：提取审核", "Housing fund, Hangzhou: withdrawals",
    ),
    _officer(
        "officer-market", "罗登", "Luo Deng", "market-regulation", YUHANG,
        "余杭区市场监管：企业登记", "Market regulation, Yuhang: registers companies",
    ),
    _officer(
        "officer-market-superior", "尚管", "Shang Guan", "market-regulation", YUHANG,
        "余杭区市场监管：企业登记负责人", "Market regulation, Yuhang: head of the registry", rank=2,
    ),
    _officer(
        "officer-market-xihu", "柳依", "Liu Yi", "market-regulation", XIHU,
        "西湖区市场监管：企业登记", "Market regulation, Xihu: registers companies",
    ),
    _officer("officer-bank", "金柜", "Jin Gui", "bank", YUHANG, "模拟银行余杭支行", "Simulated Bank, Yuhang"),
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
        "supervisor-xuanwu", "supervisor", "柳督", "Liu Du",
        "南京市玄武区监督员", "Supervisor, Xuanwu in Nanjing", region=NANJING_XUANWU,
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
    found = _by_id().get(id) or _find_family_member(id) or _find_mover(id)
    if found is None:
        raise PersonaUnknown(id)
    return found


@cache
def _by_id() -> dict[str, Persona]:
    return {persona.id: persona for persona in PERSONAS}


def _find_mover(id: str) -> Persona | None:
    person = find_mover_persona(id)
    return _applicant(id, person, "两地家庭的成员", "Of a family in two places") if person else None


def _find_family_member(id: str) -> Persona | None:
    match = _FAMILY_MEMBER.fullmatch(id)
    if match is None or int(match[1]) >= MANY:
        return None
    if match[2] == "widow":
        widow = elders(int(match[1]))[1]
        return _applicant(id, widow, f"第 {match[1]} 家的祖母", f"Grandmother of family {match[1]}")
    one = family(int(match[1]))
    if match[2] == "mother":
        return _applicant(id, one.mother, f"第 {match[1]} 家的母亲", f"Mother of family {match[1]}")
    return (
        _applicant(id, one.father, f"第 {match[1]} 家的父亲", f"Father of family {match[1]}")
        if one.father
        else None
    )
