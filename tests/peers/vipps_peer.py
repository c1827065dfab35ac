"""Vipps Invoice ISP for tests: /usr/bin/python3 vipps_peer.py PORT FOLDER CONTRACT

HTTPS on 127.0.0.1 with FOLDER/server.pem and server.key. CONTRACT is the folder of swagger-isp.json,
by which requests and our own answers are validated (python3-jsonschema), and of
state-machine.plantuml, which says which states follow each other.
FOLDER/behaviour.json is read at every request:
  token, recipient, add, status, cancel   per call: good (default); http:NNN; http:NNN once;
      hang (no answer for six seconds, nothing done); late (done, answered after six seconds);
      cut (done, connection closed without an answer); cut_before (closed, nothing done);
      twice (done, answered twice); again (done, answered once more before the next answer on the
      same connection); garbage (200 and no JSON)
  validation   what becomes of a created invoice when it is looked at next: pending (default),
               rejected, stay
  stale        true: a look shows the state before the newest (out of order)
  recipients   {"nin-no:01032300371": true}; false: known, but without the general acceptance
FOLDER/log.jsonl gets every request; FOLDER/violations every break of the contract.
POST /test/move {"id": ..., "to": ...} lets the recipient act, /test/tamper {"id": ...} changes an
invoice's amount, GET /test/token?sub=&seconds=&kid= makes a document token, /test/rotate a new key.
"""
import base64
import hashlib
import http.server
import json
import pathlib
import re
import socket
import ssl
import sys
import threading
import time
import traceback
import urllib.parse
import uuid
import warnings

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

warnings.simplefilter("ignore", DeprecationWarning)
import jsonschema  # noqa: E402

PORT, FOLDER, CONTRACT = int(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SWAGGER = json.loads((CONTRACT / "swagger-isp.json").read_text())
LOCK = threading.RLock()
BASE = SWAGGER["basePath"]
ID = re.compile(SWAGGER["definitions"]["invoiceOut"]["properties"]["invoiceId"]["pattern"])
PROBLEMS = "https://vipps.no/invoice/v1/problems/"
SECONDS = 6
invoices, tokens, recipients, used_keys, once = {}, {}, {}, {}, set()


def machine():
    """The pairs of states that the drawing joins, in lower case."""
    text = (CONTRACT / "state-machine.plantuml").read_text()
    return {(a.lower(), b.lower()) for a, b in re.findall(r"^(\w+) --> (\w+) :", text, re.M)}


STATES = set(SWAGGER["definitions"]["invoiceOut"]["properties"]["status"]["properties"]["state"]["enum"])
MOVES = machine()
# States that the contract names and the drawing does not show ("expired"): an invoice that nobody
# acted on may come to them, and stays.
MOVES |= {(before, state) for before in ("created", "pending") for state in STATES
          if not any(state in pair for pair in MOVES)}
assert ("created", "pending") in MOVES and ("approved", "deleted") in MOVES


def behaviour():
    path = FOLDER / "behaviour.json"
    return json.loads(path.read_text()) if path.exists() else {}


def violation(text):
    with LOCK, open(FOLDER / "violations", "a") as out:
        out.write(text + "\n")


def checked(name, value, whose):
    resolver = jsonschema.RefResolver.from_schema(SWAGGER)
    validator = jsonschema.Draft4Validator({"$ref": f"#/definitions/{name}"}, resolver=resolver,
                                           format_checker=jsonschema.FormatChecker())
    wrong = [error.message for error in validator.iter_errors(value)]
    for one in wrong:
        violation(f"{whose} {name}: {one}")
    return not wrong


def error(kind, title, detail=""):
    body = {"error": {"type": PROBLEMS + kind, "title": title, "detail": detail}}
    checked("Error", body, "answer")
    return body


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Keys:
    def __init__(self):
        self.keys = {}
        self.rotate()

    def rotate(self):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.current = hashlib.sha1(str(time.time_ns()).encode()).hexdigest()
        self.keys = {self.current: key}

    def set(self):
        out = []
        for kid, key in self.keys.items():
            n = key.public_key().public_numbers().n
            out.append({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "e": "AQAB",
                        "n": b64(n.to_bytes(256, "big")), "x5t": kid, "x5t#S256": kid})
        body = {"keys": out}
        checked("JsonWebKeySet", body, "answer")
        return body

    def token(self, sub, seconds, kid=None):
        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": kid or self.current}
        claims = {"iss": "vippsinvoice.vipps.no", "sub": sub, "iat": now, "nbf": now,
                  "exp": now + seconds, "jti": uuid.uuid4().hex}
        text = b64(json.dumps(head).encode()) + "." + b64(json.dumps(claims).encode())
        signature = self.keys[self.current].sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return text + "." + b64(signature)


KEYS = Keys()


def kid_is_valid(kid):
    def mod10(text):
        total = 0
        for at, c in enumerate(reversed(text)):
            product = int(c) * (1 if at % 2 == 0 else 2)
            total += product // 10 + product % 10
        return total % 10 == 0

    def mod11(text):
        last = 10 if text[-1] == "-" else int(text[-1])
        total = sum(int(c) * (2 + at % 6) for at, c in enumerate(reversed(text[:-1])))
        return (total + last) % 11 == 0
    if not re.fullmatch(r"\d{3,24}[\d-]", kid):
        return False
    return mod11(kid) or ("-" not in kid and mod10(kid))


def problems_of(invoice):
    """What the asynchronous validation finds wrong."""
    found = []
    payment = invoice["paymentInformation"]
    if payment["type"] == "kid" and not kid_is_valid(payment["value"]):
        found.append(("invalid-payment-information-kid", "Invalid payment information kid"))
    if not re.fullmatch(r"\d{11}", payment["account"]):
        found.append(("invalid-payment-information-account", "Invalid account"))
    for one in invoice["commercialInvoice"]:
        if not one["url"].startswith("https://"):
            found.append(("invalid-commercial-invoice-url", "Invalid commercial invoice URL"))
    if invoice["amount"] < 0:
        found.append(("amount-negative", "Amount is a negative amount"))
    return [{"type": PROBLEMS + kind, "title": title} for kind, title in found]


def move(invoice, to):
    before = invoice["history"][-1]
    if (before, to) not in MOVES:
        return False
    invoice["history"].append(to)
    invoice["etag"] = uuid.uuid4().hex
    return True


def shown(invoice_id, invoice):
    state = invoice["history"][-1]
    if behaviour().get("stale") and len(invoice["history"]) > 1:
        state = invoice["history"][-2]
    body = {key: value for key, value in invoice["body"].items()
            if key not in ("recipientToken", "commercialInvoice")}
    kind, value = invoice["recipient"].split(":")
    body.update({"invoiceId": invoice_id, "etag": invoice["etag"],
                 "recipient": {"identType": kind, "identValue": value},
                 "commercialInvoice": [{"mimeType": one["mimeType"]}
                                       for one in invoice["body"]["commercialInvoice"]],
                 "status": {"state": state, "lastModified": "2026-11-26T12:00:00Z"}})
    if state == "rejected":
        body["status"]["problems"] = invoice["problems"]
    checked("invoiceOut", body, "answer")
    return body


def validate(invoice):
    wish = behaviour().get("validation", "pending")
    if invoice["history"][-1] != "created" or wish == "stay":
        return
    invoice["problems"] = problems_of(invoice["body"]) or (
        [{"type": PROBLEMS + "invalid-account-owner",
          "title": "Account does not belong to organisation"}] if wish == "rejected" else [])
    move(invoice, "rejected" if invoice["problems"] else "pending")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    again = None

    def answer(self, status, body=None, headers=()):
        again, self.again = self.again, None
        if again:
            self.answer(*again)
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def note(self, body):
        with LOCK, open(FOLDER / "log.jsonl", "a") as out:
            out.write(json.dumps({"method": self.command, "path": self.path,
                                  "body": body.decode(errors="replace"),
                                  "if_match": self.headers.get("If-Match", ""),
                                  "idempotency_key": self.headers.get("Idempotency-Key", "")}) + "\n")

    def act(self, call, work):
        """Behaves as wished; work() does the call and gives (status, body)."""
        wish = behaviour().get(call, "good")
        if wish.endswith(" once"):
            wish = "good" if call in once else wish.removesuffix(" once")
            once.add(call)
        if wish.startswith("http:"):
            status = int(wish[5:])
            headers = [("Retry-After", "77")] if status == 429 else []
            if status == 401:
                body = {"responseInfo": {"responseCode": 401, "responseMessage": "IDX10503"}}
                checked("MsError", body, "answer")
                return self.answer(401, body)
            return self.answer(status, error("forced", f"forced {status}"), headers)
        if wish == "garbage":
            return self.answer(200, "garbage")
        if wish == "hang":
            time.sleep(SECONDS)
            return self.close_now()
        if wish == "cut_before":
            return self.close_now()
        with LOCK:
            status, body = work()
        if wish == "cut":
            return self.close_now()
        if wish == "late":
            time.sleep(SECONDS)
        self.answer(status, body)
        if wish == "twice":
            self.answer(status, body)
        if wish == "again":
            self.again = status, body

    def close_now(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def authorised(self):
        if not self.headers.get("Ocp-Apim-Subscription-Key"):
            violation("request without Ocp-Apim-Subscription-Key")
        return self.headers.get("Authorization", "").removeprefix("Bearer ") in tokens

    def do_POST(self):
        body = self.body()
        self.note(body)
        if self.path == "/accesstoken/get":
            return self.act("token", self.grant)
        if self.path.startswith("/test/"):
            return self.test_post(json.loads(body or b"{}"))
        if self.path != BASE + "/recipients/tokens":
            return self.answer(404)
        if not self.authorised():
            return self.answer(401, {"responseInfo": {"responseCode": 401}})
        return self.act("recipient", lambda: self.resolve(json.loads(body)))

    def grant(self):
        if self.headers.get("client_secret") != "hush" or self.headers.get("client_id") != "airut":
            return 401, {"error": "invalid_client"}
        token = uuid.uuid4().hex
        tokens[token] = True
        return 200, {"token_type": "Bearer", "expires_in": "86398", "access_token": token}

    def resolve(self, wish):
        if not checked("RecipientResolve", wish, "request"):
            return 400, error("invalid-json", "Invalid JSON")
        who = f"{wish['type']}:{wish['value']}"
        shape = r"\d{11}" if wish["type"] == "nin-no" else r"47[49]\d{7}"
        if not re.fullmatch(shape, wish["value"]):
            return 400, error("invalid-recipient-value-nin", "Invalid value", who)
        if not behaviour().get("recipients", {}).get(who):
            return 404, error("recipient-not-found", "Recipient not found",
                              f"No recipient with identValue {wish['value']} could be found.")
        token = uuid.uuid4().hex
        recipients[token] = (who, time.time() + 900)
        body = {"recipientToken": token}
        checked("RecipientsTokensPost200ApplicationJsonResponse", body, "answer")
        return 200, body

    def do_PUT(self):
        body = self.body()
        self.note(body)
        if not self.authorised():
            return self.answer(401, {"responseInfo": {"responseCode": 401}})
        path = self.path.removeprefix(BASE + "/invoices/")
        if path.endswith("/status/revoked"):
            return self.act("cancel", lambda: self.revoke(path.removesuffix("/status/revoked")))
        return self.act("add", lambda: self.put_invoice(path, json.loads(body)))

    def put_invoice(self, invoice_id, body):
        if not ID.match(invoice_id) or len(invoice_id) > 200:
            violation("invoice id " + invoice_id)
            return 400, error("invalid-invoice-id-format", "Invalid invoice id format")
        if not checked("invoiceIn", body, "request"):
            return 400, error("input-validation-failed", "Validation of input failed")
        who, until = recipients.get(body["recipientToken"], ("", 0))
        if time.time() > until:
            return 400, error("recipient-token-expired", "Recipient token expired")
        known = invoices.get(invoice_id)
        content = {key: value for key, value in body.items() if key != "recipientToken"}
        if known:
            same = known["content"] == content and known["recipient"] == who
            return (200, None) if same else (409, error("invoice-conflict", "Invoice conflict"))
        invoices[invoice_id] = {"content": content, "body": body, "recipient": who,
                                "history": ["created"], "etag": uuid.uuid4().hex, "problems": []}
        return 200, None

    def revoke(self, invoice_id):
        invoice = invoices.get(invoice_id)
        if invoice is None:
            return 404, error("invoice-not-found", "Invoice not found")
        match, key = self.headers.get("If-Match"), self.headers.get("Idempotency-Key")
        if not match or not key:
            violation("revoke without If-Match or Idempotency-Key")
            return 400, error("missing-header-if-match", "Missing Header")
        if used_keys.get(key) == invoice_id and invoice["history"][-1] == "revoked":
            return 204, None
        if match != invoice["etag"]:
            return 409, error("invoice-status-etag-mismatch", "Invoice status etag mismatch")
        used_keys[key] = invoice_id
        if not move(invoice, "revoked"):
            return 409, error("state-transition-not-allowed", "State transition not allowed")
        return 204, None

    def do_GET(self):
        self.note(b"")
        if self.path == "/vipps-invoice/public/jwk":
            return self.answer(200, KEYS.set())
        if self.path.startswith("/test/token"):
            query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
            token = KEYS.token(query["sub"][0], int(query.get("seconds", ["30"])[0]),
                               query.get("kid", [None])[0])
            return self.answer(200, {"token": token})
        if self.path == "/test/invoices":
            with LOCK:
                return self.answer(200, {key: one["history"] for key, one in invoices.items()})
        if not self.authorised():
            return self.answer(401, {"responseInfo": {"responseCode": 401}})
        return self.act("status", lambda: self.look(self.path.removeprefix(BASE + "/invoices/")))

    def look(self, invoice_id):
        invoice = invoices.get(invoice_id)
        if invoice is None:
            return 404, None
        validate(invoice)
        return 200, shown(invoice_id, invoice)

    def test_post(self, wish):
        with LOCK:
            if self.path == "/test/rotate":
                KEYS.rotate()
                return self.answer(200, {})
            if self.path == "/test/forget_tokens":
                tokens.clear()
                return self.answer(200, {})
            invoice = invoices[wish["id"]]
            if self.path == "/test/tamper":
                invoice["content"] = dict(invoice["content"], amount=1)
                invoice["body"] = dict(invoice["body"], amount=1)
                return self.answer(200, {})
            return self.answer(200 if move(invoice, wish["to"]) else 409, {})

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        connection, address = super().get_request()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_):
        if not isinstance(sys.exc_info()[1], OSError):  # clients that went away
            traceback.print_exc()


Server(("127.0.0.1", PORT), Handler).serve_forever()
