"""Names of people, companies, queues and layers, in the languages that Voicenter's customers speak."""

from __future__ import annotations

from .picks import Picks, words

_HEBREW = (
    ("יעל", "נועם", "תמר", "איתי", "שירה", "אורי", "מיכל", "דוד", "רחל", "עומר"),
    ("כהן", "לוי", "מזרחי", "פרץ", "ביטון", "אברהם", "פרידמן", "בן-דוד", "אזולאי", "גולן"),
)
_ENGLISH = (
    ("Walter", "Dana", "Noa", "John", "Sarah", "Adam", "Ruth", "Michael", "Maya", "Tom"),
    ("Melon", "Cohen", "Levi", "Smith", "O'Brien", "Doe", "Taylor", "Ben-Ami", "Green", "Katz"),
)
_ARABIC = (
    ("محمد", "فاطمة", "أحمد", "ليلى", "يوسف", "مريم", "خالد", "نور", "سامي", "هبة"),
    ("حداد", "خوري", "منصور", "زعبي", "ناصر", "عودة", "صالح", "جبارين", "شحادة", "درويش"),
)
_RUSSIAN = (
    ("Анна", "Иван", "Ольга", "Дмитрий", "Елена", "Сергей", "Мария", "Пётр", "Наталья", "Борис"),
    ("Иванова", "Петров", "Соколова", "Кузнецов", "Попова", "Лебедев", "Козлова", "Новиков", "Морозова", "Волков"),
)
_LANGUAGES = (_ENGLISH, _HEBREW, _ARABIC, _RUSSIAN)

COMPANIES = ("Voicenter Account", "Acme Ltd.", 'חברת הדגמה בע"מ', "Blue & White <Sales>", "شركة النور", "ООО «Ромашка»")
DEPARTMENTS = ("Voicenter Sales Department", "Support", "מחלקת מכירות", "שירות לקוחות", "قسم المبيعات", "Отдел продаж")
QUEUES = ("Sales", "Support", "מכירות", "שירות לקוחות", "خدمة الزبائن", "Поддержка", "Queue 24/7")
LAYERS = ("Main menu", "Sales", "תפריט ראשי", "مرحبا", "Главное меню")
COUNTRIES = ("Israel", "United States", "United Kingdom", "Germany", "France", "Russia")
CAMPAIGNS = ("Renewals", "קמפיין חידושים", "Leads 2026", "Опрос клиентов", "حملة المبيعات")

queue_names = words(QUEUES)
layer_names = words(LAYERS)
company_names = words(COMPANIES)
department_names = words(DEPARTMENTS)
country_names = words(COUNTRIES)
campaign_names = words(CAMPAIGNS)


def person_names(picks: Picks) -> str:
    """A full name in English, Hebrew, Arabic or Russian."""
    first, last = _LANGUAGES[picks.choose(len(_LANGUAGES))]
    index = picks.choose(len(first) * len(last))
    return f"{first[index % len(first)]} {last[index // len(first)]}"


def emails(picks: Picks) -> str:
    first, _ = _ENGLISH
    index = picks.choose(len(first))
    return f"{first[index].lower()}{picks.choose(100) or ''}@example.{('com', 'co.il', 'org')[picks.choose(3)]}"
