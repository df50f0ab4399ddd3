"""The application form (申请表): all that was applied for, said, handed in and agreed to, each thing once;
and the statements that were signed, word for word, and by whom and when."""

from collections.abc import Mapping

from documents.definition import PaperDefinition
from documents.variables import Variable
from forms.form_plan import Text

SIGNER_WORDS: Mapping[str, Text] = {
    "person": Text("个人电子签名", "electronic signature of a person"),
    "company": Text("企业电子印章", "electronic seal of a company"),
}
PART_WORDS: Mapping[str, Text] = {
    "applicant": Text("申请人的声明", "Statement of the applicant"),
    "consent": Text("同意人的声明", "Statement of a person who agreed"),
}
AGREED_WORDS: Mapping[str, Text] = {
    "login": Text("登录后同意", "agreed after signing in"),
    "certificate": Text("以数字证书签名", "signed with a certificate"),
}
MODE_WORDS: Mapping[str, Text] = {
    "pickup": Text("窗口领取", "collected at the counter"),
    "mail": Text("邮寄送达", "by post"),
    "electronic": Text("电子送达", "electronically only"),
}
_SOURCES = ("upload", "certificate", "commitment")

APPLICATION_FORM = PaperDefinition(
    template="application_form",
    version=2,
    archive_code=None,
    title=Text("申请表", "Application form"),
    variables=(
        Variable("matter"),
        Variable("submitted_at", "moment"),
        Variable("items", "rows", columns=(Variable("title"), Variable("department"))),
        Variable("answers", "rows", required=False, columns=(Variable("question"), Variable("answer"))),
        Variable(
            "groups",
            "rows",
            required=False,
            columns=(
                Variable("title"),
                Variable("entries", "rows", columns=(Variable("label"), Variable("value"))),
            ),
        ),
        Variable("delivery", "choice", required=False, choices=tuple(MODE_WORDS)),
        Variable(
            "materials",
            "rows",
            required=False,
            columns=(Variable("title"), Variable("source", "choice", choices=_SOURCES)),
        ),
        Variable(
            "agreed",
            "rows",
            required=False,
            columns=(
                Variable("title"),
                Variable("name"),
                Variable("agreed_at", "moment"),
                Variable("how", "choice", choices=tuple(AGREED_WORDS)),
            ),
        ),
        Variable(
            "statements",
            "rows",
            required=False,
            columns=(
                Variable("part", "choice", choices=tuple(PART_WORDS)),
                Variable("text"),
                Variable("signer"),
                Variable("kind", "choice", choices=tuple(SIGNER_WORDS)),
                Variable("signed_at", "moment"),
                Variable("authority"),
                Variable("serial"),
                Variable("sha256"),
            ),
        ),
    ),
)
