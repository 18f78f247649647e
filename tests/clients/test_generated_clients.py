"""Clients that others' generators make from the specification: they run a flow, and take every documented answer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "documented_answers.json"
#: Files of models that a client may consist of, one for each type of document among them.
MOST_MODELS = 120


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints. Fails with all of it where the command does."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def test_a_python_client_is_generated_runs_a_flow_and_parses_what_is_documented(
    server: Any, document: Any, sample: str, tmp_path: Path, documented_answers: Any
) -> None:
    bin = Path(sys.executable).parent
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    text = run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
        *("--path", "openapi.json", "--output-path", "generated", "--config", "config.yml"),
        cwd=tmp_path,
        PATH=f"{bin}{os.pathsep}{os.environ['PATH']}",
    )
    assert "arning" not in text, text
    models = [each for each in (tmp_path / "generated" / "models").glob("*.py") if each.stem != "__init__"]
    assert 60 < len(models) <= MOST_MODELS
    text = run(
        sys.executable, HERE / "python_client.py", server.url, sample, ANSWERS, cwd=tmp_path, PYTHONPATH=str(tmp_path)
    )
    assert f"{len(documented_answers)} documented answers parsed" in text


@pytest.fixture(scope="session")
def node() -> Path:
    """A folder with the packages of package.json, kept from run to run. Skips where npm or its packages cannot be had."""
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("Node and npm are not installed")
    wanted = (HERE / "package.json").read_bytes()
    folder = Path(tempfile.gettempdir()) / f"atlas-simulator-node-{hashlib.sha256(wanted).hexdigest()[:12]}"
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_bytes(wanted)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("npm did not get its packages within four minutes")
        if done.returncode:
            pytest.skip(f"npm cannot get its packages here: {done.stderr[-300:]}")
    return folder


def test_a_typescript_client_is_compiled_strictly_runs_a_flow_and_takes_what_is_documented(
    server: Any, document: Any, sample: str, tmp_path: Path, node: Path, documented_answers: Any
) -> None:
    (tmp_path / "node_modules").symlink_to(node / "node_modules")
    for name in ("package.json", "tsconfig.json", "client.ts"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "answers.ts").write_text(as_literals(documented_answers), encoding="utf-8")
    bin = node / "node_modules" / ".bin"
    run(bin / "openapi-typescript", "openapi.json", "-o", "atlas.d.ts", cwd=tmp_path)
    run(bin / "tsc", "--project", "tsconfig.json", cwd=tmp_path)
    text = run(shutil.which("node") or "node", "built/client.js", server.url, sample, cwd=tmp_path)
    assert f"{len(documented_answers)} documented answers taken" in text


def as_literals(documented_answers: Any) -> str:
    """Each answer as a constant of the type that the client has for it: whatever does not fit is an error of the compiler."""
    lines = [
        'import type { operations } from "./atlas.js";',
        "type Answers<Id extends keyof operations> = operations[Id]['responses'];",
        "type Answer<Id extends keyof operations, Status extends keyof Answers<Id>> =",
        "  Answers<Id>[Status] extends { content: { 'application/json': infer Body } } ? Body : never;",
    ]
    for number, each in enumerate(documented_answers):
        kind = f'Answer<"{each["operation"]}", {each["status"]}>'
        text = json.dumps(each["body"], ensure_ascii=False)
        # What no list of types names can be received, but is no literal of the type.
        value = f"JSON.parse({json.dumps(text)})" if each.get("unlisted") else text
        lines.append(f"export const answer{number}: {kind} = {value};")
    return "\n".join(lines) + "\n"


def test_redocly_finds_nothing_to_mend_by_its_recommended_rules(document: Any, tmp_path: Path, node: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    command = (
        node / "node_modules" / ".bin" / "redocly",
        "lint",
        "openapi.json",
        "--extends=recommended",
        "--format=json",
    )
    text = run(*command, cwd=tmp_path, REDOCLY_TELEMETRY="off", REDOCLY_SUPPRESS_UPDATE_NOTICE="true")
    found = json.loads(text[text.index("{") : text.rindex("}") + 1])
    assert found["problems"] == []
    assert found["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}
