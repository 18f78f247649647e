"""Moved: `simulator.client.play`. This name keeps working for one version."""

from simulator.client.play import *  # noqa: F403
