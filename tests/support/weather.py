"""Weather between a gateway and its other sides: python3 weather.py SEED FOLDER PORT:TARGET...

Each connection to PORT of 127.0.0.1 draws its lot, by the seed, the port and how many came before:
  fair     carried to TARGET                       refuse   closed at once
  hang     taken, and nothing ever said            late     answers come after a moment
  cut_in   closed while the question goes in       cut_out  closed while the answer comes out:
                                                            all of it was asked, and perhaps done
While FOLDER/calm exists all new ones are fair. FOLDER/lots counts them.
"""
import pathlib
import random
import socket
import struct
import sys
import threading
import time

SEED, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
LOTS = ["fair"] * 9 + ["refuse", "hang", "late", "late", "cut_in", "cut_out", "cut_out", "cut_out"]
LOCK, COUNTS = threading.Lock(), {}


def drawn(chance):
    lot = "fair" if (FOLDER / "calm").exists() else chance.choice(LOTS)
    with LOCK:
        COUNTS[lot] = COUNTS.get(lot, 0) + 1
        (FOLDER / "lots").write_text(" ".join(f"{name}:{n}" for name, n in sorted(COUNTS.items())))
    return lot


def end(connection):
    """Also for whoever waits for something from it, which close() does not wake."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def carry(source, target, limit, pause, ended):
    """Until the source ends or the limit is reached; tells which."""
    try:
        while limit > 0 and (data := source.recv(min(65536, limit))):
            time.sleep(pause)
            target.sendall(data)
            limit -= len(data)
        if limit > 0:
            target.shutdown(socket.SHUT_WR)
    except OSError:
        limit = 0
    ended(limit <= 0)


def serve(client, target, chance):
    lot = drawn(chance)
    if lot == "refuse":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return client.close()
    if lot == "hang":
        time.sleep(chance.uniform(1, 4))
        return client.close()
    try:
        server = socket.create_connection(("127.0.0.1", target))
    except OSError:
        return client.close()
    far, some = 1 << 40, int(10 ** chance.uniform(1.5, 4.3))

    def cut(at_limit):
        if not at_limit:
            return
        end(client)
        if lot == "cut_out":
            time.sleep(0.5)  # the other side has all that was asked, and goes on
        end(server)

    pause = chance.uniform(0.05, 0.3) if lot == "late" else 0
    inward = threading.Thread(daemon=True, target=carry, args=(
        client, server, some if lot == "cut_in" else far, 0, cut))
    inward.start()
    carry(server, client, some if lot == "cut_out" else far, pause, cut)
    inward.join()
    client.close()
    server.close()


def listen(port, target):
    listener = socket.create_server(("127.0.0.1", port), backlog=128)
    number = 0
    while True:
        client, _ = listener.accept()
        number += 1
        chance = random.Random(f"{SEED}:{target}:{number}")
        threading.Thread(target=serve, args=(client, target, chance), daemon=True).start()


for pair in sys.argv[3:]:
    here, there = pair.split(":")
    threading.Thread(target=listen, args=(int(here), int(there)), daemon=True).start()
threading.Event().wait()
