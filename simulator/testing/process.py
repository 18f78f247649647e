"""Moved: `simulator.client.process`. This name keeps working for one version."""

from simulator.client.process import *  # noqa: F403
