"""The simulator by the Model Context Protocol: at `/_sim/mcp`, and as `atlas-simulator mcp` (stdio). Extra `[mcp]`.

Every tool is one or a few calls of the HTTP API, so an agent can do what any client can, and nothing else.
"""
