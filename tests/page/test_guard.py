"""The password stands before page and control API alike, and no other site's page can change anything."""

from __future__ import annotations

import re

import httpx
import pytest

from simulator.client.control import Control
from simulator.control.page import rendering
from simulator.control.sessions import Sessions

PASSWORD = "open, sésame 100%"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    from simulator.server import BackgroundServer
    from simulator.settings import load

    state = tmp_path_factory.mktemp("guarded") / "state.sqlite3"
    chosen = {"port": 0, "workers": 1, "state": str(state), "ui_password": PASSWORD}
    with BackgroundServer(load(chosen, environment={})) as running:
        yield running


@pytest.fixture
def http(guarded):
    with httpx.Client(base_url=guarded.url, trust_env=False, timeout=30) as client:
        yield client


def test_without_the_password_nothing_under_sim_answers(guarded, http) -> None:
    routes = guarded._server.config.app.router.routes
    paths = {re.sub(r"{[^}]*}", "1", route.path) for route in routes if route.path.startswith("/_sim")}
    assert {"/_sim/", "/_sim/metrics", "/_sim/docs", "/_sim/openapi.json", "/_sim/ui/journal"} <= paths
    opened = {path for path in paths if http.get(path).status_code != 401}
    assert opened == {
        "/_sim/files/1",
        "/_sim/inbox/1/auth",
        "/_sim/samples/1",
        "/_sim/redacted/1",
        "/_sim/ui/login",
        "/_sim/ui/static/1",
    }
    for method, path in (
        ("DELETE", "/_sim/state"),
        ("POST", "/_sim/clock"),
        ("PUT", "/_sim/inbox/1"),
        ("POST", "/_sim/tokens"),
    ):
        assert http.request(method, path).status_code == 401
    assert http.get("/_sim/files/1").status_code == 403, "files are guarded by their signature"
    assert http.get("/livez").text == "ok"
    assert "-u" in http.get("/_sim/flows").json()["error"]


def test_the_password_as_http_basic_opens_the_api(guarded, http) -> None:
    assert http.get("/_sim/flows", auth=("anyone", PASSWORD.encode().decode("utf-8"))).status_code == 200
    assert http.get("/_sim/flows", auth=("anyone", "wrong")).status_code == 401
    for item in ("Basic", "Basic !", "Basic " + "A" * 5, "Bearer x"):
        assert http.get("/_sim/flows", headers={"Authorization": item}).status_code == 401
    assert "Basic" in http.get("/_sim/flows").headers["www-authenticate"]
    assert "www-authenticate" not in http.get("/_sim/flows", headers={"Sec-Fetch-Mode": "cors"}).headers


def test_commands_say_the_password_by_a_variable(guarded, monkeypatch, capsys) -> None:
    from simulator.cli import main

    monkeypatch.delenv("ATLAS_SIMULATOR_PASSWORD", raising=False)
    assert main(["clock", "--server", guarded.url]) != 0
    assert "ATLAS_SIMULATOR_PASSWORD" in capsys.readouterr().err
    monkeypatch.setenv("ATLAS_SIMULATOR_PASSWORD", PASSWORD)
    assert main(["clock", "--server", guarded.url]) == 0


def test_a_browser_logs_in_goes_where_it_wanted_and_out_again(http) -> None:
    html = {"Accept": "text/html"}
    asked = http.get("/_sim/ui/journal?kind=auth", headers=html)
    assert (asked.status_code, asked.headers["location"]) == (303, "/_sim/ui/login?next=/_sim/ui/journal%3Fkind%3Dauth")
    form = http.get(asked.headers["location"])
    wanted = re.search(r'name="next" value="([^"]*)"', form.text)[1]
    wrong = http.post("/_sim/ui/login", data={"next": wanted, "password": "no"})
    assert wrong.status_code == 401 and "not the password" in wrong.text
    entered = http.post("/_sim/ui/login", data={"next": wanted, "password": PASSWORD})
    assert (entered.status_code, entered.headers["location"]) == (303, "/_sim/ui/journal?kind=auth")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/_sim" in cookie and PASSWORD not in cookie
    assert http.get(wanted).status_code == 200
    left = http.post("/_sim/ui/logout")
    assert left.status_code == 303
    assert http.get(wanted).status_code == 401


@pytest.mark.parametrize(
    "next", ["https://evil.example/", "//evil.example/_sim/", "/_sim/\\evil", "/v3/x", "/_sim/\r\nX: y"]
)
def test_a_login_leads_to_no_other_site(http, next) -> None:
    entered = http.post("/_sim/ui/login", data={"next": next, "password": PASSWORD})
    assert entered.headers["location"] == "/_sim/"


def test_a_forged_or_expired_session_is_none(http, guarded) -> None:
    sessions = Sessions(guarded.core.settings, guarded.core.session_key, guarded.core.store.facts)
    good = sessions.begin(guarded.url).partition(";")[0]
    until, session, signature = good.partition("=")[2].split(".")
    assert http.get("/_sim/flows", headers={"Cookie": good}).status_code == 200
    for item in (
        f"{int(until) + 1}.{session}.{signature}",
        f"1.{session}.{sessions._sign(1, session)}",
        f"{until}.{session}0.{signature}",
        f"{until}.{session}.",
        f"{until}..{signature}",
        "x",
        "",
        f"{until}.{session}.{signature[:-1]}0",
    ):
        cookie = f"{good.partition('=')[0]}={item}"
        assert cookie == good or http.get("/_sim/flows", headers={"Cookie": cookie}).status_code == 401


def test_what_atlas_itself_needs_is_open(guarded, http) -> None:
    with Control(guarded.url, "open", PASSWORD) as control:
        url = control.put_file("a.txt", b"content")
    assert httpx.get(url, trust_env=False).text == "content"
    assert httpx.get(url.replace("Signature=", "Signature=0"), trust_env=False).status_code == 403
    assert http.post("/_sim/inbox/open", json={"a": 1}).status_code == 200
    assert http.post("/_sim/inbox/open/auth").json()["access_token"]
    assert http.get("/_sim/inbox/open").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[half"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1"},
    ],
)
def test_a_page_of_another_site_changes_nothing(server, headers) -> None:
    with httpx.Client(base_url=server.url, trust_env=False, headers=headers) as http:
        for method, path in (
            ("POST", "/_sim/faults"),
            ("DELETE", "/_sim/state?tenant=nobody"),
            ("PUT", "/_sim/files/x"),
            ("POST", "/_sim/clock"),
            ("POST", "/_sim/ui/login"),
        ):
            answer = http.request(method, path, content=b'{"advance": 0}')
            assert (answer.status_code, answer.json()["key"]) == (403, "Origin"), (method, path)
        assert http.get("/_sim/flows").status_code == 200


def test_the_simulators_own_page_and_what_is_no_browser_may(server) -> None:
    own = {"Origin": server.url}
    for headers in ({}, own, {**own, "Sec-Fetch-Site": "same-origin"}):
        answer = httpx.post(f"{server.url}/_sim/clock", json={"advance": 0}, headers=headers, trust_env=False)
        assert answer.status_code == 200


def test_behind_a_proxy_the_public_origin_counts(start) -> None:
    server = start(public_url="https://sim.example/atlas")
    local = f"http://127.0.0.1:{server.settings.port}/_sim/clock"
    values = {"Origin": "https://sim.example"}
    assert httpx.post(local, json={"advance": 0}, headers=values, trust_env=False).status_code == 200


def test_every_answer_says_what_browsers_may_do_with_it(world) -> None:
    for path in ("/_sim/", "/_sim/ui/try", "/_sim/ui/login", "/_sim/ui/static/style.css"):
        policy = world.http.get(path).headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    url = world.control.put_file("page.html", b"<script>alert(1)</script>")
    answer = httpx.get(url, trust_env=False)
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_colours_have_contrast_in_light_and_dark() -> None:
    style = rendering.assets()["style.css"][0].decode()
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    pairs = [(text, ground) for text in ("text", "muted", "accent") for ground in ("ground", "panel", "accent-soft")]
    pairs += [(tone, f"{tone}-soft") for tone in ("good", "bad", "wait", "run", "quiet")]
    pairs += [(tone, "panel") for tone in ("good", "bad", "wait", "run")] + [("on-accent", "accent-ground")]
    for colours in (light, {**light, **dark}):
        for text, ground in pairs:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground, colours[text], colours[ground])


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
