#!/usr/bin/env python3
"""Computes the chains of an exported audit log again, by docs/audit.md and nothing else.

    claviger audit export -o audit.jsonl
    python3 examples/python/audit_chain.py audit.jsonl

Reads JSON Lines or CSV. Exit code 1 where an entry is not what was written in its place. Python
3.8 or newer, no packages. Without the audit-mac key it cannot check MACs, only links.
"""

import calendar
import csv
import hashlib
import json
import struct
import sys
import time


def u64(number):
    return struct.pack(">Q", int(number))


def text(value):
    return (value or "").encode("utf-8")


def milliseconds(timestamp):
    """Of a time such as 2026-11-25T10:00:00.123Z."""
    seconds = calendar.timegm(time.strptime(timestamp[:19], "%Y-%m-%dT%H:%M:%S"))
    return seconds * 1000 + int(timestamp[20:23])


def optional(entry, field, encode):
    return encode(entry[field]) if entry.get(field) not in (None, "") else b""


def secrets(entry):
    pairs = b""
    for one in entry.get("secrets") or []:
        pairs += bytes.fromhex(one["secret_id"]) + u64(one["version"])
    return pairs


def canonical(entry):
    fields = [
        u64(entry["format"]),
        text(entry["node"]),
        bytes.fromhex(entry["boot"]),
        u64(entry["seq"]),
        u64(milliseconds(entry["timestamp"])),
        bytes.fromhex(entry["request_id"]),
        optional(entry, "principal_id", bytes.fromhex),
        text(entry.get("credential")),
        u64(entry["client"]),
        text(entry["action"]),
        text(entry["resource_type"]),
        text(entry.get("space")),
        text(entry.get("environment")),
        text(entry.get("resource_name")),
        optional(entry, "secret_id", bytes.fromhex),
        optional(entry, "version", u64),
        optional(entry, "envelope", bytes.fromhex),
        u64(entry["count"]),
        secrets(entry),
        text(entry["outcome"]),
        text(entry.get("reason")),
    ]
    if int(entry["format"]) == 2:
        fields += [u64(entry["revision"]), bytes.fromhex(entry["state"])]
    parts = [struct.pack(">I", len(field)) + field for field in fields]
    return struct.pack(">I", len(fields)) + b"".join(parts)


def link(previous, entry):
    leaf = hashlib.sha256(b"\0" + canonical(entry)).digest()
    return hashlib.sha256(b"claviger/link" + previous + leaf).digest()


def from_csv(lines):
    for row in csv.DictReader(lines):
        entry = {name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items()}
        pairs = [pair.split(":") for pair in entry["secrets"].split()]
        entry["secrets"] = [{"secret_id": one, "version": version} for one, version in pairs]
        yield entry


def entries(path):
    with open(path, encoding="utf-8", newline="") as lines:
        if lines.read(1) == "{":
            lines.seek(0)
            yield from map(json.loads, lines)
        else:
            lines.seek(0)
            yield from from_csv(lines)


def main(path):
    chains = {}
    for entry in entries(path):
        chains.setdefault((entry["node"], entry["boot"]), []).append(entry)
    broken = 0
    for (node, boot), chain in chains.items():
        chain.sort(key=lambda entry: int(entry["seq"]))
        previous = bytes(32)
        for seq, entry in enumerate(chain, 1):
            if int(entry["seq"]) != seq:
                print(f"{node}/{boot}: entry {seq} is missing")
                broken += 1
                break
            if link(previous, entry).hex() != entry["link"]:
                print(f"{node}/{boot}: entry {seq} was changed")
                broken += 1
                break
            previous = bytes.fromhex(entry["link"])
    print(f"{sum(map(len, chains.values()))} entries in {len(chains)} chains, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
