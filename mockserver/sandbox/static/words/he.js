/** The page in Hebrew. */
export const he = {
  // ---- everywhere
  "nav.overview": "מבט כולל", "nav.play": "לשחק תפקיד", "nav.calls": "שיחות", "nav.people": "נציגים ותורים", "nav.campaigns": "קמפיינים",
  "nav.requests": "בקשות", "nav.callbacks": "הודעות יוצאות", "nav.events": "אירועים", "nav.faults": "תקלות", "nav.organizations": "ארגונים",
  "nav.problems": "עם בעיות", "nav.failed": "נכשלו",
  navigation: "תצוגות", skip: "דילוג לתוכן", organization: "ארגון", language: "שפה", theme: "ערכת צבעים",
  "theme.system": "לפי המערכת", "theme.light": "בהיר", "theme.dark": "כהה",
  "connection.live": "מחובר", "connection.lost": "אין חיבור",
  copy: "העתקה", copied: "הועתק", not_copied: "יש לסמן ולהעתיק", close: "סגירה", cancel: "ביטול", save: "שמירה", remove: "הסרה", all: "הכול", loading: "טוען…", time: "שעה",
  details: "פרטים", withheld: "חסוי", shown: "{count} מוצגים", not_known: "{item} אינו מוכר כאן (עוד).", answered_error: "שגיאה {error}",
  "said.done": "בוצע: {what}", gone: "הארגון הזה איננו:", "said.failed": "{what}: נכשל.",
  "deeds.title": "הפעולה האחרונה", "deeds.sent": "בביצוע", "deeds.done": "בוצע", "deeds.failed": "נכשל",
  "drop.choose": "בחירת קובץ",

  // ---- clock
  "clock.title": "שעון", "clock.speed": "מהירות", "clock.how_far": "כמה קדימה", "clock.advance": "קידום", "clock.pause": "השהיה", "clock.play": "הפעלה", "clock.idle": "עד שקט",
  "clock.step_10": "10 שנ׳", "clock.step_60": "דקה", "clock.step_600": "10 דק׳", "clock.step_3600": "שעה", "clock.step_86400": "יום",
  "clock.mode_manual": "מושהה", "clock.mode_realtime": "זמן אמת", "clock.mode_scaled": "מואץ", "clock.advancing": "מתקדם", "clock.progress": "התקדמות הקידום",

  // ---- keys
  "keys.title": "קיצורי מקלדת", "keys.help": "הרשימה הזאת", "keys.filter": "אל הסינון", "keys.pause": "השהיית השעון או הפעלתו", "keys.minute": "קידום בדקה",
  "keys.escape": "סגירת פרטים או חלון", "keys.arrows": "משורה לשורה ברשימה", "keys.on": "מקשים בודדים פועלים כקיצורים",

  // ---- actions
  "deed.call_in": "ביצוע שיחה", "deed.call_out": "חיוג החוצה", "deed.answer": "מענה", "deed.reject": "דחייה", "deed.hold": "המתנה", "deed.unhold": "חזרה לשיחה",
  "deed.mute": "השתקת ההקלטה", "deed.unmute": "ביטול השתקת ההקלטה", "deed.press": "הקשת ספרות", "deed.hangup": "ניתוק",
  "deed.transfer_blind": "העברה עיוורת", "deed.transfer_consult": "התייעצות", "deed.transfer_complete": "השלמת העברה",
  "deed.set_agent": "קביעת סטטוס", "deed.device_online": "הדלקת המכשיר", "deed.device_offline": "כיבוי המכשיר",
  "deed.campaign_start": "הפעלה", "deed.campaign_stop": "עצירה", "deed.campaign_clear": "ניקוי", "deed.add_numbers": "הוספת מספרים",
  "deed.clock_manual": "השהיית השעון", "deed.clock_realtime": "זמן אמת", "deed.clock_scaled": "האצת השעון", "deed.advance": "קידום השעון", "deed.cancel_advance": "ביטול הקידום",
  "deed.redeliver": "שליחה חוזרת", "deed.send_sample": "שליחת דוגמה", "deed.set_url": "קביעת הכתובת", "deed.add_fault": "הוספת תקלה", "deed.remove_fault": "הסרת תקלה", "deed.clear_faults": "הסרת הכול",
  "deed.expect": "קביעה", "deed.clear_expectations": "לשכוח הכול", "deed.create_organization": "יצירה", "deed.load_organization": "טעינת קובץ", "deed.delete_organization": "מחיקה", "deed.reset": "איפוס",
  "deed.take_snapshot": "צילום מצב", "deed.restore": "שחזור", "deed.export": "ייצוא כבדיקת pytest",

  // ---- overview
  "tile.live": "שיחות פעילות", "tile.waiting": "מתקשרים ממתינים", "tile.free": "שלוחות פנויות", "tile.pending": "מספרים ממתינים", "tile.wrong": "בקשות עם בעיות", "tile.failed": "הודעות שנכשלו",
  "tile.of": "מתוך {count}", "tile.lost": "{count} לא מצאו ארגון",
  "overview.calls": "שיחות בחמש הדקות האחרונות", "overview.no_calls": "אין שיחה בחמש הדקות האחרונות. אפשר לשלוח Click2Call, או להתקשר בעצמך.", "overview.play": "לשחק תפקיד",
  "overview.connect": "התחברות", "overview.requests": "מה נכנס", "overview.callbacks": "מה יצא", "overview.no_requests": "עוד אין בקשות.", "overview.no_callbacks": "עוד אין הודעות.", "overview.charts": "לאורך זמן",
  "connect.base": "כתובת בסיס", "connect.code": "קוד API", "connect.bearer": "Bearer", "connect.token": "אסימון זמן אמת", "connect.campaign": "קמפיין", "connect.try": "לנסות", "connect.numbers": "מספרים לחיוג",

  // ---- charts
  "chart.numbers": "מספרים", "chart.time": "שעה", "chart.none": "עוד אין מה להציג.", "chart.last": "אחרון", "chart.span": "טווח הזמן", "chart.calls": "שיחות במקביל", "chart.in_progress": "הכי הרבה יחד",
  "chart.waits": "המתנה בתורים", "chart.longest": "הארוכה ביותר", "chart.mean": "ממוצע", "chart.outcomes": "מתקשרים לתורים", "chart.answered": "נענו", "chart.abandoned": "נטשו",
  "chart.span_900": "15 דקות", "chart.span_3600": "שעה", "chart.span_14400": "4 שעות", "chart.span_86400": "יום",

  // ---- calls
  "calls.filter": "סינון שיחות", "calls.none": "עוד אין שיחות.", "calls.began": "התחלה", "calls.who": "מי", "calls.state": "מצב", "calls.length": "משך", "calls.flow": "סוג", "calls.to": "אל",
  "calls.call": "שיחה", "calls.legs": "רגלי השיחה", "calls.party": "צד", "calls.course": "מהלך", "calls.story": "מה קרה", "calls.caller_name": "שם המתקשר", "calls.did": "המספר שחויג", "calls.queue": "תור", "calls.waited": "המתנה",
  "calls.campaign": "קמפיין", "calls.recording": "הקלטה", "calls.records": "רשומות", "calls.original": "באה מ־", "calls.layers": "שכבות IVR", "calls.custom": "נתונים נוספים",
  "state.NEW": "עוד לא חויג", "state.RINGING": "מצלצל", "state.TALKING": "בשיחה", "state.HELD": "בהמתנה", "state.WAITING": "ממתין בתור", "state.IVR": "ב־IVR", "state.ENDED": "הסתיים",
  "status.ANSWER": "נענה", "status.BUSY": "תפוס", "status.NOANSWER": "אין מענה", "status.CANCEL": "בוטל", "status.ABANDONE": "ננטש", "status.CHANUNAVAIL": "לא זמין", "status.CONGESTION": "עומס ברשת",
  "status.INVALIDARGS": "מספר שגוי", "status.NOTCALLED": "לא הותקשר", "status.NOTDIALED": "לא חויג", "status.VOICEMAIL": "תא קולי", "status.VOEND": "הסתיים ב־IVR", "status.TIMEOUT": "המתין יותר מדי", "status.EXIT": "יצא מהתור", "status.FULL": "התור מלא", "status.JOINEMPTY": "אין נציגים", "status.SSWPREAUTH": "בוטל לפני כן", "status.": "הסתיים",
  "role.caller": "מתקשר", "role.agent": "נציג", "role.phone": "טלפון", "role.target": "יעד", "role.voicemail": "תא קולי", "role.conference": "ועידה", "role.recorder": "הקלטה", "role.customer": "לקוח",
  "flow.incoming": "נכנסת", "flow.outgoing": "יוצאת", "flow.click2call": "Click2Call", "flow.transfer": "העברה", "flow.spy": "האזנה", "flow.productive": "קמפיין", "flow.predictive": "קמפיין",

  // ---- people
  "people.agents": "נציגים", "people.extensions": "טלפונים", "people.queues": "תורים", "people.name": "שם", "people.status": "סטטוס", "people.status_of": "הסטטוס של {name}", "people.since": "מזה", "people.extension": "שלוחה", "people.call": "שיחה",
  "people.device": "מכשיר", "people.free": "פנוי", "people.is_free": "פנוי", "people.in_call": "בשיחה", "people.not_free": "לא פנוי", "people.members": "חברים", "people.waiting": "{count} ממתינים", "device.online": "דולק", "device.offline": "כבוי",

  // ---- play
  "play.lead": "לחייג כלקוח, להקיש ספרות, לענות כנציג ולראות מה היה מוצג בדפדפן של הנציג. כל פעולה מופיעה למטה כשורה להעתקה.",
  "play.agent": "נציג", "play.caller": "המתקשר", "play.from": "המספר של המתקשר", "play.name": "שם המתקשר", "play.did": "מתקשר אל", "play.by_hand": "הנציגים מחכים שאענה", "play.dial": "חיוג", "play.keys": "מקשים", "play.pressed": "הוקש",
  "play.idle": "לא בשיחה", "play.over": "השיחה הסתיימה", "play.in_queue": "ממתין ב{name}", "play.in_layer": "שומע שכבה {number}, {name}",
  "desk.title": "הנציג", "desk.none": "שום דבר לא מצלצל כאן.", "desk.dial": "מספר", "desk.call_out": "חיוג החוצה", "desk.transfer": "העברה", "desk.to": "אל", "desk.blind": "מיד", "desk.consult": "להתייעץ קודם", "desk.complete": "השלמה",
  "popup.title": "הדפדפן של הנציג", "popup.tab": "CRM", "popup.none": "חלונית קופצת כששיחה מצלצלת אצל הנציג הזה.", "popup.no_url": "לא נקבעה כתובת לחלונית. אפשר לתת למטה את כתובת השרת שלך.", "popup.url": "כתובת החלונית שלך", "popup.asking": "שואל את השרת של הלקוח…",
  "popup.delivery": "הבקשה והתשובה", "popup.total": "לקוחות עם המספר הזה:", "popup.open": "פתיחה", "popup.bad_link": "הקישור אינו http או https:",
  "popup.Ringing": "מצלצל", "popup.Talking": "בשיחה", "popup.Hangup": "הסתיים",

  // ---- campaigns
  "campaigns.none": "לארגון הזה אין קמפיין.", "campaigns.on": "פועל", "campaigns.off": "כבוי", "campaigns.progress": "התקדמות", "campaigns.pace": "קצב", "campaigns.not_answered": "לא נענו", "campaigns.attempts": "ניסיונות", "campaigns.most": "הכי הרבה שיחות יחד",
  "campaigns.mean_wait": "המתנה ממוצעת", "campaigns.longest_wait": "ההמתנה הארוכה ביותר", "campaigns.occupancy": "תפוסה", "campaigns.clear_sure": "כל המספרים הממתינים של הקמפיין יישכחו.",
  "campaigns.add": "הוספת מספרים", "campaigns.numbers": "מספרים, אחד בכל שורה", "campaigns.drop": "או לגרור לכאן קובץ טקסט או CSV", "campaigns.found": "{count} מספרים", "campaigns.no_numbers": "אין בו אף מספר.", "campaigns.added": "{count} נוספו, {refused} נדחו.",
  "reason.hours": "מחוץ לשעות החיוג", "reason.time": "מחכה לזמן של המספר הבא", "reason.agents": "אין נציג פנוי", "reason.coefficient": "די שיחות בהקמה", "reason.calls": "מספר השיחות המותר", "reason.waiting": "התור מלא", "reason.limit": "הארגון הגיע למגבלה", "reason.nothing_pending": "אין מספרים ממתינים", "reason.stopped": "",
  "outcome.pending": "ממתינים", "outcome.in_calls": "בשיחות", "outcome.answered": "נענו", "outcome.abandoned": "נטשו", "outcome.busy": "תפוסים", "outcome.no_answer": "ללא מענה", "outcome.failed": "נכשלו", "outcome.blacklisted": "ברשימה השחורה", "outcome.removed": "הוסרו", "outcome.cleared": "נוקו",

  // ---- requests
  "requests.filter": "סינון בקשות", "requests.only_problems": "רק בעיות", "requests.where": "אילו בקשות", "requests.here": "של הארגון הזה", "requests.lost": "שלא מצאו ארגון ({count})", "requests.none": "אין בקשות.", "requests.operation": "פעולה", "requests.answer": "תשובה", "requests.why": "הבעיה הראשונה",
  "requests.problem": "בעיה", "requests.fine": "תקין", "requests.no_operation": "פעולה לא מוכרת", "requests.lost_why": "אף ארגון לא ענה לבקשה הזאת; הרמזים אומרים למה.", "requests.violations": "הפרות חוזה", "requests.hints": "רמזים", "requests.parameters": "פרמטרים", "requests.http": "סטטוס HTTP", "requests.error": "קוד שגיאה", "requests.encoding": "קידוד", "requests.number": "מספר",

  // ---- callbacks
  "callbacks.filter": "סינון הודעות", "callbacks.which": "אילו הודעות", "callbacks.all": "הכול", "callbacks.none": "אין הודעות.", "callbacks.message": "הודעה", "callbacks.state": "מצב", "callbacks.attempts": "ניסיונות", "callbacks.last": "הניסיון האחרון", "callbacks.url": "כתובת", "callbacks.planned": "תוכנן", "callbacks.next": "הניסיון הבא", "callbacks.form": "צורה",
  "callbacks.request": "בקשה", "callbacks.response": "תשובה", "callbacks.circuit": "לא ממתינים לה כרגע, אחרי {count} ניסיונות אטיים ברצף:", "callbacks.targets": "כתובות, ושליחת דוגמה", "callbacks.send_sample": "שליחת דוגמה",
  "delivery.pending": "ממתינה", "delivery.acknowledged": "התקבלה", "delivery.failed": "נכשלה",
  "verdict.acknowledged": "התקבלה", "verdict.refused": "סורבה", "verdict.malformed": "תשובה פגומה", "verdict.http_error": "שגיאת HTTP", "verdict.redirect": "הפניה", "verdict.timeout": "תם הזמן", "verdict.unreachable": "אין חיבור", "verdict.too_large": "תשובה גדולה מדי", "verdict.broken": "החיבור נקטע", "verdict.raised": "נזרקה שגיאה", "verdict.circuit_open": "לא נוסה", "verdict.no_target": "אין כתובת",
  "sample.cdr": "הודעת CDR", "sample.popup": "חלונית קופצת", "sample.ivr": "External IVR: מה הלאה", "sample.hangup": "External IVR: הסתיים", "sample.layer": "External Layer",

  // ---- events
  "events.filter": "סינון אירועים", "events.type": "סוג", "events.all": "כל האירועים", "events.hold": "לעצור את הרשימה", "events.none": "עוד אין אירועים.", "events.what": "מה",
  "event.extension": "שלוחה", "event.queue": "תור", "event.dialer": "חייגן", "event.cdr": "רשומה", "event.call_ended": "שיחה הסתיימה", "event.steered_call_ended": "שיחה מנוהלת הסתיימה", "event.organization": "ארגון",

  // ---- faults
  "fault.title": "שדברים ישתבשו", "fault.on": "איפה", "fault.kind": "מה קורה", "fault.value": "ערך", "fault.first": "רק הראשונות", "fault.every": "כל כמה", "fault.probability": "הסתברות", "fault.when": "מתי", "fault.none": "שום דבר לא משתבש בכוונה.", "fault.struck": "פגעה {count} מתוך {seen}",
  "fault.status": "סטטוס HTTP", "fault.error": "שגיאה מתועדת", "fault.delay_seconds": "תשובה מאחרת (שניות)", "fault.reset": "ניתוק החיבור", "fault.body": "גוף פגום", "fault.duplicate": "מגיעה פעמיים", "fault.out_of_order": "שלא לפי הסדר",
  "expected.title": "לקבוע איך חיוגים ייגמרו", "expected.lead": "לחיוגים הבאים של מספר.", "expected.number": "מספר או שלוחה", "expected.any": "ריק: כל מספר", "expected.kind": "מה קורה", "expected.times": "חיוגים", "expected.none": "לא נקבע דבר.", "expected.everybody": "כל מספר", "expected.left": "נותרו {count}",
  "expected.busy": "תפוס", "expected.reject": "דוחה", "expected.no_answer": "אין מענה", "expected.unavailable": "לא זמין", "expected.congestion": "עומס ברשת", "expected.unallocated": "לא מוקצה", "expected.invalid": "מספר שגוי", "expected.cancel": "בוטל", "expected.answer": "עונה", "expected.cause": "לפי סיבה", "expected.voicemail": "תא קולי",

  // ---- organizations
  "organizations.side": "בשרת הזה", "organizations.id": "מזהה", "organizations.name": "שם", "organizations.clock": "שעון", "organizations.time": "זמן מדומה", "organizations.base": "כתובת בסיס",
  "organizations.create": "ארגון חדש", "organizations.create_lead": "עותק של demo עם שעון, שיחות, קודים ויומן משלו.", "organizations.load": "טעינת קובץ ארגון", "organizations.load_lead": "מסמך YAML או JSON, כמו שנותנים ל־serve.", "organizations.drop": "לגרור לכאן קובץ",
  "organizations.replace": "החלפה", "organizations.replace_sure": "ארגון עם המזהה הזה קיים. השיחות, הרישום והיומן שלו יאבדו.", "organizations.keep": "צילום מצב", "organizations.keep_lead": "הארגון כולו ברגע הזה, כולל שיחות באמצע:", "organizations.drop_snapshot": "לגרור לכאן צילום מצב כדי לחזור אליו",
  "organizations.no_snapshot": "הקובץ הזה אינו JSON.", "organizations.restore_sure": "{id} חוזר לאותו רגע; מה שקרה מאז יאבד.", "organizations.restored": "שוחזר עם {count} שיחות פעילות.", "organizations.reset_sure": "{id} מתחיל מחדש: בלי שיחות, בלי רישום, בלי יומן.", "organizations.delete_sure": "{id} יימחק עם כל מה שבו.",
  "organizations.export": "ייצוא הסשן", "organizations.export_lead": "מה שנעשה ונשלח עד כה כבדיקה שחוזרת עליו ומוודאת מה קרה.",
};
