/** The agent's own headset: this browser as the telephone of their extension, as long as somebody wears it. */

import { PREFIX } from "../api.js";
import { complain } from "../perform.js";
import { h, setText } from "../dom.js";
import { button, status } from "../pieces.js";
import { SipPhone } from "../sip_phone.js";
import { t } from "../words.js";

/** Kept while somebody looks at another view. */
const worn = { phone: null, organization: "", sip: "", word: "", reason: "" };

/** `changed` is called whenever a call of the headset's has changed. */
export function headset(organization, changed) {
  const state = status();
  const why = h("p.quiet", { role: "status", lang: "en", dir: "ltr" });
  const toggle = button("", () => (worn.phone ? putAway() : putOn()), "quiet");
  let extension = null;
  /** Null until the organization's document is there. */
  let password = null;

  function putOn() {
    const { protocol, host } = location;
    const path = `${PREFIX}/o/${encodeURIComponent(organization)}/sip`;
    const phone = new SipPhone({
      url: `${protocol.replace("http", "ws")}//${host}${path}`,
      user: extension.sip,
      password,
      onState: (word, reason) => phone === worn.phone && told(word, reason),
      onChange: (call) => {
        if (call.problem) complain(t("headset.title"), call.problem);
        draw();
        changed();
      },
    });
    Object.assign(worn, { phone, organization, sip: extension.sip, word: "asked", reason: "" });
    draw();
  }

  function told(word, reason) {
    Object.assign(worn, { word, reason });
    if (word !== "registered") putAway(word, reason);
    draw();
    changed();
  }

  function putAway(word = "", reason = "") {
    const { phone } = worn;
    Object.assign(worn, { phone: null, word, reason });
    phone?.close();
    draw();
  }

  function draw() {
    const on = worn.phone !== null;
    const registered = on && worn.word === "registered";
    state.update(registered ? "good" : on ? "waiting" : "ended", t(registered ? "headset.on" : "headset.off"));
    setText(toggle, on ? t("headset.put_away") : t("headset.put_on", { sip: extension?.sip ?? "" }));
    toggle.disabled = !extension || password === null;
    const refused = worn.word === "refused" || worn.word === "closed" ? worn.reason : "";
    setText(why, refused);
    why.hidden = !refused;
  }

  return {
    element: h("div.headset", {}, h("span.inline", {}, state.element, toggle), why),
    update({ extension: now, document }) {
      extension = now;
      password = document ? (document.extensions?.find(({ sip }) => sip === now?.sip)?.password ?? "") : null;
      if (worn.phone && (worn.organization !== organization || (now && worn.sip !== now.sip))) putAway();
      draw();
    },
    /** The telephone, if it is on. */
    get phone() {
      return worn.phone?.registered ? worn.phone : null;
    },
  };
}
