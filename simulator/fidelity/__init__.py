"""Fidelity: the same files through two servers of the API, what differs, and how to make the simulator answer alike."""
