"""The specification as one page: plain HTML with its own style and a few lines of script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from typing import Any

Json = Mapping[str, Any]


def render(document: Json) -> str:
    """The whole page of an OpenAPI document."""
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    tags = [tag["name"] for tag in document["tags"]]
    sections = []
    for tag in tags:
        shown = "".join(_operation(*each) for each in operations if tag in each[2]["tags"])
        sections.append(f'<section id="{_slug(tag)}"><h2>{escape(tag)}</h2>{shown}</section>')
    hooks = "".join(_webhook(name, hook["post"]) for name, hook in document["webhooks"].items())
    schemas = "".join(_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items()))
    links = "".join(f'<a href="#{_slug(tag)}">{escape(tag)}</a>' for tag in [*tags, "Webhooks", "Schemas"])
    info = document["info"]
    return _asset("page.html").format(
        title=escape(info["title"]),
        version=escape(info["version"]),
        says=escape(info["description"]),
        links=links,
        sections="".join(sections),
        hooks=hooks,
        schemas=schemas,
        style=_asset("docs.css"),
        script=_asset("docs.js"),
    )


def policy() -> str:
    """The Content-Security-Policy under which the page works: its own style and script, and calls to this server."""
    hashed = {
        name: base64.b64encode(hashlib.sha256(_asset(name).encode()).digest()).decode()
        for name in ("docs.css", "docs.js")
    }
    return (
        f"default-src 'none'; style-src 'sha256-{hashed['docs.css']}'; script-src 'sha256-{hashed['docs.js']}'; img-src data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _operation(path: str, method: str, operation: Json) -> str:
    parts = [f"<p>{escape(operation['description'])}</p>" if "description" in operation else ""]
    parts.append(_parameters(operation))
    if "requestBody" in operation:
        parts.append(
            "<h4>Body</h4>" + _members(operation["requestBody"]) + "".join(_contents(operation["requestBody"]))
        )
    parts.append("<h4>Answers</h4>" + "".join(_response(*each) for each in operation["responses"].items()))
    for name, callback in operation.get("callbacks", {}).items():
        parts += [_webhook(f"{name}: {to}", methods["post"]) for to, methods in callback.items()]
    parts.append(_try_form(path, method, operation))
    return (
        f'<details class="operation" id="{escape(operation["operationId"])}">'
        f'<summary><b class="{method}">{method.upper()}</b> <code>{escape(path)}</code>'
        f" <span>{escape(operation['summary'])}</span></summary>{''.join(parts)}</details>"
    )


def _parameters(operation: Json) -> str:
    rows = [
        f"<tr><td><code>{escape(each['name'])}</code></td><td>{each['in']}</td>"
        f"<td>{'required' if each['required'] else ''}</td><td>{escape(_schema_kind(each['schema']))}</td>"
        f"<td>{escape(each.get('description', ''))}</td></tr>"
        for each in operation.get("parameters", [])
    ]
    if "security" in operation:
        rows.append(
            "<tr><td><code>Token</code></td><td>header</td><td>required</td><td>string</td><td>of authtoken</td></tr>"
        )
    return f"<h4>Parameters</h4><table>{''.join(rows)}</table>" if rows else ""


def _members(held: Json) -> str:
    """The members of a JSON body that is an object of its own."""
    schema = held["content"].get("application/json", {}).get("schema", {})
    rows = [
        f"<tr><td><code>{escape(name)}</code></td><td>{'required' if name in schema.get('required', ()) else ''}</td>"
        f"<td>{escape(_schema_kind(each))}</td></tr>"
        for name, each in schema.get("properties", {}).items()
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _contents(held: Json) -> Iterator[str]:
    for media, content in held.get("content", {}).items():
        yield f"<p><code>{escape(media)}</code> {_linked(content['schema'])}</p>"
        if "example" in content:
            yield _code(content["example"])
        examples = content.get("examples", {}).values()
        for example in examples:
            text = f"<p>{escape(example['summary'])}</p>" if len(examples) > 1 else ""
            yield text + _code(example["value"])


def _response(status: str, response: Json) -> str:
    return f"<h5>{status} {escape(response['description'])}</h5>{''.join(_contents(response))}"


def _webhook(name: str, operation: Json) -> str:
    body = "".join(_contents(operation["requestBody"])) if "requestBody" in operation else ""
    text = f"{operation['summary']}. {operation['description']}"
    return f"<h4>Posted: <code>{escape(name)}</code></h4><p>{escape(text)}</p>{body}"


def _try_form(path: str, method: str, operation: Json) -> str:
    """A form that sends the call to this server."""
    inputs = [each for each in operation.get("parameters", [])]
    if "security" in operation:
        inputs.append({"name": "Token", "in": "header"})
    fields = "".join(
        f'<label>{escape(each["name"])} <input name="{escape(each["name"])}" data-in="{each["in"]}"'
        f' value="{escape(str(each.get("example", "")))}"></label>'
        for each in inputs
    )
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = f"<textarea rows=6>{escape(_pretty(content.get('example', {})))}</textarea>" if content else ""
    return (
        f'<form data-method="{method.upper()}" data-path="{escape(path)}">{fields}{body}'
        "<button>Send</button><pre hidden></pre></form>"
    )


def _schema(name: str, schema: Json) -> str:
    return (
        f'<details id="schema-{escape(name)}"><summary><code>{escape(name)}</code></summary>{_code(schema)}</details>'
    )


def _linked(schema: Json) -> str:
    """What a body is, with a link to the schema where it has a name."""
    found = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    name = found.rpartition("/")[2]
    if not name:
        return f"<details><summary>schema</summary>{_code(schema)}</details>" if len(schema) > 1 else ""
    many = "list of " if "items" in schema else ""
    return f'{many}<a href="#schema-{escape(name)}">{escape(name)}</a>'


def _schema_kind(schema: Json) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(_schema_kind(each) for each in schema["anyOf"])
    kind = schema.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _code(value: Any) -> str:
    return f"<pre>{escape(_pretty(value))}</pre>"


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _slug(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text.lower())


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
