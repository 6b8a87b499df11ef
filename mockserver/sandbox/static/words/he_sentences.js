/**
 * In Hebrew: what a call's timeline and the list of what to mend first say. The key is the sentence's `message`, the
 * argument its `values`, each set apart from the letters around it. Sentences of one form stand in `he_remarks.js`; here
 * are those that choose between forms.
 */

import { kinds } from "./he_remarks.js";

const HOW = { party: "ניתק", other: "נותק, כי הצד השני סיים", system: "נותק על ידי המערכת" };
const BECAUSE = {
  BUSY: "היה תפוס",
  NOANSWER: "לא ענה בזמן",
  CANCEL: "לא הושג: השיחה בוטלה בזמן הצלצול",
  CHANUNAVAIL: "לא הושג: המכשיר אינו רשום",
  CONGESTION: "לא הושג: הרשת סירבה למספר",
  INVALIDARGS: "לא חויג: המספר חסר",
  NOTCALLED: "לא חויג, כי הרגל האחרת לא הגיעה עד לשם",
  NOTDIALED: "לא חויג: המתקשר ניתק קודם",
  SSWPREAUTH: "לא חויג: השיחה בוטלה קודם",
  VOICEMAIL: "לא ענה; התא הקולי קיבל את השיחה",
};
const GONE = {
  "it unregistered": "ביטל את הרישום שלו",
  "its registration expired": "תוקף הרישום שלו פג",
  "its registration ended": "הרישום שלו הסתיים",
  "its connection broke": "החיבור שלו נותק",
  "it answers no more": "אינו עונה עוד",
  "it acknowledged nothing": "לא אישר דבר",
  "its session description cannot be read": "אי אפשר לקרוא את תיאור המדיה שלו",
  "it offers no sound": "אינו מציע קול",
  "it offers no sound in G.711 (PCMU, PCMA)": "אינו מציע קול ב-G.711 (PCMU, PCMA)",
  "it offers sound with keys in its description (RTP/SAVP)": "מציע קול עם מפתחות בתיאור המדיה שלו (RTP/SAVP)",
  "it offers sound of another kind": "מציע קול מסוג אחר",
  "its organization was deleted": "הארגון שלו נמחק",
  "its organization's clock is not real time": "שעון הארגון שלו אינו בזמן אמת",
  "the exchange was restored without it": "המרכזייה שוחזרה בלעדיו",
};
const ENDED_WITHOUT_ANSWER = "הסתיים";
const DID = {
  "ordered this call": "הזמינה את השיחה",
  "named this call": "נקבה בשיחה",
  "put it on the campaign's list": "הוסיפה את המספר לרשימת הקמפיין",
};

export const sentences = {
  // ---- the call
  IncomingCall: (v) => `${v.caller} התקשר אל ${v.did}.`,
  OutgoingCall: (v) => `${v.extension} חייגה אל ${v.target}.`,
  Dialled: (v) => `${v.number} (${v.role}) מצלצל, ${v.maximum} שניות לכל היותר${v.shown ? `, ורואה ${v.shown}` : ""}.`,
  Answered: (v) => `${v.number} (${v.role}) ענה.`,
  Ended: (v, raw) =>
    raw.status === "ANSWER"
      ? `${v.number} (${v.role}) ${HOW[raw.by || "party"]} (${v.status}).`
      : `${v.number} (${v.role}) ${BECAUSE[raw.status] ?? ENDED_WITHOUT_ANSWER} (${v.status}, סיבה ${v.cause}).`,
  TimeLimitReached: () => "השיחה הגיעה למשך המרבי.",
  Blacklisted: (v) => `${v.number} ברשימה השחורה ולא חויג.`,
  Recorded: (v, raw) =>
    `נכתבה רשומה${raw.record ? ` ${v.record}` : ""}: סוג ${v.type}, ${v.status}${raw.duration ? `, ${v.duration} שניות שיחה` : ""}.`,
  PatienceEnded: (v) => `סבלנות המתקשר נגמרה אחרי ${v.waited} שניות.`,
  RecordingMuted: (v, raw) => (raw.muted ? "ההקלטה הושתקה." : "ההקלטה נמשכת."),
  ComesFrom: (v) => `היא באה משיחה ${v.call}.`,
  LeftOut: (v) => `${v.count} שורות שלפני זו אינן שמורות.`,
  RecordingAnalysed: (v, raw) =>
    `ההקלטה נותחה (${v.language}, ${v.mood}): ${v.sentences} משפטים, ${v.of_customer} מהם של הלקוח. היא שם ${raw.delay ? `אחרי ${v.delay} שניות` : "מיד"}: ${v.summary}`,
  StillUp: () => "השיחה עדיין נמשכת.",
  Click2CallOrdered: (v, raw) =>
    `Click2Call (${v.action}) התבקש לחבר את ${v.phone}${raw.target ? ` עם ${v.target}` : ""}${raw.language ? `, עם הודעות ב${v.language}` : ""}.`,
  MessagePlayed: () => "ההודעה הושמעה עד סופה.",
  RoomJoined: (v) => `הטלפון בחדר הוועידה ${v.room}.`,
  VoicemailAnswered: (v) => `התא הקולי ${v.name} ענה במקום ${v.number}.`,
  CampaignDialled: (v) => `הקמפיין ${v.name} מחייג אל ${v.target}, ניסיון ${v.attempt}.`,
  CustomerTurnedAway: () => "הלקוח נדחה: אין נציג פנוי, ואין מקום לעוד ממתינים.",
  // ---- the way through the organization
  VisitorKnown: (v) => `מבקר בדף האינטרנט ראה את ${v.number}: מה שידוע עליו בא עם השיחה.`,
  LayerEntered: (v) => `המתקשר הגיע לשכבה ${v.layer} (${v.name}).`,
  LayerMissing: (v) => `אין שכבה ${v.layer}: השיחה אינה יכולה להימשך.`,
  WentInCircles: (v) => `אחרי ${v.steps} צעדים השיחה נחשבה למסתובבת במעגל.`,
  KeysPressed: (v) => `המתקשר הקיש ${v.keys}.`,
  KeyLedNowhere: (v) => `${v.keys} אינו מוביל לשום מקום בתפריט הזה.`,
  FallbackTaken: (v) => `שכבה ${v.layer} לא יכלה להמשיך ופנתה לחלופה שלה.`,
  LetGo: () => "ה-IVR סיים את השיחה.",
  CustomerAsked: (v, raw) => `${v.callback} של הלקוח נשאל מה לעשות (מקשים: ${raw.keys ? v.keys : "אין"}).`,
  CustomerAnswered: (v, raw) =>
    raw.action ? `${v.callback} של הלקוח ענה ${v.action}.` : `${v.callback} של הלקוח ענה בלי פעולה.`,
  CustomerDidNotAnswer: (v) => `${v.callback} של הלקוח לא נתן תשובה שימושית (לא בזמן, STATUS 1, או לא תקינה).`,
  AnswerOfNoUse: (v, raw) => `${raw.action ? v.action : "זה"} לא היה אפשרי: שכבה, יעד או פעולה לא מוכרים.`,
  LanguageChosen: (v) => `מעכשיו ההודעות ב${v.language}.`,
  MusicPlayed: (v) => `המתקשר שומע את המוזיקה ${v.name} בזמן הצלצול.`,
  TargetAnnouncementPlayed: (v) => `${v.number} שומע את ${v.name} (${v.seconds} שניות) לפני החיבור למתקשר.`,
  TonesSent: (v) => `הצלילים ${v.keys} נשלחו אל ${v.number}.`,
  RecordingPrecededBy: (v) => `המתקשר שומע את ${v.name} (${v.seconds} שניות) לפני תחילת ההקלטה.`,
  AnnouncementMade: (v) => `הושמעה הודעה של ${v.seconds} שניות.`,
  AnnouncementFailed: (v, raw) =>
    raw.missing ? `ההודעה לא הושמעה: לארגון אין הקלטה ${v.missing}.` : "ההודעה לא הושמעה.",
  BotAsked: (v, raw) =>
    `המתקשר הגיע לכוונה ${v.intent} (${raw.parameters ? v.parameters : "בלי פרמטרים"}); פונקציית ה-VoiceBot נשאלה.`,
  BotAnswered: (v, raw) => `פונקציית ה-VoiceBot ענתה: ${changes(v, raw) || "כלום, הבוט ממשיך לפי ההוראות"}.`,
  BotFailed: (v, raw) =>
    `פונקציית ה-VoiceBot נכשלה;${raw.frozen ? ` אחרי ${v.frozen} שניות של שתיקה` : ""} ${raw.fail_output ? `הבוט אמר '${v.fail_output}'` : "לבוט לא היה fail_output לומר"}.`,
  BotFinished: () => "השיחה עם ה-VoiceBot הסתיימה.",
  BotRequested: (v) => `הבקשה הייתה של הכוונה עצמה, ${v.method} עם ${v.body}.`,
  BotWasTold: (v) => `הפונקציה של ה-VoiceBot ענתה ${v.answer}.`,
  BotAnnounced: (v) => `הבוט הודיע '${v.text}' והמתין למתקשר.`,
  QueueJoined: (v) => `המתקשר הצטרף לתור ${v.name} במקום ${v.place}.`,
  TurnedAway: (v, raw) =>
    `התור ${v.name} לא קיבל את המתקשר: ${raw.status === "FULL" ? "הוא מלא" : "אין מי שיענה"}.`,
  QueueAnswered: (v) => `${v.number} לקח את המתקשר מהתור אחרי ${v.waited} שניות.`,
  QueueTimedOut: (v) => `התור ${v.name} אינו נותן להמתין יותר.`,
  QueueLeftByKey: (v) => `המתקשר עזב את התור ${v.name} במקש ${v.keys}.`,
  QueueAbandoned: (v) => `המתקשר ויתר אחרי ${v.waited} שניות בתור.`,
  VoicemailTook: (v, raw) => `התא הקולי ${raw.name ? v.name : v.mailbox} קיבל את השיחה.`,
  ConferenceJoined: (v) => `המתקשר הצטרף לוועידה ${v.room}.`,
  RecordedSilently: (v) => `השיחה מוקלטת ${v.seconds} שניות לכל היותר.`,
  Forwarded: (v) => `${v.number} מפנה את שיחותיו אל ${v.to}.`,
  PassedOn: (v) => `${v.number} הועבר על ידי ${v.by} אל ${v.to}, מתוך שיחה ${v.first}.`,
  Held: (v) => `${v.number} העביר את השיחה להמתנה.`,
  TakenBack: (v) => `${v.number} החזיר את השיחה מההמתנה.`,
  Transferred: (v) => `${v.number} העביר את השיחה אל ${v.to}.`,
  HandedOver: (v) => `${v.number} מסר את השיחה אחרי התייעצות.`,
  Joined: (v) => `${v.number} ו-${v.to} חוברו, מתוך שיחה ${v.first}.`,
  Spies: (v) => `${v.number} מאזין לשיחה ${v.spied}.`,
  SpiedOn: (v) => `${v.number} מאזין לשיחה הזאת.`,
  // ---- remarks
  TelephoneHasGone: (v, raw) => `הטלפון של ${v.extension} נעלם: ${GONE[raw.why] ?? v.why}`,
  Violation: (v, raw) =>
    `${v.path}:${raw.found ? ` ${v.found}` : ""} ${v.sentence}${raw.hint.text ? ` (${v.hint})` : ""} ${isolate(`[${[raw.rule, raw.source].filter(Boolean).join("; ")}]`)}`,
  Outcome: (v, raw) => (raw.reasons.length ? `${v.verdict} (${v.reasons.join("; ")})` : v.verdict),
  InARow: (v, raw) => v.sentences.join(raw.separator),
  Alternatives: (v) =>
    v.choices.length > 1
      ? `${v.choices.slice(0, -1).join(", ")} או ${v.choices[v.choices.length - 1]}`
      : (v.choices[0] ?? "שום דבר"),
  Together: (v) => v.names.join(" וגם "),
  None: () => "אין",
  Callback: (v, raw) => `הודעה ${v.number}, ${v.callback}${raw.subject ? ` (${v.subject})` : ""}`,
  ExpectedKind: (v, raw) => `צריך להיות: ${kinds[raw.kind] ?? v.described}.`,
  ExpectedOfKind: (v, raw) => `צריך להיות: ${kinds[raw.kind] ?? v.described}: ${v.choices}.`,
  // ---- around the call
  Request: (v, raw) =>
    `בקשה ${v.number}, ${v.operation}, ${DID[raw.did] ?? v.did}; היא נענתה ב-${v.answer}.${v.problems ? ` ${v.problems}` : ""}`,
  TelephoneRings: (v) => `הטלפון של ${v.extension} מודיע שהוא מצלצל.`,
  TelephoneGone: (v, raw) => `הטלפון של ${v.extension} נעלם: ${GONE[raw.why] ?? v.why}.`,
  TelephoneRefuses: (v, raw) => `הטלפון של ${v.extension} ${raw.answer ? `עונה ${v.answer}` : "אינו עונה דבר"}.`,
  TelephoneRedirects: (v) => `הטלפון של ${v.extension} מבקש שהשיחה תעבור אל ${v.to}.`,
  RecordingMade: (v) => `ההקלטה של רשומה ${v.record} היא ${v.file}.`,
  Event: (v) => `אירוע ${v.number}: ${v.what}.`,
  Attempt: (v, raw) =>
    `${v.callback} אל ${raw.target ? v.target : "אף אחד"}, ניסיון ${v.attempt}: ${v.outcome}.${v.problems ? ` ${v.problems}` : ""}`,
  UnderWay: (v) => `${v.callback}: ניסיון ${v.attempt} בדרך.`,
  AttemptDue: (v, raw) =>
    `${v.callback}: ניסיון ${v.attempt} ייצא ב-${v.when}; ${raw.left ? `אחריו עוד ${v.left}` : "הוא האחרון"}.`,
  GivenUp: (v) => `${v.callback} לא תישלח שוב. ביד: ${isolate(`voicenter-mock redeliver ${v.number}`)}`,
  CdrAddressMissing: (v, raw) => `לא הוגדרה כתובת ל-CDR: ${toNobody(raw.missing, v.missing)}.`,
  CdrAddressWasMissing: (v, raw) =>
    `לא הייתה אז כתובת ל-CDR, או שמה שנשלח כבר לא שמור: ${toNobody(raw.missing, v.missing)}.`,
  PopupAddressMissing: () => "לא הוגדרה כתובת לחלונית הקופצת: לא נשלחה חלונית.",
  PopupAddressWasMissing: () => "לא הייתה אז כתובת לחלונית הקופצת, או שמה שנשלח כבר לא שמור.",
  NotRecorded: () => "השיחה לא הוקלטה.",
  // ---- what to mend first
  Unresolved: (v, raw) =>
    `${raw.count === 1 ? "בקשה אחת לא הגיעה" : `${v.count} בקשות לא הגיעו`} לשום ארגון: קוד, מארח או נתיב שגויים. האחרונה: ${v.why}`,
  NotAccepted: (v, raw) =>
    `השרת שלך לא קיבל ${v.count} מתוך ${v.sent} הודעות ${v.callback} בניסיון האחרון${raw.given_up ? ` (${v.given_up} מהן לא יישלחו שוב)` : ""}. האחרונה, ${v.number}: ${v.outcome}`,
  HeldBack: (v) => `${v.target} לא ענה שוב ושוב: הודעות לשם מעוכבות, מלבד ניסיון מדי פעם.`,
  Refused: (v) => `${v.count} מתוך ${v.total} בקשות סורבו. האחרונה, ${v.number}: ${v.why}`,
  Violating: (v) => `${v.count} מתוך ${v.total} בקשות התקבלו אף שהן מפרות את החוזה שלהן. האחרונה, ${v.number}: ${v.why}`,
  AnswersViolating: (v) => `${v.count} מהתשובות שלך להודעות ${v.callback} התקבלו אף שהן מפרות את החוזה שלהן. האחרונה, ${v.number}: ${v.why}`,
  PushedToNobody: (v, raw) => `${toNobody(raw.count, v.count)}: לא הוגדרה כתובת ל-CDR.`,
  Unused: (v) => `עוד לא נשלח דבר לכתובת של ${v.callback}: ${v.address}`,
};

/** So many records that nobody was told of. */
function toNobody(count, shown) {
  return count === 1 ? "רשומה אחת לא נשלחה לאיש" : `${shown} רשומות לא נשלחו לאיש`;
}

/** What a VoiceBot's function changed. */
function changes(v, raw) {
  const parts = [
    raw.output && `הבוט קיבל את הפלט ${v.output}`,
    raw.instructions && `הוראות: ${v.instructions}`,
    raw.said && `הבוט כאילו אמר ${v.said}`,
    raw.prompt && `הנחיה: ${v.prompt}`,
  ];
  return parts.filter(Boolean).join("; ");
}

/** A value among letters of the other direction. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}
