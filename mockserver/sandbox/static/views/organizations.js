/** The organizations of this server side by side; making, loading, keeping and putting back one. */

import { act, complain, download, say } from "../perform.js";
import {
  createOrganization,
  deleteOrganization,
  exportTest,
  loadOrganization,
  reset,
  restore,
  takeSnapshot,
} from "../actions.js";
import { dropZone } from "../drop_zone.js";
import { h, isolated, keyed, setAttribute, setText } from "../dom.js";
import { need, refresh } from "../live.js";
import { button, confirmed, field, panel, status } from "../pieces.js";
import { addressOf, go } from "../routes.js";
import * as store from "../store.js";
import { dateTime, t } from "../words.js";

/** Other organizations' clocks go on without telling this one's stream. */
const CLOCKS_MILLISECONDS = 3000;

export function make(organization, lifetime) {
  const body = h("tbody");
  const show = keyed(
    body,
    () => organizationRow(organization),
    ({ id }) => id,
  );
  const heads = [
    t("organizations.id"),
    t("organizations.name"),
    t("organizations.clock"),
    t("organizations.time"),
    t("organizations.base"),
  ];
  const list = panel(
    t("organizations.side"),
    h(
      "div.tablebox",
      {},
      h(
        "table.plain",
        {},
        h("caption.offscreen", {}, t("organizations.side")),
        h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)), h("td"))),
        body,
      ),
    ),
  );
  const timer = setInterval(() => refresh(["organizations"]), CLOCKS_MILLISECONDS);
  lifetime.add(
    () => clearInterval(timer),
    need(["organizations"]),
    store.watch(["organizations"], () => show(store.get("organizations") ?? [])),
  );
  const element = h(
    "div.view",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.organizations"))),
    list.element,
    h(
      "div.columns.even",
      {},
      h("div", {}, creation(), loading()),
      h("div", {}, keeping(organization), exporting(organization)),
    ),
  );
  return { element };
}

function organizationRow(current) {
  const link = h("a.mono", { dir: "ltr" });
  const name = h("bdi");
  const mode = status();
  const time = h("td.mono");
  const base = h("bdi.mono", { dir: "ltr" });
  let id = "";
  const remove = button(
    t("action.delete_organization"),
    async () => {
      if (
        !(await confirmed(
          t("action.delete_organization"),
          t("organizations.delete_sure", { id }),
          t("action.delete_organization"),
        ))
      )
        return;
      if ((await act(deleteOrganization(id))) && id === current)
        go((store.get("organizations") ?? []).find((one) => one.id !== id)?.id ?? "demo", "organizations");
    },
    "quiet",
  );
  return {
    element: h(
      "tr",
      {},
      h("th", { scope: "row" }, link),
      h("td", {}, name),
      h("td", {}, mode.element),
      time,
      h("td", {}, base),
      h("td", {}, remove),
    ),
    update(entry) {
      id = entry.id;
      setText(link, id);
      setAttribute(link, "href", addressOf(id, "overview"));
      setAttribute(link, "aria-current", id === current ? "true" : null);
      setAttribute(remove, "aria-label", `${t("action.delete_organization")}: ${id}`);
      setText(name, entry.name);
      const { mode: word, speed, now } = entry.clock;
      mode.update(word === "manual" ? "held" : "good", word === "scaled" ? `×${speed}` : t(`clock.mode_${word}`));
      setText(time, dateTime(now));
      setText(base, entry.base_url);
    },
  };
}

function creation() {
  const id = h("input.mono", {
    dir: "ltr",
    required: true,
    pattern: "[A-Za-z0-9_\\-]{1,64}",
    placeholder: "t1",
    autocomplete: "off",
  });
  const clock = h(
    "select",
    {},
    ...["realtime", "manual"].map((mode) => h("option", { value: mode }, t(`clock.mode_${mode}`))),
  );
  const form = h(
    "form.grid",
    {
      submit: async (event) => {
        event.preventDefault();
        const made = await act(createOrganization(id.value.trim(), clock.value));
        if (made) go(made.id, "overview");
      },
    },
    field(t("organizations.id"), id),
    field(t("organizations.clock"), clock),
    h("div.buttons", {}, h("button.primary", { type: "submit" }, t("action.create_organization"))),
  );
  return panel(t("organizations.create"), h("p.quiet", {}, t("organizations.create_lead")), form).element;
}

function loading() {
  const zone = dropZone(t("organizations.drop"), ".yaml,.yml,.json", async (file) => {
    const text = await file.text();
    let made = await act(loadOrganization(file.name, text, false));
    if (
      !made &&
      store.get("problem")?.code === "exists" &&
      (await confirmed(t("organizations.replace"), t("organizations.replace_sure"), t("organizations.replace")))
    ) {
      store.set("problem", null);
      made = await act(loadOrganization(file.name, text, true));
    }
    if (made) go(made.id, "overview");
  });
  return panel(t("organizations.load"), h("p.quiet", {}, t("organizations.load_lead")), zone.element).element;
}

function keeping(organization) {
  const take = button(
    t("action.take_snapshot"),
    async () => {
      const snapshot = await act(takeSnapshot(organization));
      if (snapshot) download(`${organization}.snapshot.json`, "application/json", JSON.stringify(snapshot));
    },
    "primary",
  );
  const zone = dropZone(t("organizations.drop_snapshot"), ".json", async (file) => {
    let snapshot;
    try {
      snapshot = JSON.parse(await file.text());
    } catch {
      return complain(t("action.restore"), t("organizations.no_snapshot"));
    }
    if (!(await confirmed(t("action.restore"), t("organizations.restore_sure", { id: organization }), t("action.restore"))))
      return;
    const put = await act(restore(organization, snapshot, file.name));
    if (put) say(t("organizations.restored", { count: put.ivrids.length }));
  });
  const anew = button(t("action.reset"), async () => {
    if (await confirmed(t("action.reset"), t("organizations.reset_sure", { id: organization }), t("action.reset")))
      act(reset(organization));
  });
  return panel(
    t("organizations.keep"),
    h("p.quiet", {}, t("organizations.keep_lead"), " ", isolated(organization)),
    h("div.buttons", {}, take, anew),
    zone.element,
  ).element;
}

function exporting(organization) {
  const code = h("pre.payload", {
    dir: "ltr",
    tabindex: "0",
    hidden: true,
    role: "group",
    "aria-label": t("action.export"),
  });
  const make = button(
    t("action.export"),
    async () => {
      const text = await act(exportTest(organization));
      if (typeof text !== "string") return;
      code.hidden = false;
      setText(code, text);
      download(`test_${organization.replaceAll("-", "_")}_session.py`, "text/x-python", text);
    },
    "primary",
  );
  return panel(
    t("organizations.export"),
    h("p.quiet", {}, t("organizations.export_lead")),
    h("div.buttons", {}, make),
    code,
  ).element;
}
