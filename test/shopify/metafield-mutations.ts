import { GraphQLError } from 'graphql';
import { gid, numberOf, type ObjectSource } from './admin-objects.ts';
import type { Metafield } from './shop-state.ts';

const MOST_AT_ONCE = 25;

interface SetArguments {
  metafields: {
    ownerId: string;
    namespace?: string | null;
    key: string;
    type?: string | null;
    value: string;
  }[];
}
interface DeleteArguments {
  metafields: { ownerId: string; namespace: string; key: string }[];
}

/** The mutations of the Admin API that write metafields of orders: all of a request, or nothing. */
export function metafieldMutations({ state }: ObjectSource, scopes: readonly string[]) {
  const orderOf = (id: string) => state.orders.find((order) => order.id === numberOf('Order', id));
  const mayWrite = (mutation: string) => {
    if (scopes.includes('write_orders')) return;
    throw new GraphQLError(
      `Access denied for ${mutation} field. Required access: \`write_orders\` access scope.`,
      {
        extensions: { code: 'ACCESS_DENIED' },
      },
    );
  };
  const isAt = (namespace: string, key: string) => (one: Metafield) =>
    one.namespace === namespace && one.key === key;

  return {
    metafieldsSet: ({ metafields }: SetArguments) => {
      mayWrite('metafieldsSet');
      if (metafields.length > MOST_AT_ONCE) {
        const message = `Exceeded the maximum metafields input limit of ${MOST_AT_ONCE}.`;
        return refusals([
          { code: 'LESS_THAN_OR_EQUAL_TO', field: ['metafields'], message, elementIndex: null },
        ]);
      }
      const errors = metafields.flatMap(({ ownerId, key, type, value }, elementIndex) => {
        const at = (field: string, code: string, message: string) => [
          { code, field: ['metafields', String(elementIndex), field], message, elementIndex },
        ];
        if (!orderOf(ownerId)) return at('ownerId', 'INVALID', 'Owner does not exist.');
        if (key.length < 2 || key.length > 64)
          return at('key', 'INVALID', 'Key must be 2 to 64 characters long.');
        if (!type) return at('type', 'BLANK', 'Type can’t be blank.');
        if (type === 'json' && !isJson(value)) return at('value', 'INVALID_VALUE', 'Value is invalid JSON.');
        return [];
      });
      if (errors.length > 0) return refusals(errors);
      const set = metafields.map(({ ownerId, namespace, key, type, value }) => {
        const order = orderOf(ownerId);
        const place = namespace ?? '$app';
        const known = order?.metafields.find(isAt(place, key));
        const written = known ?? { id: state.nextId(), namespace: place, key, type: '', value: '' };
        if (!known) order?.metafields.push(written);
        return Object.assign(written, { type: type ?? '', value });
      });
      return { metafields: set.map((one) => ({ ...one, id: gid('Metafield', one.id) })), userErrors: [] };
    },
    metafieldsDelete: ({ metafields }: DeleteArguments) => {
      mayWrite('metafieldsDelete');
      const deletedMetafields = metafields.map(({ ownerId, namespace, key }) => {
        const order = orderOf(ownerId);
        const index = order?.metafields.findIndex(isAt(namespace, key)) ?? -1;
        if (index < 0) return null;
        order?.metafields.splice(index, 1);
        return { ownerId, namespace, key };
      });
      return { deletedMetafields, userErrors: [] };
    },
  };
}

const refusals = (errors: object[]) => ({
  metafields: null,
  userErrors: errors.map((error) => ({ __typename: 'MetafieldsSetUserError', ...error })),
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
