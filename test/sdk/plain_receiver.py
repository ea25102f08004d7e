"""A receiver written from docs/protocol.md, with nothing but Python's standard library.

As a program it serves on PORT; `work` in the body says what its handler does. `--vectors DIRECTORY` prints what it makes of
the test vectors instead.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OVER = {"succeeded", "failed", "timed_out", "cancelled", "skipped", "missed", "lost"}


def verify(headers, body, secrets, now_s):
    """`ok`, or why not. Header names in lower case, secrets as the hub shows them."""
    run_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp")
    signatures = headers.get("webhook-signature")
    if run_id is None or timestamp is None or signatures is None:
        return "missing_header"
    if run_id == "" or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return "malformed_header"
    if abs(now_s - int(timestamp)) > 300:
        return "timestamp_too_far"
    signed = f"{run_id}.{timestamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret[len("whsec_"):])
        digest = hmac.new(key, signed, hashlib.sha256).digest()
        for part in signatures.split(" "):
            if not part.startswith("v1,"):
                continue
            try:
                given = base64.b64decode(part[3:], validate=True)
            except binascii.Error:
                continue
            if hmac.compare_digest(given, digest):
                return "ok"
    return "no_match"


def judge(status, headers, body):
    """What an answer to a report asks for: `done`, `give_up` or `retry`."""
    is_json = "json" in headers.get("content-type", "")
    if status == 200 and is_json and isinstance(json.loads(body).get("applied"), bool):
        return "done"
    if is_json and 400 <= status < 500 and status not in (408, 425, 429):
        return "give_up"
    return "retry"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


# Without the proxies of the environment, which are for the way out.
opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))


def post(run, report):
    request = urllib.request.Request(
        run["url"],
        data=json.dumps({"attempt": run["attempt"], **report}).encode(),
        headers={"Authorization": f"Bearer {run['token']}", "Content-Type": "application/json"},
        method="POST",
    )
    try:
        with opener.open(request, timeout=15) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()
    except (OSError, urllib.error.URLError):
        return 0, {}, ""


def deliver(run):
    until = time.time() + 86_400
    report = run["outcome"]
    pause = 0.5
    while time.time() < until:
        status, headers, body = post(run, report)
        then = judge(status, headers, body)
        if then == "done":
            return
        if then == "give_up":
            if status in (401, 404) or report is not run["outcome"]:
                return
            report = {k: v for k, v in report.items() if k not in ("output", "log")}
            continue
        asked = headers.get("retry-after", "0")
        time.sleep(max(random.uniform(pause / 2, pause), float(asked) if asked.isdigit() else 0))
        pause = min(30, pause * 2)


# In memory: a real service keeps it in its database.
runs = {}
lock = threading.Lock()


def work(run, payload):
    """{"work": "succeed" | "fail" | "refuse" | "wait", "ms": 100}"""
    kind, ms = payload.get("work"), payload.get("ms", 0)
    waited = 0
    while kind == "wait" or waited < ms:
        if run["stop"]:
            return {"status": "failed", "message": "stopped", "retryable": False}
        time.sleep(0.02)
        waited += 20
    if kind == "fail":
        return {"status": "failed", "message": "as it was told"}
    if kind == "refuse":
        return {"status": "failed", "message": "as it was told", "retryable": False}
    return {"status": "succeeded", "output": f"worked for {ms} ms"}


def carry_out(run, payload, heartbeat_s):
    over = threading.Event()

    def beat():
        n = 0
        while not over.wait(heartbeat_s / 3):
            n += 1
            at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            line = {"at": at, "line": f"heartbeat {n}"}
            status, headers, body = post(run, {"status": "running", "reportId": f"beat-{run['id']}-{n}", "log": [line]})
            if judge(status, headers, body) == "done":
                answer = json.loads(body)
                if answer["cancelRequested"] or answer["status"] in OVER:
                    run["stop"] = True

    threading.Thread(target=beat, daemon=True).start()
    outcome = work(run, payload)
    over.set()
    with lock:
        run["outcome"] = outcome
        run["working"] = False
    deliver(run)


def accept(headers, run_id, payload):
    attempt = int(headers["crony-attempt"])
    address = {"url": headers["crony-report-url"], "token": headers["crony-report-token"]}
    with lock:
        known = runs.get(run_id)
        if known and known["working"]:
            if attempt > known["attempt"]:
                known.update(attempt=attempt, **address)
            return
        outcome = known and known["outcome"]
        if outcome and (
            outcome["status"] == "succeeded" or outcome.get("retryable") is False or attempt <= known["attempt"]
        ):
            known.update(attempt=max(attempt, known["attempt"]), **address)
            threading.Thread(target=deliver, args=(known,), daemon=True).start()
            return
        run = {"id": run_id, "attempt": attempt, **address, "working": True, "stop": False, "outcome": None}
        runs[run_id] = run
    heartbeat_s = int(headers.get("crony-heartbeat-ms", "90000")) / 1000
    threading.Thread(target=carry_out, args=(run, payload, heartbeat_s), daemon=True).start()


def answer(headers, body, secrets):
    result = verify(headers, body, secrets, time.time())
    if result != "ok":
        return 401, result
    run_id = headers["webhook-id"]
    if headers.get("crony-run") != run_id:
        return 400, "another run"
    if body == b'{"event":"cancel"}':
        if run_id in runs:
            runs[run_id]["stop"] = True
        return 200, ""
    payload = json.loads(body or b"{}")
    if "crony-report-url" not in headers:
        outcome = work({"stop": False}, payload)
        if outcome["status"] == "succeeded":
            return 200, outcome["output"]
        return 500, outcome["message"]
    accept(headers, run_id, payload)
    return 202, ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, text = answer(headers, body, os.environ["CRONY_SIGNING_SECRET"].split(" "))
        data = text.encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def check_vectors(directory):
    with open(os.path.join(directory, "signature.json"), encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    with open(os.path.join(directory, "report.json"), encoding="utf-8") as file:
        answers = json.load(file)["answers"]
    verified = {}
    for case in cases:
        body = base64.b64decode(case["bodyBase64"]) if "bodyBase64" in case else case["body"].encode()
        verified[case["name"]] = verify(case["headers"], body, case["secrets"], case["nowS"])
    judged = {one["name"]: judge(one["status"], one["headers"], one["body"]) for one in answers}
    print(json.dumps({"verified": verified, "judged": judged}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--vectors"]:
        check_vectors(sys.argv[2])
    else:
        ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Handler).serve_forever()
