#!/usr/bin/env python3
"""Prints pages per pass of a run of real-guest beside QEMU's: table.py RUN-FOLDER [streams.json]"""
import csv
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROUND = re.compile(r"(\d+) pages in \S+, (\d+) of them zero, \d+ B(?:, stopped by (\S+))?")
SHOWN = 8


def runs(folder):
    """Per machine: raw pages of every round, zero pages, the rule that stopped it, and the pause in ms."""
    machines = {}
    with open(os.path.join(folder, "timeline.csv"), newline="") as file:
        for row in csv.DictReader(file):
            one = machines.setdefault(row["subject"], {"rounds": [], "zero": 0, "rule": None})
            one[row["event"]] = int(row["time_ns"])
            if row["event"] == "move.round":
                pages, zero, rule = ROUND.fullmatch(row["detail"]).groups()
                one["rounds"].append(int(pages) - int(zero))
                one["zero"] += int(zero)
                one["rule"] = rule or one["rule"]
    return machines


def shown(pages):
    text = [f"{count:,}" for count in pages]
    return ", ".join(text if len(text) <= SHOWN else text[:SHOWN - 2] + ["…", text[-1]])


def main(folder, streams=os.path.join(HERE, "..", "traces", "streams.json")):
    ours = runs(folder)
    print("| guest | | content pages per pass | in all | zero pages | dirty log read | stopped after | by | pause |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in ("idle", "read", "redis-get", "small", "full"):
        qemu = next(one for one in json.load(open(streams)) if one["workload"] == name)
        sent = [one["pages"] - one["zeroPages"] for one in qemu["passes"]]
        zero = 65536 - qemu["passes"][0]["firstPages"] + sum(one["zeroPages"] for one in qemu["passes"])
        by = "force" if qemu["forced"] else "downtime limit"
        pause = (qemu["endSeconds"] - qemu["stopSeconds"]) * 1000
        print(f"| {name} | QEMU | {shown(sent)} | {sum(sent):,} | {zero:,} | {qemu['dirtySyncCount']} times "
              f"| {qemu['stopSeconds']:.1f} s | {by} | {pause:.0f} ms |")
        one = ours[name]
        seconds = (one["move.frozen"] - one["move.pre-announced"]) / 1e9
        pause = (one["move.resumed"] - one["move.frozen"]) / 1e6
        print(f"| | xia | {shown(one['rounds'])} | {sum(one['rounds']):,} | {one['zero']:,} | {len(one['rounds'])} times "
              f"| {seconds:.1f} s | {one['rule'].replace('-', ' ')} | {pause:.0f} ms |")


main(*sys.argv[1:])
