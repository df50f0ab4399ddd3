"""The paper of an authorisation (代办服务委托书): who acts for whom, in what, until when.

As DB14/T 2233-2020 and DB3205/T 1077-2023 want it among the papers of acting for others; free of charge.
"""

from collections.abc import Mapping

from documents.definition import PaperDefinition
from documents.variables import Variable
from forms.form_plan import Text

AGENT_ACTION_WORDS: Mapping[str, Text] = {
    "see": Text("查看办件", "see the case"),
    "submit": Text("填写和提交申请", "fill in and submit"),
    "supply": Text("补正补交材料、催办", "supply corrections and papers, and urge"),
    "pay": Text("缴费", "pay"),
    "withdraw": Text("撤回申请", "withdraw"),
    "sign": Text("签署承诺、确认和同意", "sign commitments, confirmations and consents"),
    "receive": Text("接收通知和领取结果", "receive notices and results"),
}
AGENCY_KIND_WORDS: Mapping[str, Text] = {
    "agent": Text("委托代办", "an agent by authorisation"),
    "guardian": Text("监护人", "a guardian by law"),
}
AGENCY_ORIGIN_WORDS: Mapping[str, Text] = {
    "online": Text("委托人登录后在线委托，代办人在线接受", "granted and accepted online, each signed in"),
    "window": Text(
        "窗口核对双方身份和书面材料后登记",
        "recorded at the window, where both and the papers were checked",
    ),
}

AGENCY_PAPER = PaperDefinition(
    template="agency_authorisation",
    version=1,
    archive_code=None,
    title=Text("代办服务委托书", "Authorisation of an agent"),
    variables=(
        Variable("kind", "choice", choices=tuple(AGENCY_KIND_WORDS)),
        Variable("principal_number", required=False),
        Variable("agent"),
        Variable("agent_number", required=False),
        Variable("matters", "rows", required=False, columns=(Variable("title"),)),
        Variable(
            "actions",
            "rows",
            columns=(Variable("action", "choice", choices=tuple(AGENT_ACTION_WORDS)),),
        ),
        Variable("begins_on", "date"),
        Variable("ends_on", "date"),
        Variable("granted_on", "date"),
        Variable("accepted_on", "date", required=False),
        Variable("origin", "choice", choices=tuple(AGENCY_ORIGIN_WORDS)),
    ),
)
