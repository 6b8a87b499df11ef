/*
 * VC_DID_TRACKER (lead-tracker): a number of a pool for each visitor of a page. How the real script asks for it is not
 * known: the request, the names in localStorage and how long a number is kept are this project's own.
 */
window.VC_DID_TRACKER = (function (scope) {
  "use strict";

  function kept(token) {
    try {
      var found = JSON.parse(localStorage.getItem("vc_did_" + token));
      return found && found.until > Date.now() ? found.did : "";
    } catch (error) {
      return "";
    }
  }

  function keep(token, answer) {
    var kept = { did: answer.DID, until: Date.now() + answer.hold_seconds * 1000 };
    try {
      localStorage.setItem("vc_did_" + token, JSON.stringify(kept));
    } catch (error) {
      /* a page without storage asks again each time */
    }
    return answer.DID;
  }

  function ask(token, visitorInfo) {
    return fetch(scope.host + scope.base + "/cdn/Scripts/did_trace_worker/number", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: token, visitorInfo: visitorInfo || {} }),
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) throw new Error(answer.error);
        return keep(token, answer);
      });
    });
  }

  /* Selectors, or elements. */
  function elements(found) {
    return (found || []).reduce(function (all, one) {
      return all.concat(typeof one === "string" ? Array.from(document.querySelectorAll(one)) : [one]);
    }, []);
  }

  function show(did, actions) {
    elements(actions && actions.text).forEach(function (element) { element.innerText = did; });
    elements(actions && actions.href).forEach(function (element) { element.href = "tel:" + did; });
    elements(actions && actions.call).forEach(function (element) {
      element.addEventListener("click", function () { location.href = "tel:" + did; });
    });
    return did;
  }

  return {
    init: function (token, visitorInfo, actions) {
      var did = kept(token);
      return (did ? Promise.resolve(did) : ask(token, visitorInfo)).then(function (found) {
        return show(found, actions);
      });
    },
  };
})(voicenterSocketScope);
