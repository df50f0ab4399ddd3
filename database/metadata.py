"""Every table, imported once, so that the metadata is whole (Alembic and `make check` compare it)."""

from database.tables.access_log import AccessLog
from database.tables.application import Application
from database.tables.application_material import ApplicationMaterial
from database.tables.attempt_window import AttemptWindow
from database.tables.base import Base
from database.tables.calendar_year import CalendarYear
from database.tables.callback import Callback
from database.tables.case_event import CaseEvent
from database.tables.case_form import CaseForm
from database.tables.case_item import CaseItem
from database.tables.case_key import CaseKey
from database.tables.case_material import CaseMaterial
from database.tables.case_text import CaseText
from database.tables.company_agent import CompanyAgent
from database.tables.connector import Connector
from database.tables.consent import Consent
from database.tables.daily_root import DailyRoot
from database.tables.definition import DefinitionVersion
from database.tables.department import Department
from database.tables.document import Document
from database.tables.effect import Effect
from database.tables.idempotency_key import IdempotencyKey
from database.tables.incident import Incident
from database.tables.installation import Installation
from database.tables.login_attempt import LoginAttempt
from database.tables.matter_case import MatterCase
from database.tables.matter_in_force import MatterInForce
from database.tables.message import Message
from database.tables.officer import Officer
from database.tables.parcel import Parcel
from database.tables.payment import Payment
from database.tables.person import Person
from database.tables.person_key import PersonKey
from database.tables.plan import PlanRow
from database.tables.rating import Rating
from database.tables.rating_ticket import RatingTicket
from database.tables.reconciliation import Reconciliation
from database.tables.region import Region
from database.tables.responsibility import Responsibility
from database.tables.retention import Retention
from database.tables.session import Session
from database.tables.stored_file import StoredFile
from database.tables.task import Task
from database.tables.uniqueness import Uniqueness
from database.tables.urge import Urge
from database.tables.work_calendar import WorkDay

TABLES = (
    AccessLog,
    Application,
    ApplicationMaterial,
    AttemptWindow,
    CalendarYear,
    Callback,
    CaseEvent,
    CaseForm,
    CaseItem,
    CaseKey,
    CaseMaterial,
    CaseText,
    CompanyAgent,
    Connector,
    Consent,
    DailyRoot,
    DefinitionVersion,
    Department,
    Document,
    Effect,
    IdempotencyKey,
    Incident,
    Installation,
    LoginAttempt,
    MatterCase,
    MatterInForce,
    Message,
    Officer,
    Parcel,
    Payment,
    Person,
    PersonKey,
    PlanRow,
    Rating,
    RatingTicket,
    Reconciliation,
    Region,
    Responsibility,
    Retention,
    Session,
    StoredFile,
    Task,
    Uniqueness,
    Urge,
    WorkDay,
)
metadata = Base.metadata
