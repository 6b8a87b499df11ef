/** Where the page is: `#/<organization>/<view>/<item>`. */

export function route() {
  const [organization = "", view = "", item = ""] = location.hash.replace(/^#\/?/, "").split("/").map(decoded);
  return { organization, view, item };
}

export function addressOf(organization, view = "overview", item = "") {
  return `#/${[organization, view, ...(item === "" ? [] : [item])].map((part) => encodeURIComponent(part)).join("/")}`;
}

export function go(organization, view, item = "") {
  location.hash = addressOf(organization, view, item);
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
