"""What comes in is counted, recognised by its bytes and cleaned; what harms is refused in words."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable

import pikepdf
import pytest
from PIL import Image

from files.receive import Received, UploadLimits, receive
from files.refusals import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    PdfActive,
    PdfLocked,
    PictureTooLarge,
    WrongKindOfFile,
)
from refusals import Refusal
from tests.unit.files.upload_examples import in_chunks, pdf, photograph


async def received(content: bytes, *, name: str = "照片.jpg") -> Received:
    return await receive(in_chunks(content), declared_name=name)


async def test_a_photograph_keeps_what_is_seen_and_loses_what_it_tells_about_the_phone() -> None:
    sent = photograph()
    assert b"SECRET-PHONE" in sent
    kept = await received(sent, name="户口簿.JPEG")
    assert b"SECRET-PHONE" not in kept.content
    assert kept.media_type == "image/jpeg"
    assert kept.name == "户口簿.jpg"
    assert kept.size == len(kept.content)
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (1200, 900)
        assert not picture.getexif()


async def test_a_picture_loses_what_it_tells_in_whichever_way_it_is_stored() -> None:
    for mode in ("1", "L", "LA", "P", "RGBA", "RGB"):
        sent = photograph(kind="PNG", mode=mode, orientation=6)
        assert b"SECRET-PHONE" in sent
        kept = await received(sent)
        assert b"SECRET-PHONE" not in kept.content, mode
        with Image.open(io.BytesIO(kept.content)) as picture:
            assert (picture.size, picture.info) == ((900, 1200), {}), mode


@pytest.mark.parametrize("mode", ["L", "RGB", "LA", "RGBA"])
async def test_what_is_transparent_is_white_paper(mode: str) -> None:
    nothing = {"L": 7, "RGB": (7, 7, 7), "LA": (7, 0), "RGBA": (7, 7, 7, 0)}[mode]
    out = io.BytesIO()
    declared = {"transparency": nothing} if mode in ("L", "RGB") else {}
    Image.new(mode, (700, 700), nothing).save(out, "PNG", **declared)
    kept = await received(out.getvalue())
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.convert("RGB").getpixel((350, 350)) == (255, 255, 255)


async def test_a_photograph_taken_sideways_is_turned_upright() -> None:
    kept = await received(photograph(orientation=6))
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (900, 1200)
        pixel = picture.convert("RGB").getpixel((880, 20))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 80


async def test_a_very_large_photograph_is_made_smaller() -> None:
    kept = await received(photograph((6000, 3000)))
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (4096, 2048)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "RGB"])
async def test_every_way_to_store_a_picture_is_understood(mode: str) -> None:
    kept = await received(photograph(kind="PNG", mode=mode))
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.format == "PNG"
        assert picture.mode in ("L", "RGB")


async def test_what_is_hidden_behind_a_picture_is_gone() -> None:
    kept = await received(photograph() + b"PK\x03\x04 an archive with a program")
    assert b"an archive" not in kept.content


async def test_the_kind_is_read_from_the_bytes_and_not_from_the_name() -> None:
    kept = await received(photograph(kind="PNG"), name="合同.pdf")
    assert (kept.media_type, kept.name) == ("image/png", "合同.png")


async def test_a_file_is_refused_at_the_first_byte_too_many() -> None:
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield b"x" * 1000

    with pytest.raises(FileTooLarge) as refused:
        await receive(endless(), declared_name="x", limits=UploadLimits(size=10_000))
    assert refused.value.status == 413
    assert asked == 11


async def test_a_file_of_exactly_the_limit_is_taken() -> None:
    content = photograph()
    assert await receive(in_chunks(content), declared_name="x", limits=UploadLimits(size=len(content)))


@pytest.mark.parametrize(
    "content",
    [b"hello", b"PK\x03\x04" + b"\0" * 300, b"GIF89a" + b"\0" * 300, b"<html><script>", b"MZ" + b"\0" * 300],
)
async def test_other_kinds_of_files_are_refused(content: bytes) -> None:
    with pytest.raises(WrongKindOfFile) as refused:
        await received(content)
    assert refused.value.status == 415
    assert "Word" in refused.value.detail.zh


@pytest.mark.parametrize("content", [photograph()[:2000], photograph(kind="PNG")[:200], b"%PDF-1.7\nnothing"])
async def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileDamaged):
        await received(content)


async def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileEmpty):
        await received(b"")


async def test_a_small_file_that_unpacks_to_a_giant_picture_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    with pytest.raises(PictureTooLarge):
        await received(out.getvalue())


async def test_a_quiet_pdf_is_kept_byte_for_byte() -> None:
    sent = pdf()
    kept = await received(sent, name="../../授权书.PDF")
    assert kept.content == sent
    assert (kept.media_type, kept.name) == ("application/pdf", "授权书.pdf")


async def test_a_pdf_that_had_to_be_repaired_is_kept_repaired() -> None:
    sent = pdf()
    torn = sent[: sent.rindex(b"startxref")]
    kept = await received(torn)
    with pikepdf.open(io.BytesIO(kept.content)) as again:
        assert len(again.pages) == 1
        assert not again.get_warnings()


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    document.pages[0].Annots = pikepdf.Array([link])


def _hidden_launch(document: pikepdf.Pdf) -> None:
    action = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    document.Root.Deep = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Next=action)])])


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = b"MZ"


def _form_program(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


@pytest.mark.parametrize("change", [_script, _launch, _hidden_launch, _attachment, _form_program])
@pytest.mark.parametrize("packed", [False, True])
async def test_a_pdf_that_does_something_is_refused(
    change: Callable[[pikepdf.Pdf], None], packed: bool
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pytest.raises(PdfActive) as refused:
        await received(pdf(change, object_stream_mode=mode))
    assert refused.value.status == 422


@pytest.mark.parametrize("user", ["", "secret"])
async def test_a_locked_pdf_is_refused_also_when_it_opens_without_a_password(user: str) -> None:
    with pytest.raises(PdfLocked):
        await received(pdf(encryption=pikepdf.Encryption(owner="owner", user=user)))


async def test_a_blank_or_tiny_picture_is_taken_with_a_hint() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    kept = await received(out.getvalue())
    assert {warning.code for warning in kept.warnings} == {"too_small", "blank"}
    assert not (await received(photograph())).warnings


def test_every_refusal_says_something_in_both_languages() -> None:
    for refusal in (FileTooLarge(limit=1), WrongKindOfFile(), FileDamaged(), PdfActive(), PdfLocked()):
        assert isinstance(refusal, Refusal)
        assert refusal.detail.zh
        assert refusal.detail.en
        assert refusal.detail != refusal.title
