"""What is said in a call centre, in Hebrew and in English: openings, subjects, ends."""

from __future__ import annotations

from collections.abc import Mapping

from ....contracts.quick_dataclasses import dataclass
from .conversation import Language, Mood


@dataclass(frozen=True, slots=True)
class Subject:
    """Why a customer calls: a name for it, what they say, and the agent's and their own sentences about it, in turn."""

    name: str
    opening: str
    exchange: tuple[tuple[str, str], ...]
    left_as: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's sentences. Those with braces are filled in: ``{agent}``, ``{queue}``, ``{minutes}``, ``{keys}``,
    ``{layer}``, ``{subject}``.
    """

    greeting: str
    greeting_unnamed: str
    greeting_outgoing: str
    greeting_outgoing_unnamed: str
    queue: str
    yes: str
    waited: str
    pressed: str
    subjects: tuple[Subject, ...]
    talk: tuple[tuple[str, str], ...]
    moods: Mapping[Mood, str]
    goodbye: tuple[str, str]
    message_end: str
    summary_called: str
    summary_was_called: str
    summary_message: str
    summary_waited: str
    summary_keys: str
    summary_moods: Mapping[Mood, str]
    asked: Mapping[str, str]


ENGLISH = Phrases(
    greeting="Hello, this is {agent}, how can I help you?",
    greeting_unnamed="Hello, how can I help you?",
    greeting_outgoing="Hello, this is {agent}, am I calling at a good time?",
    greeting_outgoing_unnamed="Hello, am I calling at a good time?",
    queue="You have reached {queue}.",
    yes="Hello, yes, go ahead.",
    waited="I have been waiting for {minutes}.",
    pressed="I pressed {keys} in the menu, {layer}.",
    subjects=(
        Subject(
            "order status",
            "I would like to know where my order is.",
            (
                ("May I have the order number?", "One moment, I am looking it up."),
                ("I see it here, it left the warehouse yesterday.", "When will it get to me?"),
            ),
            "it is on its way",
        ),
        Subject(
            "invoice",
            "There is an amount on my invoice that I do not understand.",
            (
                ("Which invoice is it about?", "Last month's."),
                ("I see two charges there, one of them is for installation.", "Nobody told me about that one."),
            ),
            "the charge is being looked into",
        ),
        Subject(
            "appointment",
            "I would like to move my appointment.",
            (
                ("Which day suits you?", "Tuesday, if you have anything."),
                ("On Tuesday there is ten in the morning.", "Ten is good for me."),
            ),
            "the appointment was moved to Tuesday",
        ),
        Subject(
            "technical fault",
            "Something has not been working since this morning.",
            (
                ("What do you see on the screen?", "It stays on the first page."),
                ("Please switch it off and on again.", "I did that already."),
            ),
            "a technician will call back",
        ),
    ),
    talk=(
        ("Give me a second to check.", "Of course."),
        ("I am looking at your account now.", "Thank you."),
        ("Is the address we have still right?", "Yes, it is the same."),
        ("Shall I send you a message with the details?", "Yes, to this number please."),
        ("Is there anything else that we should know?", "No, that is all of it."),
        ("I have written it down.", "All right."),
        ("My colleagues will see it as well.", "Good."),
        ("Let me read that back to you.", "Yes, that is it."),
    ),
    moods={
        "negative": "This is not the first time that I am calling about it.",
        "neutral": "All right.",
        "positive": "That is great, you have been very helpful.",
    },
    goodbye=("Thank you for your time, have a good day.", "Goodbye."),
    message_end="Please call me back, thank you.",
    summary_called="The customer called about: {subject}; {left_as}.",
    summary_was_called="{agent} called the customer about: {subject}; {left_as}.",
    summary_message="The customer left a message about: {subject}, and asked to be called back.",
    summary_waited="They waited for {minutes} in {queue}.",
    summary_keys="They pressed {keys} in {layer}.",
    summary_moods={
        "negative": "They were frustrated.", "neutral": "They were calm.", "positive": "They were pleased."
    },
    asked={
        "call_reason": "Why did the customer call?",
        "resolved": "Was the matter settled?",
        "satisfaction": "How content was the customer, from 1 to 5?",
    },
)  # fmt: skip

HEBREW = Phrases(
    greeting="שלום, מדברים עם {agent}, איך אפשר לעזור?",
    greeting_unnamed="שלום, איך אפשר לעזור?",
    greeting_outgoing="שלום, כאן {agent}, נוח לדבר עכשיו?",
    greeting_outgoing_unnamed="שלום, נוח לדבר עכשיו?",
    queue="הגעתם אל {queue}.",
    yes="שלום, כן, בבקשה.",
    waited="חיכיתי על הקו {minutes}.",
    pressed="הקשתי {keys} בתפריט, {layer}.",
    subjects=(
        Subject(
            "בירור הזמנה",
            "רציתי לדעת איפה ההזמנה שלי.",
            (
                ("מה מספר ההזמנה?", "רגע, אני בודק."),
                ("רואים אותה כאן, היא יצאה אתמול מהמחסן.", "ומתי היא תגיע אליי?"),
            ),
            "ההזמנה בדרך",
        ),
        Subject(
            "חשבונית",
            "יש בחשבונית סכום שלא ברור לי.",
            (
                ("באיזו חשבונית מדובר?", "של החודש שעבר."),
                ("רואים שני חיובים, אחד מהם על התקנה.", "על זה אף אחד לא אמר לי."),
            ),
            "החיוב בבדיקה",
        ),
        Subject(
            "קביעת תור",
            "רציתי להזיז את התור שלי.",
            (
                ("איזה יום נוח?", "יום שלישי, אם אפשר."),
                ("ביום שלישי יש בעשר בבוקר.", "עשר מתאים לי."),
            ),
            "התור הועבר ליום שלישי",
        ),
        Subject(
            "תקלה טכנית",
            "משהו לא עובד מהבוקר.",
            (
                ("מה רואים על המסך?", "הוא נשאר בעמוד הראשון."),
                ("בבקשה לכבות ולהדליק שוב.", "את זה כבר עשיתי."),
            ),
            "טכנאי יחזור ללקוח",
        ),
    ),
    talk=(
        ("רגע אחד, בבדיקה.", "בטח."),
        ("פותחים עכשיו את הכרטיס.", "תודה."),
        ("הכתובת שרשומה עדיין נכונה?", "כן, אותה כתובת."),
        ("לשלוח הודעה עם הפרטים?", "כן, למספר הזה."),
        ("יש עוד משהו שכדאי לדעת?", "לא, זה הכול."),
        ("זה רשום אצלנו.", "בסדר."),
        ("גם הצוות יראה את זה.", "טוב."),
        ("נקריא את זה שוב.", "כן, זה נכון."),
    ),
    moods={
        "negative": "זו לא הפעם הראשונה שאני פונה בעניין הזה.",
        "neutral": "בסדר.",
        "positive": "מצוין, ממש עזרתם לי.",
    },
    goodbye=("תודה רבה ויום טוב.", "להתראות."),
    message_end="אשמח שתחזרו אליי, תודה.",
    summary_called="פנייה של לקוח בנושא {subject}; {left_as}.",
    summary_was_called="שיחה של {agent} אל לקוח בנושא {subject}; {left_as}.",
    summary_message="הודעה של לקוח בנושא {subject}, עם בקשה לחזור אליו.",
    summary_waited="זמן ההמתנה בתור {queue}: {minutes}.",
    summary_keys="בתפריט {layer} הוקש {keys}.",
    summary_moods={"negative": "הלקוח היה מתוסכל.", "neutral": "השיחה הייתה רגועה.", "positive": "הלקוח היה מרוצה."},
    asked={
        "call_reason": "מה סיבת הפנייה?",
        "resolved": "האם הפנייה נפתרה?",
        "satisfaction": "מה שביעות הרצון של הלקוח, מ-1 עד 5?",
    },
)

PHRASES: Mapping[Language, Phrases] = {"en": ENGLISH, "he": HEBREW}


def minutes(seconds: float, language: Language) -> str:
    """A wait as people say it: so many seconds under two minutes, else whole minutes."""
    if seconds < 120:
        return f"{int(seconds)} seconds" if language == "en" else f"{int(seconds)} שניות"
    return f"{int(seconds // 60)} minutes" if language == "en" else f"{int(seconds // 60)} דקות"
