// Reads [{"name", "schema", "messages": [...]}] from standard input and prints, for each message, "" when ajv
// accepts it, else its errors as [[instancePath, keyword, params]].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[2] + "/");
const Ajv = require("ajv/dist/2020").default;
const verdicts = JSON.parse(readFileSync(0, "utf8")).map(({ schema, messages }) => {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  return messages.map((message) =>
    validate(message) ? "" : validate.errors.map((e) => [e.instancePath, e.keyword, e.params]),
  );
});
process.stdout.write(JSON.stringify(verdicts));
