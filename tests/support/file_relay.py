"""A relay to a file server that goes wrong, for tests:

  python3 file_relay.py PORT TARGET FOLDER start|body|name cut|hang|SECONDS away|whole|same

FOLDER is where the server keeps the files. start: from its first word on; body: from the moment at
which a file has bytes under its temporary name (".NAME.tmp"); name: from the moment at which it has
its own. What the server says then does not arrive: the connection is closed (cut), or says nothing
more (hang); or each thing that it says arrives so many seconds late. Connections after that are
closed at once (away) or go wrong in the same way (same) until FOLDER/../mended is there, or are
carried whole. Whenever it goes wrong it says so in a line.
"""
import pathlib
import socket
import sys
import threading
import time

port, target, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
what, how, then = sys.argv[4:]
pause = None if how in ("cut", "hang") else float(how)
lock = threading.Lock()
broken = False


def is_mended():
    return (folder.parent / "mended").exists()


def is_there():
    if what == "start":
        return True
    for one in folder.iterdir():
        hidden = one.name.startswith(".")
        if what == "name" and not hidden:
            return True
        try:
            if what == "body" and hidden and one.stat().st_size > 0:
                return True
        except FileNotFoundError:
            pass
    return False


def goes_wrong():
    global broken
    with lock:
        if is_mended():
            return False
        if broken:
            return then == "same"
        broken = is_there()
        return broken


def back(server, client):
    wrong = False
    try:
        while data := server.recv(65536):
            wrong = (wrong or goes_wrong()) and not is_mended()
            if wrong:
                print(how, flush=True)
                if how == "cut":
                    client.shutdown(socket.SHUT_RDWR)
                if pause is None:
                    return
                time.sleep(pause)
            client.sendall(data)
    except OSError:
        pass


def carry(client):
    server = socket.create_connection(("127.0.0.1", target))
    threading.Thread(target=back, args=(server, client), daemon=True).start()
    try:
        while data := client.recv(65536):
            server.sendall(data)
    except OSError:
        pass
    client.close()
    server.close()


listener = socket.create_server(("127.0.0.1", port))
while True:
    connection, _ = listener.accept()
    if broken and then == "away" and not is_mended():
        connection.close()
        continue
    threading.Thread(target=carry, args=(connection,), daemon=True).start()
