// Reads lines {"schema", "messages": [...]} from standard input and answers each with a line: for each message ""
// when ajv accepts it, else its errors as [[instancePath, keyword, params]].
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(process.argv[2] + "/");
const Ajv = require("ajv/dist/2020").default;

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, messages } = JSON.parse(line);
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  const verdicts = messages.map((message) =>
    validate(message) ? "" : validate.errors.map((e) => [e.instancePath, e.keyword, e.params]),
  );
  process.stdout.write(JSON.stringify(verdicts) + "\n");
}
