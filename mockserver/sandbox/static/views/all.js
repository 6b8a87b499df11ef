/** The views, in the order of the navigation. Each: `make(organization, lifetime)` -> `{element, select?(item)}`. */

import * as callbacks from "./callbacks.js";
import * as calls from "./calls.js";
import * as campaigns from "./campaigns.js";
import * as events from "./events.js";
import * as faults from "./faults.js";
import * as organizations from "./organizations.js";
import * as overview from "./overview.js";
import * as people from "./people.js";
import * as play from "./play.js";
import * as records from "./records.js";
import * as requests from "./requests.js";

export const VIEWS = {
  overview,
  play,
  calls,
  records,
  people,
  campaigns,
  requests,
  callbacks,
  events,
  faults,
  organizations,
};
export const NAMES = Object.keys(VIEWS);
