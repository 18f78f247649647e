"""A real server behind the simulator: its answers come back untouched, are recorded, and are held against the specification."""
