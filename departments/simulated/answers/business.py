"""The registers that a new company goes through, an engraver and a bank (模拟)."""

from collections.abc import Iterator

from departments.simulated.families import find_person
from departments.simulated.outcome import Outcome, Payload, refused
from departments.simulated.state import State, Task
from forms.values.uscc import make_uscc

# Names of companies that were there before anybody asked, and words that no name may have
# (企业名称登记管理规定 art. 11).
TAKEN = frozenset({"杭州模拟科技有限公司", "杭州模拟餐饮管理有限公司"})
FORBIDDEN = ("中国人民", "国务院", "军队")
# Whoever is on the list of persons who may not be a legal representative (公司法 art. 178): nobody in
# particular, so the year of birth stands for it.
BARRED_YEAR = "1949"
QUOTA_FEN = {"general": 100_000_00, "small": 30_000_00}
_CHOICES = ("first_name", "second_name", "third_name", "fourth_name", "fifth_name")
# How the name of each kind ends: 企业名称登记管理规定 art. 10, 13; 合伙企业法 art. 15, 62; 农民专业合作社法.
_ENDINGS = {
    "limited": ("有限公司", "有限责任公司"),
    "joint_stock": ("股份有限公司", "股份公司"),
    "partnership": ("（普通合伙）", "（特殊普通合伙）", "（有限合伙）"),
    "branch": ("分公司",),
    "cooperative": ("专业合作社",),
}
_NO_COMPANY = ("sole", "individual")
# 管理部门和机构类别代码 of GB 32100: a trader and a cooperative have codes of their own.
_USCC_KINDS = {"individual": "92", "cooperative": "93"}


def name_reserve(task: Task, state: State) -> Outcome:
    wanted = [str(task.payload[each]).strip() for each in _CHOICES if task.payload.get(each)]
    if any(word in name for name in wanted for word in FORBIDDEN):
        return refused(
            "名称含有禁用字样", "The name has words that no name may have.", outcome="name_forbidden"
        )
    if not all(_says_its_kind(name, str(task.payload.get("kind", ""))) for name in wanted):
        return refused(
            "名称中的组织形式与市场主体类型不符",
            "The name does not say this kind of business.",
            outcome="name_of_another_form",
        )
    taken = TAKEN | set(_names_given(state))
    free = next((each for each in wanted if each not in taken), None)
    if free is None:
        return refused("名称均已被使用", "All of the names are in use.", outcome="name_used")
    return Outcome(data={"name": free, "reservation_no": f"MC{state.serial + 1:08d}"})


def _says_its_kind(name: str, kind: str) -> bool:
    if kind in _NO_COMPANY:
        return "公司" not in name and "有限" not in name
    if kind == "limited" and name.endswith(_ENDINGS["joint_stock"]):
        return False
    return name.endswith(_ENDINGS.get(kind, ""))


def fitness_check(task: Task, state: State) -> Outcome:
    person = find_person(str(task.payload["id_number"]))
    if person is None or person.name != task.payload["name"]:
        return refused("姓名与身份号码不一致", "The name does not belong to this number.", outcome="mismatch")
    if person.id_number[6:10] == BARRED_YEAR:
        return refused("在任职限制名单中", "This person may not hold the office.", outcome="barred")
    return Outcome()


def company_register(task: Task, state: State) -> Outcome:
    address = str(task.payload["address"])
    if ("company_register", address) in state.done_once:
        return refused("该住所已被其他企业登记", "The address is another company's.", outcome="address_used")
    region = str(task.payload["region"])[:6]
    kind = _USCC_KINDS.get(str(task.payload.get("kind", "")), "91")
    uscc = make_uscc(kind=kind, region=region, subject=f"MA{state.serial + 1:06d}")
    return Outcome(data={"uscc": uscc, "registered_on": task.accepted_at[:10]})


def seal_record(task: Task, state: State) -> Outcome:
    if ("seal_record", str(task.payload["uscc"])) in state.done_once:
        return refused("该企业的公章已备案", "This company's seals are on record.", outcome="recorded_before")
    return Outcome(data={"record_no": f"YZ33{state.serial + 1:08d}"})


def seal_make(task: Task, state: State) -> Outcome:
    number = str(task.payload["record_no"])
    made: Payload = {"receipt_no": f"HZ{number[2:]}", "imprint_code": f"YM{number[-8:]}"}
    return Outcome(data=made)


def taxpayer_confirm(task: Task, state: State) -> Outcome:
    quota = QUOTA_FEN.get(str(task.payload["kind"]))
    if quota is None:
        return refused("纳税人类型无法识别", "There is no such kind of taxpayer.")
    return Outcome(data={"registration_no": f"SW33{state.serial + 1:08d}", "quota_fen": quota})


def employer_register(task: Task, state: State) -> Outcome:
    return _registered(task, state, "DW")


def employee_insure(task: Task, state: State) -> Outcome:
    """A number that nobody has is found out only here."""
    if find_person(str(task.payload["id_number"])) is None:
        return refused("人口库中没有这个身份号码", "No person with this number.", outcome="not_found")
    return Outcome(data={"registration_no": f"CB33{state.serial + 1:08d}"})


def employer_insure(task: Task, state: State) -> Outcome:
    return _registered(task, state, "YB")


def fund_employer_register(task: Task, state: State) -> Outcome:
    return _registered(task, state, "GJ")


def fund_agreement_sign(task: Task, state: State) -> Outcome:
    return Outcome(data={"agreement_no": f"WT33{state.serial + 1:08d}"})


def account_appoint(task: Task, state: State) -> Outcome:
    return Outcome(data={"appointment_no": f"YY33{state.serial + 1:08d}"})


def account_open(task: Task, state: State) -> Outcome:
    """The bank compares with what the engraver has told the police."""
    made = {
        (str(told["receipt_no"]), str(told["imprint_code"]))
        for each in state.list_tasks("seals")
        if each.kind == "seal_make" and (told := _told(each))
    }
    receipt, imprint = str(task.payload["receipt_no"]), str(task.payload["imprint_code"])
    if receipt not in {each for each, _ in made}:
        return refused("没有公章备案回执", "There is no receipt of the seals.", outcome="receipt_missing")
    if (receipt, imprint) not in made:
        return refused("印模与公安备案不一致", "The seal is not the one on record.", outcome="seal_differs")
    return Outcome(data={"account_no": f"3301{state.serial + 1:012d}"})


def _registered(task: Task, state: State, prefix: str) -> Outcome:
    if (task.kind, str(task.payload["uscc"])) in state.done_once:
        return refused("该单位已登记", "This employer is registered already.", outcome="registered_before")
    return Outcome(data={"registration_no": f"{prefix}33{state.serial + 1:08d}"})


def _names_given(state: State) -> Iterator[str]:
    for each in state.list_tasks("market"):
        told = _told(each)
        if each.kind == "name_reserve" and told:
            yield str(told["name"])


def _told(task: Task) -> Payload:
    """What was answered as done; empty otherwise."""
    if task.effects == 0 or task.answer is None:
        return {}
    data = task.answer["data"]
    return data if isinstance(data, dict) else {}


ANSWERS = {
    "market": {
        "name_reserve": name_reserve,
        "fitness_check": fitness_check,
        "company_register": company_register,
    },
    "seals": {"seal_record": seal_record, "seal_make": seal_make},
    "tax": {"taxpayer_confirm": taxpayer_confirm},
    "social_insurance": {"employer_register": employer_register, "employee_insure": employee_insure},
    "insurance": {"employer_insure": employer_insure},
    "housing_fund": {
        "fund_employer_register": fund_employer_register,
        "fund_agreement_sign": fund_agreement_sign,
    },
    "bank": {"account_appoint": account_appoint, "account_open": account_open},
}
