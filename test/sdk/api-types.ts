/** The types of `sdk/src/client/api-types.ts`, out of the hub's own OpenAPI document. */
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { startApi } from '../api/api-fixture.js';

export const API_TYPES_FILE = fileURLToPath(new URL('../../sdk/src/client/api-types.ts', import.meta.url));

const HEADER = "/** Generated from the hub's OpenAPI document by `npm run generate:sdk`; not edited by hand. */\n";

export async function generateApiTypes(): Promise<string> {
  const api = await startApi();
  try {
    const { body } = await api.request('GET', '/openapi.json', { anonymous: true });
    // Fields with a default are optional in what is sent.
    const nodes = await openapiTypescript(JSON.stringify(body), { defaultNonNullable: false });
    const options = await resolveConfig(API_TYPES_FILE);
    return await format(HEADER + astToString(nodes), { ...options, parser: 'typescript' });
  } finally {
    await api.close();
  }
}
