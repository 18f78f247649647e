"""What the declarations of Atlas's endpoints share: bodies and errors in the forms that the settings ask for, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.atlas import request_parsing as parsing
from simulator.atlas.errors import ApiError, invalid_token
from simulator.atlas.request_parsing import Parameter
from simulator.endpoints import TEXT, Failure, Schema
from simulator.settings import Settings

NONEMPTY_TEXT = parsing.SCHEMAS[parsing.is_text]
FLOW = "ec57821d-d766-4e24-81ef-a2768094511b"
FILE = "03f03421-c933-46fc-a30c-ffb3ea8afd1d"
BATCH = "BATCH-30732-SIYKJ-20251121113228"
INVALID = invalid_token("Signature verification failed")
NO_TOKEN = (INVALID, "the token is absent, expired, revoked or none of ours; `reason` says which")
ABSENT = "parameters are absent, empty or of a wrong type"
#: What an auth_url answers; the key of the token is a setting.
AUTH_ANSWER: Schema = {"type": "object", "properties": {"access_token": TEXT}, "required": ["access_token"]}
FILE_URLS = [{"file_url": "https://bucket.example/invoice.jpg?X-Amz-Signature=ab", "document_id": "1"}]


class Describer:
    """Errors and bodies in the forms that the settings ask for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def failures(self, *texts: tuple[ApiError, str]) -> list[Failure]:
        return [Failure(error.status, error.body(self.settings.error_envelope), when) for error, when in texts]

    def body(self, title: str, *parameters: Parameter, **schemas: Schema) -> Schema:
        """The body that holds these parameters; `schemas` for those that their check alone does not tell.

        `title` is its name among the components of the specification.
        """

        def schema(each: Parameter) -> Schema:
            value = schemas.get(each.name) or parsing.SCHEMAS[each.check]
            if value.get("type") == "string":
                value = {**value, "maxLength": each.limit}
            return value if each.required else {"anyOf": [value, {"type": "null"}]}

        return {
            "title": title,
            "type": "object",
            "properties": {each.name: schema(each) for each in parameters},
            "required": [each.name for each in parameters if each.required],
            "additionalProperties": not self.settings.strict,
        }

    def object(self, properties: Mapping[str, Any], **more: Any) -> Schema:
        """A body, or a part of one, by its properties; what else it may hold is a matter of `strict`."""
        return {"type": "object", "properties": properties, **more, "additionalProperties": not self.settings.strict}

    def file_urls(self, **more: Schema) -> Schema:
        item = self.body("SubmittedFile" if more else "FileToUpload", Parameter("file_url"), Parameter("document_id"))
        return {"type": "array", "minItems": 1, "items": {**item, "properties": {**item["properties"], **more}}}
