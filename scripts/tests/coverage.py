#!/usr/bin/env python3
"""Says how many lines of each module the tests reach (I20), and fails below the limit.

  coverage.py ROOT    reads MODULE/target/site/jacoco/jacoco.csv
"""
import csv
import pathlib
import sys

LIMIT = 80
MODULES = ["model", "crypto", "core", "store", "client", "server", "cli"]


def lines(report):
    covered = missed = 0
    with open(report, newline="") as rows:
        for row in csv.DictReader(rows):
            covered += int(row["LINE_COVERED"])
            missed += int(row["LINE_MISSED"])
    return covered, missed


def main(root):
    total = [0, 0]
    for module in MODULES:
        report = pathlib.Path(root, module, "target/site/jacoco/jacoco.csv")
        covered, missed = lines(report)
        total = [total[0] + covered, total[1] + missed]
        print(f"{module:8} {100 * covered / (covered + missed):5.1f} % of {covered + missed} lines")
    share = 100 * total[0] / sum(total)
    print(f"{'all':8} {share:5.1f} % of {sum(total)} lines; at least {LIMIT} % are wanted")
    return 0 if share >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
