"""The table of settings, from which flags, `ATLAS_SIM_*` variables, the TOML file and the documentation all come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator.hosts import LOOPBACK, METADATA
from simulator.settings.kinds import (
    FLAG,
    HOST,
    NAME_LIST,
    PATH,
    ROOT,
    TEXT,
    URL,
    SettingKind,
    choice,
    credential,
    integer,
    many_of,
    number,
    parse_network,
    parse_origin,
    parse_proxy,
    parse_server_name,
    parse_workers,
    place_pair_text,
    seconds,
)


def setting(kind: SettingKind, default: Any, description: str) -> Any:
    """One row of the table: how it is parsed, its default, and one sentence for the documentation."""
    metadata = {"kind": kind, "help": description}
    if isinstance(default, (list, tuple)):
        return field(default_factory=lambda: tuple(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. The order here is the order in the help and in the README."""

    host: str = setting(
        TEXT, "localhost", "address to listen on; only this machine can reach the default, by IPv4 and IPv6"
    )
    port: int = setting(integer(0, 65535), 8642, "port to listen on; 0 takes a free one")
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
        choice("normal", "full"),
        "normal",
        "what a power cut may take: normal, the last moments before it; full, nothing that was answered, but slower",
    )
    credentials: tuple[str, ...] = setting(
        many_of(SettingKind(credential, "CLIENT_ID:CLIENT_SECRET")),
        (),
        "accounts that may get tokens; none: any pair may",
    )
    credentials_file: str = setting(
        PATH, "", "file with the accounts, CLIENT_ID:CLIENT_SECRET on each line, since `ps` shows what flags say"
    )
    token_life: float = setting(seconds(1), 3600.0, "seconds that a token is valid, in simulated time")
    ocr_engine: str = setting(choice("tesserocr", "pytesseract", "rapidocr"), "tesserocr", "OCR engine")
    ocr_model: str = setting(
        choice("fast", "standard", "best"), "fast", "model of the engine; best reads unsure words a second time"
    )
    workers: str = setting(
        SettingKind(parse_workers, "a number of processes from 0 to 1024, or dask://HOST:PORT"),
        "0",
        "processes that read documents; 0: one for each processor (dask://HOST:PORT: a Dask cluster)",
    )
    workers_fallback: bool = setting(
        FLAG, False, "read on this machine while the Dask cluster cannot be reached, instead of waiting for it"
    )
    read_timeout: float = setting(
        seconds(0.1),
        120.0,
        "seconds that reading one document may take; longer makes it INVALID_DOC with `time limit exceeded`",
    )
    max_file_mb: float = setting(
        number(0.001, "MB"),
        25.0,
        "largest file, in MB of 1,000,000 bytes; a larger one is INVALID_DOC: `file too large`",
    )
    heic: bool = setting(
        FLAG, False, "also read HEIC and AVIF, what phones send; Atlas does not (extra `heic`: pillow-heif)"
    )
    max_pages: int = setting(
        integer(1, 10_000), 40, "most pages of a document; more make it INVALID_DOC with the reason `too many pages`"
    )
    max_body_mb: float = setting(
        number(0.001, "MB"), 16.0, "largest request body, in MB of 1,000,000 bytes; more is a 400"
    )
    download_timeout: float = setting(
        seconds(0.1), 30.0, "seconds that fetching one file may take; longer makes its upload fail"
    )
    download_redirects: int = setting(integer(0, 50), 5, "most redirects that are followed when a file is fetched")
    aadhaar: str = setting(choice("plain", "masked"), "plain", "Aadhaar numbers in answers: as printed, or masked")
    redact_life: float = setting(seconds(1), 3600.0, "seconds that a redact_url is valid, in simulated time")
    missing_fields: str = setting(
        choice("empty", "null", "omit"), "empty", 'a field that was not found: value "", value null, or left out'
    )
    unfetched_items: str = setting(
        choice("omit", "item"), "omit", "a file that could not be fetched: left out of ocr_data, or an item of its own"
    )
    error_envelope: str = setting(
        choice("documented", "error", "error_code", "both"), "documented", "form of HTTP error bodies"
    )
    deviations: str = setting(
        PATH, "", "TOML file of error answers that a server words otherwise, as `atlas-simulator adopt` writes it"
    )
    flow_upload: str = setting(
        choice("array", "object"), "array", "v3 multiupload answers with one entry for each file, or with one object"
    )
    docstream_upload: str = setting(
        choice("object", "array"), "object", "docstream's multiupload answers with one object, or one for each file"
    )
    docstream_total: str = setting(
        choice("batch", "extracted"), "batch", "docstream's total_items counts the batch, or only what is extracted"
    )
    docstream_callback_url: str = setting(
        URL, "", "URL that docstream results are posted to, for every account; none: they are not posted"
    )
    docstream_auth_url: str = setting(URL, "", "URL that gives the token for docstream callbacks")
    batch_errors: bool = setting(FLAG, False, "put error_code and error_reason on every docstream and bulk item")
    own_checks: bool = setting(FLAG, False, "also send the simulator's own cross-checks, which Atlas does not have")
    auth_method: str = setting(choice("POST", "GET"), "POST", "method of the call to auth_url")
    auth_token_field: str = setting(TEXT, "access_token", "key of the token in auth_url's JSON answer")
    auth_at_upload: bool = setting(FLAG, False, "also call auth_url while an upload is accepted; 422 if it fails")
    notification_auth: bool = setting(FLAG, False, "also call auth_token_url before each onboarding chat event")
    callback_token: str = setting(
        choice("Token", "Authorization"),
        "Token",
        "header that carries auth_url's token: Token: T, or Authorization: Bearer T",
    )
    callback_timeout: float = setting(seconds(0.1), 10.0, "seconds that auth_url or callback_url may take to answer")
    callback_attempts: int = setting(integer(1, 100), 6, "most attempts to deliver one callback; then it is given up")
    callback_backoff: float = setting(
        seconds(0.0), 2.0, "seconds before the second attempt; doubles each time, up to 60"
    )
    pace: str = setting(
        choice("instant", "realistic", "manual"),
        "instant",
        "how fast flows move: as fast as they are read; with Atlas's delays, 30 to 60 seconds for most flows; or step by step",
    )
    pace_factor: float = setting(
        number(0.0, "times"),
        1.0,
        "by what the delays of the realistic pace are multiplied: 0.1 makes them ten times shorter",
    )
    seed: int = setting(integer(0, 2**31 - 1), 1, "seed of everything drawn by chance: pace, jitter, fault probability")
    strict: bool = setting(FLAG, False, "refuse what Atlas would forgive: unknown fields, plain-http callback URLs")
    upstream: str = setting(
        URL,
        "",
        "base URL of a real server that answers calls of Atlas in the simulator's place; answers come back untouched",
    )
    upstream_mode: str = setting(
        choice("record", "fallback", "off"),
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
        many_of(PATH), (), "folders with types, checks and products of one's own, added to the built-in catalogue"
    )
    watch: bool = setting(FLAG, False, "follow changes in catalogue folders without a restart")
    keep: float = setting(
        seconds(0), 0.0, "seconds that finished flows are kept, in simulated time; 0 keeps them for ever"
    )
    allow_host: tuple[str, ...] = setting(
        many_of(HOST), (), "hosts or networks (CIDR) that files and callbacks may go to; none: all that are not denied"
    )
    deny_host: tuple[str, ...] = setting(
        many_of(HOST),
        METADATA,
        "hosts or networks (CIDR) that are never contacted; default: link-local addresses and clouds' metadata services",
    )
    connect_to: tuple[str, ...] = setting(
        many_of(SettingKind(place_pair_text, "HOST:PORT=HOST:PORT")),
        (),
        "HOST:PORT=HOST:PORT: connect to the second for what URLs say of the first; Host and the name for TLS stay the first",
    )
    outgoing_proxy: str = setting(
        SettingKind(parse_proxy, "an http:// or https:// URL of a host and port"),
        "",
        "HTTP proxy for files and callbacks that are not on this machine; a variable for proxies is not read",
    )
    ca_file: str = setting(
        PATH, "", "PEM file of authorities whose certificates are trusted as well, for files and callbacks over https"
    )
    server_name: tuple[str, ...] = setting(
        many_of(SettingKind(parse_server_name, "a host name, *.DOMAIN or *")),
        (),
        "further names that clients reach the server by (*.DOMAIN: all under it; *: any); others with dots in them get 403",
    )
    trusted_proxy: tuple[str, ...] = setting(
        many_of(SettingKind(parse_network, "an address or a network (CIDR), or none")),
        LOOPBACK,
        "proxies whose Forwarded and X-Forwarded-* headers are believed; none: nobody's; default: this machine's",
    )
    cors_origin: tuple[str, ...] = setting(
        many_of(SettingKind(parse_origin, "an origin: https://HOST or https://HOST:PORT")),
        (),
        "origins whose pages may call Atlas's endpoints from a browser; none: no other site's page may",
    )
    ui_password: str = setting(TEXT, "", "password of the page and of everything under /_sim; none: open")
    ui_password_file: str = setting(
        PATH, "", "file whose first line is the page's password, since `ps` shows what flags say"
    )
    analytics: str = setting(
        choice("auto", "open", "password"),
        "auto",
        "who may see the analytics, which tell of every client: auto asks for the page's password where there is one",
    )
    root_path: str = setting(ROOT, "", "path prefix under which a proxy serves the simulator")
    log_format: str = setting(choice("auto", "text", "json"), "auto", "auto: text on a terminal, JSON when piped")
    demo: bool = setting(FLAG, False, "start with flows in every state, unless there are some of its tenant")
    otel_endpoint: str = setting(
        URL, "", "base URL of an OTLP/HTTP collector that gets traces of flows (extra [otel]); none: no traces"
    )
    log_level: str = setting(choice("debug", "info", "warning", "error"), "info", "least important line that is logged")

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
