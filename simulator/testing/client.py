"""Moved: `simulator.client.atlas_client`. This name keeps working for one version."""

from simulator.client.atlas_client import *  # noqa: F403
