"""A webhook receiver for tests: python3 receiver.py PORT FOLDER

Keeps each request's headers and body in FOLDER/<n>; answers with the status in FOLDER/status, and not
before FOLDER/hold is gone.
"""
import http.server
import pathlib
import sys
import time

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])


class Handler(http.server.BaseHTTPRequestHandler):
    count = 0

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode(errors="replace")
        if len(body.encode()) < length:
            return  # cut on the way
        Handler.count += 1
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        head = "\n".join(self.headers.get(name, "") for name in names)
        part = folder / f".{Handler.count}"
        part.write_text(head + "\n" + body)
        part.rename(folder / f"{Handler.count:06}")
        while (folder / "hold").exists():
            time.sleep(0.01)
        self.send_response(int((folder / "status").read_text()))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
