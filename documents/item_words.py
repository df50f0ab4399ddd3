"""What the papers about one item call its codes: kinds of procedures, pauses, revocations, deliveries."""

from collections.abc import Mapping

from forms.form_plan import Text

SPECIAL_WORDS: Mapping[str, Text] = {
    "hearing": Text("听证", "a hearing"),
    "tender": Text("招标", "a call for tenders"),
    "auction": Text("拍卖", "an auction"),
    "inspection": Text("检验", "an inspection"),
    "testing": Text("检测", "a test"),
    "quarantine": Text("检疫", "a quarantine examination"),
    "appraisal": Text("鉴定", "an appraisal"),
    "expert_review": Text("专家评审", "a review by experts"),
    "investigation": Text("调查核实", "an investigation"),
}
SUSPENSION_WORDS: Mapping[str, Text] = {
    "force_majeure": Text("不可抗力", "force majeure"),
    "waiting_for_item": Text("需要等待另一事项的结果", "it waits for the result of another item"),
    "waiting_for_payment": Text("等待缴费", "it waits for a payment"),
    "dispute": Text("当事人之间存在争议", "a dispute between the parties"),
    "other": Text("其他原因", "another reason"),
}
REVOCATION_WORDS: Mapping[str, Text] = {
    "revoked": Text("撤销", "revoked"),
    "licence_withdrawn": Text("吊销", "withdrawn"),
    "cancelled": Text("注销", "cancelled"),
}
INTENDED_WORDS: Mapping[str, Text] = {
    "revocation": Text(
        "撤销、吊销、注销或暂停使用该结果", "to revoke, withdraw, cancel or suspend this result"
    ),
    "settlement": Text("对承诺不实作出处理", "to decide on a commitment that was found not to be true"),
}
DELIVERY_WORDS: Mapping[str, Text] = {
    "counter": Text("窗口领取", "handed over at the counter"),
    "parcel": Text("邮政寄送", "sent by registered mail"),
    "electronic": Text("电子送达", "delivered electronically"),
}

ANSWER_WORDS: Mapping[str, Text] = {
    "confirmed": Text("相符", "as your letter says"),
    "not_confirmed": Text("不相符", "not as your letter says"),
}
