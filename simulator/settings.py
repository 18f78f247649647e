"""Settings: one table, from which flags, `ATLAS_SIM_*` variables, the TOML file and the documentation all come.

Precedence: flag, then variable, then TOML file, then default. A wrong one is a `SettingError` that names where
it was set, what it said and what is allowed.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from simulator import secret_files, toml_files
from simulator.errors import SettingError
from simulator.hosts import parse_rule
from simulator.nearest import suggestion

PREFIX = "ATLAS_SIM_"
#: Link-local addresses and what clouds' machines ask for credentials at: AWS, Azure, Alibaba, Oracle (Google's is link-local).
METADATA = ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "168.63.129.16", "100.100.100.200", "192.0.0.192")

#: What Kubernetes says of a service, besides NAME_PORT=tcp://ADDRESS:PORT.
_OF_SERVICES = re.compile(
    rf"{PREFIX}(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)",
    re.ASCII,
)
LOOPBACK = ("127.0.0.0/8", "::1")


@dataclass(frozen=True)
class SettingKind:
    """How the text of one setting becomes its value; `says` completes "must be …"; `is_path` tells which values are paths."""

    parse: Callable[[str], Any]
    says: str
    many: bool = False
    is_path: Callable[[str], bool] = lambda value: False


def _integer(least: int, most: int) -> SettingKind:
    def parse(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError
        return value

    return SettingKind(parse, f"a whole number from {least} to {most}")


def _number(least: float, unit: str) -> SettingKind:
    def parse(text: str) -> float:
        value = float(text)
        if not least <= value < float("inf"):
            raise ValueError
        return value

    return SettingKind(parse, f"a number of {unit}, {least:g} or more")


def _seconds(least: float) -> SettingKind:
    return _number(least, "seconds")


def _choice(*allowed: str) -> SettingKind:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError
        return text

    return SettingKind(parse, "one of " + ", ".join(allowed))


def _flag(text: str) -> bool:
    truth = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return truth[text.strip().lower()]


def _url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError
    return text.rstrip("/")


def prefix_of(text: str) -> str:
    """`atlas`, `/atlas` and `/atlas/` are one prefix; `/` is none. Raises ValueError: one of the API's own could not be told
    from a path."""
    path = text.strip("/")
    if not re.fullmatch(r"(?!(_sim|v\d+|livez|readyz)(/|$))[\w.~/-]*", path, re.ASCII):
        raise ValueError
    return f"/{path}" if path else ""


def _credential(text: str) -> str:
    client_id, colon, secret = text.partition(":")
    if not (client_id and colon and secret):
        raise ValueError
    return text


def _host(text: str) -> str:
    parse_rule(text)
    return text


def _network(text: str) -> str:
    if text != "none" and parse_rule(text).network is None:
        raise ValueError
    return text


def place_pair(text: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """`HOST:PORT=HOST:PORT` as two places, hosts in lower case and without brackets. Raises ValueError."""
    from_place, equals, to_place = text.partition("=")
    if not equals:
        raise ValueError
    return _place(from_place), _place(to_place)


def _place(text: str) -> tuple[str, int]:
    host, colon, port = text.strip().lower().rpartition(":")
    rule = parse_rule(host)
    if (
        not colon
        or "/" in host
        or host.startswith("*")
        or (rule.network is not None and ":" in host and host[0] != "[")
    ):
        raise ValueError
    if not 0 < int(port) < 65536:
        raise ValueError
    return host.strip("[]"), int(port)


def _place_pair_text(text: str) -> str:
    place_pair(text)
    return text


def _proxy(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^/?#\s]+/?", text):
        raise ValueError
    return text.rstrip("/")


def _origin(text: str) -> str:
    """`SCHEME://HOST[:PORT]`, as a browser says it in Origin: in lower case, with nothing behind."""
    if not re.fullmatch(r"https?://[^/?#@\s*]+", text.lower().rstrip("/")):
        raise ValueError
    return text.lower().rstrip("/")


def _server_name(text: str) -> str:
    if text != "*" and parse_rule(text).network is not None:
        raise ValueError
    return text.lower().rstrip(".")


def _workers(text: str) -> str:
    """Processes on this machine, or the address of a Dask scheduler."""
    if text.startswith("dask://"):
        host, colon, port = text.removeprefix("dask://").rpartition(":")
        if not (host and colon and 0 < int(port) < 65536):
            raise ValueError
    elif not 0 <= int(text) <= 1024:
        raise ValueError
    return text


TEXT = SettingKind(str, "a text")
URL = SettingKind(_url, "an http:// or https:// URL")
ROOT = SettingKind(prefix_of, "a path such as /atlas that the API does not use itself")
FLAG = SettingKind(_flag, "yes or no")
HOST = SettingKind(_host, "a host name, *.DOMAIN, an address or a network (CIDR)")
PATH = SettingKind(lambda text: str(Path(text).expanduser()) if text else "", "a path", is_path=bool)
NAME_LIST = SettingKind(
    str, "a .toml file, or the name of a built-in one", is_path=lambda result: result.endswith(".toml")
)


def setting(kind: SettingKind, default: Any, says: str) -> Any:
    """One row of the table: how it is parsed, its default, and one sentence for the documentation."""
    metadata = {"kind": kind, "help": says}
    if isinstance(default, (list, tuple)):
        return field(default_factory=lambda: tuple(default), metadata=metadata)
    return field(default=default, metadata=metadata)


def _many(kind: SettingKind) -> SettingKind:
    return dataclasses.replace(kind, many=True)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. The order here is the order in the help and in the README."""

    host: str = setting(
        TEXT, "localhost", "address to listen on; only this machine can reach the default, by IPv4 and IPv6"
    )
    port: int = setting(_integer(0, 65535), 8642, "port to listen on; 0 takes a free one")
    public_url: str = setting(
        URL,
        "",
        "base URL that links in answers begin with; default: what the client used, by its Host and what trusted proxies say",
    )
    tls: bool = setting(
        FLAG, False, "serve https with a throw-away certificate, and say how to trust it (extra `tls`: trustme)"
    )
    tls_cert: str = setting(PATH, "", "serve https with this certificate: PEM file, with its chain")
    tls_key: str = setting(PATH, "", "PEM file of the certificate's key; default: it is in the same file")
    state: str = setting(PATH, "", "SQLite file that keeps everything; default in the user's data folder")
    ephemeral: bool = setting(FLAG, False, "keep nothing after the server stops")
    sync: str = setting(
        _choice("normal", "full"),
        "normal",
        "what a power cut may take: normal, the last moments before it; full, nothing that was answered, but slower",
    )
    credentials: tuple[str, ...] = setting(
        _many(SettingKind(_credential, "CLIENT_ID:CLIENT_SECRET")),
        (),
        "accounts that may get tokens; none: any pair may",
    )
    credentials_file: str = setting(
        PATH, "", "file with the accounts, CLIENT_ID:CLIENT_SECRET on each line, since `ps` shows what flags say"
    )
    token_life: float = setting(_seconds(1), 3600.0, "seconds that a token is valid, in simulated time")
    ocr_engine: str = setting(_choice("tesserocr", "pytesseract", "rapidocr"), "tesserocr", "OCR engine")
    ocr_model: str = setting(
        _choice("fast", "standard", "best"), "fast", "model of the engine; best reads unsure words a second time"
    )
    workers: str = setting(
        SettingKind(_workers, "a number of processes from 0 to 1024, or dask://HOST:PORT"),
        "0",
        "processes that read documents; 0: one for each processor (dask://HOST:PORT: a Dask cluster)",
    )
    workers_fallback: bool = setting(
        FLAG, False, "read on this machine while the Dask cluster cannot be reached, instead of waiting for it"
    )
    read_timeout: float = setting(
        _seconds(0.1),
        120.0,
        "seconds that reading one document may take; longer makes it INVALID_DOC with `time limit exceeded`",
    )
    max_file_mb: float = setting(
        _number(0.001, "MB"), 25.0, "largest file, in MB of 1,000,000 bytes; fetching a larger one fails"
    )
    heic: bool = setting(
        FLAG, False, "also read HEIC and AVIF, what phones send; Atlas does not (extra `heic`: pillow-heif)"
    )
    max_pages: int = setting(
        _integer(1, 10_000), 40, "most pages of a document; more make it INVALID_DOC with the reason `too many pages`"
    )
    max_body_mb: float = setting(
        _number(0.001, "MB"), 16.0, "largest request body, in MB of 1,000,000 bytes; more is a 400"
    )
    download_timeout: float = setting(
        _seconds(0.1), 30.0, "seconds that fetching one file may take; longer makes its upload fail"
    )
    download_redirects: int = setting(_integer(0, 50), 5, "most redirects that are followed when a file is fetched")
    aadhaar: str = setting(_choice("plain", "masked"), "plain", "Aadhaar numbers in answers: as printed, or masked")
    redact_life: float = setting(_seconds(1), 3600.0, "seconds that a redact_url is valid, in simulated time")
    missing_fields: str = setting(
        _choice("empty", "null", "omit"), "empty", 'a field that was not found: value "", value null, or left out'
    )
    unfetched_items: str = setting(
        _choice("omit", "item"), "omit", "a file that could not be fetched: left out of ocr_data, or an item of its own"
    )
    error_envelope: str = setting(
        _choice("documented", "error", "error_code", "both"), "documented", "form of HTTP error bodies"
    )
    deviations: str = setting(
        PATH, "", "TOML file of error answers that a server words otherwise, as `atlas-simulator adopt` writes it"
    )
    flow_upload: str = setting(
        _choice("array", "object"), "array", "v3 multiupload answers with one entry for each file, or with one object"
    )
    docstream_upload: str = setting(
        _choice("object", "array"), "object", "docstream's multiupload answers with one object, or one for each file"
    )
    docstream_total: str = setting(
        _choice("batch", "extracted"), "batch", "docstream's total_items counts the batch, or only what is extracted"
    )
    docstream_callback_url: str = setting(
        URL, "", "URL that docstream results are posted to, for every account; none: they are not posted"
    )
    docstream_auth_url: str = setting(URL, "", "URL that gives the token for docstream callbacks")
    batch_errors: bool = setting(FLAG, False, "put error_code and error_reason on every docstream and bulk item")
    own_checks: bool = setting(FLAG, False, "also send the simulator's own cross-checks, which Atlas does not have")
    auth_method: str = setting(_choice("POST", "GET"), "POST", "method of the call to auth_url")
    auth_token_field: str = setting(TEXT, "access_token", "key of the token in auth_url's JSON answer")
    auth_at_upload: bool = setting(FLAG, False, "also call auth_url while an upload is accepted; 422 if it fails")
    notification_auth: bool = setting(FLAG, False, "also call auth_token_url before each onboarding chat event")
    callback_token: str = setting(
        _choice("Token", "Authorization"),
        "Token",
        "header that carries auth_url's token: Token: T, or Authorization: Bearer T",
    )
    callback_timeout: float = setting(_seconds(0.1), 10.0, "seconds that auth_url or callback_url may take to answer")
    callback_attempts: int = setting(_integer(1, 100), 6, "most attempts to deliver one callback; then it is given up")
    callback_backoff: float = setting(
        _seconds(0.0), 2.0, "seconds before the second attempt; doubles each time, up to 60"
    )
    pace: str = setting(
        _choice("instant", "realistic", "manual"),
        "instant",
        "how fast flows move: as fast as they are read; with Atlas's delays, 30 to 60 seconds for most flows; or step by step",
    )
    pace_factor: float = setting(
        _number(0.0, "times"),
        1.0,
        "by what the delays of the realistic pace are multiplied: 0.1 makes them ten times shorter",
    )
    seed: int = setting(
        _integer(0, 2**31 - 1), 1, "seed of everything drawn by chance: pace, jitter, fault probability"
    )
    strict: bool = setting(FLAG, False, "refuse what Atlas would forgive: unknown fields, plain-http callback URLs")
    upstream: str = setting(
        URL,
        "",
        "base URL of a real server that answers calls of Atlas in the simulator's place; answers come back untouched",
    )
    upstream_mode: str = setting(
        _choice("record", "fallback", "off"),
        "fallback",
        "who answers: record, the upstream always; fallback, the recording first; off, the recording, else the simulator",
    )
    upstream_recording: str = setting(
        PATH, "", "HAR file that keeps what the upstream answered, secrets masked; none: kept until the server stops"
    )
    client_id: str = setting(
        TEXT, "", "account at the upstream, in place of the clients' own; none: their credentials are passed on"
    )
    client_secret_env: str = setting(TEXT, "", "environment variable that holds the secret of that account")
    scenario: str = setting(NAME_LIST, "", "scenario in force from the start: a file, or the name of a built-in one")
    catalogue: tuple[str, ...] = setting(
        _many(PATH), (), "folders with types, checks and products of one's own, added to the built-in catalogue"
    )
    watch: bool = setting(FLAG, False, "follow changes in catalogue folders without a restart")
    keep: float = setting(
        _seconds(0), 0.0, "seconds that finished flows are kept, in simulated time; 0 keeps them for ever"
    )
    allow_host: tuple[str, ...] = setting(
        _many(HOST), (), "hosts or networks (CIDR) that files and callbacks may go to; none: all that are not denied"
    )
    deny_host: tuple[str, ...] = setting(
        _many(HOST),
        METADATA,
        "hosts or networks (CIDR) that are never contacted; default: link-local addresses and clouds' metadata services",
    )
    connect_to: tuple[str, ...] = setting(
        _many(SettingKind(_place_pair_text, "HOST:PORT=HOST:PORT")),
        (),
        "HOST:PORT=HOST:PORT: connect to the second for what URLs say of the first; Host and the name for TLS stay the first",
    )
    outgoing_proxy: str = setting(
        SettingKind(_proxy, "an http:// or https:// URL of a host and port"),
        "",
        "HTTP proxy for files and callbacks that are not on this machine; a variable for proxies is not read",
    )
    ca_file: str = setting(
        PATH, "", "PEM file of authorities whose certificates are trusted as well, for files and callbacks over https"
    )
    server_name: tuple[str, ...] = setting(
        _many(SettingKind(_server_name, "a host name, *.DOMAIN or *")),
        (),
        "further names that clients reach the server by (*.DOMAIN: all under it; *: any); others with dots in them get 403",
    )
    trusted_proxy: tuple[str, ...] = setting(
        _many(SettingKind(_network, "an address or a network (CIDR), or none")),
        LOOPBACK,
        "proxies whose Forwarded and X-Forwarded-* headers are believed; none: nobody's; default: this machine's",
    )
    cors_origin: tuple[str, ...] = setting(
        _many(SettingKind(_origin, "an origin: https://HOST or https://HOST:PORT")),
        (),
        "origins whose pages may call Atlas's endpoints from a browser; none: no other site's page may",
    )
    ui_password: str = setting(TEXT, "", "password of the page and of everything under /_sim; none: open")
    ui_password_file: str = setting(
        PATH, "", "file whose first line is the page's password, since `ps` shows what flags say"
    )
    analytics: str = setting(
        _choice("auto", "open", "password"),
        "auto",
        "who may see the analytics, which tell of every client: auto asks for the page's password where there is one",
    )
    root_path: str = setting(ROOT, "", "path prefix under which a proxy serves the simulator")
    log_format: str = setting(_choice("auto", "text", "json"), "auto", "auto: text on a terminal, JSON when piped")
    demo: bool = setting(FLAG, False, "start with flows in every state, unless there are some of its tenant")
    otel_endpoint: str = setting(
        URL, "", "base URL of an OTLP/HTTP collector that gets traces of flows (extra [otel]); none: no traces"
    )
    log_level: str = setting(
        _choice("debug", "info", "warning", "error"), "info", "least important line that is logged"
    )

    @property
    def database(self) -> str:
        """Path of the SQLite file, or `:memory:`."""
        if self.ephemeral:
            return ":memory:"
        return self.state or default_state()

    @property
    def local_url(self) -> str:
        """Where this machine reaches a server that listens as these settings say, without a prefix."""
        host = {"localhost": "127.0.0.1", "0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(
            self.host, self.host
        )
        scheme = "https" if self.serves_tls else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def serves_tls(self) -> bool:
        """Whether the server speaks TLS itself."""
        return self.tls or bool(self.tls_cert)

    @property
    def base_url(self) -> str:
        """The base URL that is named where no client's is known."""
        return self.public_url or f"{self.local_url}{self.root_path}"

    @property
    def is_on_loopback(self) -> bool:
        """Whether it listens on this machine's loopback addresses, alone or with others."""
        return self.host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "")

    @property
    def denied(self) -> tuple[str, ...]:
        """What is never contacted: the hosts that `deny_host` names and, unless `none` is one of them, those of its default.

        Who denies networks of their own must not open the way to the machine's credentials by it.
        """
        named = tuple(each for each in self.deny_host if each != "none")
        return named if "none" in self.deny_host else tuple(dict.fromkeys((*METADATA, *named)))

    @property
    def analytics_guarded(self) -> bool:
        """Whether the analytics need the page's password."""
        return self.analytics == "password" or (self.analytics == "auto" and bool(self.ui_password))

    @property
    def accounts(self) -> dict[str, str]:
        """Client-Id to Client-Secret; empty where any pair may have a token."""
        return dict(pair.split(":", 1) for pair in self.credentials)


def default_state() -> str:
    from platformdirs import user_data_path

    return str(user_data_path("atlas-simulator", appauthor=False) / "state.sqlite3")


def setting_rows() -> list[tuple[str, SettingKind, Any, str]]:
    """The table: name, kind, default and sentence of each setting, in order."""
    table = []
    for each in fields(Settings):
        default = each.default_factory() if callable(each.default_factory) else each.default
        table.append((each.name, each.metadata["kind"], default, each.metadata["help"]))
    return table


def load(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: str | None = None,
) -> Settings:
    """Settings from flags, variables and a TOML file (`file`, or `ATLAS_SIM_CONFIG`), the first that says so winning."""
    environment = os.environ if environment is None else environment
    kinds = {name: kind for name, kind, _, _ in setting_rows()}
    values: dict[str, Any] = {}
    file = file or environment.get(PREFIX + "CONFIG")
    if file:
        values.update(_from_file(file, kinds))
    values.update(_from_environment(environment, kinds))
    for name, value in (flags or {}).items():
        if value is not None:
            values[name] = _parse_value(f"--{name.replace('_', '-')}", kinds[name], value)
    return _with_secrets(Settings(**values))


def _with_secrets(settings: Settings) -> Settings:
    """The settings with what stands in files of secrets. Raises SettingError."""
    if settings.credentials_file:
        pairs = secret_files.accounts(settings.credentials_file, _credential)
        settings = dataclasses.replace(settings, credentials=(*settings.credentials, *pairs))
    if settings.ui_password_file:
        if settings.ui_password:
            raise SettingError("--ui-password and --ui-password-file both say a password; set one of them")
        settings = dataclasses.replace(settings, ui_password=secret_files.password(settings.ui_password_file))
    if settings.tls_key and not settings.tls_cert:
        raise SettingError("--tls-key: there is no certificate to it; set --tls-cert")
    if settings.analytics == "password" and not settings.ui_password:
        raise SettingError("--analytics password: there is no password yet; set --ui-password-file")
    return settings


def _from_file(file: str, kinds: Mapping[str, SettingKind]) -> dict[str, Any]:
    path = Path(file)
    table = toml_files.table(toml_files.read(path, "settings file"), path, "settings file")
    values = {
        name: _parse_value(f"settings file {file}: {name}", _kind_named(kinds, name, file), result)
        for name, result in table.items()
    }
    return {name: _relative_to_file(file, kinds[name], value) for name, value in values.items()}


def _relative_to_file(file: str, kind: SettingKind, value: Any) -> Any:
    """A path in a settings file counts from the file's own folder, so that both can be moved and shared together."""
    if kind.many:
        return tuple(_relative_to_file(file, dataclasses.replace(kind, many=False), each) for each in value)
    return str(Path(file).resolve().parent / value) if kind.is_path(value) else value


def _kind_named(kinds: Mapping[str, SettingKind], name: str, file: str) -> SettingKind:
    if name not in kinds:
        near = suggestion(name, kinds)
        raise SettingError(
            f"settings file {file}: unknown setting {name!r}{near or ';'} `atlas-simulator serve --help` lists them"
        )
    return kinds[name]


def _from_environment(environment: Mapping[str, str], kinds: Mapping[str, SettingKind]) -> dict[str, Any]:
    values = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX) or variable == PREFIX + "CONFIG" or _is_of_a_service(variable, value):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in kinds:
            near = suggestion(variable, [PREFIX + name.upper() for name in kinds])
            raise SettingError(
                f"variable {variable}: no such setting{near or ';'} `atlas-simulator serve --help` lists them"
            )
        values[name] = _parse_value(f"variable {variable}", kinds[name], value)
    return values


def _is_of_a_service(variable: str, value: str) -> bool:
    """Whether Kubernetes or Docker's links put it there, for a service that is called `atlas-sim` or `atlas-sim-…`."""
    if re.fullmatch(r"(?:tcp|udp|sctp)://\S+", value) and variable.endswith("_PORT"):
        return True
    return _OF_SERVICES.fullmatch(variable) is not None


def _parse_value(where: str, kind: SettingKind, value: Any) -> Any:
    if kind.many:
        parts = [part for part in value.split(",") if part] if isinstance(value, str) else list(value)
        return tuple(_parse_one(where, kind, part) for part in parts)
    return _parse_one(where, kind, value)


def _parse_one(where: str, kind: SettingKind, value: Any) -> Any:
    text = value if isinstance(value, str) else ("yes" if value is True else "no" if value is False else str(value))
    try:
        return kind.parse(text)
    except (ValueError, KeyError):
        allowed = kind.says.removeprefix("one of ").split(", ") if kind.says.startswith("one of ") else []
        raise SettingError(f"{where}: must be {kind.says}, not {text!r}{suggestion(text, allowed)}") from None
