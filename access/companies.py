"""Companies: one row by the unified social credit code, however many people sign in for it.

A login that names a company acts for the company until the same login comes back as a person. What it
does stands in the log under the company, as its own act (民法典 art. 61, 170).
"""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from database.queries.person_rows import insert_person
from database.tables.company_agent import CompanyAgent
from database.tables.person import Person
from secrecy.lookup import number_hash
from settings import MasterKeys


async def find_company_of(connection: AsyncConnection, subject: str) -> UUID | None:
    """The company for which this login acts."""
    return await connection.scalar(select(CompanyAgent.person_id).where(CompanyAgent.subject == subject))


async def act_for_company(
    connection: AsyncConnection, subject: str, *, uscc: str, name: str, master_keys: MasterKeys
) -> UUID:
    """The row of the company, made when it is the first time; the caller lets nobody else do the same now."""
    digest = number_hash(master_keys, uscc)
    company = await connection.scalar(
        select(Person.id).where(Person.number_hash == digest, Person.kind == "company")
    )
    if company is None:
        company = await insert_person(
            connection,
            master_keys,
            kind="company",
            details={"name": name, "number": uscc, "kind": "company"},
            number_hash=digest,
        )
    agent = insert(CompanyAgent).values(subject=subject, person_id=company)
    changed = agent.on_conflict_do_update(index_elements=["subject"], set_={"person_id": company})
    await connection.execute(changed)
    return company


async def act_for_oneself(connection: AsyncConnection, subject: str) -> None:
    await connection.execute(delete(CompanyAgent).where(CompanyAgent.subject == subject))
