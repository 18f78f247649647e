"""Moved: `simulator.client.receiver`. This name keeps working for one version."""

from simulator.client.receiver import *  # noqa: F403
