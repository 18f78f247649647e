"""Moved: `simulator.client.control`. This name keeps working for one version."""

from simulator.client.control import *  # noqa: F403
