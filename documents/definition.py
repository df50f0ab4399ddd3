"""What a paper is: its definition (template, variables, archive code) and the data of one of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from documents.variables import Variable
from forms.form_plan import Text


@dataclass(frozen=True, slots=True)
class PaperDefinition:
    """`archive_code` as archives know the process documents of a case (B1, B8, …); None for results."""

    template: str
    version: int
    archive_code: str | None
    title: Text
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class PaperData:
    """Everything that one paper says; the same data always gives the same bytes.

    `holder` is the name as it is printed, in full. `verify_url` is where the QR leads; `verify_code` is
    printed beside it. `number` is the paper's own (a certificate's, an identity number), when it has one.
    `for_trial`: the seal place says that the paper comes from a local demonstration.
    """

    case_no: str
    issuer: Text
    issued_on: date
    holder: str
    verify_code: str
    verify_url: str
    title: Text | None = None
    number: str | None = None
    for_trial: bool = False
    variables: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class PaperText:
    """A text in the place of the file of its template, with the number of its version. `title`: in the place
    of the paper's usual one."""

    version: int
    source: str
    title: Text | None = None
