"""Why no paper could be written."""

from forms.form_plan import Text
from refusals import Busy, Malformed, Unknown

INSTALL_COMMAND = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
MAC_INSTALL_COMMAND = "brew install pango font-noto-sans-cjk"


class PaperUnknown(Unknown):
    type = "paper-unknown"

    def __init__(self, template: str) -> None:
        super().__init__(Text(f"没有名为 {template} 的文书", f"there is no paper named {template}"))


class PaperVariablesWrong(Malformed):
    type = "paper-variables-wrong"
    title = Text("文书的内容有误或不完整", "Something in the paper's content is wrong or missing")


class PaperUnavailable(Busy):
    """This machine lacks what draws PDF files; all else works."""

    type = "paper-unavailable"
    title = Text("暂时不能生成 PDF 文书", "PDF papers cannot be written just now")

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(
            Text(
                f"本机缺少生成 PDF 所需的组件（{missing}）。请管理员运行：{INSTALL_COMMAND}",
                f"this machine lacks what draws PDF files ({missing}). An administrator runs: "
                f"{INSTALL_COMMAND} (on macOS: {MAC_INSTALL_COMMAND})",
            ),
            retry_after=3600,
        )
