import { z } from 'zod';
import { scopeLabel } from '~/api-keys/api-key';
import { answers, problem } from '~/api/answers';
import type { Endpoint } from '~/api/endpoint';

type Json = Record<string, unknown>;

const schemaPath = (id: string) => `#/components/schemas/${id}`;

/**
 * The API's description (OpenAPI 3.1), made of the shapes that its answers are given.
 * @param url where the paths begin
 */
export function openApiOf(endpoints: readonly Endpoint[], url: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sales Trail',
      version: '1',
      description:
        'Which message earned which order, for reading alone. Money is in the smallest unit of its currency, times are in UTC, days are the shop’s own. Customers are not told of.',
    },
    servers: [{ url }],
    security: [{ key: [] }],
    paths: Object.fromEntries(endpoints.map((one) => [one.path, { get: operationOf(one) }])),
    components: {
      schemas: schemasOf(),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key from Settings → API keys.' },
      },
    },
  };
}

/** @throws Error where a shape cannot be described */
function schemasOf(): Json {
  const { schemas } = z.toJSONSchema(answers, { uri: schemaPath });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]),
  );
}

function operationOf({ path, operation, summary, scope, params, answer }: Endpoint): Json {
  const { properties = {} } = z.toJSONSchema(params);
  return {
    operationId: operation,
    summary,
    description: `Needs a key that may read: ${scopeLabel[scope]} (“${scope}”).`,
    parameters: Object.entries(properties).map(([name, described]) => {
      const { description, ...schema } = described as Json;
      const inPath = path.includes(`{${name}}`);
      return {
        name,
        in: inPath ? 'path' : 'query',
        required: inPath,
        ...(description !== undefined && { description }),
        schema,
      };
    }),
    responses: {
      200: { description: 'What was asked for.', content: contentOf(answer, 'application/json') },
      ...Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          status,
          { description, content: contentOf(problem, 'application/problem+json') },
        ]),
      ),
    },
  };
}

const PROBLEMS = {
  400: 'A parameter is wrong.',
  401: 'The key is missing, unknown, expired or revoked.',
  403: 'The key may not read this.',
  404: 'There is no such thing.',
  429: 'The key was used too often; Retry-After says when it may be used again.',
  503: 'The figures cannot be read now; Retry-After says when to try again.',
};

const contentOf = (shape: z.ZodType, type: string): Json => ({
  [type]: { schema: { $ref: schemaPath(answers.get(shape)?.id ?? '') } },
});
