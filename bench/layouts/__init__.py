"""Papers drawn from layouts of HTML: what other people's papers look like, filled in with invented facts."""
