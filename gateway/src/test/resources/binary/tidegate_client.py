"""A caller of Tidegate's binary protocol, written from docs/binary-protocol.md alone. Standard library only.

    python3 tidegate_client.py golden FOLDER      writes the golden frames of the documentation into a folder
    python3 tidegate_client.py sale HOST PORT     runs a small sale and prints what it was answered
    python3 tidegate_client.py events HOST PORT CURSOR COUNT
                                                  follows the events behind EPOCH:EVENT, over as many connections as it
                                                  takes, and prints that many of orders and stock
"""
import os
import socket
import struct
import sys
import time

SCHEMA, VERSION = 7301, 1
HELLO, WELCOME, COMMANDS, REPLIES, PING, PONG, BYE, READ_REFUSED = range(300, 308)
READ_ORDER, READ_STOCK, READ_UNITS = 310, 311, 316
SUBSCRIBE, UNSUBSCRIBE = 317, 318
SUBSCRIBED, EVENTS, SUBSCRIPTION_ENDED = 327, 328, 329
ORDER_PLACED, ORDER_CHANGED, STOCK_MOVED = 200, 201, 210
ORDER_READ, STOCK_READ, UNITS_READ = 320, 321, 326
PLACE_ORDER, CONFIRM_PAYMENT, CANCEL_ORDER, SHIP_ORDER = 40, 42, 44, 45
SYSTEM = 2


def text(value):
    data = value.encode()
    return struct.pack("<H", len(data)) + data


def message(template, block, rest=b""):
    return struct.pack("<HHHH", len(block), template, SCHEMA, VERSION) + block + rest


def frame(content):
    return struct.pack("<I", len(content)) + content


def uuid7(millis=None, random=None):
    """Both halves of a command id, as signed numbers."""
    millis = int(time.time() * 1000) if millis is None else millis
    random = os.urandom(10) if random is None else random
    high = millis << 16 | 0x7000 | (random[0] << 8 | random[1]) & 0xFFF
    low = int.from_bytes(random[2:], "big") & (1 << 62) - 1 | 1 << 63
    return struct.unpack("<qq", struct.pack("<QQ", high, low))


def hello(key="", window=0, name="python"):
    return frame(message(HELLO, struct.pack("<HH", 1, window), text(key) + text(name)))


def command_head(command_id, reference=0):
    """Actor and principal are the gateway's to fill in."""
    return struct.pack("<qqqqiB", command_id[0], command_id[1], 0, reference, 0, SYSTEM)


def place_order(command_id, channel, number, source, lines, buyer=(0, 0), hold_millis=0):
    """Lines are (sku, quantity, net amount)."""
    block = command_head(command_id) + struct.pack(
        "<HBB8s3sqqqq", channel, 1, 1, source.encode(), b"CNY", sum(line[2] for line in lines),
        buyer[0], buyer[1], hold_millis)
    groups = struct.pack("<HH", 32, len(lines))
    for sku, quantity, amount in lines:
        groups += struct.pack("<iHHqqii", sku, 0, 0, quantity, amount, 0, 0)
    groups += struct.pack("<HH", 34, 0)
    return message(PLACE_ORDER, block, groups + text(number) + struct.pack("<I", 0))


def confirm_payment(command_id, order, amount):
    return message(CONFIRM_PAYMENT, command_head(command_id) + struct.pack("<qq", order, amount))


def cancel_order(command_id, order, reason):
    return message(CANCEL_ORDER, command_head(command_id) + struct.pack("<qH", order, reason), struct.pack("<HH", 10, 0))


def ship_order(command_id, order):
    return message(SHIP_ORDER, command_head(command_id) + struct.pack("<q", order), struct.pack("<HH", 10, 0))


def commands(correlation, *messages, repeated=0):
    blob = b"".join(frame(content) for content in messages)
    return frame(message(COMMANDS, struct.pack("<qB", correlation, repeated), struct.pack("<I", len(blob)) + blob))


def read_order(correlation, order=0, channel=0, number=""):
    return frame(message(READ_ORDER, struct.pack("<qqH", correlation, order, channel), text(number)))


def read_stock(correlation, sku):
    return frame(message(READ_STOCK, struct.pack("<qi", correlation, sku)))


def read_units(correlation, *skus):
    group = struct.pack("<HH", 4, len(skus)) + b"".join(struct.pack("<i", sku) for sku in skus)
    return frame(message(READ_UNITS, struct.pack("<q", correlation), group))


def numbers(size, values):
    return struct.pack("<HH", struct.calcsize(size), len(values)) + b"".join(struct.pack(size, value) for value in values)


def subscribe(correlation, epoch, event, kinds=(), skus=(), channels=(), orders=()):
    """Without an epoch: event 0 for the oldest that is kept, 1 for behind the newest."""
    groups = numbers("<H", kinds) + numbers("<i", skus) + numbers("<H", channels) + numbers("<q", orders)
    return frame(message(SUBSCRIBE, struct.pack("<qqq", correlation, epoch, event), groups))


def unsubscribe(correlation):
    return frame(message(UNSUBSCRIBE, struct.pack("<q", correlation)))


def events_frame(correlation, epoch, event, *entries):
    """Entries are (event, sequence, time, message)."""
    blob = b"".join(struct.pack("<qqqI", *entry[:3], len(entry[3])) + entry[3] for entry in entries)
    return frame(message(EVENTS, struct.pack("<qqq", correlation, epoch, event), struct.pack("<I", len(blob)) + blob))


def subscription_ended(correlation, why, epoch, event, sequence, reason, snapshot=0):
    """The snapshot is left out when there is none."""
    block = struct.pack("<qHqqq", correlation, why, epoch, event, sequence) + (struct.pack("<q", snapshot) if snapshot else b"")
    return frame(message(SUBSCRIPTION_ENDED, block, text(reason)))


def ping(correlation):
    return frame(message(PING, struct.pack("<q", correlation)))


class Outcome:
    FIELDS = struct.Struct("<qqqqHBqqqHqqq")

    def __init__(self, data):
        block, template, schema, _ = struct.unpack_from("<HHHH", data)
        assert (template, schema) == (100, SCHEMA), (template, schema)
        (high, low, self.sequence, self.time, self.code, self.duplicate, self.first_sequence, self.first_time,
         self.entity, self.line, self.asked, self.available, self.deadline) = self.FIELDS.unpack_from(data, 8)
        self.id = (high, low)
        at = 8 + block
        size, count = struct.unpack_from("<HH", data, at)
        self.missing = [struct.unpack_from("<Hq", data, at + 4 + i * size) for i in range(count)]


class Connection:
    def __init__(self, host, port, key=""):
        self.socket = socket.create_connection((host, port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")
        self.answers = {}
        self.send(hello(key))
        template, data = self.receive()
        assert template == WELCOME, (template, data)
        (self.version, self.window, self.read_window, self.durability, self.scopes, self.max_frame, self.idle_millis,
         self.principal, self.time) = struct.unpack_from("<HHHBBiiiq", data, 8)

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        (length,) = struct.unpack("<I", self.stream.read(4))
        data = self.stream.read(length)
        return struct.unpack_from("<H", data, 2)[0], data

    def outcome(self, correlation):
        while correlation not in self.answers:
            template, data = self.receive()
            assert template == REPLIES, template
            (total,) = struct.unpack_from("<I", data, 12)
            at = 16
            while at < 16 + total:
                of, length = struct.unpack_from("<qI", data, at)
                self.answers[of] = Outcome(data[at + 12:at + 12 + length])
                at += 12 + length
        return self.answers.pop(correlation)

    def events(self):
        """Yields (cursor, event, sequence, time, template, block) of each event; the cursor stands behind it."""
        while True:
            template, data = self.receive()
            if template == SUBSCRIPTION_ENDED:
                _, why, epoch, event, sequence = struct.unpack_from("<qHqqq", data, 8)
                snapshot = struct.unpack_from("<q", data, 42)[0] if struct.unpack_from("<H", data)[0] >= 42 else 0
                raise EOFError(f"ended {why}, go on from {epoch}:{event}, state of {sequence} or later, snapshot {snapshot}")
            assert template == EVENTS, template
            _, epoch, behind, total = struct.unpack_from("<qqqI", data, 8)
            at = 36
            while at < 36 + total:
                event, sequence, millis, length = struct.unpack_from("<qqqI", data, at)
                block, template = struct.unpack_from("<HH", data, at + 28)
                yield (epoch, event), event, sequence, millis, template, data[at + 36:at + 36 + block]
                at += 28 + length

    def expect(self, wanted):
        template, data = self.receive()
        assert template == wanted, (template, wanted)
        return data


GOLDEN_ID = uuid7(1_800_000_000_000, bytes(range(10)))

GOLDEN = {
    "hello": hello("tg_shop_" + "ab" * 32, 256, "golden"),
    "place": commands(1, place_order(GOLDEN_ID, 1, "TB-20261111-0001", "tmall", [(7, 2, 59_800)], (3, 4), 900_000)),
    "pay-and-cancel": commands(2, confirm_payment(GOLDEN_ID, 42, 59_800), cancel_order(GOLDEN_ID, 42, 5)),
    "ship": commands(4, ship_order(GOLDEN_ID, 42)),
    "ping": ping(5),
    "read-order": read_order(6, channel=1, number="TB-20261111-0001"),
    "read-stock": read_stock(7, 7),
    "read-units": read_units(8, 1, 2, 3),
    "subscribe": subscribe(9, 1, 4711, (ORDER_PLACED, ORDER_CHANGED), (7,), (1, 2), (42,)),
    "unsubscribe": unsubscribe(9),
    "events": events_frame(9, 1, 4713, (4712, 815, 1_800_000_000_000, message(201, struct.pack("<qBBBBqq", 42, 5, 1, 12, 2, 0, 0)))),
    "subscription-ended": subscription_ended(9, 4, 1, 4713, 0, "too slow"),
    "subscription-ended-resync": subscription_ended(9, 3, 2, 4000, 815, "too old", 900),
}


def golden(folder):
    for name, data in GOLDEN.items():
        with open(os.path.join(folder, name + ".hex"), "w", encoding="ascii") as file:
            for at in range(0, len(data), 16):
                file.write(data[at:at + 16].hex(" ") + "\n")


def sale(host, port):
    shop = Connection(host, int(port))
    print("welcome", shop.version, shop.window, shop.durability, shop.principal)
    ids = [uuid7() for _ in range(5)]
    shop.send(commands(10, *(place_order(ids[i], 1, f"PY-{i}", "py", [(1, 1, 100)]) for i in range(5))))
    orders = [shop.outcome(10 + i) for i in range(5)]
    print("placed", *(order.code for order in orders))
    assert [order.id for order in orders] == ids
    shop.send(commands(20, place_order(ids[0], 1, "PY-0", "py", [(1, 1, 100)])))
    again = shop.outcome(20)
    print("again", again.code, again.duplicate, again.entity == orders[0].entity)
    shop.send(commands(30, confirm_payment(uuid7(), orders[0].entity, 100),
                       cancel_order(uuid7(), orders[1].entity, 1), ship_order(uuid7(), orders[0].entity)))
    print("paid, cancelled, shipped", *(shop.outcome(30 + i).code for i in range(3)))
    shop.send(commands(40, confirm_payment(uuid7(), orders[1].entity, 100)))
    print("paid too late", shop.outcome(40).code)
    shop.send(read_order(50, channel=1, number="PY-0"))
    data = shop.expect(ORDER_READ)
    correlation, _, found, paid, _, _, state = struct.unpack_from("<qqBBBBB", data, 8)
    print("order", correlation, found, paid, state)
    shop.send(read_stock(60, 1))
    data = shop.expect(STOCK_READ)
    block = struct.unpack_from("<H", data)[0]
    print("stock", *struct.unpack_from("<7q", data, 8 + block + 4 + 2))
    shop.send(ping(70))
    print("pong", struct.unpack_from("<q", shop.expect(PONG), 8)[0])


def events(host, port, start, count):
    """Every third event the connection is lost, and the next one goes on from the cursor."""
    cursor = tuple(int(part) for part in start.split(":"))
    left = int(count)
    while left > 0:
        shop = Connection(host, int(port))
        shop.send(subscribe(1, *cursor, kinds=(ORDER_PLACED, STOCK_MOVED)))
        shop.expect(SUBSCRIBED)
        for _, (cursor, event, sequence, _, template, block) in zip(range(min(3, left)), shop.events()):
            if template == ORDER_PLACED:
                order, channel = struct.unpack_from("<qH", block)
                print("placed", event, sequence, channel, order)
            else:
                sku, warehouse, source, target, quantity = struct.unpack_from("<iHBBq", block)
                print("moved", event, sequence, sku, warehouse, source, target, quantity)
            left -= 1
        shop.socket.close()


if __name__ == "__main__":
    {"golden": golden, "sale": sale, "events": events}[sys.argv[1]](*sys.argv[2:])
