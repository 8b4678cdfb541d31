"""Ends, starves and damages runs of the runner, and checks that nothing is lost: see scripts/campaign.

    campaign.py RUNNER FUZZERS KILLS SYSCALLS LIMITS RECORDS INPUTS [SEED]

RUNNER is the program, FUZZERS the folder of the fuzz_* programs. The numbers say how often each is tried; SYSCALLS 0 leaves
out the kills at system calls, -1 tries every changing call. Prints a table: tried, survived, lost. Exit code 1 if anything
was lost.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

CONFIG = """
name: campaign
data: {kind: circle, samples: 40, test_samples: 40}
models: {A: {hidden: [3]}, B: {hidden: [3], activation: tanh}}
training: {epochs: 5}
sweep: {training.optimizer.lr: [0.1, 0.01]}
record: {outputs: true}
seeds: 6
"""
# What can change a file or a folder.
CHANGING = ["openat", "write", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync", "rename", "mkdir", "unlink",
            "unlinkat", "flock", "fcntl", "chmod", "fchmod"]
LIMIT_SECONDS = 60


class Campaign:
    def __init__(self, runner, fuzzers, seed):
        self.runner, self.fuzzers = runner, pathlib.Path(fuzzers)
        self.random = random.Random(seed)
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="actlab-campaign-"))
        self.config = self.root / "campaign.yaml"
        self.config.write_text(CONFIG)
        self.rows, self.lost = [], []
        self.serial = 0
        started = time.monotonic()
        self.expected = self.result_of(self.finish(self.fresh()))
        self.seconds = time.monotonic() - started

    def fresh(self):
        self.serial += 1
        return self.root / f"run{self.serial}"

    def command(self, run):
        return [self.runner, str(self.config), "--quiet", "--jobs", "2", "--out", str(run)]

    # The same command again, until the run is complete.
    def finish(self, run):
        done = subprocess.run(self.command(run), capture_output=True, text=True, timeout=LIMIT_SECONDS)
        if done.returncode != 0:
            raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-300:]}")
        return run

    # All that a run is, but for the times and the invocations.
    def result_of(self, run):
        def without_seconds(line):
            cells = line.split(",")
            return cells[:9] + cells[10:]

        result = {"trials": [without_seconds(line) for line in (run / "trials.csv").read_text().splitlines()]}
        for name in ["curves.csv", "summary.json", "config.yaml"]:
            result[name] = (run / name).read_text()
        page = (run / "report.html").read_text()
        result["sections"] = [name for name in ("boundary", "curves", "health", "table") if f'"id":"{name}"' in page]
        database = sqlite3.connect(run / "run.sqlite")
        for table in ["models", "sweep", "curves", "health", "snapshots", "outputs", "parameters", "documents", "baselines"]:
            result[table] = sorted(map(repr, database.execute(f"SELECT * FROM {table}")))
        database.close()
        left = [path.name for path in run.rglob("*") if path.name.endswith(".tmp") and not path.name.startswith(".actlab-")]
        result["left"] = left
        return result

    def judge(self, kind, what, run):
        try:
            result = self.result_of(self.finish(run))
            wrong = [key for key in self.expected if result[key] != self.expected[key]]
            if wrong:
                raise RuntimeError(f"other {', '.join(wrong)}")
            shutil.rmtree(run)
            return True
        except (RuntimeError, OSError, subprocess.TimeoutExpired, sqlite3.Error, json.JSONDecodeError) as error:
            self.lost.append(f"{kind}, {what}: {error} ({run})")
            return False

    def row(self, kind, tried, survived, note=""):
        self.rows.append((kind, tried, survived, tried - survived, note))

    def kills(self, count):
        survived = 0
        for _ in range(count):
            run, delay = self.fresh(), self.random.uniform(0, 1.2 * self.seconds)
            process = subprocess.Popen(self.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            survived += self.judge("kills", f"after {delay:.3f} s", run)
        self.row("kill -9 at a random time", count, survived)

    def traced(self, run, arguments):
        return subprocess.run(["strace", "-f", "-qq", "-o", str(self.root / "strace.txt"), *arguments, *self.command(run)],
                              capture_output=True, timeout=LIMIT_SECONDS).returncode

    def syscalls(self, count):
        kind = "kill -9 at a changing system call"
        if count == 0:
            return
        if shutil.which("strace") is None or self.traced(self.fresh(), ["-e", "trace=rename"]) != 0:
            return self.row(kind, 0, 0, "strace cannot be used here")
        places = []
        for name in CHANGING:
            self.traced(self.fresh(), ["-e", f"trace={name}"])
            lines = (self.root / "strace.txt").read_text().splitlines()
            by_thread = {}
            for line in lines:
                if f"{name}(" in line and "resumed>" not in line and not (name == "openat" and "O_CREAT" not in line):
                    by_thread[line.split()[0]] = by_thread.get(line.split()[0], 0) + 1
            # strace counts the calls of each thread by themselves.
            places += [(name, k + 1) for k in range(max(by_thread.values(), default=0))]
        if 0 < count < len(places):
            places = self.random.sample(places, count)
        survived = 0
        for name, k in places:
            run = self.fresh()
            self.traced(run, ["-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={k}"])
            survived += self.judge("system call", f"{name} number {k}", run)
        self.row(kind, len(places), survived)

    # A limit of file sizes fails as a full disk does, at any file and any place of it.
    def limits(self, count):
        survived = 0
        for i in range(count):
            run, blocks = self.fresh(), 1 + i * 400 // max(1, count)
            command = f"ulimit -f {blocks}; exec \"$@\""
            done = subprocess.run(["sh", "-c", command, "sh", *self.command(run)], capture_output=True, text=True,
                                  timeout=LIMIT_SECONDS)
            if done.returncode not in (0, 3):
                self.lost.append(f"disk full, {blocks} blocks: exit code {done.returncode}: {done.stderr[-200:]}")
                continue
            survived += self.judge("disk full", f"{blocks} blocks of 512 bytes", run)
        self.row("no space for files", count, survived)

    def launches(self, count):
        survived = 0
        for _ in range(count):
            run = self.fresh()
            processes = [subprocess.Popen(self.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                         for _ in range(10)]
            codes = {process.wait() for process in processes}
            if not codes <= {0, 2}:
                self.lost.append(f"launches: exit codes {codes}")
                continue
            survived += self.judge("launches", "ten at once", run)
        self.row("ten launches at once", count, survived)

    def fuzz(self, kind, program, count, seed):
        if count == 0:
            return
        done = subprocess.run([str(self.fuzzers / program), str(count), str(seed)], capture_output=True, text=True)
        if done.returncode != 0:
            self.lost.append(f"{kind}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        self.row(kind, count, count if done.returncode == 0 else 0, (done.stdout.strip().splitlines() or [""])[-1])

    def report(self):
        print(f"{'':36} {'tried':>7} {'survived':>9} {'lost':>5}")
        for kind, tried, survived, lost, note in self.rows:
            print(f"{kind:36} {tried:7} {survived:9} {lost:5}  {note}")
        for line in self.lost:
            print("lost:", line)
        if not self.lost:
            shutil.rmtree(self.root)
        return 1 if self.lost else 0


def main():
    runner, fuzzers = os.path.abspath(sys.argv[1]), sys.argv[2]
    kills, syscalls, limits, records, inputs = map(int, sys.argv[3:8])
    seed = int(sys.argv[8]) if len(sys.argv) > 8 else 1
    campaign = Campaign(runner, fuzzers, seed)
    campaign.kills(kills)
    campaign.syscalls(syscalls)
    campaign.limits(limits)
    campaign.launches(max(1, kills // 20))
    campaign.fuzz("damaged and hostile records", "fuzz_record", records, seed)
    campaign.fuzz("configs", "fuzz_config", inputs, seed)
    campaign.fuzz("CSV files", "fuzz_csv", inputs, seed)
    campaign.fuzz("IDX files", "fuzz_idx", inputs, seed)
    return campaign.report()


if __name__ == "__main__":
    sys.exit(main())
