"""The CRM with three faults that no test of one call finds: `python slow_crm.py [lock] [history] [popup]`."""

import sqlite3
import sys
import threading
import time

from flask import Flask, jsonify, request


def create_app(*faults):
    app = Flask(__name__)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        "CREATE TABLE calls (call_id TEXT, kind TEXT, caller TEXT, seconds INTEGER, UNIQUE (call_id, kind))"
    )
    writing = threading.Lock()

    def save(record):
        row = record["ivruniqueid"], record["type"], record.get("caller", ""), record.get("duration") or 0
        with writing:
            database.execute("INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?)", row)

    def write_report():
        """What somebody put into the webhook "for now": it holds the lock that every push needs."""
        with writing:
            time.sleep(0.05)

    def total_of_each_caller():
        """One query for the callers, then one for each: a little slower with every call that there was."""
        for (caller,) in database.execute("SELECT DISTINCT caller FROM calls").fetchall():
            database.execute("SELECT sum(seconds) FROM calls WHERE caller = ?", (caller,)).fetchone()

    @app.post("/voicenter/cdr")
    def cdr():
        save(request.get_json())
        if "lock" in faults:
            write_report()
        if "history" in faults:
            total_of_each_caller()
        return jsonify(err=0)

    @app.post("/voicenter/popup")
    def popup():
        if "popup" in faults and request.get_json().get("status") == "Ringing":
            time.sleep(0.4)  # the old CRM is asked who this is
        return jsonify(STATUS="OK", URL="/customers/new", CLIENTNAME="", TOTAL="0", COMPANY="")

    return app


if __name__ == "__main__":
    create_app(*sys.argv[1:]).run(port=8000, threaded=True)
