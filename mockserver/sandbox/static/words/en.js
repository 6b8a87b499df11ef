/** The page in English. Words of the wire (statuses, verdicts) are families: `status.BUSY`. */
export const en = {
  // ---- everywhere
  "nav.overview": "Overview", "nav.play": "Play a part", "nav.calls": "Calls", "nav.people": "Agents and queues", "nav.campaigns": "Campaigns",
  "nav.requests": "Requests", "nav.callbacks": "Callbacks", "nav.events": "Events", "nav.faults": "Faults", "nav.organizations": "Organizations",
  "nav.problems": "with problems", "nav.failed": "failed",
  navigation: "Views", skip: "Skip to content", organization: "Organization", language: "Language", theme: "Theme",
  "theme.system": "System", "theme.light": "Light", "theme.dark": "Dark",
  "connection.live": "Live", "connection.lost": "No connection",
  copy: "Copy", copied: "Copied", not_copied: "Select and copy", close: "Close", cancel: "Cancel", save: "Save", remove: "Remove", all: "All", loading: "Loading…", time: "Time",
  details: "Details", withheld: "withheld", shown: "{count} shown", not_known: "{item} is not known here (any more).", answered_error: "error {error}",
  "said.done": "Done: {what}", gone: "This organization is gone:", "said.failed": "{what} failed.",
  "deeds.title": "Last action", "deeds.sent": "under way", "deeds.done": "done", "deeds.failed": "failed",
  "drop.choose": "Choose a file",

  // ---- clock
  "clock.title": "Clock", "clock.speed": "Speed", "clock.how_far": "How far", "clock.advance": "Advance", "clock.pause": "Pause", "clock.play": "Run", "clock.idle": "until idle",
  "clock.step_10": "10 s", "clock.step_60": "1 min", "clock.step_600": "10 min", "clock.step_3600": "1 h", "clock.step_86400": "1 day",
  "clock.mode_manual": "Paused", "clock.mode_realtime": "Real time", "clock.mode_scaled": "Faster", "clock.advancing": "Advancing", "clock.progress": "Progress of the advance",

  // ---- keys
  "keys.title": "Keyboard shortcuts", "keys.help": "This list", "keys.filter": "To the filter", "keys.pause": "Pause the clock, or let it run", "keys.minute": "Advance one minute",
  "keys.escape": "Close details or a dialog", "keys.arrows": "From row to row of a list", "keys.on": "Single keys act as shortcuts",

  // ---- actions
  "deed.call_in": "Place a call", "deed.call_out": "Dial out", "deed.answer": "Answer", "deed.reject": "Reject", "deed.hold": "Hold", "deed.unhold": "Take back",
  "deed.mute": "Mute recording", "deed.unmute": "Unmute recording", "deed.press": "Press keys", "deed.hangup": "Hang up",
  "deed.transfer_blind": "Blind transfer", "deed.transfer_consult": "Consult", "deed.transfer_complete": "Complete transfer",
  "deed.set_agent": "Set status", "deed.device_online": "Switch device on", "deed.device_offline": "Switch device off",
  "deed.campaign_start": "Start", "deed.campaign_stop": "Stop", "deed.campaign_clear": "Clear", "deed.add_numbers": "Add numbers",
  "deed.clock_manual": "Pause the clock", "deed.clock_realtime": "Run in real time", "deed.clock_scaled": "Run faster", "deed.advance": "Advance the clock", "deed.cancel_advance": "Cancel the advance",
  "deed.redeliver": "Send again", "deed.send_sample": "Send a sample", "deed.set_url": "Set the address", "deed.add_fault": "Add fault", "deed.remove_fault": "Remove fault", "deed.clear_faults": "Remove all",
  "deed.expect": "Decide", "deed.clear_expectations": "Forget all", "deed.create_organization": "Create", "deed.load_organization": "Load a file", "deed.delete_organization": "Delete", "deed.reset": "Reset",
  "deed.take_snapshot": "Take a snapshot", "deed.restore": "Restore", "deed.export": "Export as pytest",

  // ---- overview
  "tile.live": "live calls", "tile.waiting": "callers waiting", "tile.free": "extensions free", "tile.pending": "numbers pending", "tile.wrong": "requests with problems", "tile.failed": "callbacks failed",
  "tile.of": "of {count}", "tile.lost": "{count} found no organization",
  "overview.calls": "Calls of the last five minutes", "overview.no_calls": "No call in the last five minutes. Send a Click2Call, or place one yourself.", "overview.play": "Play a part",
  "overview.connect": "Connect", "overview.requests": "What came in", "overview.callbacks": "What went out", "overview.no_requests": "No request yet.", "overview.no_callbacks": "No callback yet.", "overview.charts": "Over time",
  "connect.base": "Base URL", "connect.code": "API code", "connect.bearer": "Bearer", "connect.token": "Realtime token", "connect.campaign": "Campaign", "connect.try": "Try it", "connect.numbers": "Numbers to call",

  // ---- charts
  "chart.numbers": "Numbers", "chart.time": "Time", "chart.none": "Nothing to show yet.", "chart.last": "last", "chart.span": "Stretch of time", "chart.calls": "Calls in progress", "chart.in_progress": "most at once",
  "chart.waits": "Wait in queues", "chart.longest": "longest", "chart.mean": "mean", "chart.outcomes": "Queue callers", "chart.answered": "answered", "chart.abandoned": "abandoned",
  "chart.span_900": "15 minutes", "chart.span_3600": "1 hour", "chart.span_14400": "4 hours", "chart.span_86400": "1 day",

  // ---- calls
  "calls.filter": "Filter calls", "calls.none": "No call yet.", "calls.began": "Began", "calls.who": "Who", "calls.state": "State", "calls.length": "Length", "calls.flow": "Kind", "calls.to": "to",
  "calls.call": "Call", "calls.legs": "Legs", "calls.party": "Party", "calls.course": "Course", "calls.story": "What happened", "calls.caller_name": "Caller's name", "calls.did": "Number dialled", "calls.queue": "Queue", "calls.waited": "Waited",
  "calls.campaign": "Campaign", "calls.recording": "Recording", "calls.records": "Records", "calls.original": "Comes from", "calls.layers": "IVR layers", "calls.custom": "Custom data",
  "state.NEW": "not dialled yet", "state.RINGING": "Ringing", "state.TALKING": "Talking", "state.HELD": "On hold", "state.WAITING": "Waiting", "state.IVR": "In the IVR", "state.ENDED": "Ended",
  "status.ANSWER": "Answered", "status.BUSY": "Busy", "status.NOANSWER": "No answer", "status.CANCEL": "Cancelled", "status.ABANDONE": "Abandoned", "status.CHANUNAVAIL": "Unavailable", "status.CONGESTION": "Congestion",
  "status.INVALIDARGS": "Invalid number", "status.NOTCALLED": "Not called", "status.NOTDIALED": "Not dialled", "status.VOICEMAIL": "Voicemail", "status.VOEND": "Ended in the IVR", "status.TIMEOUT": "Waited too long", "status.EXIT": "Left the queue", "status.FULL": "Queue full", "status.JOINEMPTY": "Nobody there", "status.SSWPREAUTH": "Cancelled before", "status.": "Ended",
  "role.caller": "caller", "role.agent": "agent", "role.phone": "phone", "role.target": "target", "role.voicemail": "voicemail", "role.conference": "conference", "role.recorder": "recorder", "role.customer": "customer",
  "flow.incoming": "Incoming", "flow.outgoing": "Outgoing", "flow.click2call": "Click2Call", "flow.transfer": "Transfer", "flow.spy": "Listening", "flow.productive": "Campaign", "flow.predictive": "Campaign",

  // ---- people
  "people.agents": "Agents", "people.extensions": "Telephones", "people.queues": "Queues", "people.name": "Name", "people.status": "Status", "people.status_of": "Status of {name}", "people.since": "Since", "people.extension": "Extension", "people.call": "Call",
  "people.device": "Device", "people.free": "Free", "people.is_free": "free", "people.in_call": "in a call", "people.not_free": "not free", "people.members": "Members", "people.waiting": "{count} waiting", "device.online": "on", "device.offline": "off",

  // ---- play
  "play.lead": "Dial as a customer, press keys, answer as the agent, and see what the agent's browser would show. Everything you do here appears below as a line to copy.",
  "play.agent": "Agent", "play.caller": "The caller", "play.from": "Caller's number", "play.name": "Caller's name", "play.did": "Calls", "play.by_hand": "Agents wait for me to answer", "play.dial": "Dial", "play.keys": "Keys", "play.pressed": "Keys pressed",
  "play.idle": "Not in a call", "play.over": "The call is over", "play.in_queue": "Waits in {name}", "play.in_layer": "Hears layer {number}, {name}",
  "desk.title": "The agent", "desk.none": "Nothing rings here.", "desk.dial": "Number", "desk.call_out": "Dial out", "desk.transfer": "Transfer", "desk.to": "To", "desk.blind": "At once", "desk.consult": "Consult first", "desk.complete": "Complete",
  "popup.title": "The agent's browser", "popup.tab": "CRM", "popup.none": "A pop-up appears when a call rings at this agent.", "popup.no_url": "No address is set for pop-ups. Give your server's below.", "popup.url": "Your pop-up address", "popup.asking": "asking the customer's server…",
  "popup.delivery": "Request and answer", "popup.total": "Customers with this number:", "popup.open": "Open", "popup.bad_link": "The link is neither http nor https:",
  "popup.Ringing": "Ringing", "popup.Talking": "Talking", "popup.Hangup": "Ended",

  // ---- campaigns
  "campaigns.none": "This organization has no campaign.", "campaigns.on": "On", "campaigns.off": "Off", "campaigns.progress": "Progress", "campaigns.pace": "Pace", "campaigns.not_answered": "not answered", "campaigns.attempts": "Attempts", "campaigns.most": "Most calls at once",
  "campaigns.mean_wait": "Mean wait", "campaigns.longest_wait": "Longest wait", "campaigns.occupancy": "Occupancy", "campaigns.clear_sure": "All pending numbers of this campaign are forgotten.",
  "campaigns.add": "Add numbers", "campaigns.numbers": "Numbers, one a line", "campaigns.drop": "or drop a text or CSV file here", "campaigns.found": "{count} numbers", "campaigns.no_numbers": "There is no number in it.", "campaigns.added": "{count} added, {refused} refused.",
  "reason.hours": "outside calling hours", "reason.time": "waiting for the next number's time", "reason.agents": "no agent is free", "reason.coefficient": "enough calls in set-up", "reason.calls": "as many calls as allowed", "reason.waiting": "the queue is full", "reason.limit": "the organization's limit is reached", "reason.nothing_pending": "nothing pending", "reason.stopped": "",
  "outcome.pending": "pending", "outcome.in_calls": "in calls", "outcome.answered": "answered", "outcome.abandoned": "abandoned", "outcome.busy": "busy", "outcome.no_answer": "no answer", "outcome.failed": "failed", "outcome.blacklisted": "blacklisted", "outcome.removed": "removed", "outcome.cleared": "cleared",

  // ---- requests
  "requests.filter": "Filter requests", "requests.only_problems": "Only problems", "requests.where": "Which requests", "requests.here": "Of this organization", "requests.lost": "That found no organization ({count})", "requests.none": "No request.", "requests.operation": "Operation", "requests.answer": "Answer", "requests.why": "First problem",
  "requests.problem": "problem", "requests.fine": "fine", "requests.no_operation": "no known operation", "requests.lost_why": "No organization answered this request; the hints say why.", "requests.violations": "Contract violations", "requests.hints": "Hints", "requests.parameters": "Parameters", "requests.http": "HTTP status", "requests.error": "Error code", "requests.encoding": "Encoding", "requests.number": "Number",

  // ---- callbacks
  "callbacks.filter": "Filter callbacks", "callbacks.which": "Which callbacks", "callbacks.all": "All", "callbacks.none": "No callback.", "callbacks.message": "Message", "callbacks.state": "State", "callbacks.attempts": "Attempts", "callbacks.last": "Last attempt", "callbacks.url": "Address", "callbacks.planned": "Planned", "callbacks.next": "Next attempt", "callbacks.form": "Form",
  "callbacks.request": "Request", "callbacks.response": "Response", "callbacks.circuit": "Not waited for at the moment after {count} slow attempts in a row:", "callbacks.targets": "Addresses, and sending a sample", "callbacks.send_sample": "Send a sample",
  "delivery.pending": "Pending", "delivery.acknowledged": "Acknowledged", "delivery.failed": "Failed",
  "verdict.acknowledged": "acknowledged", "verdict.refused": "refused", "verdict.malformed": "malformed answer", "verdict.http_error": "HTTP error", "verdict.redirect": "redirect", "verdict.timeout": "time-out", "verdict.unreachable": "unreachable", "verdict.too_large": "answer too large", "verdict.broken": "connection broken", "verdict.raised": "raised", "verdict.circuit_open": "not tried", "verdict.no_target": "no address",
  "sample.cdr": "CDR notification", "sample.popup": "Pop-up", "sample.ivr": "External IVR: what next", "sample.hangup": "External IVR: ended", "sample.layer": "External Layer",

  // ---- events
  "events.filter": "Filter events", "events.type": "Type", "events.all": "All events", "events.hold": "Hold still", "events.none": "No event yet.", "events.what": "What",
  "event.extension": "extension", "event.queue": "queue", "event.dialer": "dialer", "event.cdr": "record", "event.call_ended": "call over", "event.steered_call_ended": "steered call over", "event.organization": "organization",

  // ---- faults
  "fault.title": "Let things go wrong", "fault.on": "Where", "fault.kind": "What happens", "fault.value": "Value", "fault.first": "Only the first", "fault.every": "Every", "fault.probability": "Probability", "fault.when": "When", "fault.none": "Nothing goes wrong on purpose.", "fault.struck": "struck {count} of {seen}",
  "fault.status": "HTTP status", "fault.error": "documented error", "fault.delay_seconds": "late answer (seconds)", "fault.reset": "connection reset", "fault.body": "broken body", "fault.duplicate": "arrives twice", "fault.out_of_order": "out of order",
  "expected.title": "Decide how dials go", "expected.lead": "For the next dials of a number.", "expected.number": "Number or extension", "expected.any": "Empty: any", "expected.kind": "What it does", "expected.times": "Dials", "expected.none": "Nothing is decided.", "expected.everybody": "Any number", "expected.left": "{count} left",
  "expected.busy": "busy", "expected.reject": "rejects", "expected.no_answer": "no answer", "expected.unavailable": "unavailable", "expected.congestion": "congestion", "expected.unallocated": "unallocated", "expected.invalid": "invalid number", "expected.cancel": "cancelled", "expected.answer": "answers", "expected.cause": "by cause", "expected.voicemail": "voicemail",

  // ---- organizations
  "organizations.side": "On this server", "organizations.id": "Id", "organizations.name": "Name", "organizations.clock": "Clock", "organizations.time": "Simulated time", "organizations.base": "Base URL",
  "organizations.create": "New organization", "organizations.create_lead": "A copy of demo with its own clock, calls, codes and journal.", "organizations.load": "Load an organization file", "organizations.load_lead": "A YAML or JSON document as you give it to serve.", "organizations.drop": "Drop a file here",
  "organizations.replace": "Replace", "organizations.replace_sure": "An organization with this id exists. Its calls, log and journal would be lost.", "organizations.keep": "Snapshot", "organizations.keep_lead": "The whole organization at this moment, calls under way included:", "organizations.drop_snapshot": "Drop a snapshot here to go back to it",
  "organizations.no_snapshot": "This file is no JSON.", "organizations.restore_sure": "{id} goes back to that moment; what happened since is lost.", "organizations.restored": "Restored with {count} calls up.", "organizations.reset_sure": "{id} begins anew: no calls, no log, no journal.", "organizations.delete_sure": "{id} is deleted with everything in it.",
  "organizations.export": "Export this session", "organizations.export_lead": "What was done and sent so far as a test that replays it and asserts what happened.",
};
