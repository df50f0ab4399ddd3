"""One full example of every paper about a single item."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from documents.definition import PaperData
from forms.form_plan import Text

CODE = "0123456789ABCDEFGHJKMNPQRSTV"
LAW = "《浙江省公共场所卫生管理办法》第九条第一款"
REMEDIES = (
    {
        "authority": Text("余杭区人民政府", "the People's Government of Yuhang District"),
        "days": "60",
        "court": Text("余杭区人民法院", "the Yuhang District Court"),
        "months": "6",
    },
)
MARKS = (
    {
        "what": Text("经营场所平面图", "Plan of the premises"),
        "why": "没有标出操作间的位置和面积。",
        "how": "请在平面图上标出各功能区和面积后重新上传。",
    },
)
LEASE = {"title": Text("房屋租赁合同", "Lease")}
LICENCE = {
    "result": Text("公共场所卫生许可证", "Sanitary licence"),
    "result_number": "余卫公证字〔2026〕第000042号",
}
RESULTS = ({"title": LICENCE["result"], "number": LICENCE["result_number"]},)
COMMITMENT = {
    "commitment": Text("房屋租赁合同延后提交", "The lease follows later"),
    "statement": Text(
        "本人承诺：经营场所已经依法租赁，租赁合同正在办理备案，将在约定日期前提交；所提交的材料真实有效。",
        "The premises are lawfully leased; the lease is being registered and comes by the agreed day.",
    ),
    "replaces": (LEASE,),
    "consequences": Text(
        "逾期未提交的，终止办理，并记入信用记录。",
        "If it does not come in time, the case ends, and it is recorded.",
    ),
    "signed_on": date(2026, 11, 21),
    "until": date(2026, 11, 30),
}
MOMENT = datetime(2026, 12, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 12, 3)


def about(variables: dict[str, object]) -> PaperData:
    return PaperData(
        case_no="33011020261121000456",
        issuer=Text("余杭区卫生健康局", "Yuhang Health Bureau"),
        issued_on=DAY,
        holder="杭州临平一碗面餐饮有限公司",
        verify_code=CODE,
        verify_url=f"http://127.0.0.1:8600/verify/{CODE}",
        number="33011020261121000456-02",
        for_trial=True,
        variables={
            "matter": Text("开办餐饮店一件事", "Opening a restaurant"),
            "item": Text("公共场所卫生许可", "Sanitary licence of public premises"),
            "applied_on": date(2026, 11, 21),
            "track_url": "http://127.0.0.1:8600/track",
        }
        | variables,
    )


ITEM_EXAMPLES: dict[str, PaperData] = {
    template: about(variables)
    for template, variables in {
        "receipt_notice": {"received_on": date(2026, 11, 21), "review_by": date(2026, 11, 27)},
        "return_notice": {
            "marks": MARKS,
            "answer_until": DAY,
            "answer_url": "http://127.0.0.1:8600/cases/33011020261121000456/corrections",
        },
        "completion_of_corrections": {"completed_on": DAY, "supplied": (LEASE,)},
        "not_accepted_notice": {
            "authority": "经营面积在五十平方米以下的，不需要办理本许可，可以直接营业。",
            "reason": "经营面积为三十八平方米。",
            "remedies": REMEDIES,
        },
        "refusal_at_receipt": {
            "reason": "申请人的营业执照已被吊销。",
            "legal_basis": LAW,
            "remedies": REMEDIES,
        },
        "materials_receipt": {
            "accepted_on": date(2026, 11, 23),
            "materials": (
                {"title": Text("营业执照", "Business licence"), "from": Text("电子证照", "looked up")},
                {"title": Text("经营场所平面图", "Plan"), "from": "您提交", "version": "第 2 次提交"},
            ),
        },
        "closing_notice": {"reason": "您未在期限内补正。", "ended_on": DAY},
        "withdrawal_receipt": {
            "withdrawn_on": DAY,
            "refunds": ({"title": Text("检测费", "Test fee"), "amount": "120.00 元"},),
        },
        "approval_sheet": {
            "levels": (
                {"title": "承办", "outcome": "同意", "officer": "0117", "decided_on": DAY},
                {"title": "审核", "outcome": "同意", "opinion": "材料齐全，符合条件。"},
                {"title": "批准", "outcome": "准予许可", "decided_on": DAY},
            ),
        },
        "special_procedure_notice": {"kind": "testing", "begun_on": DAY, "expected_on": date(2026, 12, 18)},
        "suspension_notice": {
            "kind": "force_majeure",
            "begun_on": DAY,
            "reason": "台风期间停止现场核查。",
            "stands": "yes",
            "until": date(2026, 12, 31),
        },
        "forwarding_letter": {
            "to": Text("浙江省卫生健康委员会", "Health Commission of Zhejiang"),
            "forwarded_on": DAY,
            "until": date(2026, 12, 31),
            "reason": "本事项由省级机关决定。",
        },
        "extension_notice": {
            "reason": "现场核查中发现需要补充检测的项目。",
            "amount": Text("十个工作日", "ten working days"),
            "until": date(2026, 12, 31),
        },
        "hearing_notice": {"at": MOMENT, "place": "余杭区卫生健康局二楼听证室"},
        "letter": {
            "to": Text("余杭区公安分局", "Yuhang Branch of Public Security"),
            "text": "请核实经营场所的门牌号码，并将核实情况函复我局。",
            "answer_until": date(2026, 12, 10),
        },
        "letter_answer": {
            "to": Text("余杭区卫生健康局", "Yuhang Health Bureau"),
            "answers": "余卫函〔2026〕12号",
            "outcome": "confirmed",
            "text": "经核查，该经营场所门牌号码为迎宾路 1 号，与申请材料一致。",
        },
        "granted_notice": {
            "decided_on": DAY,
            **LICENCE,
            "delivery_by": date(2026, 12, 17),
            "legal_basis": LAW,
        },
        "denial_notice": {
            "decided_on": DAY,
            "reason": "现场核查发现，操作间面积不足总面积的百分之五，经复核仍未整改。",
            "legal_basis": LAW,
            "remedies": REMEDIES,
        },
        "result_handover": {"handed_over_on": DAY, "results": RESULTS, "how": "counter"},
        "service_receipt": {"papers": RESULTS, "how": "parcel", "delivered_at": MOMENT, "signed": "yes"},
        "filing_drawn": {"drawn_on": DAY},
        "filing_not_drawn": {"drawn_on": DAY},
        "other_notice": {"text": "您的经营场所所在道路将于十二月上旬施工，现场核查改期进行。"},
        "instant_commitment": COMMITMENT,
        "late_supply_notice": COMMITMENT,
        "approval_commitment": COMMITMENT,
        "order_to_correct": {
            "commitment": COMMITMENT["commitment"],
            "reason": "承诺已经租赁的房屋未签订租赁合同。",
            "until": date(2026, 12, 18),
            "consequences": COMMITMENT["consequences"],
        },
        "termination_notice": {"missing": (LEASE,), "ended_on": DAY, "remedies": REMEDIES},
        "prior_notice": {
            "intended": "revocation",
            **LICENCE,
            "reason": "申请时提交的检测报告系伪造。拟依据《行政许可法》第六十九条第二款作出处理。",
            "until": date(2026, 12, 18),
        },
        "revocation_decision": {
            "kind": "revoked",
            "decided_on": DAY,
            **LICENCE,
            "reason": "申请时提交的检测报告系伪造。",
            "legal_basis": "《中华人民共和国行政许可法》第六十九条第二款",
            "remedies": REMEDIES,
        },
        "result_suspension_decision": {
            "decided_on": DAY,
            **LICENCE,
            "reason": "现场检查发现消毒设备停用，存在食品安全隐患。",
            "legal_basis": "《中华人民共和国行政处罚法》第九条第三项",
            "remedies": REMEDIES,
        },
        "result_restoration_notice": {
            "decided_on": DAY,
            **LICENCE,
            "reason": "经复查，消毒设备已恢复正常使用。",
        },
        "taking_back_notice": {"reason": "审批人员误选了决定结果。", "taken_back_on": DAY},
        "rectification_notice": {
            **LICENCE,
            "reason": "法定代表人姓名中的“堃”误印为“坤”。",
            "rectified_on": DAY,
        },
        "reopening_notice": {
            "decision": "余政复〔2026〕第17号行政复议决定书",
            "reopened_on": DAY,
            "reason": "原不予许可决定已被撤销，责令重新作出决定。",
        },
    }.items()
}
