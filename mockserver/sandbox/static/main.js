/** Starts the page: language, theme, the frame, and the view that the address names. */

import { complain } from "./perform.js";
import { PREFIX, request } from "./api.js";
import { lifetime } from "./dom.js";
import { ignoreStrayDrops } from "./drop_zone.js";
import { frame } from "./frame.js";
import { currentOrganization, follow, need } from "./live.js";
import { addressOf, go, route } from "./routes.js";
import { listenToKeys } from "./shortcuts.js";
import * as store from "./store.js";
import { startTheme } from "./theme.js";
import { startLanguage, t } from "./words.js";
import { VIEWS } from "./views/all.js";

const RETRY_MILLISECONDS = 2000;
const shown = lifetime();
const framed = lifetime();
let outline = null;
let open = { view: "", element: null };

/** Builds everything anew; also when the language changes. */
function build() {
  shown.end();
  framed.end();
  outline = frame(framed, build);
  document.body.replaceChildren(outline.element);
  open = { view: "" };
  show();
}

function show() {
  const { organization, view, item } = route();
  const name = view in VIEWS ? view : "overview";
  if (!organization) return location.replace(addressOf(store.get("organizations")?.[0]?.id ?? "demo", name));
  const moved = organization !== currentOrganization();
  if (moved) follow(organization);
  if (!moved && open.view === name) return open.view && open.part.select?.(item);
  shown.end();
  const part = VIEWS[name].make(organization, shown);
  open = { view: name, part };
  outline.show(name, part.element);
  part.select?.(item);
  document.title = `${t(`nav.${name}`)} · ${organization} · voicenter-mock`;
}

/** The organization that was shown is no more: another one is. */
async function leave() {
  const gone = store.get("gone");
  if (!gone) return;
  const { organizations } = await request("GET", "/_sandbox/organizations");
  store.set("organizations", organizations);
  const next = organizations.find(({ id }) => id !== gone);
  if (!next || route().organization !== gone) return;
  complain(t("gone"), gone);
  go(next.id, "overview");
}

async function start() {
  startLanguage();
  startTheme();
  try {
    store.set("organizations", (await request("GET", "/_sandbox/organizations")).organizations);
  } catch (error) {
    if (error.status === 401) return location.replace(`${PREFIX}/`);
    setTimeout(start, RETRY_MILLISECONDS);
    return;
  }
  build();
  need(["document", "organizations"]);
  store.watch(["gone"], leave);
  listenToKeys();
  ignoreStrayDrops();
  window.addEventListener("hashchange", show);
}

start();
