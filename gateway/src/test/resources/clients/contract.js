// node contract.js FILE: whether the file is an OpenAPI 3.1 document by the specification's own schema.
import { Validator } from '@seriousme/openapi-schema-validator';

const validator = new Validator();
const result = await validator.validate(process.argv[2]);
if (!result.valid) {
  console.log(JSON.stringify(result.errors, null, 1));
  process.exit(1);
}
console.log(`valid ${validator.version}`);
