"""A mail server that behaves badly, for tests: python3 mail_peer.py PORT FOLDER

Speaks SMTP without TLS. The recipient's name says what it does:
  fine        takes the mail
  hang-data   never answers after the final dot        cut-data   closes after the final dot
  cut-body    closes after the first bytes of the mail cut-rcpt   closes at RCPT
  late        answers after three seconds              twice      answers twice
  4xx-data, 5xx-data  refuse after the final dot       421        goes away at RCPT
  code-NNN-X.Y.Z  answers RCPT with that code
  asks-anyway  refuses RCPT, and asks for the mail all the same
Of several recipients the last one's name counts for the mail.
Who says EHLO with a name that begins with "pipelining" is offered it.
Mails whose final dot was seen go to FOLDER/<n>, with the envelope's sender as first line.
"""
import pathlib
import socketserver
import sys
import threading
import time

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
lock, count = threading.Lock(), [0]


def keep(sender, mail):
    with lock:
        count[0] += 1
        (folder / f"{count[0]:06}").write_bytes(sender + b"\n" + mail)


class Handler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def rcpt(self, name):
        if name == "cut-rcpt":
            return False
        if name == "421":
            self.say("421 4.3.2 Shutting down")
            return False
        if name == "asks-anyway":
            self.has_recipient = True
            self.say("550 5.1.1 Nobody here")
            return True
        if name.startswith("code-"):
            _, code, status = name.split("-", 2)
            self.say(f"{code} {status} As you asked")
        else:
            self.has_recipient = True
            self.say("250 2.1.5 Ok")
        return True

    def mail(self, name, sender):
        if not self.has_recipient:
            self.say("554 5.5.1 No valid recipients")
            return True
        self.say("354 Go on")
        mail = b"\r\n"
        while not mail.endswith(b"\r\n.\r\n"):
            line = self.rfile.readline()
            if not line or name == "cut-body":
                return False
            mail += line
        mail = mail[2:]
        if name == "asks-anyway":
            self.empty = mail == b".\r\n"
            self.say("554 5.5.1 No valid recipients" if self.empty else "250 2.0.0 Taken")
            return True
        keep(sender, mail)
        if name == "hang-data":
            time.sleep(60)
        if name in ("hang-data", "cut-data"):
            return False
        if name == "late":
            time.sleep(3)
        self.say({"4xx-data": "451 4.3.0 Try again", "5xx-data": "554 5.7.1 This is spam"}.get(
            name, "250 2.0.0 Taken"))
        if name == "twice":
            self.say("250 2.0.0 Taken")
        return True

    def handle(self):
        self.say("220 peer ready")
        name, sender = "", b""
        self.has_recipient = False
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"EHLO PIPELINING"):
                self.say("250-peer\r\n250 PIPELINING")
            elif word.startswith(b"EHLO"):
                self.say("250 peer")
            elif word.startswith(b"MAIL"):
                sender = line.strip()
                self.has_recipient = False
                self.say("250 2.1.0 Ok")
            elif word.startswith(b"RCPT"):
                name = line.split(b"<")[1].split(b"@")[0].decode()
                if not self.rcpt(name):
                    return
            elif word == b"DATA":
                if not self.mail(name, sender):
                    return
            elif word == b"QUIT":
                return self.say("221 Bye")
            else:
                self.say("250 2.0.0 Ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", port), Handler).serve_forever()
