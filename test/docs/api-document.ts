/** docs/api.md, made from the OpenAPI document that the hub serves. */
import { cell, descriptionOf, fieldRows, linkTo, wordsOf, type FieldRow, type Schema } from './schema-words.js';

interface Content {
  schema?: Schema;
}
interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  'x-permission': string;
  parameters?: { in: string; name: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
interface Route {
  method: string;
  path: string;
  operation: Operation;
}

/** In the order in which a newcomer meets them, by the tags of the routes. */
const SECTIONS: Readonly<Record<string, string>> = {
  jobs: 'Jobs',
  schedules: 'Schedules',
  runs: 'Runs, backfills and the timeline',
  cluster: 'Nodes, hubs and settings',
  targets: 'Targets',
  projects: 'Projects, members and secrets',
  alerts: 'Alerts, rules and silences',
  channels: 'Channels',
  users: 'Users',
  tokens: 'API tokens',
  session: 'Signing in',
  audit: 'Audit',
  stats: 'Figures',
  health: 'Health, metrics and this document',
};
const PREFIX = '/api/v1';
/** Told once, at the top. */
const OF_EVERY_ROUTE = ['unauthenticated', 'forbidden', 'cross_origin', 'too_many_requests', 'store_unavailable', 'internal_error']; // prettier-ignore
const OF_EVERY_BODY = ['malformed_json', 'payload_too_large', 'unsupported_media_type', 'invalid_input'];

const HEAD = `# The API

<!-- Made from the OpenAPI document; \`npx vitest run test/docs -u\` writes it anew. -->

[All documents](README.md) · before: [Operate](operate.md) · next: [Crony beside others](comparison.md) · for programs: \`/openapi.json\` of your hub · for TypeScript: the typed client of the [SDK](../sdk/README.md#the-api)

Paths are below \`${PREFIX}\`, unless they stand under [Health](#health-metrics-and-this-document). JSON in, JSON out, camelCase. Instants are ISO-8601
in UTC with milliseconds (\`2027-01-31T08:00:00.000Z\`); durations are milliseconds, in fields that end in \`Ms\`. Fields that are not known are refused.

- **Who calls**: \`Authorization: Bearer <API token>\`, or the cookie of the dashboard. The word behind each route is the *permission*
  that it asks for; [security.md](security.md) says which role has which. *public* asks for nothing, *session* for any caller that is known.
- **Errors** are \`application/problem+json\` with a stable \`code\`; for bad input, \`errors\` names each field with its value and rule. Every
  route may answer ${OF_EVERY_ROUTE.map((one) => `\`${one}\``).join(', ')};
  every route with a body besides ${OF_EVERY_BODY.map((one) => `\`${one}\``).join(', ')}.
  Only what comes on top of these is listed below; [errors.md](errors.md) has the meaning of all.
- **Lists** take \`limit\` and \`cursor\`, have a stable order, and answer \`{ "items": […], "nextCursor": … }\`: "a page of" below. Go on with \`nextCursor\`
  until it is null; a page may be shorter than \`limit\`.
- **Versions**: jobs, channels and some others have a \`version\`. Send it as \`If-Match: "3"\`, and a write on a newer one is refused with 412.

\`\`\`sh
curl -s "$CRONY_URL/api/v1/jobs?limit=10" -H "Authorization: Bearer $CRONY_API_TOKEN"
\`\`\`
`;

export function apiDocument(document: OpenApiDocument): string {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  );
  const unknown = routes.filter(({ operation }) => SECTIONS[operation.tags[0]!] === undefined);
  if (unknown.length > 0) throw new Error(`no section for ${unknown.map(({ path }) => path).join(', ')}`);
  const sections = Object.entries(SECTIONS).map(([tag, title]) => {
    const ofTag = routes.filter(({ operation }) => operation.tags[0] === tag).sort(byPath);
    return `## ${title}\n\n${ofTag.map((route) => routeText(route, document)).join('\n')}`;
  });
  return [HEAD, index(routes), ...sections, objects(document)].join('\n');
}

const shortPath = (path: string): string => (path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path);
/** As the anchors of headings are made. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function index(routes: Route[]): string {
  const rows = Object.entries(SECTIONS).map(([tag, title]) => {
    const links = routes
      .filter(({ operation }) => operation.tags[0] === tag)
      .sort(byPath)
      .map(({ method, path }) => `${method} ${shortPath(path)}`)
      .map((heading) => `[${heading}](#${anchor(heading)})`);
    return `| [${title}](#${anchor(title)}) | ${links.join('<br>')} |`;
  });
  return `| | |\n|---|---|\n${rows.join('\n')}\n`;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
function byPath(a: Route, b: Route): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return METHODS.indexOf(a.method) - METHODS.indexOf(b.method);
}

function routeText({ method, path, operation }: Route, document: OpenApiDocument): string {
  const { summary, description, parameters = [], requestBody } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  // The path shows that there is an id, and that is all there is to say of it.
  const told = parameters.filter((one) => one.in !== 'path' || one.description !== undefined || one.name !== 'id');
  const rows = told.map(({ in: where, name, required, description: said, schema }): FieldRow & { where: string } => ({
    where,
    name,
    isRequired: required ?? false,
    rule: wordsOf(schema),
    description: said === undefined ? descriptionOf(schema) : descriptionOf({ ...schema, description: said }),
  }));
  const lines = [
    `### ${method} ${shortPath(path)}`,
    '',
    `${summary}. Permission: *${operation['x-permission']}*.${description === undefined ? '' : ` ${description}`}`,
    '',
    ...(rows.length > 0
      ? [
          '| parameter | in | must be | |',
          '|---|---|---|---|',
          ...rows.map(({ where, ...row }) => tableRow(row, where)),
          '',
        ]
      : []),
    ...(body ? [`- Body: ${wordsOf(body)}.`] : []),
    ...answers(operation, document),
    '',
  ];
  return lines.join('\n');
}

function answers({ responses }: Operation, document: OpenApiDocument): string[] {
  const good = Object.entries(responses)
    .filter(([status]) => Number(status) < 400)
    .map(([status, { description, content = {} }]) => {
      const kinds = Object.entries(content).map(([type, { schema }]) =>
        schema && type === 'application/json' ? answerWords(schema, document) : `\`${type}\``,
      );
      return `- Answers ${status}${kinds.length > 0 ? ` with ${kinds.join(' or ')}` : ''}: ${description}`;
    });
  const told = new Set([...OF_EVERY_ROUTE, ...OF_EVERY_BODY]);
  const codes = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, { description }]) =>
      [...description.matchAll(/`([a-z_]+)`: /g)]
        .filter(([, code]) => !told.has(code!))
        .map(([, code]) => `\`${code}\` (${status})`),
    );
  return [...good, ...(codes.length > 0 ? [`- Refused with ${codes.join(', ')}.`] : [])];
}

/** What a page holds, if the object is one: those are told as "a page of", and not once more each. */
function pageOf(schema: Schema | undefined): Schema | undefined {
  const names = Object.keys(schema?.properties ?? {}).sort();
  return names.join() === 'items,nextCursor' ? schema!.properties!['items']!.items : undefined;
}

function answerWords(schema: Schema, document: OpenApiDocument): string {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
  const item = pageOf(name === undefined ? undefined : document.components.schemas[name]);
  return item ? `a page of ${wordsOf(item)}` : wordsOf(schema);
}

function objects({ components }: OpenApiDocument): string {
  const named = Object.entries(components.schemas)
    .filter(([, schema]) => pageOf(schema) === undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `## Objects\n\n${named.map(([name, schema]) => objectText(name, schema, components)).join('\n')}`;
}

function objectText(name: string, schema: Schema, components: OpenApiDocument['components']): string {
  const said = schema.description === undefined ? [] : [schema.description, ''];
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return [`### ${name}`, '', ...said, 'One of:', '', ...choices.flatMap(choiceText)].join('\n');
  const inherited = (schema.allOf ?? []).flatMap(({ $ref }) =>
    $ref === undefined ? [] : [`All of ${linkTo($ref)}, and:`, ''],
  );
  const own = schema.allOf?.find(({ properties }) => properties) ?? schema;
  const input = components.schemas[name.replace('Patch', 'Input')];
  if (input && input !== schema && isPartOf(own, input)) {
    const fields = Object.keys(own.properties ?? {}).map((field) => `\`${field}\``);
    const text = `Some of the fields of [${name.replace('Patch', 'Input')}](#${name.replace('Patch', 'input').toLowerCase()}), with the rules there`;
    return [`### ${name}`, '', ...said, `${text}: ${fields.join(', ')}.`, ''].join('\n');
  }
  return [`### ${name}`, '', ...said, ...inherited, ...fieldTable(own)].join('\n');
}

/** Whether a patch takes nothing but what the whole takes, or null. */
function isPartOf(patch: Schema, whole: Schema): boolean {
  const rules = new Map(fieldRows(whole).map(({ name, rule }) => [name, rule]));
  return fieldRows(patch).every(({ name, rule }) => [rules.get(name), `${rules.get(name)}, or null`].includes(rule));
}

function choiceText(choice: Schema): string[] {
  const { type, kind } = choice.properties ?? {};
  const name = (type ?? kind)?.enum?.[0];
  if (name === undefined) return [`- ${wordsOf(choice)}`, ''];
  const rows = fieldRows(choice).filter(({ name: field }) => field !== (type ? 'type' : 'kind'));
  const head = `**\`"${type ? 'type' : 'kind'}": "${name as string}"\`**`;
  return [head, '', ...(rows.length > 0 ? tableOf(rows) : ['Nothing more.', ''])];
}

function fieldTable(schema: Schema): string[] {
  const rows = fieldRows(schema);
  return rows.length > 0 ? tableOf(rows) : [`${wordsOf(schema)}.`, ''];
}

function tableOf(rows: FieldRow[]): string[] {
  return ['| field | must be | |', '|---|---|---|', ...rows.map((row) => tableRow(row)), ''];
}

function tableRow({ name, isRequired, rule, description }: FieldRow, where?: string): string {
  const cells = [
    `\`${name}\`${isRequired ? ' \\*' : ''}`,
    ...(where === undefined ? [] : [where]),
    cell(rule),
    cell(description),
  ];
  return `| ${cells.join(' | ')} |`;
}
