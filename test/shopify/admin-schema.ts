import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

export const ADMIN_API_VERSION = '2026-10';

export interface AdminSchema {
  schema: GraphQLSchema;
  /** Says in Shopify's words which access a field, or the type that it returns, asks for beyond `scopes`. */
  missingAccess: (
    typeName: string,
    fieldName: string,
    returnType: string,
    scopes: ReadonlySet<string>,
  ) => string | null;
}

interface Described {
  name: string;
  requiredAccess?: string | null;
  fields?: { name: string; requiredAccess?: string | null }[] | null;
}

let loaded: AdminSchema | undefined;

/** Shopify's own description of its Admin API, as it comes with the package of its developer tools. */
export function adminSchema(): AdminSchema {
  return (loaded ??= load());
}

function load(): AdminSchema {
  const place = `../../node_modules/@shopify/dev-mcp/dist/data/admin_${ADMIN_API_VERSION}.json.gz`;
  const file = new URL(place, import.meta.url);
  const { data } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { data: IntrospectionQuery };

  const required = new Map<string, string>();
  for (const type of data.__schema.types as unknown as Described[]) {
    if (type.requiredAccess) required.set(type.name, type.requiredAccess);
    for (const field of type.fields ?? [])
      if (field.requiredAccess) required.set(`${type.name}.${field.name}`, field.requiredAccess);
  }
  return {
    schema: buildClientSchema(data),
    missingAccess: (typeName, fieldName, returnType, scopes) => {
      for (const place of [`${typeName}.${fieldName}`, returnType, typeName]) {
        const access = required.get(place);
        if (access && !isAllowed(access, scopes)) return access;
      }
      return null;
    },
  };
}

/** The scopes that a list of granted ones amounts to: writing includes reading. */
export function effectiveScopes(granted: readonly string[]): Set<string> {
  return new Set(granted.flatMap((scope) => [scope, scope.replace(/^write_/, 'read_')]));
}

/**
 * Reads the schema's sentences: scopes in backticks are alternatives, and what follows "Also" must be there too where it
 * names a scope. Sentences that ask for a user's permission ask nothing of an app's own token.
 */
function isAllowed(access: string, scopes: ReadonlySet<string>): boolean {
  const [first = '', also = ''] = access.split(/\bAlso:/);
  const alternatives = [...first.matchAll(/`((?:read|write)_\w+)`/g)].map((match) => match[1] ?? '');
  const further = [...also.matchAll(/`?((?:read|write)_\w+)`? (?:access )?scope/g)].map(
    (match) => match[1] ?? '',
  );
  return (
    (alternatives.length === 0 || alternatives.some((scope) => scopes.has(scope))) &&
    further.every((scope) => scopes.has(scope))
  );
}
