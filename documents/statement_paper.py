"""The application form (申请表): the statements that were signed, word for word, and by whom and when."""

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

APPLICATION_FORM = PaperDefinition(
    template="application_form",
    version=1,
    archive_code=None,
    title=Text("申请表", "Application form"),
    variables=(
        Variable("matter"),
        Variable("submitted_at", "moment"),
        Variable("items", "rows", columns=(Variable("title"), Variable("department"))),
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
