"""Probe: callbacks of every awkward kind to somebody's own receiver, and whether it did with each what a right one does."""
