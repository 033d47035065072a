#!/usr/bin/env python3
"""Checks a Tidegate journal without Tidegate, and adds its units up anew. Python 3.8 or newer, standard library only.

    check_journal.py DIR OUTCOMES [--head SHA256] [--json]

DIR is the journal's folder, OUTCOMES what `tidegate export-journal DIR --out OUTCOMES` wrote (plain or .gz). --head is a
chain head that was kept elsewhere: the journal must have passed through it. docs/proof.md says what this proves and what
it does not. Exit code 0 when everything agrees, 3 when something does not, 2 for wrong arguments.
"""
import argparse
import gzip
import hashlib
import json
import os
import struct
import sys
import uuid
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "../../core/src/main/resources/dev/tidegate/message/tidegate-schema.xml")
OUTSIDE, SELLABLE, ALLOTTED, HELD, SOLD, SHIPPED, QUARANTINE = range(7)
ALL = "ALL"
AT_PAYMENT, PARTIAL = 2, 2
VOIDED, OUT_OF_STOCK, PARTLY = 206, 508, 1


class Wrong(Exception):
    """Something that does not agree."""


def need(condition, *words):
    if not condition:
        raise Wrong(" ".join(str(word) for word in words))


# ---- the journal's bytes: docs/journal.md ---------------------------------------------------------------------------


def crc32c_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC = crc32c_table()


def crc32c(*parts):
    crc = 0xFFFFFFFF
    for part in parts:
        for byte in part:
            crc = CRC[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


class Journal:
    """Reads the records of a folder in order and checks each: frame, checksum, number, sequence, time, chain."""

    def __init__(self, folder, wanted_head):
        self.folder = folder
        lines = self.manifest()
        self.id = uuid.UUID(lines[1].split()[1])
        self.kind = lines[2].split()[1]
        self.segments = [line.split() for line in lines if line.startswith("segment ")]
        self.voided = {int(line.split()[2]) for line in lines if line.startswith("repair void ")}
        self.head = hashlib.sha256(self.id.bytes).digest()
        self.record = self.sequence = self.time = self.tail = 0
        for words in (line.split() for line in lines if line.startswith("start ")):
            self.record, self.sequence, self.time = int(words[3]), int(words[5]), int(words[7])
            self.head = bytes.fromhex(words[9])
        self.begins_behind, self.first_record = self.sequence, self.record
        self.heads = {self.record: self.head}
        self.wanted = wanted_head
        self.passed = wanted_head in (None, self.head.hex())

    def manifest(self):
        with open(os.path.join(self.folder, "MANIFEST"), "rb") as file:
            text = file.read().decode("ascii")
        body, _, crc = text.rpartition("crc32c ")
        need(body.startswith("tidegate-journal "), "MANIFEST is not a journal's")
        need(int(body.split()[1]) <= 2, "MANIFEST has a newer format")
        need("%08x" % crc32c(body.encode("ascii")) == crc.strip(), "MANIFEST's checksum is wrong")
        return body.splitlines()

    def file(self, number):
        if self.kind == "FILE":
            return os.path.join(self.folder, "segment-%08d.log" % number)
        inside = os.path.join(self.folder, "segment-%08d" % number)
        names = [name for name in os.listdir(inside) if name.endswith(".cq4")]
        need(len(names) == 1, inside, "holds", len(names), "files of records, not one")
        return os.path.join(inside, names[0])

    def bytes(self, number):
        packed = os.path.join(self.folder, "segment-%08d.gz" % number)
        folder = os.path.join(self.folder, "segment-%08d" % number)
        if os.path.exists(packed) and not os.path.exists(folder) and not os.path.exists(folder + ".log"):
            with gzip.open(packed) as file:
                return file.read()
        with open(self.file(number), "rb") as file:
            return file.read()

    def commands(self):
        """Yields (sequence, time, message bytes)."""
        torn = False
        for words in self.segments:
            number, sealed = int(words[1]), words[2] == "sealed"
            data = self.bytes(number)
            at, first = 0, True
            while True:
                word = struct.unpack_from("<I", data, at)[0] if at + 4 <= len(data) else 0
                length = word & 0x3FFFFFFF
                if word == 0 or word & 0x80000000 or at + 4 + length > len(data):
                    break
                if not word & 0x40000000:
                    body = data[at + 4:at + 4 + length]
                    if first:
                        self.check_header(body, number)
                        first = False
                    elif not sealed and not self.whole(body):
                        break
                    else:
                        need(not torn, "records behind a torn tail, in segment", number)
                        yield from self.take(body, "segment %d, byte %d:" % (number, at))
                at = at + 4 + length + 3 & ~3
            need(not first, "segment", number, "has no header")
            if sealed:
                need(at == len(data) == int(words[10]), "segment", number, "ends at byte", at, "not at", words[10])
                need(self.record == int(words[5]), "segment", number, "ends with record", self.record)
                need(self.head.hex() == words[12], "segment", number, "has another chain head than its seal")
            elif any(data[at:]):
                torn = True
                self.tail = len(data[at:].rstrip(b"\0"))
        need(self.passed, "the journal never had the chain head", self.wanted)

    def check_header(self, body, number):
        need(len(body) == 40 and body[:8] == b"TGSEGMT1", "segment", number, "has no header")
        found, high, low, version, crc = struct.unpack("<QQQiI", body[8:])
        need(crc == crc32c(body[:36]) and found == number, "segment", number, "has a damaged header")
        need(struct.pack(">QQ", high, low) == self.id.bytes, "segment", number, "is of another journal")
        need(version == 1, "segment", number, "has format version", version)

    @staticmethod
    def whole(body):
        return (len(body) >= 96 and body[:4] == b"TGJ1" and struct.unpack_from("<I", body, 8)[0] == len(body)
                and struct.unpack_from("<I", body, 12)[0] == crc32c(body[:12], body[16:]))

    def take(self, body, where):
        need(self.whole(body), where, "a damaged record")
        kind, = struct.unpack_from("<B", body, 6)
        record, sequence, count, _, time, _, covered = struct.unpack_from("<qqiiqqq", body, 16)
        need(record == self.record + 1, where, "record", record, "behind", self.record)
        if covered and covered >= self.first_record:
            need(self.heads.get(covered) == body[64:96], where, "the chain head recorded for", covered, "is another")
        self.record = record
        self.head = hashlib.sha256(self.head + body).digest()
        self.heads[record] = self.head
        self.heads.pop(record - 65536, None)
        self.passed = self.passed or self.head.hex() == self.wanted
        if kind != 1:
            return
        need(sequence == self.sequence + 1, where, "sequence", sequence, "behind", self.sequence)
        need(time >= self.time, where, "time goes back")
        self.time = time
        at = 96
        for _ in range(count):
            length, = struct.unpack_from("<I", body, at)
            self.sequence += 1
            yield self.sequence, time, body[at + 4:at + 4 + length]
            at += 4 + length
        need(at == len(body), where, "its commands do not fill it")


# ---- the messages ---------------------------------------------------------------------------------------------------


class Schema:
    """Decodes messages by the published schema."""

    CODES = {"int8": "b", "uint8": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q"}

    def __init__(self, path):
        root = xml.etree.ElementTree.parse(path).getroot()
        self.types = {}
        for each in root.iter("type"):
            self.types[each.get("name")] = (each.get("primitiveType"), int(each.get("length") or 1))
        for each in root.iter("enum"):
            self.types[each.get("name")] = (each.get("encodingType"), 1)
        self.messages = {int(each.get("id")): self.message(each) for each in root if each.tag.endswith("message")}

    def message(self, element):
        groups = [(each.get("name"), self.fields(each)) for each in element.findall("group")]
        data = [(each.get("name"), "<H" if each.get("type") == "text" else "<I") for each in element.findall("data")]
        return element.get("name"), self.fields(element), groups, data

    def fields(self, element):
        fields = []
        for each in element.findall("field"):
            primitive, length = self.types.get(each.get("type"), (each.get("type"), 1))
            code = "%ds" % length if primitive == "char" else self.CODES[primitive]
            fields.append((each.get("name"), struct.Struct("<" + code)))
        return fields

    def decode(self, body):
        """The message's name and its fields: numbers, bytes, lists of dicts; None for what is no message."""
        block, template = struct.unpack_from("<HH", body)
        if template not in self.messages:
            return None, {}
        name, fields, groups, data = self.messages[template]
        at = 8 + block
        found = self.read(fields, body, 8, at)
        for group, inner in groups:
            size, count = struct.unpack_from("<HH", body, at)
            found[group] = [self.read(inner, body, at + 4 + i * size, at + 4 + (i + 1) * size) for i in range(count)]
            at += 4 + count * size
        for part, code in data:
            length, = struct.unpack_from(code, body, at)
            at += struct.calcsize(code) + length
            found[part] = body[at - length:at]
        return name, found

    @staticmethod
    def read(fields, body, at, end):
        found = {}
        for name, code in fields:
            if at >= end:
                break
            found[name], = code.unpack_from(body, at)
            at += code.size
            if found[name] == -1 << 63:
                found[name] = ALL
        return found


# ---- the ledger: docs/rules.md, section 5 ---------------------------------------------------------------------------


class Line:
    def __init__(self, asked):
        self.asked = asked
        self.units = [0] * 7
        self.short = self.back = 0
        self.at = None

    def live(self):
        return self.units[HELD] + self.units[SOLD] + self.short


class Order:
    def __init__(self, channel, external, total, deadline, lines, unheld):
        self.channel, self.external, self.total, self.deadline = channel, external, total, deadline
        self.lines = {number + 1: Line(line) for number, line in enumerate(lines)}
        self.state, self.unheld = 1, unheld


class Ledger:
    """Follows every unit from command to command, and lets none move without a command that may move it."""

    def __init__(self, voided, schema=None):
        self.voided, self.schema = voided, schema
        self.stock, self.short, self.orders, self.allotted = {}, {}, {}, {}
        self.skus, self.channels, self.campaigns, self.externals = [], {}, {}, {}
        self.safety, self.timing, self.accepted = {}, {}, set()
        self.left, self.records = {}, {}
        self.received, self.up, self.down, self.scrapped = {}, {}, {}, {}
        self.now = self.earlier = 0

    def apply(self, name, command, time, line):
        """One command with what the export says came of it."""
        self.earlier, self.now = self.now, max(self.now, time)
        self.where = "sequence %d (%s):" % (line["sequence"], name)
        need(line["time"] == self.now, self.where, "time", line["time"], "should be", self.now)
        self.name, self.command = name, command
        code = line["code"]
        self.mine = code < 100 and not line.get("duplicate") and name != "Tick"
        self.moves, self.order_before = [], None
        if line["sequence"] in self.voided or code == VOIDED:
            need(line["sequence"] in self.voided and code == VOIDED, self.where, "voided on one side only")
            need(not line["events"], self.where, "a voided command with events")
            return
        if self.mine:
            key = command["principal"], command["commandIdHigh"], command["commandIdLow"]
            need(key not in self.accepted, self.where, "an id that was accepted before")
            self.accepted.add(key)
        self.before(name, command)
        for event in line["events"]:
            self.event(event, line)
        if self.mine:
            getattr(self, "after_" + name, lambda *_: None)(command, line)
        elif code == OUT_OF_STOCK and name == "PlaceOrder":
            self.check_out_of_stock(command, line)

    # ---- the state that a journal without its first segments begins behind

    def base_sku(self, line):
        number = line["number"]
        need(number == len(self.skus) + 1, self.where, "SKU", number, "behind", len(self.skus))
        self.skus.append(line["code"])
        self.safety[number, 0] = line["safetyStock"]
        self.received[number], self.scrapped[number] = line["received"], line["scrapped"]
        self.up[number], self.down[number] = line["adjustedUp"], line["adjustedDown"]
        for house in line["stock"]:
            at = number, house["warehouse"]
            need(len(house["buckets"]) == 6 and min(house["buckets"]) >= 0 and at not in self.stock,
                 self.where, "the buckets of", at)
            self.stock[at] = [0] + house["buckets"]
            self.short[at] = house["short"]

    def base_channel(self, line):
        self.channels[line["number"]] = line["warehouses"]
        self.timing[line["number"]] = line["timing"]
        for each in line["safetyStock"]:
            self.safety[each["sku"], line["number"]] = each["units"]

    def base_campaign(self, line):
        self.campaigns[line["number"]] = line["startMillis"], line["endMillis"]
        for each in line["allotments"]:
            self.allotted[line["number"], (each["sku"], each["warehouse"])] = each["left"]

    def base_order(self, line):
        key = line["channel"], line["externalNumber"]
        need(line["orderId"] not in self.orders and key not in self.externals, self.where, "an order that is there twice")
        self.externals[key] = line["orderId"]
        order = Order(*key, line["totalAmount"], line["deadlineMillis"], [each["asked"] for each in line["lines"]],
                      line["unheld"])
        order.state = line["state"]
        self.orders[line["orderId"]] = order
        for mine, each in zip(order.lines.values(), line["lines"]):
            mine.units[HELD], mine.units[SOLD], mine.units[SHIPPED] = each["held"], each["sold"], each["shipped"]
            mine.short, mine.back = each["short"], each["returned"]
            mine.at = (each["sku"], each["warehouse"]) if each["warehouse"] else None
            need(min(mine.units) >= 0 and 0 <= mine.back <= mine.units[SHIPPED] and mine.short >= 0
                 and mine.live() + mine.units[SHIPPED] <= mine.asked, self.where, "the units of order", line["orderId"])

    def begin(self, first, lines, journal):
        """Takes the base, which must stand where the journal begins and balance; nothing else says that it is right."""
        self.where = "the base:"
        need(first["sequence"] == journal.begins_behind, self.where, "it stands behind sequence", first["sequence"],
             "but the journal begins behind", journal.begins_behind)
        self.now, self.timing[0] = first["time"], first["timing"]
        need(self.now == journal.time, self.where, "its time is", self.now, "not", journal.time)
        line = next(lines, {})
        while line.get("type") in ("base_sku", "base_channel", "base_campaign", "base_order"):
            getattr(self, line["type"])(line)
            line = next(lines, {})
        need(line.get("type") == "base_end" and line["orders"] == len(self.orders), self.where, "it is not complete")
        self.check_end()
        per_sku(self)

    def before(self, name, command):
        order = self.orders.get(command.get("orderId"))
        if order:
            self.order_before = {n: (each.units[:], each.short) for n, each in order.lines.items()}

    def event(self, event, line):
        handler = getattr(self, "on_" + event["message"], None)
        if handler:
            handler(event, line)

    # ---- events

    def on_OrderPlaced(self, event, line):
        command = self.command
        need(self.mine and self.name == "PlaceOrder", self.where, "an order nobody placed")
        need(event["orderId"] == line["entity"] and event["channel"] == command["channel"]
             and event["totalAmount"] == command["totalAmount"] and event["lineCount"] == len(command["lines"])
             and event["externalNumber"].encode() == command["externalNumber"],
             self.where, "another order than was asked for")
        need(command["totalAmount"] == sum(each["netAmount"] for each in command["lines"]),
             self.where, "amounts do not add up")
        key = event["channel"], event["externalNumber"]
        need(key not in self.externals, self.where, "an external number that is taken")
        need(event["orderId"] not in self.orders, self.where, "an order id that is taken")
        self.externals[key] = event["orderId"]
        unheld = self.timing.get(command["channel"]) or self.timing.get(0, 1)
        self.orders[event["orderId"]] = Order(
            command["channel"], event["externalNumber"], command["totalAmount"], event["deadlineMillis"],
            [each["quantity"] for each in command["lines"]], unheld == AT_PAYMENT)
        self.order_before = {}

    def on_OrderChanged(self, event, _):
        order = self.orders[event["orderId"]]
        need(event["stateBefore"] == order.state, self.where, "an order that was in another state")
        if event["trigger"] == 5:
            need(order.deadline and order.deadline <= self.now, self.where, "an order expired before its deadline")
        if event["stateAfter"] == 12:
            need(not any(each.live() for each in order.lines.values()), self.where, "a closed order holds units")
        order.state, order.deadline = event["stateAfter"], event["deadlineMillis"]

    def on_HoldsExtended(self, event, line):
        need(self.mine and self.name == "ExtendHolds" and event["beforeMillis"] == self.earlier
             and event["untilMillis"] == self.now + self.command["minimumMillis"],
             self.where, "holds put off by other times")
        holds = [each for each in self.orders.values()
                 if each.deadline and self.earlier < each.deadline < event["untilMillis"]]
        need(len(holds) == event["holds"] > 0, self.where, event["holds"], "holds put off, not", len(holds))
        for each in holds:
            each.deadline = event["untilMillis"]

    def on_OrderLeft(self, event, _):
        order = self.orders.pop(event["orderId"])
        need(order.state == 12, self.where, "an open order left")
        del self.externals[order.channel, order.external]
        self.left[event["orderId"]] = order
        self.records[event["orderId"]] = [
            (each["sku"], each["warehouse"], each["asked"], each["granted"], each["cancelled"], each["shipped"],
             each["returned"], each["netAmount"]) for each in event["lines"]]
        for number, each in enumerate(event["lines"], 1):
            line = order.lines[number]
            need(each["shipped"] == line.units[SHIPPED] and each["returned"] == line.back, self.where,
                 "a record of other units than were shipped of line", number)

    def on_OrderReadmitted(self, event, _):
        need(self.mine and self.name == "ReadmitOrder" and self.command["orderId"] == event["orderId"], self.where,
             "an order nobody brought back")
        order = self.left.pop(event["orderId"])
        key = order.channel, order.external
        need(key == (event["channel"], event["externalNumber"]), self.where, "another order than left")
        need(key not in self.externals, self.where, "an external number that is taken")
        self.externals[key] = event["orderId"]
        self.orders[event["orderId"]] = order
        self.order_before = {}

    def on_ShortChanged(self, event, _):
        line = self.orders[event["orderId"]].lines[event["line"]]
        need(line.at == (event["sku"], event["warehouse"]), self.where, "short somewhere else")
        line.short += event["change"]
        need(line.short == event["shortAfter"] >= 0, self.where, "short", line.short, "is not", event["shortAfter"])
        self.short[line.at] = self.short.get(line.at, 0) + event["change"]

    def on_StockMoved(self, event, _):
        at = event["sku"], event["warehouse"]
        origin, target, units = event["fromBucket"], event["toBucket"], event["quantity"]
        stock = self.stock.setdefault(at, [0] * 7)
        need(units > 0 and origin != target, self.where, "a movement of nothing")
        stock[origin] -= units
        stock[target] += units
        need(origin == OUTSIDE or stock[origin] == event["fromAfter"] >= 0, self.where, "bucket", origin, "of", at,
             "would be", stock[origin], "not", event["fromAfter"])
        need(target == OUTSIDE or stock[target] == event["toAfter"], self.where, "bucket", target, "of", at,
             "would be", stock[target], "not", event["toAfter"])
        self.move_line(event, at, origin, target, units)
        self.move_allotment(event, at, origin, target, units)
        cause = self.cause(event, origin, target)
        need(cause, self.where, units, "units from bucket", origin, "to", target, "of", at, "without a cause")
        if cause == "own":
            self.moves.append((at, origin, target, units, event["line"]))
            if origin == SELLABLE and target == HELD:
                safety = max(self.safety.get((at[0], 0), 0), self.safety.get((at[0], self.command["channel"]), 0))
                need(event["fromAfter"] >= safety, self.where, "safety stock of", at, "was taken")

    def move_line(self, event, at, origin, target, units):
        if not event["orderId"]:
            need(origin not in (HELD, SOLD) and target not in (HELD, SOLD), self.where, "held or sold for nobody")
            return
        line = self.orders[event["orderId"]].lines[event["line"]]
        if target in (HELD, SOLD) and origin in (SELLABLE, ALLOTTED):
            need(line.at in (None, at) or not line.live(), self.where, "a line of two warehouses")
            line.at = at
        need(line.at == at, self.where, "units of another line")
        if origin in (HELD, SOLD):
            line.units[origin] -= units
            need(line.units[origin] >= 0, self.where, "more units than the line has")
        if target in (HELD, SOLD, SHIPPED):
            line.units[target] += units
        if origin == SHIPPED:
            line.back += units
        need(line.back <= line.units[SHIPPED], self.where, "more came back than was shipped")
        # Units that fill a claim stand in the bucket before the claim goes.
        need(line.units[HELD] + line.units[SOLD] + line.units[SHIPPED] <= line.asked, self.where,
             "more units than the line asked for")

    def move_allotment(self, event, at, origin, target, units):
        key = event["campaign"], at
        if ALLOTTED in (origin, target):
            self.allotted[key] = self.allotted.get(key, 0) + (units if target == ALLOTTED else -units)
            need(self.allotted[key] >= 0, self.where, "an allotment below zero")

    def cause(self, event, origin, target):
        """Why these units may move: by time, to a claim without units, or by this very command."""
        order = self.orders.get(event["orderId"])
        pair = origin, target
        if order and origin == SELLABLE and target in (HELD, SOLD) and order.lines[event["line"]].short >= event["quantity"]:
            return "claim"
        if order and origin == HELD and target in (SELLABLE, ALLOTTED) and order.deadline \
                and order.deadline <= self.now:
            return "expiry"
        if pair == (ALLOTTED, SELLABLE) and not order and self.campaigns[event["campaign"]][1] <= self.now:
            return "campaign end"
        if not self.mine:
            return None
        return "own" if pair in ALLOWED.get(self.name, ()) and self.about(event) else None

    def about(self, event):
        """Whether the movement is of what the command names."""
        command = self.command
        if self.name == "PlaceOrder":
            line = command["lines"][event["line"] - 1]
            houses = [line["warehouse"]] if line["warehouse"] else self.channels[command["channel"]]
            start, end = self.campaigns.get(line["campaign"], (0, 1 << 62))
            return (self.externals[command["channel"], command["externalNumber"].decode()] == event["orderId"]
                    and line["sku"] == event["sku"] and event["warehouse"] in houses
                    and line["campaign"] == event["campaign"] and start <= self.now < end)
        if "orderId" in command:
            return command["orderId"] == event["orderId"]
        return command["sku"] == event["sku"] and command["warehouse"] == event["warehouse"]

    # ---- what a command must have done

    def units(self, target=None, origin=None, line=None):
        return sum(move[3] for move in self.moves
                   if (target is None or move[2] == target) and (origin is None or move[1] == origin)
                   and (line is None or move[4] == line))

    def count(self, book, sku, units):
        book[sku] = book.get(sku, 0) + units

    def after_DefineSku(self, command, line):
        if line["entity"] == len(self.skus) + 1:
            self.skus.append(command["code"].decode())

    def after_DefineChannel(self, command, line):
        self.channels[line["entity"]] = [each["warehouse"] for each in command["warehouses"]]

    def after_DefineCampaign(self, command, line):
        self.campaigns[line["entity"]] = command["startMillis"], command["endMillis"]

    def after_SetSafetyStock(self, command, _):
        self.safety[command["sku"], command["channel"]] = command["quantity"]

    def after_SetHoldTiming(self, command, _):
        self.timing[command["channel"]] = command["timing"]

    def after_SetAllotment(self, command, _):
        key = command["campaign"], (command["sku"], command["warehouse"])
        need(self.allotted.get(key, 0) == command["quantity"], self.where, "another allotment than was set")

    def after_ReceiveStock(self, command, _):
        need(self.units() == command["quantity"], self.where, "received", self.units(), "not", command["quantity"])
        self.count(self.received, command["sku"], command["quantity"])

    def after_AdjustStock(self, command, _):
        came, went = self.units(origin=OUTSIDE), self.units(target=OUTSIDE)
        if command["mode"] == 1:
            need(came - went == command["quantity"], self.where, "corrected by", came - went)
        else:
            stock = self.stock.get((command["sku"], command["warehouse"]), [0] * 7)
            need(sum(stock[SELLABLE:SHIPPED]) == command["quantity"], self.where, "corrected to another count")
        self.count(self.up, command["sku"], came)
        self.count(self.down, command["sku"], went)

    def after_ReturnToStock(self, command, _):
        origin = SHIPPED if command["from"] == 1 else QUARANTINE
        target = (SELLABLE, QUARANTINE, OUTSIDE)[command["grade"] - 1]
        need(self.units(target, origin) == self.units() == command["quantity"], self.where, "other units came back")
        self.count(self.scrapped, command["sku"], self.units(OUTSIDE))

    def after_PlaceOrder(self, command, line):
        order = self.orders[line["entity"]]
        granted = [self.units(HELD, line=number + 1) for number in range(len(command["lines"]))]
        if order.unheld:
            need(not self.moves, self.where, "units taken before payment")
            return
        for each, units in zip(command["lines"], granted):
            need(units == each["quantity"] or (line["code"] == PARTLY and command["placing"] == PARTIAL
                 and units < each["quantity"]), self.where, units, "granted of", each["quantity"])
        need(line["code"] != PARTLY or sum(granted), self.where, "an order of nothing")

    def after_ConfirmPayment(self, command, line):
        order = self.orders[command["orderId"]]
        need(0 <= command["amount"] <= order.total, self.where, "another amount than is due")
        need(not any(each.units[HELD] for each in order.lines.values()), self.where, "paid, and yet held")
        if line["code"] == 0 and not order.unheld:
            for number, (units, _) in self.order_before.items():
                need(self.units(SOLD, line=number) == units[HELD], self.where, "sold other units than were held")
        order.unheld = False

    def after_FailPayment(self, command, _):
        order = self.orders[command["orderId"]]
        need(not self.moves or not any(each.live() for each in order.lines.values()), self.where, "released in part")

    def after_CancelOrder(self, command, _):
        order = self.orders[command["orderId"]]
        named = {each["line"]: each["quantity"] for each in command["lines"]}
        for number, (units, short) in self.order_before.items():
            live = units[HELD] + units[SOLD] + short
            wanted = 0 if order.unheld else live if not named else named.get(number, 0)
            wanted = live if wanted == ALL else wanted
            gone = live - order.lines[number].live()
            need(gone == wanted, self.where, "cancelled", gone, "of line", number, "not", wanted)

    def after_ShipOrder(self, command, _):
        named = {each["line"]: each["quantity"] for each in command["lines"]}
        for number, (units, short) in self.order_before.items():
            live = units[HELD] + units[SOLD]
            wanted = live if not named else named.get(number, 0)
            wanted = live if wanted == ALL else wanted
            need(self.units(SHIPPED, line=number) == wanted, self.where, "shipped other units of line", number)

    def after_ReturnLines(self, command, _):
        for each in command["lines"]:
            target = (SELLABLE, QUARANTINE, OUTSIDE)[each["grade"] - 1]
            units = self.units(target, SHIPPED, each["line"])
            need(units == self.units(line=each["line"]) and (each["quantity"] == ALL or units == each["quantity"]),
                 self.where, "other units of line", each["line"], "came back")
            sku = self.orders[command["orderId"]].lines[each["line"]].at[0]
            self.count(self.scrapped, sku, units if target == OUTSIDE else 0)

    def after_ReadmitOrder(self, command, line):
        name, record = self.schema.decode(command["record"])
        need(name == "OrderLeft" and record["orderId"] == command["orderId"] == line["entity"], self.where,
             "a record of another order")
        lines = [(each["sku"], each["warehouse"], each["asked"], each["granted"], each["cancelled"], each["shipped"],
                  each["returned"], each["netAmount"]) for each in record["lines"]]
        need(lines == self.records[command["orderId"]], self.where, "another record than the order left with")
        need(command["orderId"] in self.orders and not self.moves, self.where, "brought nothing back, or units")

    def check_out_of_stock(self, command, line):
        """A refusal for want of stock must have been for want of stock."""
        if command["placing"] == PARTIAL:
            return
        number = line["line"] - 1
        wanted = command["lines"][number]
        if wanted["sku"] in [each["sku"] for each in command["lines"][:number]]:
            return
        houses = [wanted["warehouse"]] if wanted["warehouse"] else self.channels[command["channel"]]
        most = max(self.stock.get((wanted["sku"], house), [0] * 7)[SELLABLE] for house in houses)
        need(most < wanted["quantity"], self.where, "refused, though", most, "were there")

    # ---- the end

    def check_end(self):
        claims, shorts, allotted = {}, {}, {}
        for order in self.orders.values():
            for line in order.lines.values():
                for bucket in (HELD, SOLD):
                    if line.units[bucket]:
                        claims[line.at, bucket] = claims.get((line.at, bucket), 0) + line.units[bucket]
                shorts[line.at] = shorts.get(line.at, 0) + line.short
        for (_, at), units in self.allotted.items():
            allotted[at] = allotted.get(at, 0) + units
        for at, stock in self.stock.items():
            for bucket in (HELD, SOLD):
                need(stock[bucket] == claims.get((at, bucket), 0), at, "bucket", bucket, "is not what orders claim")
            need(stock[ALLOTTED] == allotted.get(at, 0), at, "allotted is not what campaigns have")
            need(self.short.get(at, 0) == shorts.get(at, 0), at, "short is not what orders miss")

    def totals(self, sku=None):
        def of(book):
            return sum(units for key, units in book.items() if sku in (None, key))

        def stand(*buckets):
            return sum(stock[bucket] for at, stock in self.stock.items() if sku in (None, at[0]) for bucket in buckets)

        totals = {
            "units_received": of(self.received),
            "units_adjusted_up": of(self.up),
            "units_adjusted_down": of(self.down),
            "units_scrapped": of(self.scrapped),
            "units_sold": stand(SOLD, SHIPPED),
            "units_held": stand(HELD),
            "units_left": stand(SELLABLE, ALLOTTED),
            "units_quarantined": stand(QUARANTINE),
            "units_short": sum(units for at, units in self.short.items() if sku in (None, at[0])),
        }
        came = totals["units_received"] + totals["units_adjusted_up"]
        gone = totals["units_adjusted_down"] + totals["units_scrapped"]
        stands = stand(SELLABLE, ALLOTTED, HELD, SOLD, SHIPPED, QUARANTINE)
        need(came - gone == stands, "SKU", sku, came, "came,", gone, "went, but", stands, "are there")
        return totals


ALLOWED = {
    "ReceiveStock": {(OUTSIDE, SELLABLE)},
    "AdjustStock": {(OUTSIDE, SELLABLE), (SELLABLE, OUTSIDE), (ALLOTTED, OUTSIDE), (HELD, OUTSIDE), (SOLD, OUTSIDE)},
    "ReturnToStock": {(SHIPPED, SELLABLE), (SHIPPED, QUARANTINE), (SHIPPED, OUTSIDE),
                      (QUARANTINE, SELLABLE), (QUARANTINE, OUTSIDE)},
    "SetAllotment": {(SELLABLE, ALLOTTED), (ALLOTTED, SELLABLE)},
    "PlaceOrder": {(SELLABLE, HELD), (ALLOTTED, HELD)},
    "ConfirmPayment": {(HELD, SOLD), (SELLABLE, SOLD), (ALLOTTED, SOLD)},
    "FailPayment": {(HELD, SELLABLE), (HELD, ALLOTTED)},
    "CancelOrder": {(HELD, SELLABLE), (HELD, ALLOTTED), (SOLD, SELLABLE), (SOLD, ALLOTTED)},
    "ShipOrder": {(HELD, SHIPPED), (SOLD, SHIPPED)},
    "ReturnLines": {(SHIPPED, SELLABLE), (SHIPPED, QUARANTINE), (SHIPPED, OUTSIDE)},
}


def outcomes(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def check(folder, path, head, schema_path):
    schema = Schema(schema_path)
    journal = Journal(folder, head)
    ledger = Ledger(journal.voided, schema)
    lines = outcomes(path)
    need(next(lines, {}).get("type") == "outcomes", path, "is no export of outcomes")
    if journal.record:
        first = next(lines, {})
        need(first.get("type") == "base", path, "has no base, though the journal's first segments have gone")
        ledger.begin(first, lines, journal)
    begins_behind = journal.begins_behind
    for sequence, time, body in journal.commands():
        line = next(lines, {})
        need(line.get("sequence") == sequence, path, "has no outcome for sequence", sequence)
        name, command = schema.decode(body)
        need(name == line["message"] or sequence in journal.voided, "sequence", sequence, "is a", name)
        try:
            ledger.apply(name, command, time, line)
        except (KeyError, IndexError, AttributeError) as unknown:
            raise Wrong(ledger.where, "names something that does not exist:", repr(unknown)) from unknown
    end = next(lines, {})
    need(end.get("type") == "end" and end["commands"] == journal.sequence - begins_behind,
         path, "does not end with the journal")
    ledger.check_end()
    rows = per_sku(ledger)
    return {"ok": True, "skus": len(ledger.skus), **ledger.totals(), "begins_behind": begins_behind,
            "sequence": journal.sequence, "records": journal.record, "chain_head": journal.head.hex(),
            "tail_bytes_cut": journal.tail, "per_sku": rows}


def per_sku(ledger):
    by_sku = {}
    for at, stock in ledger.stock.items():
        by_sku.setdefault(at[0], {})[at] = stock
    rows = []
    for number, code in enumerate(ledger.skus, 1):
        one = Ledger(set())
        one.stock = by_sku.get(number, {})
        one.short = {at: ledger.short.get(at, 0) for at in one.stock}
        for book in ("received", "up", "down", "scrapped"):
            setattr(one, book, {number: getattr(ledger, book).get(number, 0)})
        rows.append({"sku": code, **one.totals(number)})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("outcomes", metavar="OUTCOMES")
    parser.add_argument("--head", help="a chain head that was kept elsewhere")
    parser.add_argument("--schema", default=SCHEMA, help="the message schema, beside this file by default")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    arguments = parser.parse_args()
    try:
        found = check(arguments.folder, arguments.outcomes, arguments.head and arguments.head.lower(), arguments.schema)
    except Wrong as wrong:
        found = {"ok": False, "error": str(wrong)}
    except Exception as unreadable:  # a file cut off, a line that is no object, a field that is missing
        found = {"ok": False, "error": "%s: %s" % (type(unreadable).__name__, unreadable)}
    if not found["ok"]:
        print("check_journal: " + found["error"], file=sys.stderr)
    if arguments.json:
        print(json.dumps(found))
    elif found["ok"]:
        for name, value in found.items():
            if name != "per_sku":
                print("%-24s %s" % (name, value))
    sys.exit(0 if found["ok"] else 3)


if __name__ == "__main__":
    main()
