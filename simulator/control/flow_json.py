"""What a flow is made of, as JSON for those who look at it: files, applicants, messages, deliveries, events; secrets masked."""

from __future__ import annotations

from typing import Any

from simulator.clock import iso_time
from simulator.flows.applicants import Applicant
from simulator.flows.chat_messages import ChatMessage
from simulator.flows.model import HELD, Attempt, Delivery, Event, ReadFile
from simulator.masking import masked


def file_json(read: ReadFile) -> dict[str, Any]:
    file, reading = read.file, read.reading
    return {
        "file_uuid": file.uuid,
        "document_id": file.document_id,
        "batch_id": file.batch_id,
        "file_url": masked(file.file_url),
        "state": file.state,
        "due_at": _due_text(file.due_at),
        "problem": masked(file.problem),
        "document_type": reading.document_type if reading else "",
        "error_code": reading.error_code if reading else "",
        "error_reason": masked(reading.error_reason) if reading else "",
        "notes": list(map(masked, reading.notes)) if reading else [],
    }


def applicant_json(applicant: Applicant) -> dict[str, Any]:
    return {
        "co_applicant_id": applicant.uuid,
        "external_reference_id": applicant.external_reference_id,
        "username": applicant.username,
        "deleted": applicant.deleted,
    }


def message_json(message: ChatMessage) -> dict[str, Any]:
    return {
        "id": message.uuid,
        "at": iso_time(message.created_at),
        "sender": message.sender,
        "intent": message.intent,
        "text": masked(message.text),
    }


def delivery_json(delivery: Delivery, attempts: list[Attempt]) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "url": masked(delivery.url),
        "state": delivery.state,
        "due_at": _due_text(delivery.due_at),
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


def event_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "at": iso_time(event.at),
        "kind": event.kind,
        "state": event.state,
        "file_uuid": event.file_uuid,
        **event.detail,
    }


def _due_text(due_at: float) -> str:
    return "held" if due_at >= HELD else iso_time(due_at)
