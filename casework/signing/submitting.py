"""The signatures that a submitted draft brings into its case: the applicant's, and those of who agreed."""

from access.act import Act
from casework.draft_look import Look
from casework.signing.content import content_of_consent
from casework.signing.rows import SigningRow, read_signings, standing_of, unseal
from engine.signatures import NewSignature


async def signatures_of(act: Act, seen: Look) -> list[NewSignature]:
    """As the engine. Nothing is read for a matter that wants no signature."""
    wanted = [each for each in seen.plan.form.consents if each.signed_by == "certificate"]
    if seen.statement is None and not wanted:
        return []
    found: list[SigningRow] = []
    if seen.statement is not None and seen.statement.signature.standing == "signed":
        found += [each for each in [seen.statement.signature.row] if each is not None]
    rows = await read_signings(act.connection, seen.row.id)
    for code, consent in seen.consents.items():
        plan = next((each for each in wanted if each.code == code.partition(".")[0]), None)
        if plan is None or consent.state_at(seen.row.now) != "given":
            continue
        shown = seen.row.content.shown.get(code, {})
        content = content_of_consent(seen.row, seen.plan, plan, consent_id=str(consent.id), shown=shown)
        for signer in {each.signer for each in rows if each.part == content.part}:
            standing = standing_of(rows, content, signer=signer)
            if standing.standing == "signed" and standing.row is not None:
                found.append(standing.row)
    return [_new(seen, each) for each in found]


def _new(seen: Look, row: SigningRow) -> NewSignature:
    return NewSignature(
        id=row.id,
        part=row.part,
        statement_sha256=row.statement_sha256,
        certificate_serial=row.certificate_serial or "",
        signature_sha256=row.signature_sha256 or "",
        document=unseal(seen.row, row),
    )
