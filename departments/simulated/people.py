"""The one list of synthetic people: the departments know them, and they can sign in.

Nobody here exists. Identity numbers are valid by their check digit (GB 11643) so
that every validation runs as with real ones; the sequence numbers are invented.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

YUHANG = "330110000000"
XIHU = "330106000000"
HANGZHOU = "330100000000"
NANJING_XUANWU = "320102000000"

REGION_NAMES = {
    YUHANG: "杭州市余杭区",
    XIHU: "杭州市西湖区",
    HANGZHOU: "杭州市",
    NANJING_XUANWU: "南京市玄武区",
}

# Numbers keep the county of first registration. 余杭区 has its code since 2001 only, so every grown-up
# here was first registered in 西湖区.
NUMBERS_OF_GROWN_UPS = XIHU[:6]

# The districts of the city have their codes since 1983, this county has had its own before.
NUMBERS_OF_ELDERS = "330122"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Home:
    """A household as the police register knows it."""

    household_no: str
    head_name: str
    address: str
    region: str
    type: str = "family"


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    name_en: str
    sex: str
    birth_date: date
    id_number: str
    phone: str
    home: Home
    relation_to_head: str
    maternity_insured: bool = False


@dataclass(frozen=True, slots=True)
class Marriage:
    certificate_no: str
    wife_id_number: str
    husband_id_number: str
    issued_on: date
    region: str


@dataclass(frozen=True, slots=True)
class Family:
    """Who belongs to one birth. `children` counts the newborn of that birth."""

    key: str
    mother: Person
    father: Person | None
    marriage: Marriage | None
    children: int
    hospital_region: str = XIHU


def identity_number(region6: str, birth_date: date, sequence: int) -> str:
    """18 characters: region, birth date, sequence (even for women), check character (GB 11643-1999)."""
    body = f"{region6}{birth_date:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECK[total % 11]


def make_person(
    key: str,
    name: str,
    name_en: str,
    *,
    born: date,
    sequence: int,
    phone: str,
    home: Home,
    relation: str,
    maternity_insured: bool = False,
    first_registered: str = NUMBERS_OF_GROWN_UPS,
) -> Person:
    """The sex follows from the sequence number, as in every identity number."""
    return Person(
        key=key,
        name=name,
        name_en=name_en,
        sex="male" if sequence % 2 else "female",
        birth_date=born,
        id_number=identity_number(first_registered, born, sequence),
        phone=phone,
        home=home,
        relation_to_head=relation,
        maternity_insured=maternity_insured,
    )


def married(wife: Person, husband: Person, *, number: str, on: date, region: str = YUHANG) -> Marriage:
    return Marriage(number, wife.id_number, husband.id_number, on, region)


_WANG = Home("330110204", "王大明", "浙江省杭州市余杭区良渚街道古墩路 88 号 3 幢 502 室", YUHANG)
_CHEN = Home("330110317", "陈国强", "浙江省杭州市余杭区仓前街道文一西路 1218 号 6 幢 301 室", YUHANG)
_SUN = Home("330110455", "孙立", "浙江省杭州市余杭区临平街道南大街 26 号 1102 室", YUHANG)
_LIN = Home("330110562", "林建华", "浙江省杭州市余杭区五常街道荆长路 9 号 2 幢 801 室", YUHANG)
_HE = Home("330106128", "何志强", "浙江省杭州市西湖区文三路 150 号 4 幢 603 室", XIHU)
_XU = Home("330110689", "徐书涵", "浙江省杭州市余杭区瓶窑镇凤溪路 31 号", YUHANG)

LI_XIAOYU = make_person(
    "li-xiaoyu",
    "李小雨",
    "Li Xiaoyu",
    born=date(1996, 5, 18),
    sequence=24,
    phone="13800010001",
    home=_WANG,
    relation="妻",
    maternity_insured=True,
)
WANG_DAMING = make_person(
    "wang-daming",
    "王大明",
    "Wang Daming",  # codespell:ignore daming
    born=date(1994, 9, 3),
    sequence=31,
    phone="13800010002",
    home=_WANG,
    relation="户主",
)
CHEN_JING = make_person(
    "chen-jing",
    "陈静",
    "Chen Jing",
    born=date(1998, 2, 11),
    sequence=46,
    phone="13800010003",
    home=_CHEN,
    relation="女",
    maternity_insured=True,
)
ZHAO_MIN = make_person(
    "zhao-min",
    "赵敏",
    "Zhao Min",
    born=date(1993, 12, 25),
    sequence=62,
    phone="13800010004",
    home=_SUN,
    relation="妻",
    maternity_insured=True,
)
SUN_LI = make_person(
    "sun-li",
    "孙立",
    "Sun Li",
    born=date(1992, 4, 9),
    sequence=77,
    phone="13800010005",
    home=_SUN,
    relation="户主",
)
LIN_RUOXI = make_person(
    "lin-ruoxi",
    "林若溪",
    "Lin Ruoxi",
    born=date(1997, 7, 30),
    sequence=88,
    phone="13800010006",
    home=_LIN,
    relation="女",
)
HE_ZHIQIANG = make_person(
    "he-zhiqiang",
    "何志强",
    "He Zhiqiang",
    born=date(1995, 1, 16),
    sequence=93,
    phone="13800010007",
    home=_HE,
    relation="户主",
)
XU_SHUHAN = make_person(
    "xu-shuhan",
    "徐书涵",
    "Xu Shuhan",
    born=date(1999, 10, 8),
    sequence=105,
    phone="13800010008",
    home=_XU,
    relation="户主",
)

XU_SHOUREN = make_person(
    "xu-shouren",
    "徐守仁",
    "Xu Shouren",
    born=date(1948, 3, 2),
    sequence=117,
    phone="13800010009",
    home=_XU,
    relation="父",
    first_registered=NUMBERS_OF_ELDERS,
)
JIANG_XIULAN = make_person(
    "jiang-xiulan",
    "蒋秀兰",
    "Jiang Xiulan",
    born=date(1950, 6, 21),
    sequence=126,
    phone="13800010010",
    home=_XU,
    relation="母",
    first_registered=NUMBERS_OF_ELDERS,
)

FAMILIES: tuple[Family, ...] = (
    Family(
        "li-wang",
        LI_XIAOYU,
        WANG_DAMING,
        married(LI_XIAOYU, WANG_DAMING, number="J3301102022000128", on=date(2022, 6, 18)),
        children=1,
    ),
    Family("chen", CHEN_JING, None, None, children=1),
    Family(
        "zhao-sun",
        ZHAO_MIN,
        SUN_LI,
        married(ZHAO_MIN, SUN_LI, number="J3301102020000563", on=date(2020, 10, 10)),
        children=2,
    ),
    Family(
        "lin-he",
        LIN_RUOXI,
        HE_ZHIQIANG,
        married(LIN_RUOXI, HE_ZHIQIANG, number="J3301062023000077", on=date(2023, 2, 14), region=XIHU),
        children=1,
    ),
)


@cache
def named_people() -> dict[str, Person]:
    """Everybody with a name of their own, by identity number."""
    parents = [person for family in FAMILIES for person in (family.mother, family.father) if person]
    return {person.id_number: person for person in (*parents, XU_SHUHAN, XU_SHOUREN, JIANG_XIULAN)}
