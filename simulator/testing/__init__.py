"""What test suites and demos stand on: a receiver for callbacks, a client that speaks the API, a pytest plugin."""
