"""Conformance: each statement of the documentation as a row that a server passes or fails, run by one client."""
