"""`python -m benchmarks.sink`: a mail server that takes everything and keeps nothing, until its input is closed.

It says its port on the first line, and in answer to each line that comes in how many mails it has taken.
"""

from __future__ import annotations

import socket
import sys
from threading import Thread


class Sink:
    """How many mails were taken so far, over whichever connections."""

    def __init__(self) -> None:
        self.taken = 0

    def serve(self, connection: socket.socket) -> None:
        """Hold one conversation."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as said:
            connection.sendall(b"220 sink\r\n")
            while line := said.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    while (line := said.readline()) and line != b".\r\n":
                        pass
                    self.taken += 1
                connection.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    return

    def listen(self, server: socket.socket) -> None:
        """Hold one conversation after the other."""
        while True:
            connection, _ = server.accept()
            Thread(target=self.serve, args=(connection,), daemon=True).start()


def main() -> None:
    """Listen until nobody is there to ask."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=sink.listen, args=(server,), daemon=True).start()
        print(server.getsockname()[1], flush=True)
        for _ in sys.stdin:
            print(sink.taken, flush=True)


if __name__ == "__main__":
    main()
