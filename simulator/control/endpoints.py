"""All that the simulator itself answers, under `/_sim`: the control API, then the page."""

from __future__ import annotations

from simulator.control.catalogue_api import CatalogueApi
from simulator.control.clock_api import ClockApi
from simulator.control.events_api import EventsApi
from simulator.control.faults_api import FaultsApi
from simulator.control.files_api import FilesApi
from simulator.control.flow_scenario_api import FlowScenarioApi
from simulator.control.flows_api import FlowsApi
from simulator.control.guide_api import Guide
from simulator.control.har_api import HarApi
from simulator.control.inbox_api import InboxApi
from simulator.control.journal_api import JournalApi
from simulator.control.metrics_api import MetricsApi
from simulator.control.outcome_api import OutcomeApi
from simulator.control.page.batch_pages import BatchPages
from simulator.control.page.control_pages import ControlPages
from simulator.control.page.docs_pages import DocsPages, Specification
from simulator.control.page.document_cards import DocumentCards
from simulator.control.page.document_images import DocumentImages
from simulator.control.page.document_pages import DocumentPages
from simulator.control.page.flow_pages import FlowPages
from simulator.control.page.html_export import HtmlExport
from simulator.control.page.login_pages import LoginPages
from simulator.control.page.page_context import PageContext
from simulator.control.redacted_api import RedactedApi
from simulator.control.scenario_api import ScenarioApi
from simulator.control.sessions import Sessions
from simulator.control.state_api import StateApi
from simulator.control.storage_api import StorageApi
from simulator.control.tokens_api import TokensApi
from simulator.core import Core
from simulator.endpoints import Endpoint

#: The families of the control API.
_APIS = (
    FaultsApi,
    ClockApi,
    FlowsApi,
    JournalApi,
    HarApi,
    InboxApi,
    FilesApi,
    StateApi,
    StorageApi,
    ScenarioApi,
    FlowScenarioApi,
    OutcomeApi,
    EventsApi,
    RedactedApi,
    TokensApi,
    MetricsApi,
    CatalogueApi,
)


def endpoints(core: Core) -> list[Endpoint]:
    """The control API; the specification, which tells of all endpoints, is not among them."""
    return [endpoint for api in _APIS for endpoint in api(core).endpoints]


def pages(core: Core, sessions: Sessions, specification: Specification) -> list[Endpoint]:
    """The page, of which the specification does not tell; `specification` is what its part on the API shows."""
    site, pictures = PageContext(core), DocumentImages(core)
    cards = DocumentCards(core.definitions, pictures)
    flows = FlowPages(site, cards)
    parts = (
        LoginPages(sessions),
        flows,
        HtmlExport(site, cards, pictures, flows),
        BatchPages(site, cards),
        DocumentPages(site, pictures),
        ControlPages(site),
        DocsPages(site, specification),
        Guide(),
    )
    return [endpoint for part in parts for endpoint in part.endpoints]
