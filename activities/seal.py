"""A seal on a paper that was drawn: by the installation's signer, once."""

import structlog

from activities.handler import Job, Recorded
from activities.papers.words import JOINT_WINDOW
from documents.sealing.signer import Signer
from engine.context import EngineContext
from engine.outcome import DONE, Outcome
from engine.papers import SealedPaper, find_paper_to_seal, record_seal
from engine.seals import NO_SIGNER

log = structlog.get_logger()


class Seal:
    kind = "seal"

    def __init__(self, context: EngineContext, signer: Signer | None) -> None:
        self._context = context
        self._signer = signer

    async def carry_out(self, job: Job) -> Outcome | Recorded:
        paper = await find_paper_to_seal(self._context, job.effect)
        if paper is None:
            return Outcome(DONE)  # it carries its seal already
        if self._signer is None:
            return Outcome(NO_SIGNER)
        key = job.effect.key
        sealed = await self._signer.find(key) if job.ask_first else None
        if sealed is None:
            issuer = paper.issuer or JOINT_WINDOW
            sealed = await self._signer.seal(paper.pdf, key=key, issuer=issuer, reason=paper.title)
        kept = SealedPaper(paper, sealed.pdf, self._signer.name, sealed.certificate_serial)
        await record_seal(self._context, job.effect, kept)
        return Recorded()
