"""A flow's parts as `/_sim/flows/{flow_uuid}` shows them: every text masked."""

from __future__ import annotations

from typing import Any

from simulator.clock import iso_time
from simulator.flows.applicants import Applicant
from simulator.flows.messages import Message
from simulator.flows.model import HELD, Attempt, Delivery, ReadFile
from simulator.masking import masked


def file_details(read: ReadFile) -> dict[str, Any]:
    file, reading = read.file, read.reading
    return {
        "file_uuid": file.uuid,
        "document_id": file.document_id,
        "batch_id": file.batch_id,
        "file_url": masked(file.file_url),
        "state": file.state,
        "due_at": _moment(file.due_at),
        "problem": masked(file.problem),
        "document_type": reading.document_type if reading else "",
        "error_code": reading.error_code if reading else "",
        "error_reason": masked(reading.error_reason) if reading else "",
        "notes": list(map(masked, reading.notes)) if reading else [],
    }


def applicant_details(applicant: Applicant) -> dict[str, Any]:
    return {
        "co_applicant_id": applicant.uuid,
        "external_reference_id": applicant.external_reference_id,
        "username": applicant.username,
        "deleted": applicant.deleted,
    }


def message_details(message: Message) -> dict[str, Any]:
    return {
        "id": message.uuid,
        "at": iso_time(message.created_at),
        "sender": message.sender,
        "intent": message.intent,
        "text": masked(message.text),
    }


def delivery_details(delivery: Delivery, attempts: list[Attempt]) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "url": masked(delivery.url),
        "state": delivery.state,
        "due_at": _moment(delivery.due_at),
        "problem": masked(delivery.problem),
        "attempts": [
            {
                "step": each.step,
                "at": iso_time(each.at),
                "ms": round(each.seconds * 1000, 1),
                "status": each.status,
                "problem": each.problem,
                "answer": masked(each.answer),
            }
            for each in attempts
        ],
    }


def _moment(due_at: float) -> str:
    return "held" if due_at >= HELD else iso_time(due_at)
