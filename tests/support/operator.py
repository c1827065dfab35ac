"""An operator's HTTPS server for tests: python3 operator.py PORT FOLDER

FOLDER holds server.pem, server.key and ca.pem; bodies that were taken go to FOLDER/received, and
the id and digest of every document that came to FOLDER/posts.
The path says what is answered: /ok, /busy, /invalid, /forbidden, /gateway, /slow, /half-minute, /close,
/once (201 for a new X-Message-Id, 409 for a known one) and /status/<id>. /moved redirects,
/date is busy until a date, /half answers half a head, /twice answers twice, /broken is 500 after
the document was taken, /late answers after a second, /swallow takes each connection's second
document without an answer.
/feedback lists the files of FOLDER/feedback, gives and deletes them; FOLDER/mode says how:
garbage (no list), empty (204), denied, hang-list, hang-file, cut-list, cut-file, short-file (less
than was listed), lost-delete (deleted, without an answer).
"""
import datetime
import hashlib
import http.server
import json
import os
import pathlib
import ssl
import sys
import threading
import time
import urllib.parse

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
known, lock = {}, threading.Lock()
plain = {"/busy": 503, "/invalid": 422, "/forbidden": 403, "/gateway": 502}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    documents = 0  # of this connection

    def reply(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def keep(self, message_id, body):
        digest = hashlib.sha256(body).hexdigest()
        with lock, open(folder / "posts", "a") as posts:
            posts.write(f"{message_id} {digest}\n")
            seen = message_id in known
            if not seen:
                known[message_id] = True
                (folder / "received" / f"{len(known):06}").write_bytes(body)
        return seen

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        message_id = self.headers.get("X-Message-Id", "")
        if self.path in plain:
            headers = [("Retry-After", "90")] if self.path == "/busy" else []
            return self.reply(plain[self.path], b"no", headers)
        if self.path == "/moved":
            return self.reply(307, b"", [("Location", "/ok")])
        if self.path == "/date":
            then = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 120))
            return self.reply(429, b"", [("Retry-After", then)])
        if self.path == "/half":
            self.keep(message_id, body)
            self.wfile.write(b"HTTP/1.1 201 Cre")
            return self.connection.close()
        if self.path == "/slow":
            time.sleep(5)
        if self.path == "/late":
            time.sleep(1)
        seen = self.keep(message_id, body)
        if self.path == "/half-minute":
            time.sleep(33)
        if self.path == "/close":
            return self.connection.close()
        self.documents += 1
        if self.path == "/swallow" and self.documents == 2:
            self.close_connection = True
            return
        if self.path == "/once" and seen:
            return self.reply(409, b"seen before")
        if self.path == "/broken":
            return self.reply(500, b"taken, then broken")
        self.reply(201, b"taken " + message_id.encode())
        if self.path == "/twice":
            self.reply(201, b"taken " + message_id.encode())

    def feedback_file(self):
        name = urllib.parse.unquote(self.path.removeprefix("/feedback/"))
        file = folder / "feedback" / name
        return file if file.is_file() else None

    def cut(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.close_connection = True

    def give_list(self, mode):
        if mode == "garbage":
            return self.reply(200, b"<html>Welcome</html>")
        if mode == "empty":
            return self.reply(204)
        if mode == "denied":
            return self.reply(401, b"who are you")
        if mode == "hang-list":
            time.sleep(5)
        files = [{"name": one.name, "size": one.stat().st_size, "modified": datetime.datetime
                  .fromtimestamp(one.stat().st_mtime, datetime.timezone.utc)
                  .strftime("%Y-%m-%dT%H:%M:%SZ")} for one in (folder / "feedback").iterdir()]
        if mode == "odd-entries":
            files += [{"name": "sub/x", "size": 1, "modified": "2026-03-01T00:00:00Z"},
                      {"name": "timeless.xml", "size": 1}, "x"]
        body = json.dumps({"files": files}).encode()
        return self.cut(body) if mode == "cut-list" else self.reply(200, body)

    def give_feedback(self):
        mode = (folder / "mode").read_text() if (folder / "mode").exists() else ""
        if self.path == "/feedback":
            return self.give_list(mode)
        file = self.feedback_file()
        if not file:
            return self.reply(404, b"no such file")
        body = file.read_bytes()
        if mode == "hang-file":
            time.sleep(5)
        if mode == "cut-file":
            return self.cut(body)
        self.reply(200, body[:-1] if mode == "short-file" else body)

    def do_DELETE(self):
        file = self.feedback_file()
        if not file:
            return self.reply(404, b"no such file")
        file.unlink()
        if (folder / "mode").exists() and (folder / "mode").read_text() == "lost-delete":
            self.close_connection = True
            return
        self.reply(204)

    def do_GET(self):
        if self.path.startswith("/feedback"):
            return self.give_feedback()
        name = self.path.removeprefix("/status/")
        self.reply(200 if name in known else 404)

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "server.pem", folder / "server.key")
if not os.environ.get("NO_CLIENT_CERTIFICATE"):
    context.load_verify_locations(folder / "ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        connection, address = super().get_request()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_):
        pass


Server(("127.0.0.1", port), Handler).serve_forever()
