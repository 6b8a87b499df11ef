/* Where the script came from is where its server is: http://host:port, and /o/<id> when it was loaded from there. */
var voicenterSocketScope = (function () {
  "use strict";
  var source = (document.currentScript && document.currentScript.src) || location.href;
  var match = /^(https?:\/\/[^\/?#]+)(\/o\/[^\/?#]+)?/i.exec(source) || [];
  return { host: match[1] || "", base: match[2] || "" };
})();
