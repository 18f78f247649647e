"""All that Atlas answers, in the order of a client's work."""

from __future__ import annotations

from simulator.atlas.address_api import AddressApi
from simulator.atlas.analytics.api import AnalyticsApi
from simulator.atlas.batch_api import BatchApi, bulk, docstream
from simulator.atlas.flow_api import FlowApi
from simulator.atlas.onboarding.flows_api import OnboardingApi
from simulator.atlas.strict import strict_routes
from simulator.atlas.token_api import TokenApi
from simulator.core import Core
from simulator.endpoints import Endpoint


def endpoints(core: Core) -> list[Endpoint]:
    """Every endpoint; families with work to do after an answer are made known to the core."""
    flows, onboarding = FlowApi(core), OnboardingApi(core)
    batches = [BatchApi(core, profile(core.settings)) for profile in (docstream, bulk)]
    core.families.add(flows, *batches, onboarding)
    found = [*TokenApi(core).endpoints, *flows.endpoints]
    found += [endpoint for family in batches for endpoint in family.endpoints]
    found += [*AddressApi(core).endpoints, *onboarding.endpoints, *AnalyticsApi(core).endpoints]
    return strict_routes(found) if core.settings.strict else found
