"""Why an upload was not taken, and what its owner can do about it."""

from forms.form_plan import Text
from refusals import Busy, Malformed, TooLarge, Unknown, WrongKind

MEBIBYTE = 1024 * 1024


class FileTooLarge(TooLarge):
    type = "file-too-large"
    title = Text("文件太大", "The file is too large")

    def __init__(self, *, limit: int) -> None:
        size = f"{limit / MEBIBYTE:g} MB"
        super().__init__(
            Text(
                f"文件不能超过 {size}。拍照上传时请选择普通画质，扫描时请选择 300 dpi。",
                f"A file may have at most {size}. Take the photo in normal quality, or scan at 300 dpi.",
            )
        )


class WrongKindOfFile(WrongKind):
    type = "wrong-kind-of-file"
    title = Text("不支持这种文件", "This kind of file is not accepted")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "请上传 JPG、PNG 图片或 PDF 文件。Word 文档请先另存为 PDF，也可以直接给纸质材料拍照。",
                "Please send a JPG or PNG picture or a PDF. Save Word files as PDF, or photograph the paper.",
            )
        )


class FileEmpty(Malformed):
    type = "file-empty"
    title = Text("文件是空的，请重新选择", "The file is empty; please choose it again")


class FileDamaged(Malformed):
    type = "file-damaged"
    title = Text("文件打不开", "The file cannot be opened")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "文件已损坏或没有传完整，请重新拍照、扫描或导出后再上传。",
                "The file is damaged or incomplete. Please photograph, scan or export it again.",
            )
        )


class PictureTooLarge(TooLarge):
    type = "picture-too-large"
    title = Text("图片尺寸太大", "The picture has too many pixels")

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            Text(
                f"图片不能超过 {limit // 1_000_000} 百万像素，请用普通画质重新拍照或扫描。",
                f"A picture may have at most {limit // 1_000_000} megapixels; use normal quality.",
            )
        )


class PdfLocked(Malformed):
    type = "pdf-locked"
    title = Text("PDF 有密码或权限限制", "The PDF is locked")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "请去掉 PDF 的密码和限制后再上传，或打印成新的 PDF。",
                "Please remove the password and the restrictions, or print it to a new PDF.",
            )
        )


class PdfActive(Malformed):
    """A paper shows something; one that does something may harm the officer who opens it."""

    type = "pdf-active"
    title = Text("PDF 含有程序或附件", "The PDF contains a program or attachments")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "为了安全，不能接收含有脚本、自动启动程序或附件的 PDF。请打印成新的 PDF，或拍照上传。",
                "For safety a PDF with scripts, launch actions or attachments is not accepted. "
                "Print it to a new PDF, or hand in a photograph.",
            )
        )


class PdfTooLong(TooLarge):
    type = "pdf-too-long"
    title = Text("PDF 内容太多，请分成几个文件上传", "The PDF is too long; please hand it in in parts")


class FileInfected(Malformed):
    type = "file-infected"
    title = Text("文件未通过病毒检查", "The file did not pass the virus scan")

    def __init__(self) -> None:
        super().__init__(
            Text(
                "文件中发现病毒，没有保存。请检查您的设备，换一台设备重新拍照或扫描。",
                "A virus was found, and nothing was kept. Check your device, or use another one.",
            )
        )


class ScannerUnavailable(Busy):
    type = "scanner-unavailable"
    title = Text("病毒检查暂时不可用", "The virus scan is not available just now")


class FileGone(Unknown):
    type = "file-gone"
    title = Text("文件已不存在", "The file is no longer there")
