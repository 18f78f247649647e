"""Environment variables that tell clients and commands of a running server; those that set a server up are `settings`."""

#: Base URL of the server.
URL_VARIABLE = "ATLAS_SIMULATOR_URL"
#: An account that the server takes.
CLIENT_ID_VARIABLE = "ATLAS_SIMULATOR_CLIENT_ID"
CLIENT_SECRET_VARIABLE = "ATLAS_SIMULATOR_CLIENT_SECRET"
#: The password of its page, where it asks for one.
PASSWORD_VARIABLE = "ATLAS_SIMULATOR_PASSWORD"
