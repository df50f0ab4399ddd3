"""One paper for several results (多证合一): each with its own number, validity and state."""

from documents.definition import PaperDefinition
from documents.variables import Variable
from forms.form_plan import Text

PART_STATES = ("valid", "expired", "revoked", "suspended")

MERGED_RESULT = PaperDefinition(
    template="merged_result",
    version=1,
    archive_code=None,
    title=Text("多证合一证明", "One paper for several results"),
    variables=(
        Variable("matter"),
        Variable(
            "parts",
            "rows",
            columns=(
                Variable("title"),
                Variable("department"),
                Variable("number", required=False),
                Variable("valid_to", "date", required=False),
                Variable("state", "choice", choices=PART_STATES),
            ),
        ),
        Variable("earliest", "date", required=False),
    ),
)
