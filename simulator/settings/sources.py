"""Settings from where they are set: a flag, then a variable, then the TOML file, then the default.

A wrong one is a `SettingError` that names where it was set, what it said and what is allowed.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from simulator import secret_files, toml_files
from simulator.errors import SettingError
from simulator.nearest import suggestion
from simulator.settings.kinds import SettingKind, credential
from simulator.settings.table import Settings

PREFIX = "ATLAS_SIM_"
#: What Kubernetes says of a service, besides NAME_PORT=tcp://ADDRESS:PORT.
_OF_SERVICES = re.compile(
    rf"{PREFIX}(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)",
    re.ASCII,
)


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
        pairs = secret_files.accounts(settings.credentials_file, credential)
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
            # By what is behind the prefix: all are alike in that.
            near = suggestion(name, kinds, PREFIX)
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
    if not kind.many:
        return _parse_one(where, kind, value)
    if not isinstance(value, str | list | tuple):
        raise SettingError(f"{where}: must be a list of texts, each {kind.must_be}; not {value!r}")
    parts = [part for part in value.split(",") if part] if isinstance(value, str) else value
    return tuple(_parse_one(where, kind, part) for part in parts)


def _parse_one(where: str, kind: SettingKind, value: Any) -> Any:
    text = value if isinstance(value, str) else ("yes" if value is True else "no" if value is False else str(value))
    try:
        if isinstance(value, list | tuple | dict):
            raise ValueError
        return kind.parse(text)
    except (ValueError, KeyError):
        allowed = kind.must_be.removeprefix("one of ").split(", ") if kind.must_be.startswith("one of ") else []
        raise SettingError(f"{where}: must be {kind.must_be}, not {text!r}{suggestion(text, allowed)}") from None
