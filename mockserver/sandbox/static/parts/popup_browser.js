/** The agent's browser: the bubble of 3.2 §2, made of what the customer's server answered to the pop-up request. */

import { local } from "../numbers.js";
import { act } from "../perform.js";
import { setCallbackUrl } from "../actions.js";
import { h, isolated, ltr, setContent } from "../dom.js";
import { field, panel, webAddress } from "../pieces.js";
import { addressOf } from "../routes.js";
import { t, term } from "../words.js";

export function popupBrowser(organization) {
  const tab = h("div.tab", { "aria-hidden": "true" }, h("span"), h("span"), h("span"), h("b", {}, t("popup.tab")));
  const page = h("div.page", { role: "status", "aria-live": "polite" });
  const url = h("input.mono", { type: "url", dir: "ltr", placeholder: "http://localhost:9000/popup" });
  const form = h(
    "form.inlineform",
    { submit: (event) => (event.preventDefault(), act(setCallbackUrl(organization, "popup", url.value.trim()))) },
    field(t("popup.url"), url),
    h("button", { type: "submit" }, t("save")),
  );
  const box = panel(t("popup.title"), h("div.window", {}, tab, page), form);
  box.element.classList.add("browser");
  let filled = false;
  return {
    element: box.element,
    update({ calls, agent, document, deliveries }) {
      const target = document?.callbacks?.popup?.url ?? "";
      if (document && !filled) {
        url.value ||= target; // somebody may have typed already
        filled = true;
      }
      const delivery = current(deliveries, calls, agent?.extension);
      const signature = JSON.stringify([
        target,
        delivery?.id,
        delivery?.status,
        delivery?.answer,
        delivery?.attempts.length,
      ]);
      setContent(page, signature, () =>
        delivery ? bubble(organization, delivery) : h("p.nothing", {}, t(target ? "popup.none" : "popup.no_url")),
      );
    },
  };
}

/** The newest pop-up about a call that is up at this agent's extension. */
function current(deliveries, calls, extension) {
  const here = calls.filter((call) => call.legs.some((leg) => leg.number === extension && leg.state !== "ENDED"));
  const about = (delivery) =>
    here.some(({ ivrid }) => ivrid === delivery.ivrid) && (delivery.request?.extenUser ?? extension) === extension;
  return deliveries.findLast((delivery) => delivery.callback === "popup" && about(delivery));
}

function bubble(organization, delivery) {
  const attempt = delivery.attempts.at(-1);
  const more = h("a.more", { href: addressOf(organization, "callbacks", delivery.id) }, t("popup.delivery"));
  const request = delivery.request ?? {};
  const caller = ltr(local(request.phone ?? ""));
  if (!delivery.answer || typeof delivery.answer !== "object") {
    const why = attempt
      ? `${term("verdict", attempt.verdict)}${attempt.detail ? `: ${attempt.detail}` : ""}`
      : t("popup.asking");
    return h("div.bubble.bare", {}, h("p", {}, caller), h("p.quiet", {}, isolated(why)), more);
  }
  const {
    CLIENTNAME: client = "",
    COMPANY: company = "",
    TOTAL: total = "",
    URL: link = "",
    STATUS: word = "",
  } = delivery.answer;
  const address = webAddress(link);
  return h(
    "div.bubble",
    {},
    h("p.quiet", {}, term("popup", request.statusCall ?? request.status ?? "Ringing"), " · ", caller),
    h("p.client", {}, isolated(client || request.callerName || "")),
    company ? h("p.company", {}, isolated(company)) : null,
    total === "" ? null : h("p.quiet", {}, t("popup.total"), " ", ltr(total)),
    address
      ? h(
          "p",
          {},
          h("a.button.primary", { href: address, target: "_blank", rel: "noopener noreferrer" }, t("popup.open")),
          " ",
          h("bdi.mono.quiet.linktext", { dir: "ltr" }, link),
        )
      : link
        ? h("p.quiet", {}, t("popup.bad_link"), " ", ltr(link))
        : null,
    word === "OK" ? null : h("p.quiet", {}, "STATUS ", ltr(word)),
    more,
  );
}
