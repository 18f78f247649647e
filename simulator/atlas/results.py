"""From what was read to what Atlas answers: the `data` of a document, the items of `ocr_data`, the CallbackData.

The forms that the documentation leaves open (fields that were not found, Aadhaar numbers, files that could not be
fetched) follow the settings; contract, sections 2.4, 9, 11 and 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from simulator.atlas.payloads import BatchItem, CallbackData, OcrItem
from simulator.atlas.responses import encode_json
from simulator.core import Core
from simulator.documents.catalogue import FieldSpec
from simulator.documents.model import Field, Reading
from simulator.documents.private import masked_field
from simulator.flows.model import File, Flow, ReadFile
from simulator.flows.states import FileState
from simulator.turns import map_in_turns
from simulator.value_kinds import value_kind

#: Documents whose answers are put together in one turn of the event loop, so that it takes about a millisecond.
DOCUMENTS_PER_TURN = 100
#: Parts of `formatted_address` in the documented order.
ADDRESS_PARTS = ("state", "postcode", "address_line_1", "address_line_2", "city")


class Results:
    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._definitions = core.definitions
        self._links = core.links
        self._settings = core.settings

    async def callback_data(self, flow: Flow) -> CallbackData:
        """The result of a flow as it stands now: complete once its master status is final, partial before."""
        files = await self._store.files_of_flow(flow.uuid)
        items = [item for item in await map_in_turns(self.ocr_item, files, DOCUMENTS_PER_TURN) if item]
        checks = await self._store.cross_checks(flow.uuid) if flow.checked else []
        return CallbackData(flow.uuid, flow.application_id, msgspec.Raw(flow.flow_params.encode()), items, checks)

    async def callback_body(self, flow: Flow) -> bytes:
        """The same as JSON. A document at a time becomes JSON, since of thousands that takes long."""
        data = await self.callback_data(flow)
        items = await map_in_turns(lambda item: msgspec.Raw(encode_json(item)), data.ocr_data, DOCUMENTS_PER_TURN)
        return encode_json(msgspec.structs.replace(data, ocr_data=items))

    def ocr_item(self, read: ReadFile) -> OcrItem | None:
        """The item of one document; None while there is nothing to say of it."""
        file = read.file
        if file.state == FileState.UPLOAD_FAILED and self._settings.unfetched_items != "item":
            return None
        result = self._result(read)
        if result is None:
            return None
        data, code, reason = result
        return OcrItem(data, file.document_id, code, reason, file.batch_id, file.uuid)

    def batch_item(self, read: ReadFile, errors: bool) -> BatchItem | None:
        """The item of one document of a batch; None while there is nothing to say of it. `errors`: keys on each item."""
        result = self._result(read)
        if result is None:
            return None
        data, code, reason = result
        if code or errors:
            return BatchItem(read.file.document_id, data, code, reason)
        return BatchItem(read.file.document_id, data)

    def _result(self, read: ReadFile) -> tuple[dict[str, Any], str, str] | None:
        """What came of one document: its data, error code and reason."""
        if read.reading is not None:
            return self.data(read), read.reading.error_code, read.reading.error_reason
        if read.file.state == FileState.PROCESSING_FAILED:
            return {}, "INVALID_DOC", "processing failed"
        if read.file.state == FileState.UPLOAD_FAILED:
            return {}, "INVALID_DOC", "file could not be fetched"
        return None

    def data(self, read: ReadFile) -> dict[str, Any]:
        """`document_type` beside the documented fields in the documented order; `{}` where nothing was recognised."""
        reading = read.reading
        if reading is None or not reading.document_type:
            return {}
        data: dict[str, Any] = {"document_type": reading.document_type}
        for spec in self._specs(reading):
            field = reading.fields.get(spec.name)
            if field is not None:
                data[spec.name] = self._wrapped(spec, field, read.file)
            elif self._settings.missing_fields != "omit" and not reading.error_code:
                data[spec.name] = self._absent(spec)
        return data

    def _specs(self, reading: Reading) -> Sequence[FieldSpec]:
        known = self._definitions.catalogue.get(reading.document_type)
        return known.fields if known else ()

    def _wrapped(self, spec: FieldSpec, field: Field, file: File) -> dict[str, Any]:
        if spec.is_private and self._settings.aadhaar == "masked":
            field = masked_field(field, spec.format)
        if parts := field.parts():
            wrapped = {part: wrapped_field(parts.get(part, _NOTHING)) for part in ADDRESS_PARTS}
        else:
            wrapped = wrapped_field(field)
        return {**wrapped, "redact_url": self._links.redacted(file)} if spec.is_private else wrapped

    def _absent(self, spec: FieldSpec) -> dict[str, Any]:
        kind = value_kind(spec.kind)
        value = None if self._settings.missing_fields == "null" else kind.absent
        empty = {"value": value, "confidence_score": 0.0}
        return {part: dict(empty) for part in ADDRESS_PARTS} if kind.has_parts else empty


_NOTHING = Field("", 0.0)


def wrapped_field(field: Field) -> dict[str, Any]:
    """A value as Atlas sends it; confidence to two decimals, as in its examples."""
    return {"value": field.value, "confidence_score": round(field.confidence, 2)}
