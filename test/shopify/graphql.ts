import {
  type DocumentNode,
  execute,
  getNamedType,
  getOperationAST,
  GraphQLError,
  type GraphQLFieldResolver,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { z } from 'zod';
import type { ObjectSource } from './admin-objects.ts';
import { adminRoots } from './admin-roots.ts';
import { openBulkOperations } from './bulk-operations.ts';
import { ADMIN_API_VERSION, adminSchema, effectiveScopes } from './admin-schema.ts';
import { actualCost, MAX_QUERY_COST, openBucket, type Plan, queryCost } from './query-cost.ts';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export interface GraphqlAnswer {
  status: number;
  body: Record<string, unknown>;
}

export interface AdminApi {
  /**
   * Answers POST /admin/api/{version}/graphql.json.
   * @param scopes those of the request's access token; undefined where it is none
   */
  answer(version: string, scopes: readonly string[] | undefined, body: unknown): Promise<GraphqlAnswer>;
  /** Refuses the next requests as throttled, whatever they cost. */
  throttleNext(requests: number): void;
  /** The file of a completed bulk operation, one JSON object a line. */
  bulkResult(id: bigint): string | undefined;
}

/** The Admin API over the state of the local shop, executed against Shopify's own schema. */
export function openAdminApi(source: ObjectSource, plan: Plan = 'standard'): AdminApi {
  const { schema, missingAccess } = adminSchema();
  const bucket = openBucket(source.now, plan);
  const bulk = openBulkOperations(new Map());
  let throttled = 0;

  const resolverFor =
    (scopes: ReadonlySet<string>): GraphQLFieldResolver<unknown, unknown> =>
    (parent, args, _context, info) => {
      const access = missingAccess(
        info.parentType.name,
        info.fieldName,
        getNamedType(info.returnType).name,
        scopes,
      );
      if (access) {
        throw new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${access}`, {
          extensions: {
            code: 'ACCESS_DENIED',
            documentation: 'https://shopify.dev/api/usage/access-scopes',
            requiredAccess: access,
          },
        });
      }
      const value = (parent as Record<string, unknown>)[info.fieldName];
      if (value === undefined)
        throw new Error(`The local Shopify does not answer ${info.parentType.name}.${info.fieldName}`);
      return typeof value === 'function' ? (value as (given: unknown) => unknown)(args) : value;
    };

  return {
    throttleNext(requests) {
      throttled += requests;
    },

    bulkResult: (id) => bulk.result(id),

    async answer(version, scopes, body) {
      if (version !== ADMIN_API_VERSION) return { status: 404, body: { errors: 'Not Found' } };
      if (!scopes) {
        const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
        return { status: 401, body: { errors } };
      }
      const request = requestSchema.safeParse(body);
      if (!request.success) return { status: 400, body: { errors: 'Required parameter missing or invalid' } };

      const document = parsed(request.data.query);
      if (document instanceof GraphQLError) return { status: 200, body: { errors: [document.toJSON()] } };
      const mistakes = validate(schema, document);
      if (mistakes.length > 0) return { status: 200, body: { errors: mistakes.map(inShopifysWords) } };
      const operation = getOperationAST(document, request.data.operationName);
      if (!operation)
        return { status: 200, body: { errors: [{ message: 'An operation name is required' }] } };

      const variables = request.data.variables ?? {};
      const cost = queryCost(schema, document, operation, variables);
      const extensions = (actual: number | null) => ({
        cost: { requestedQueryCost: cost, actualQueryCost: actual, throttleStatus: bucket.status() },
      });
      if (cost > MAX_QUERY_COST) {
        const message = `Query cost is ${cost}, which exceeds the single query max cost limit ${MAX_QUERY_COST}`;
        const code = { code: 'MAX_COST_EXCEEDED', cost, maxCost: MAX_QUERY_COST };
        return { status: 200, body: { errors: [{ message, extensions: code }] } };
      }
      if (throttled > 0 || !bucket.take(cost)) {
        throttled = Math.max(0, throttled - 1);
        const code = { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' };
        const errors = [{ message: 'Throttled', extensions: code }];
        return { status: 200, body: { errors, extensions: extensions(null) } };
      }

      const fieldResolver = resolverFor(effectiveScopes(scopes));
      const roots = adminRoots(source, scopes, {
        ...bulk,
        source: {
          schema,
          now: source.now,
          nextId: () => source.state.nextId(),
          urlOf: (id) => `https://${source.state.shop.domain}/bulk-results/${id}`,
          execute: async (bulkDocument, given) =>
            execute({
              schema,
              document: bulkDocument,
              rootValue: roots.query,
              variableValues: given,
              fieldResolver,
            }),
        },
      });
      const { data, errors } = await execute({
        schema,
        document,
        rootValue: operation.operation === OperationTypeNode.MUTATION ? roots.mutation : roots.query,
        variableValues: variables,
        operationName: request.data.operationName,
        fieldResolver,
      });
      const actual = operation.operation === OperationTypeNode.MUTATION ? cost : actualCost(data, cost);
      bucket.giveBack(cost - actual);
      return { status: 200, body: { data, ...(errors && { errors }), extensions: extensions(actual) } };
    },
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Shopify words its most common refusal in its own way. */
function inShopifysWords(mistake: GraphQLError) {
  const field = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(mistake.message);
  if (!field) return mistake.toJSON();
  const [, fieldName, typeName] = field;
  return {
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    locations: mistake.locations,
    extensions: { code: 'undefinedField', typeName, fieldName },
  };
}
