/** The schema of a file of jobs for editors, made from the schemas by which the hub reads a job. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { jobInput, MAX_BULK_ITEMS } from './job.js';
import { managedByName } from './managed-by.js';
import { projectName } from './project.js';

/** Which editors understand best; what is used of it means the same in later ones. */
const DRAFT = 'http://json-schema.org/draft-07/schema#';

const fileJob = jobInput.omit({ managedBy: true }).openapi('FileJob', {
  description: 'A job: the fields of POST /api/v1/jobs. Only `name`, `schedule` and `callback` are required.',
});

export function jobsDocumentSchema(): Record<string, unknown> {
  // The generator comes with the framework: schemas are described as in the API's own document.
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  registry.register('FileJob', fileJob);
  registry.register('ManagedBy', managedByName);
  registry.register('ProjectName', projectName);
  const { components } = getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
  return {
    $schema: DRAFT,
    title: 'Jobs of Crony',
    description: 'What `crony jobs apply -f` takes.',
    type: 'object',
    required: ['jobs'],
    additionalProperties: false,
    patternProperties: { '^x-': { description: 'Yours: blocks that jobs share by YAML anchors.' } },
    properties: {
      managedBy: { $ref: '#/definitions/ManagedBy' },
      project: { $ref: '#/definitions/ProjectName' },
      jobs: { type: 'array', maxItems: MAX_BULK_ITEMS, items: { $ref: '#/definitions/FileJob' } },
    },
    definitions: toDraft(components?.schemas ?? {}),
  };
}

/** OpenAPI's own words are not JSON Schema's. */
function toDraft(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toDraft);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inside]): [string, unknown][] => {
    if (key === 'discriminator') return [];
    if (key === '$ref' && typeof inside === 'string')
      return [[key, inside.replace('#/components/schemas/', '#/definitions/')]];
    // Of a schema, and not of a map of fields: there it would be a schema itself.
    if (key === 'example' && (typeof inside !== 'object' || inside === null || !('type' in inside)))
      return [['examples', [inside]]];
    return [[key, toDraft(inside)]];
  });
  return Object.fromEntries(entries);
}
