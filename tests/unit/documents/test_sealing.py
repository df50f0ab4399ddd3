"""Seals: intact and trusted, still PDF/A, and one changed byte is found."""

import asyncio
import io
import logging
import stat
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.render import render_pdf
from documents.sealing.pades import ROOM, SealCheck, check_seals
from documents.sealing.trial_authority import (
    FOLDER,
    KEY_FILE,
    TrialAuthority,
    open_signer,
    read_certificate,
)
from forms.form_plan import Text
from tests.unit.documents.paper_examples import EXAMPLES, POLICE

NOTICE = Text("受理通知书", "Notice of acceptance")


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render_pdf("acceptance_notice", EXAMPLES["acceptance_notice"])


async def sealed_by(authority: TrialAuthority, pdf: bytes) -> bytes:
    return (await authority.seal(pdf, key="1/case/paper/1/seal", issuer=POLICE, reason=NOTICE)).pdf


async def checks_of(pdf: bytes, authority: TrialAuthority) -> list[SealCheck]:
    return await asyncio.to_thread(check_seals, pdf, authority=authority.certificate_der)


@pytest.mark.needs_pdf
class TestSeal:
    async def test_a_seal_is_intact_and_trusted_and_names_its_department(self, drawn: bytes) -> None:
        authority = TrialAuthority.create()
        (check,) = await checks_of(await sealed_by(authority, drawn), authority)
        assert check.holds
        assert check.sealer == POLICE.zh

    async def test_a_seal_has_room_for_the_longest_key_in_use(self, drawn: bytes) -> None:
        """Beside its certificates: one by RSA of 8192 bits is a kilobyte longer than ours."""
        sealed = await sealed_by(TrialAuthority.create(), drawn)
        (seal,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        certificates = [seal.signer_cert, *seal.other_embedded_certs]
        written = cms.ContentInfo.load(seal.pkcs7_content).dump()  # without the room that is left
        rest = len(written) - sum(len(each.dump()) for each in certificates)
        assert rest + 1024 <= ROOM

    async def test_what_was_drawn_stays_as_it_was(self, drawn: bytes) -> None:
        sealed = await sealed_by(TrialAuthority.create(), drawn)
        assert sealed.startswith(drawn)
        assert len(sealed) > len(drawn)

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    async def test_one_changed_byte_is_found(self, drawn: bytes, share: float) -> None:
        authority = TrialAuthority.create()
        forged = bytearray(await sealed_by(authority, drawn))
        place = _inside_a_stream(drawn, share)
        forged[place] ^= 1
        (check,) = await checks_of(bytes(forged), authority)
        assert not check.intact

    async def test_a_seal_of_another_authority_is_intact_but_not_trusted(
        self, drawn: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        sealed = await sealed_by(TrialAuthority.create(), drawn)
        with caplog.at_level(logging.DEBUG):
            (check,) = await checks_of(sealed, TrialAuthority.create())
        assert check.intact
        assert not check.trusted
        assert not [each for each in caplog.records if each.exc_info]

    async def test_what_was_added_behind_the_seal_is_not_covered_by_it(self, drawn: bytes) -> None:
        authority = TrialAuthority.create()
        once = await sealed_by(authority, drawn)
        longer = once + b"\n% added later\n"
        (check,) = await checks_of(longer, authority)
        assert not check.holds

    async def test_a_sealed_paper_is_still_pdf_a_and_of_version_1_7(self, drawn: bytes) -> None:
        with pikepdf.open(io.BytesIO(await sealed_by(TrialAuthority.create(), drawn))) as pdf:
            assert str(pdf.docinfo["/Producer"]).startswith("WeasyPrint")
            with pdf.open_metadata() as metadata:
                assert metadata.pdfa_status == "3B"
            assert "/Version" not in pdf.Root
            assert "/ISO_" not in pdf.Root.Extensions
            assert pdf.Root.Perms.DocMDP.SubFilter == "/ETSI.CAdES.detached"
            assert int(pdf.Root.AcroForm.Fields[0].F) & 4, "PDF/A wants every annotation printed"


class TestAuthority:
    def test_the_local_stack_makes_one_authority_and_keeps_it(self, tmp_path: Path) -> None:
        first, second = (open_signer(tmp_path, local=True) for _ in range(2))
        assert isinstance(first, TrialAuthority)
        assert isinstance(second, TrialAuthority)
        assert first.certificate_pem == second.certificate_pem == read_certificate(tmp_path)

    def test_its_key_is_readable_by_its_owner_alone(self, tmp_path: Path) -> None:
        open_signer(tmp_path, local=True)
        assert stat.S_IMODE((tmp_path / FOLDER / KEY_FILE).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700

    def test_outside_the_local_stack_nobody_seals_until_an_authority_is_put_there(
        self, tmp_path: Path
    ) -> None:
        assert open_signer(tmp_path, local=False) is None
        assert read_certificate(tmp_path) is None
        TrialAuthority.create().keep(tmp_path / FOLDER)
        assert open_signer(tmp_path, local=False) is not None

    def test_an_authority_never_takes_the_place_of_another(self, tmp_path: Path) -> None:
        TrialAuthority.create().keep(tmp_path / FOLDER)
        before = read_certificate(tmp_path)
        with pytest.raises(FileExistsError):
            TrialAuthority.create().keep(tmp_path / FOLDER)
        assert read_certificate(tmp_path) == before
        assert [each.name for each in tmp_path.iterdir()] == [FOLDER], "nothing half-made is left"


def _inside_a_stream(pdf: bytes, share: float) -> int:
    """A place inside the contents of the file, so that the file can still be read after the change."""
    begin = pdf.index(b"stream\n", int(len(pdf) * share * 0.8)) + len(b"stream\n")
    return begin + 20
