"""All that Atlas answers, in the order of a client's work."""

from __future__ import annotations

from dataclasses import replace

from simulator.atlas.address_api import AddressApi
from simulator.atlas.analytics.api import AnalyticsApi
from simulator.atlas.batch_api import BatchApi, bulk, docstream
from simulator.atlas.errors import ApiError, too_long, too_many, uses_error_code
from simulator.atlas.flow_api import FlowApi
from simulator.atlas.onboarding.flows_api import OnboardingApi
from simulator.atlas.strict import strict_routes
from simulator.atlas.token_api import TokenApi
from simulator.core import Core
from simulator.endpoints import Endpoint, Failure
from simulator.limits import LONGEST_ID, MOST_ITEMS


def endpoints(core: Core) -> list[Endpoint]:
    """Every endpoint; families with work to do after an answer are made known to the core."""
    flows, onboarding = FlowApi(core), OnboardingApi(core)
    batches = [BatchApi(core, profile(core.settings)) for profile in (docstream, bulk)]
    core.families.add(flows, *batches, onboarding)
    found = [*TokenApi(core).endpoints, *flows.endpoints]
    found += [endpoint for family in batches for endpoint in family.endpoints]
    found += [*AddressApi(core).endpoints, *onboarding.endpoints, *AnalyticsApi(core).endpoints]
    found = [_bounded(endpoint, core.settings.error_envelope) for endpoint in found]
    return strict_routes(found) if core.settings.strict else found


def _bounded(endpoint: Endpoint, envelope: str) -> Endpoint:
    """The endpoint, its limits documented: what no client of Atlas sends, but the simulator must not choke on."""
    operation = endpoint.operation
    documented = {failure.status for failure in operation.failures}
    coded = uses_error_code(operation.path)
    limits = [(too_long("Client-Id", LONGEST_ID, 1_000), "a text is longer than is taken")]
    if operation.body is None:
        limits = limits if operation.path.endswith("/authtoken") else []
    else:
        error = too_many("file_urls has too many items", MOST_ITEMS, 100_000)
        limits = [
            (too_long("application_id", LONGEST_ID, 1_000), "a text is longer than is taken"),
            (error, "a list, or the body, is larger than is taken"),
        ]
    failures = [
        Failure(error.status, ApiError(error.status, error.message, coded=coded).body(envelope), when)
        for error, when in limits
        if error.status not in documented
    ]
    return Endpoint(replace(operation, failures=(*operation.failures, *failures)), endpoint.handler)
