"""The pytest plugin: the fixture `atlas`, a simulator with a tenant that no other test has.

Override `atlas_settings` to start the simulator with other settings. A failing test shows what happened to its flows.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.testing.atlas import Atlas


@pytest.fixture(scope="session")
def atlas_settings() -> dict[str, Any]:
    """Settings of the session's simulator; a conftest.py may override this."""
    return {}


@pytest.fixture(scope="session")
def atlas_url(atlas_settings: dict[str, Any]) -> Iterator[str]:
    """The simulator of the session: on a free port, one for each worker of pytest-xdist."""
    from simulator.testing.atlas import serving

    with serving(**atlas_settings) as url:
        yield url


@pytest.fixture
def atlas(atlas_url: str) -> Iterator[Atlas]:
    """A simulator, as a tenant of the test's own; everything of it is forgotten afterwards."""
    from simulator.testing.atlas import Atlas

    with Atlas(atlas_url) as running:
        yield running
        running.reset()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Show what happened to the flows of a test that failed."""
    outcome = yield
    report = outcome.get_result()
    used = getattr(item, "funcargs", {}).get("atlas")
    if report.when != "call" or not report.failed or used is None or not hasattr(used, "report"):
        return
    try:
        value = used.report()
    except Exception as error:
        value = f"the simulator could not be asked: {error}"
    if value:
        report.sections.append(("Atlas simulator", value))
