import { getNamedType, Kind, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as fileOperations from '~/shopify/file-operations';
import * as operations from '~/shopify/operations';
import * as orderOperations from '~/shopify/order-operations';
import * as optionalOperations from '~/shopify/optional-operations';
import { adminSchema, effectiveScopes } from '#test/shopify/admin-schema.ts';

const { schema, missingAccess } = adminSchema();
const documents = Object.entries({
  ...operations,
  ...orderOperations,
  ...optionalOperations,
  ...fileOperations,
});

/** What the fields of a document ask for beyond the scopes. */
function missingIn(document: string, scopes: ReadonlySet<string>): string[] {
  const missing: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      [Kind.FIELD]: (node) => {
        const [parent, type] = [types.getParentType(), types.getType()];
        if (!parent || !type) return;
        const access = missingAccess(parent.name, node.name.value, getNamedType(type).name, scopes);
        if (access) missing.push(`${parent.name}.${node.name.value}: ${access}`);
      },
    }),
  );
  return missing;
}

function deprecatedIn(document: string): string[] {
  const found: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      [Kind.FIELD]: (node) => {
        if (types.getFieldDef()?.deprecationReason) found.push(node.name.value);
      },
    }),
  );
  return found;
}

const toml = readFileSync('shopify.app.toml', 'utf8');
const required = (/^scopes = "([^"]*)"/m.exec(toml)?.[1] ?? '').split(',');
const optional = [...(/^optional_scopes = \[(.*)\]/m.exec(toml)?.[1] ?? '').matchAll(/"(\w+)"/g)];
const scopes = effectiveScopes([...required, ...optional.map((match) => match[1] ?? '')]);

describe.each(documents)('the operation %s', (_name, document) => {
  it('is valid by the official schema', () => {
    expect(validate(schema, parse(document)).map((mistake) => mistake.message)).toEqual([]);
  });

  it('asks for nothing beyond the scopes of shopify.app.toml', () => {
    expect(missingIn(document, scopes)).toEqual([]);
  });

  it('uses nothing that Shopify is about to remove', () => {
    expect(deprecatedIn(document)).toEqual([]);
  });
});

describe('these checks', () => {
  it('see a misspelt field, and a scope that is missing', () => {
    const misspelt = operations.JOURNEY.replace('landingPage', 'landingPages');
    expect(validate(schema, parse(misspelt))).toHaveLength(1);
    const withoutOrders = new Set([...scopes].filter((scope) => scope !== 'read_orders'));
    expect(missingIn(operations.JOURNEY, withoutOrders)).not.toEqual([]);
  });
});
