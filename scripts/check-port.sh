#!/bin/sh
# Say at once, before anything slow, when something else serves on HOST and PORT.
set -eu

"${PYTHON:-python3}" - "$HOST" "$PORT" <<'PROGRAM'
import socket
import sys

host, port = sys.argv[1:]
if not port.isdecimal() or not 0 < int(port) < 65536:
    sys.exit(f"PORT is {port!r}: write a number from 1 to 65535.")
try:
    address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    with socket.socket(address[0]) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address[4])
except OSError as error:
    sys.exit(
        f"Cannot serve on {host}:{port}: {error.strerror}.\n"
        f"Stop what is there, or choose another port: make run PORT={int(port) + 1}"
    )
PROGRAM
