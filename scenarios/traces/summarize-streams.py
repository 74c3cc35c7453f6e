#!/usr/bin/env python3
"""Sums up recordings of QEMU's own pre-copy (XPT1, kind precopy-stream): summarize-streams.py FILE... > streams.json"""
import gzip
import json
import os
import struct
import sys

PAGE_BYTES = 4096
COLUMNS = (("iter", "B"), ("flags", "B"), ("pfn", "I"), ("hash", "Q"), ("changed", "H"), ("zpage", "H"),
           ("zdelta", "H"), ("xbzrle", "H"))


def read(path):
    data = gzip.open(path).read()
    assert data[:4] == b"XPT1", path
    length = struct.unpack_from("<I", data, 4)[0]
    header, offset, columns = json.loads(data[8:8 + length]), 8 + length, {}
    for name, code in COLUMNS:
        columns[name] = struct.unpack_from(f"<{header['records']}{code}", data, offset)
        offset += header["records"] * struct.calcsize(code)
    assert header["kind"] == "precopy-stream" and offset == len(data), path
    return header, columns


def summarize(path):
    header, columns = read(path)
    passes = {}
    for number, flags, changed, page, delta in zip(
            *(columns[name] for name in ("iter", "flags", "changed", "zpage", "zdelta"))):
        one = passes.setdefault(number, dict.fromkeys(
            ("pages", "zeroPages", "firstPages", "unchangedPages", "changedBytes", "zlibPageBytes", "zlibDeltaBytes"), 0))
        one["pages"] += 1
        one["zeroPages"] += flags & 1
        one["firstPages"] += flags >> 1 & 1
        one["unchangedPages"] += changed == 0 and not flags & 2
        one["changedBytes"] += changed
        one["zlibPageBytes"] += page
        one["zlibDeltaBytes"] += delta
    starts = [time for name, _, time in header["events"] if name == "MIGRATION_PASS"]
    stops = [time for name, _, time in header["events"] if name == "STOP"]
    ram = header["query"]["ram"]
    return {
        "file": os.path.basename(path), "workload": header["workload"], "command": header["command"],
        "maxBandwidthBytesPerSecond": header["max_bandwidth"], "downtimeLimitMs": header["downtime_limit_ms"],
        "forced": header["forced"], "passStartsSeconds": starts, "stopSeconds": stops[0] if stops else None,
        "endSeconds": header["events"][-1][2], "downtimeMs": header["query"].get("downtime"),
        "transferredBytes": ram.get("transferred"), "normalPages": ram.get("normal"),
        "duplicatePages": ram.get("duplicate"), "dirtySyncCount": ram.get("dirty-sync-count"),
        "passes": [{"pass": number, "rawBytes": one["pages"] * PAGE_BYTES, **one} for number, one in sorted(passes.items())],
    }


def main(paths):
    print("[\n" + ",\n".join(json.dumps(summarize(path)) for path in paths) + "\n]")


main(sys.argv[1:])
