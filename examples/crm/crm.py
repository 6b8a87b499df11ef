"""A small CRM: customers, a call button, call records, and a pop-up for whoever rings."""

import os
import sqlite3

import requests
from flask import Flask, g, jsonify, request

CLICK2CALL = "https://api.voicenter.co.il/ForwardDialer/click2call.aspx"

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, talk_seconds INTEGER DEFAULT 0);
CREATE TABLE calls (call_id TEXT, kind TEXT, status TEXT, customer INTEGER, UNIQUE (call_id, kind));
INSERT INTO customers (id, name, phone) VALUES (1, 'Dana Levi', '0501234567'), (2, 'Avi Cohen', '0555550017');
"""


def create_app(database=":memory:"):
    app = Flask(__name__)
    connection = sqlite3.connect(database, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)

    @app.before_request
    def open_database():
        g.db = connection

    @app.errorhandler(requests.RequestException)
    def voicenter_is_away(error):
        return jsonify(error="Voicenter does not answer"), 502

    @app.post("/customers/<int:customer>/call")
    def call(customer):
        """The button: rings the agent, then the customer."""
        row = g.db.execute("SELECT phone FROM customers WHERE id = ?", (customer,)).fetchone()
        order = {
            "code": os.environ.get("VOICENTER_CODE", "demo-code"),
            "phone": request.get_json()["extension"],
            "target": row["phone"],
            "format": "json",
            "var_customer": customer,
        }
        response = requests.get(CLICK2CALL, order, timeout=10)
        response.raise_for_status()
        answer = response.json()
        if answer["ERRORCODE"] != 0:
            return jsonify(error=answer["ERRORMESSAGE"]), 409
        return jsonify(calling=row["phone"], call_id=answer["CALLID"])

    @app.post("/voicenter/cdr")
    def cdr():
        """The webhook: a record for each leg of a call that has ended."""
        record = request.get_json()
        customer = record.get("var_customer")
        new = g.db.execute(
            "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?)",
            (record["ivruniqueid"], record["type"], record["status"], customer),
        ).rowcount
        if new and record["type"] == "Click2Call leg2":
            g.db.execute(
                "UPDATE customers SET talk_seconds = talk_seconds + ? WHERE id = ?", (record["duration"], customer)
            )
        return jsonify(err=0, errdesc="OK")

    @app.post("/voicenter/popup")
    def popup():
        """The pop-up: whose page the agent's browser shall open."""
        phone = request.get_json()["phone"]
        phone = "0" + phone[3:] if phone.startswith("972") else phone
        row = g.db.execute("SELECT * FROM customers WHERE phone = ?", (phone,)).fetchone()
        if row is None:
            return jsonify(STATUS="OK", URL="/customers/new", CLIENTNAME="", TOTAL="0", COMPANY="")
        return jsonify(STATUS="OK", URL=f"/customers/{row['id']}", CLIENTNAME=row["name"], TOTAL="1", COMPANY="")

    @app.get("/customers/<int:customer>")
    def show(customer):
        row = g.db.execute("SELECT * FROM customers WHERE id = ?", (customer,)).fetchone()
        calls = g.db.execute("SELECT * FROM calls WHERE customer = ?", (customer,)).fetchall()
        return jsonify(dict(row), [dict(one) for one in calls])

    return app
