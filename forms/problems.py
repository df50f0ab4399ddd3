"""What is wrong with a draft: a place, a code and the words for it."""

from dataclasses import dataclass

from forms.form_plan import Text


@dataclass(frozen=True, slots=True)
class FormProblem:
    """`pointer`: `/answers/<question>`, `/form/<key>`, `/materials/<key>`, `/consents/<code>` …"""

    pointer: str
    code: str
    zh: str
    en: str

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)
