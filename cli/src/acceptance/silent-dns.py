"""A name server on the address given: silent, but for names in the file given, a line each: NAME ADDRESS. Every name
that it is asked for goes into the log given."""
import socket
import struct
import sys

address, names, log = sys.argv[1:4]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, 53))


def known(name):
    with open(names) as lines:
        return dict(line.split() for line in lines if line.strip()).get(name)


while True:
    query, peer = server.recvfrom(4096)
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += query[at] + 1
    name = ".".join(labels)
    kind, = struct.unpack("!H", query[at + 1:at + 3])
    with open(log, "a") as out:
        print(name, file=out)
    answer = known(name)
    if answer is None:
        continue
    records = b""
    if kind == 1:
        records = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x00\x00\x04" + socket.inet_aton(answer)
    head = query[:2] + b"\x81\x80\x00\x01" + struct.pack("!H", 1 if records else 0) + b"\x00\x00\x00\x00"
    server.sendto(head + query[12:at + 5] + records, peer)
