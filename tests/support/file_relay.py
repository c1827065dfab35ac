"""A relay to a file server that goes wrong once a file lies there, for tests:

  python3 file_relay.py PORT TARGET FOLDER body|name cut|hang away|whole

FOLDER is where the server keeps the files. body: from the moment at which a file has bytes under its
temporary name (".NAME.tmp"); name: from the moment at which it has its own. What the server says then
does not arrive: the connection is closed (cut), or says nothing more (hang). Connections after that
are closed at once until FOLDER/../mended is there (away), or carried whole.
"""
import pathlib
import socket
import sys
import threading

port, target, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
what, how, then = sys.argv[4:]
lock = threading.Lock()
broken = False


def is_mended():
    return (folder.parent / "mended").exists()


def is_there():
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


def breaks_now():
    global broken
    with lock:
        if broken or is_mended() or not is_there():
            return False
        broken = True
        return True


def back(server, client):
    try:
        while data := server.recv(65536):
            if breaks_now():
                if how == "cut":
                    client.shutdown(socket.SHUT_RDWR)
                return
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
