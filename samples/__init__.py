"""Documents drawn from a seed, each with the truth of what it says, for the demo, the tests and the measurements."""
