"""Address match: one source against many targets, answered at once (contract, section 6; row 46 of section 15)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.atlas import request_parsing as parsing
from simulator.atlas.describe import Describer
from simulator.atlas.errors import ApiError, too_long, too_many
from simulator.atlas.payloads import AddressMatch, AddressMatches
from simulator.atlas.request_parsing import Parameter
from simulator.atlas.responses import json_response
from simulator.core import Core
from simulator.endpoints import HEADER, Endpoint, Input, Operation
from simulator.limits import LONGEST_ADDRESS, LONGEST_ID, MOST_ADDRESSES
from simulator.pipeline.faults.active_rules import ActiveRule
from simulator.pipeline.faults.magic_words import MAGIC_PREFIX
from simulator.pipeline.faults.rules import FaultSubject

PATH = "/v1/address/match/batch"
NOT_NORMALISED = "Unprocessable Entity: Address normalization failed for this target"
INCOMPLETE = "Bad Request: target_addresses is missing address or index"


SOURCE = "Flat 12, Green View Apartments, MG Road, Bangalore"
NEAR = "12 Greenview Apt, Mahatma Gandhi Rd, Bengaluru"
MATCH_EXAMPLE = {
    "source_address": SOURCE,
    "target_address": NEAR,
    "similarity_score": 89.92,
    "same_person_score": 9,
    "index": 0,
    "error_code": None,
    "error_message": None,
}


class AddressApi:
    def __init__(self, core: Core) -> None:
        self._tokens = core.tokens
        self._faults = core.faults
        self._plans = core.plans
        self.endpoints = [Endpoint(_operation(Describer(core.settings)), self.match)]

    async def match(self, request: Request) -> Response:
        client_id, secret = (
            parsing.read_header(request, b"client_id") or "",
            parsing.read_header(request, b"client_secret") or "",
        )
        if not self._tokens.credentials_hold(client_id, secret):
            raise ApiError(401, "Invalid client_id or client_secret", coded=True)
        body = await parsing.read_json(request, coded=True)
        source, targets = body.get("source_address"), body.get("target_addresses")
        if not (isinstance(source, str) and isinstance(targets, list) and source.strip() and targets):
            raise ApiError(400, "source_address or target_addresses is missing or invalid", coded=True)
        if not parsing.is_text(body.get("application_id")):
            raise ApiError(400, "application_id is missing or invalid", coded=True)
        _bound(body["application_id"], source, targets)
        faults = await self._faults_of(client_id, body["application_id"])
        # In a thread, so that a thousand targets do not hold up the polls of everybody else.
        return json_response(AddressMatches(await asyncio.to_thread(_match_all, source, targets, faults)))

    async def _faults_of(self, client_id: str, application_id: str) -> Sequence[ActiveRule]:
        """The rules that act on this comparison, those of a magic word among them."""
        if MAGIC_PREFIX in application_id:
            await self._plans.on_address_match(client_id, application_id)
        if not self._faults.has_rules_at("address", client_id):
            return ()
        return await self._faults.all_matching("address", FaultSubject(tenant=client_id, application=application_id))


def _operation(describe: Describer) -> Operation:
    # Whatever else stands here has an item of its own in the answer, which says what is wrong with it.
    target = {
        "title": "TargetAddress",
        "properties": {
            "address": {"description": "a text"},
            "index": {"description": "a whole number of the client's"},
        },
        "additionalProperties": not describe.settings.strict,
    }
    return Operation(
        "POST",
        PATH,
        "Address match",
        "Compare one address with many",
        {200: AddressMatches},
        id="matchAddresses",
        description="A target that fails has an error_code in its item; the call is a 200 all the same.",
        headers=(Input("client_id", HEADER, example="lender"), Input("client_secret", HEADER, example="any-secret")),
        body=describe.body(
            "AddressMatchRequest",
            Parameter("application_id"),
            Parameter("source_address", longest=LONGEST_ADDRESS),
            Parameter("target_addresses", parsing.is_filled_list),
            target_addresses={"type": "array", "minItems": 1, "items": target},
        ),
        body_example={
            "application_id": "app_001",
            "source_address": SOURCE,
            "target_addresses": [{"address": NEAR, "index": 0}],
        },
        examples={200: {"match_data": [MATCH_EXAMPLE]}},
        failures=describe.failures(
            (ApiError(400, "source_address or target_addresses is missing or invalid", coded=True), "as it says"),
            (ApiError(401, "Invalid client_id or client_secret", coded=True), "a header is absent or wrong"),
            (
                ApiError(422, "Address normalization failed for source_address", coded=True),
                "the source is not an address",
            ),
            (ApiError(503, "Address matching engine is currently unavailable", coded=True), "passing; try again later"),
        ),
    )


def _bound(application_id: str, source: str, targets: Sequence[Any]) -> None:
    """Raises 422 or 413 for what is longer than is taken."""
    if len(application_id) > LONGEST_ID:
        raise too_long("application_id", LONGEST_ID, len(application_id), coded=True)
    if len(targets) > MOST_ADDRESSES:
        raise too_many("target_addresses has too many items", MOST_ADDRESSES, len(targets), coded=True)
    addresses = [("source_address", source)]
    addresses += [
        (f"target_addresses[{position}].address", target["address"])
        for position, target in enumerate(targets)
        if isinstance(target, dict) and isinstance(target.get("address"), str)
    ]
    for name, address in addresses:
        if len(address) > LONGEST_ADDRESS:
            raise too_long(name, LONGEST_ADDRESS, len(address), coded=True)


def _match_all(source: str, targets: Sequence[Any], faults: Sequence[ActiveRule]) -> list[AddressMatch]:
    """Every target in its order. Raises ApiError where the source is no address, or nothing can be compared."""
    try:
        from simulator.matching import addresses  # rapidfuzz: loaded with the first call, not with the server

        normalisable = addresses.normalisable(source)
    except (ImportError, OSError):
        raise ApiError(503, "Address matching engine is currently unavailable", coded=True) from None
    if not normalisable:
        raise ApiError(422, "Address normalization failed for source_address", coded=True)
    return [_match(source, target, faults) for target in targets]


def _match(source: str, target: Any, faults: Sequence[ActiveRule]) -> AddressMatch:
    from simulator.matching import addresses

    value = target if isinstance(target, dict) else {}
    given = value.get("address")
    address: str = given if isinstance(given, str) else ""
    index = value.get("index") if parsing.is_integer(value.get("index")) else None
    if not address.strip() or index is None:
        return AddressMatch(source, address, None, None, index, "400", INCOMPLETE)
    if any(fault.apply(index, address) for fault in faults):
        return AddressMatch(source, address, None, None, index, "422", NOT_NORMALISED)
    try:
        similarity, same_person = addresses.compared(source, address)
    except addresses.AddressError:
        return AddressMatch(source, address, None, None, index, "422", NOT_NORMALISED)
    return AddressMatch(source, address, similarity, same_person, index, None, None)
