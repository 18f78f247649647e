"""What all onboarding endpoints share: whose request it is, which flow and applicant it means, and the assistant's voice."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime

from starlette.requests import Request

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import Describer
from simulator.atlas.errors import applicant_deleted, applicant_not_found, flow_not_found
from simulator.atlas.onboarding.assistant import Assistant, AssistantMessage
from simulator.atlas.onboarding.case import Case
from simulator.atlas.onboarding.payloads import ChatEvent
from simulator.atlas.onboarding.type_names import TypeNames
from simulator.atlas.responses import encode_json
from simulator.atlas.urls import is_url
from simulator.clock import iso_time
from simulator.core import Core
from simulator.documents.model import Reading
from simulator.flows.applicants import Applicant
from simulator.flows.chat_messages import ChatMessage
from simulator.flows.database import Transaction
from simulator.flows.model import CHAT, File, Flow, ReadFile
from simulator.flows.outbox import NewDelivery

log = logging.getLogger("simulator.onboarding")

#: The words that flows and batches of onboarding keep as their family.
V1, V2 = "v1", "v2"
#: What parameters of onboarding must be, for messages.
TYPE_NAMES = "an array of document types, each a string"
URL_OR_EMPTY = 'an absolute http or https URL, or ""'


class OnboardingContext:
    def __init__(self, core: Core) -> None:
        self.store = core.store
        self.describe = Describer(core.settings)
        self.assistant = Assistant(TypeNames(core.definitions))
        self._tokens = core.tokens
        self._definitions = core.definitions
        self._notification_auth = core.settings.notification_auth

    # Who and what a request means

    def tenant(self, request: Request) -> str:
        return self._tokens.check(parsing.read_header(request, b"token")).tenant

    async def find(self, flow_id: str, tenant: str) -> Flow | None:
        flow = await self.store.flow(flow_id, tenant)
        return flow if flow and flow.family in (V1, V2) else None

    async def flow(self, flow_id: str, tenant: str) -> Flow:
        """The flow. Raises 409 where there is none."""
        flow = await self.find(flow_id, tenant)
        if flow is None:
            raise flow_not_found()
        return flow

    async def case(self, flow: Flow) -> Case:
        applicants = await self.store.applicants.of_flow(flow)
        files = await self.store.files_of_flow(flow.uuid)
        return Case(flow, applicants, files, self._definitions.checks.product(flow.product_type))

    async def case_with(self, flow: Flow, file: File, reading: Reading | None) -> Case:
        """The case inside the transaction that ends a file, which the store does not show yet."""
        case = await self.case(flow)
        files = [ReadFile(file, reading) if each.file.uuid == file.uuid else each for each in case.files]
        return Case(flow, case.applicants, files, self._definitions.checks.product(flow.product_type))

    async def case_of(self, flow_id: str, reference: str, tenant: str) -> tuple[Case, Applicant]:
        """A flow and one of its applicants. Raises 409, or 410 for one who was deleted.

        The documentation of the calls about an applicant knows one 409, so an unknown flow gets the same.
        """
        flow = await self.find(flow_id, tenant)
        if flow is None:
            log.info("no applicant: no onboarding flow %s of this client", flow_id)
            raise applicant_not_found()
        case = await self.case(flow)
        return case, chosen_applicant(
            case, [each for each in case.applicants if each.external_reference_id == reference], reference
        )

    # The assistant's voice

    async def post_message(
        self, tx: Transaction, flow: Flow, outgoing: AssistantMessage
    ) -> tuple[ChatMessage, Sequence[NewDelivery]]:
        """Keep a message of the assistant; it, and the event to be posted where the client wants events."""
        message = await self.store.messages.add(tx, flow.tenant, flow.uuid, "system", outgoing.intent, outgoing.text)
        if not flow.notification_url:
            return message, ()
        event = ChatEvent(
            message.uuid, iso_time(message.created_at), message.intent, message.text, "system", "user", "text"
        )
        auth_url = flow.auth_url if self._notification_auth else ""
        return message, [
            NewDelivery(
                CHAT, flow.tenant, flow.notification_url, auth_url, flow.uuid, "", message.uuid, encode_json(event)
            )
        ]

    async def post_message_now(self, tx: Transaction, flow: Flow, outgoing: AssistantMessage) -> ChatMessage:
        """Keep a message of the assistant, and its event to be posted at once."""
        message, deliveries = await self.post_message(tx, flow, outgoing)
        for delivery in deliveries:
            await self.store.outbox.add(tx, delivery, tx.now)
        return message


def chosen_applicant(case: Case, found: Sequence[Applicant], reference: str) -> Applicant:
    """Of the applicants that a request can mean, the one who is there; `reference` is what it names. Raises 409 or 410."""
    if not found:
        why = "; that is its application_id" if reference == case.flow.application_id else ""
        log.info("no applicant %s in flow %s%s", reference, case.flow.uuid, why)
        raise applicant_not_found()
    present = [each for each in found if not each.deleted]
    if not present:
        raise applicant_deleted()
    return present[0]


def utc_date(moment: float) -> date:
    """The day of a simulated moment, UTC."""
    return datetime.fromtimestamp(moment, UTC).date()


def parse_user_docs(value: object) -> bool:
    """A list of document types; which there are, the client knows best."""
    return isinstance(value, list) and all(map(parsing.is_text, value))


def optional_url(value: object) -> bool:
    """A URL, or nothing."""
    return value == "" or is_url(value)


def is_yes_or_no(value: object) -> bool:
    return value in ("yes", "no")
