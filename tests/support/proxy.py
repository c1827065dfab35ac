"""A TCP relay that cuts or hangs, for tests: python3 proxy.py PORT TARGET LIMIT cut|hang|once

Carries LIMIT bytes from the client to the target on each connection, then closes both sides (cut)
or carries nothing more (hang); once: cuts the first connection, and carries the others whole.
"""
import socket
import sys
import threading
import time

port, target, limit, how = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]


def back(server, client):
    try:
        while data := server.recv(65536):
            client.sendall(data)
    except OSError:
        pass


def carry(client, left):
    server = socket.create_connection(("127.0.0.1", target))
    threading.Thread(target=back, args=(server, client), daemon=True).start()
    try:
        while left > 0 and (data := client.recv(min(65536, left))):
            server.sendall(data)
            left -= len(data)
        if how == "hang":
            time.sleep(60)
    except OSError:
        pass
    client.close()
    server.close()


count = 0
listener = socket.create_server(("127.0.0.1", port))
while True:
    connection, _ = listener.accept()
    threading.Thread(target=carry, args=(connection, limit), daemon=True).start()
    # The first is the test's own, which asks whether the relay is there.
    count += 1
    if how == "once" and count == 2:
        limit = 1 << 40
