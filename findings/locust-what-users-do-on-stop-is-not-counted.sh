#!/usr/bin/env bash
# Locust 2.47.0: what a user reports in `on_stop` is counted when Locust runs in one process, and lost when the same
# locustfile runs on workers, whatever --stop-timeout allows. At the end of --run-time the master waits half a second
# for the workers' last reports; a user that logs out, hangs up or drains a queue for longer than that is still at it.
# Totals of a distributed run are then smaller than what a receiver has counted, with no warning that says so.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check locust==2.47.0
cat >locustfile.py <<'PY'
import gevent
from locust import User, constant, events, task

class Leaves(User):
    wait_time = constant(0.2)

    def seen(self, name):
        self.environment.events.request.fire(
            request_type="seen", name=name, response_time=1, response_length=0, exception=None, context={})

    @task
    def work(self):
        self.seen("work")

    def on_stop(self):
        gevent.sleep(2)
        self.seen("left")

@events.quitting.add_listener
def counted(environment, **_):
    if not type(environment.runner).__name__.startswith("Worker"):
        print("counted:", environment.stats.get("left", "seen").num_requests)
PY
run() { env/bin/locust --headless -u 1 -r 1 --run-time 3s --stop-timeout 30 --only-summary "$@" 2>/dev/null | grep '^counted:'; }
alone=$(run)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
master="--master-bind-host 127.0.0.1 --master-bind-port $port --master-host 127.0.0.1 --master-port $port"
workers=$(run --processes 1 $master)
echo "in one process, $alone; on a worker, $workers"
[ "$alone" = "counted: 1" ]
[ "$workers" = "counted: 0" ]
