"""Every table, imported once, so that the metadata is whole (Alembic and `make check` compare it)."""

from database.tables.access_log import AccessLog
from database.tables.application import Application
from database.tables.application_material import ApplicationMaterial
from database.tables.archive_package import ArchivePackage
from database.tables.attempt_window import AttemptWindow
from database.tables.authorisation import Authorisation
from database.tables.base import Base
from database.tables.calendar_draft import CalendarDraft
from database.tables.calendar_publication import CalendarPublication
from database.tables.calendar_year import CalendarYear
from database.tables.callback import Callback
from database.tables.case_event import CaseEvent
from database.tables.case_form import CaseForm
from database.tables.case_item import CaseItem
from database.tables.case_key import CaseKey
from database.tables.case_material import CaseMaterial
from database.tables.case_text import CaseText
from database.tables.commitment import Commitment
from database.tables.company_agent import CompanyAgent
from database.tables.connector import Connector
from database.tables.consent import Consent
from database.tables.daily_root import DailyRoot
from database.tables.data_promise import DataPromise
from database.tables.data_shortfall import DataShortfall
from database.tables.data_supply import DataSupply
from database.tables.death import Death
from database.tables.definition import DefinitionVersion
from database.tables.definition_event import DefinitionEvent
from database.tables.department import Department
from database.tables.document import Document
from database.tables.document_part import DocumentPart
from database.tables.effect import Effect
from database.tables.expected_money import ExpectedMoney
from database.tables.hall import Hall
from database.tables.idempotency_key import IdempotencyKey
from database.tables.incident import Incident
from database.tables.installation import Installation
from database.tables.letter import Letter
from database.tables.letter_number import LetterNumber
from database.tables.login_attempt import LoginAttempt
from database.tables.matter_case import MatterCase
from database.tables.matter_in_force import MatterInForce
from database.tables.message import Message
from database.tables.notice_service import NoticeService
from database.tables.objection import Objection
from database.tables.officer import Officer
from database.tables.officer_post import OfficerPost
from database.tables.organisation_change import OrganisationChange
from database.tables.paper_preview import PaperPreview
from database.tables.paper_template import PaperTemplate
from database.tables.parcel import Parcel
from database.tables.payment import Payment
from database.tables.payment_arrival import PaymentArrival
from database.tables.payment_order import PaymentOrder, PaymentOrderLine
from database.tables.person import Person
from database.tables.person_flag import PersonFlag
from database.tables.person_key import PersonKey
from database.tables.plan import PlanRow
from database.tables.post import Post
from database.tables.publicity import Publicity
from database.tables.rating import Rating
from database.tables.reconciliation import Reconciliation
from database.tables.refund import Refund
from database.tables.region import Region
from database.tables.regional_day import RegionalDay
from database.tables.remedy import Remedy
from database.tables.reorganisation import Reorganisation
from database.tables.responsibility import Responsibility
from database.tables.responsibility_record import ResponsibilityRecord
from database.tables.retention import Retention
from database.tables.seal_use import SealUse
from database.tables.service_consent import ServiceConsent
from database.tables.session import Session
from database.tables.setup_code import SetupCode
from database.tables.signed_statement import SignedStatement
from database.tables.stored_file import StoredFile
from database.tables.task import Task
from database.tables.ticket import Ticket
from database.tables.ticket_step import TicketStep
from database.tables.uniqueness import Uniqueness
from database.tables.urge import Urge
from database.tables.work_calendar import WorkDay

TABLES = (
    AccessLog,
    Application,
    ApplicationMaterial,
    ArchivePackage,
    AttemptWindow,
    Authorisation,
    CalendarDraft,
    CalendarPublication,
    CalendarYear,
    Callback,
    CaseEvent,
    CaseForm,
    CaseItem,
    CaseKey,
    CaseMaterial,
    CaseText,
    Commitment,
    CompanyAgent,
    Connector,
    Consent,
    DailyRoot,
    DataPromise,
    DataShortfall,
    DataSupply,
    Death,
    DefinitionEvent,
    DefinitionVersion,
    Department,
    Document,
    DocumentPart,
    Effect,
    ExpectedMoney,
    Hall,
    IdempotencyKey,
    Incident,
    Installation,
    Letter,
    LetterNumber,
    LoginAttempt,
    MatterCase,
    MatterInForce,
    Message,
    NoticeService,
    Objection,
    Officer,
    OfficerPost,
    OrganisationChange,
    PaperPreview,
    PaperTemplate,
    Parcel,
    Payment,
    PaymentArrival,
    PaymentOrder,
    PaymentOrderLine,
    Person,
    PersonFlag,
    PersonKey,
    PlanRow,
    Post,
    Publicity,
    Rating,
    Reconciliation,
    Refund,
    Region,
    RegionalDay,
    Remedy,
    Reorganisation,
    Responsibility,
    ResponsibilityRecord,
    Retention,
    SealUse,
    ServiceConsent,
    Session,
    SetupCode,
    SignedStatement,
    StoredFile,
    Task,
    Ticket,
    TicketStep,
    Uniqueness,
    Urge,
    WorkDay,
)
metadata = Base.metadata
