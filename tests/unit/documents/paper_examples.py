"""One full example of every paper, of the kind that a family in Hangzhou would hold in its hands."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from documents.papers import PaperData
from forms.form_plan import Text
from tests.unit.documents.item_paper_examples import ITEM_EXAMPLES

CODE = "0123456789ABCDEFGHJKMNPQRSTV"
URL = f"http://127.0.0.1:8600/verify/{CODE}"
TRACK = "http://127.0.0.1:8600/track"
CENTRE = Text("杭州市余杭区政务服务中心", "Yuhang District Government Service Centre, Hangzhou")
POLICE = Text("杭州市公安局余杭区分局", "Yuhang Branch, Hangzhou Public Security Bureau")
HEALTH = Text("余杭区卫生健康局", "Yuhang Health Bureau")
INSURANCE = Text("余杭区医疗保障局", "Yuhang Medical Insurance Bureau")
SOCIAL = Text("余杭区人力资源和社会保障局", "Yuhang Human Resources Bureau")
NEWBORN = Text("新生儿出生一件事", "Birth of a baby")

ITEMS = (
    {"title": Text("出生医学证明签发", "Medical certificate of birth"), "department": HEALTH},
    {"title": Text("预防接种档案", "Vaccination record"), "department": HEALTH},
    {"title": Text("户口登记（国内出生）", "Registration of birth"), "department": POLICE},
    {"title": Text("城乡居民医保参保登记", "Resident health insurance"), "department": INSURANCE},
    {"title": Text("社会保障卡申领", "Social security card"), "department": SOCIAL},
)


def paper(
    variables: Mapping[str, object],
    *,
    issuer: Text = CENTRE,
    holder: str = "王芳",
    number: str | None = None,
    title: Text | None = None,
) -> PaperData:
    return PaperData(
        case_no="33011020261121000123",
        issuer=issuer,
        issued_on=date(2026, 11, 21),
        holder=holder,
        verify_code=CODE,
        verify_url=URL,
        number=number,
        title=title,
        for_trial=True,
        variables=variables,
    )


EXAMPLES: dict[str, PaperData] = ITEM_EXAMPLES | {
    "application_form": paper(
        {
            "matter": NEWBORN,
            "submitted_at": datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
            "items": ITEMS,
            "answers": (
                {
                    "question": Text("孩子在哪里出生？", "Where was the child born?"),
                    "answer": Text("本地医院", "In a hospital here"),
                },
                {"question": Text("一次生了几个孩子？", "How many children?"), "answer": "2"},
            ),
            "groups": (
                {
                    "title": Text("母亲", "Mother"),
                    "entries": (
                        {"label": Text("姓名", "Name"), "value": "王芳"},
                        {"label": Text("身份证号码", "Identity number"), "value": "330***********0024"},
                    ),
                },
                {
                    "title": Text("孩子 2", "Child 2"),
                    "entries": ({"label": Text("姓名", "Name"), "value": "张子墨"},),
                },
            ),
            "delivery": "mail",
            "materials": (
                {"title": Text("出生医学证明", "Certificate of birth"), "source": "certificate"},
                {"title": Text("居民户口簿", "Household register"), "source": "upload"},
            ),
            "agreed": (
                {
                    "title": Text("父亲同意", "The father's consent"),
                    "name": "张伟",
                    "agreed_at": datetime(2026, 11, 21, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai")),
                    "how": "login",
                },
            ),
            "statements": (
                {
                    "part": "applicant",
                    "text": "一件事一次办 声明 / Statement\n申请编号 Application: 1\n\n"
                    "声明 Declaration\n本人声明……",
                    "signer": "王芳",
                    "kind": "person",
                    "signed_at": datetime(2026, 11, 21, 9, 28, tzinfo=ZoneInfo("Asia/Shanghai")),
                    "authority": "OneMatter 模拟电子认证机构（没有法律效力）",
                    "serial": "4f1c" * 10,
                    "sha256": "ab12" * 16,
                },
            ),
        }
    ),
    "agency_authorisation": paper(
        {
            "kind": "agent",
            "principal_number": "330***********0024",
            "agent": "何志强",
            "agent_number": "330***********0017",
            "matters": ({"title": NEWBORN},),
            "actions": ({"action": "submit"}, {"action": "supply"}, {"action": "receive"}),
            "begins_on": date(2026, 11, 21),
            "ends_on": date(2027, 11, 20),
            "granted_on": date(2026, 11, 21),
            "accepted_on": date(2026, 11, 22),
            "origin": "online",
        }
    ),
    "submission_receipt": paper(
        {
            "matter": NEWBORN,
            "submitted_at": datetime(2026, 11, 21, 10, 32, tzinfo=ZoneInfo("Asia/Shanghai")),
            "review_by": date(2026, 11, 27),
            "expected_on": date(2026, 12, 4),
            "track_url": TRACK,
            "items": ITEMS,
            "materials": (
                {"title": Text("母亲居民身份证", "Mother's identity card"), "source": "certificate"},
                {"title": Text("结婚证", "Marriage certificate"), "source": "certificate"},
                {"title": Text("户口簿（首页和本人页）", "Household book"), "source": "upload"},
                {"title": Text("父亲授权书", "Father's authorisation"), "source": "commitment"},
            ),
        }
    ),
    "acceptance_notice": paper(
        {
            "matter": NEWBORN,
            "accepted_on": date(2026, 11, 23),
            "promised_on": date(2026, 12, 4),
            "provisional": "no",
            "track_url": TRACK,
            "items": (
                {
                    **ITEMS[0],
                    "outcome": "granted",
                    "accepted_on": date(2026, 11, 21),
                    "promised_on": date(2026, 11, 24),
                    "statutory_on": date(2026, 12, 21),
                },
                {
                    **ITEMS[2],
                    "outcome": "accepted",
                    "accepted_on": date(2026, 11, 23),
                    "promised_on": date(2026, 11, 30),
                    "statutory_on": date(2026, 12, 21),
                },
                {**ITEMS[4], "outcome": "waiting", "waits_for": ITEMS[2]["title"]},
                {**ITEMS[3], "outcome": "refused", "reason": "您选择的参保地不在本市。"},
            ),
        }
    ),
    "correction_notice": paper(
        {
            "matter": NEWBORN,
            "answer_until": date(2026, 12, 1),
            "answer_url": "http://127.0.0.1:8600/my/cases/33011020261121000123",
            "items": (
                {
                    **ITEMS[2],
                    "marks": (
                        {
                            "what": Text("户口簿（本人页）", "Household book, own page"),
                            "why": "照片不清楚，看不清户号和住址。",
                            "how": "请把户口簿放平，在光线充足的地方重新拍一张，四个角都要拍到。",
                        },
                        {
                            "what": Text("新生儿姓名", "Name of the child"),
                            "why": "“㛃”字不在《通用规范汉字表》内，不能登记。",
                        },
                    ),
                },
                {
                    **ITEMS[3],
                    "marks": ({"what": Text("参保地址", "Address"), "why": "没有写门牌号。"},),
                },
            ),
            "going_on": (ITEMS[0], ITEMS[1]),
        }
    ),
    "completion_notice": paper(
        {
            "matter": NEWBORN,
            "submitted_on": date(2026, 11, 21),
            "ended_on": date(2026, 12, 3),
            "track_url": TRACK,
            "items": (
                {
                    **ITEMS[0],
                    "outcome": "granted",
                    "ended_on": date(2026, 11, 24),
                    "result": Text("出生医学证明", "Medical certificate of birth"),
                    "number": "T330000123",
                },
                {
                    **ITEMS[2],
                    "outcome": "granted",
                    "ended_on": date(2026, 11, 30),
                    "result": Text("出生登记证明", "Extract from the register"),
                    "delivery": "网上下载",
                },
                {**ITEMS[3], "outcome": "denied", "ended_on": date(2026, 12, 1), "reason": "已在外地参保。"},
                {**ITEMS[4], "outcome": "lapsed", "ended_on": date(2026, 12, 3), "reason": "到期没有缴费。"},
            ),
            "next": ({"text": Text("带宝宝按时接种疫苗。", "Keep the dates of vaccination.")},),
        }
    ),
    "birth_registration_result": paper(
        {
            "item": ITEMS[2]["title"],
            "entries": (
                {"label": Text("性别", "Sex"), "value": Text("女", "Female")},
                {"label": Text("出生时间", "Born"), "value": "2026年11月2日 6时18分"},
                {"label": Text("出生地", "Place of birth"), "value": "浙江省杭州市西湖区"},
                {"label": Text("民族", "Ethnic group"), "value": "汉族"},
                {"label": Text("户主及关系", "Head of household"), "value": "李䶮（父女）"},
                {
                    "label": Text("户口所在地", "Registered at"),
                    "value": "浙江省杭州市余杭区仓前街道文一西路1500号",
                },
                {"label": Text("出生医学证明编号", "Certificate of birth"), "value": "T330000123"},
            ),
            "basis": Text(
                "《中华人民共和国户口登记条例》第七条",
                "Regulations on Household Registration of the PRC, article 7",
            ),
        },
        issuer=POLICE,
        holder="李𠮷堃",
        number="330110202611020023",
    ),
    "merged_result": paper(
        {
            "matter": Text("船舶下水“一件事”", "A boat on the lake"),
            "parts": (
                {
                    "title": Text("船舶检验报告", "Survey report"),
                    "department": HEALTH,
                    "number": "S-0001",
                    "valid_to": date(2027, 11, 20),
                    "state": "valid",
                },
                {
                    "title": Text("水域准入证", "Licence for the lake"),
                    "department": POLICE,
                    "number": "L-0007",
                    "state": "suspended",
                },
            ),
            "earliest": date(2027, 11, 20),
        },
        title=Text("船舶多证合一证书", "Book of the boat"),
    ),
    "generic_result": paper(
        {
            "item": Text("借阅证办理", "Library card"),
            "entries": ({"label": Text("可借册数", "Books at a time"), "value": "10"},),
            "valid_to": date(2029, 11, 20),
        },
        issuer=Text("余杭图书馆", "Yuhang Library"),
        number="LIB-000042",
        title=Text("借阅证", "Library card"),
    ),
}
