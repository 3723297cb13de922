import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const MUTATION = 10;
/** Shopify's buckets by the shop's plan: points at most, and points a second. */
const BUCKETS = {
  standard: { maximumAvailable: 2000, restoreRate: 100 },
  enterprise: { maximumAvailable: 40_000, restoreRate: 2000 },
};
export type Plan = keyof typeof BUCKETS;
export const MAX_QUERY_COST = 1000;

/**
 * What a query costs by Shopify's published rule: an object 1, a scalar 0, a mutation 10, and a connection its content as
 * often as its `first` or `last` says. Shopify grants a discount on large connections, so this is what it takes at most.
 */
export function queryCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const costOfSet = (set: SelectionSetNode | undefined, parentName: string): number => {
    const parent = schema.getType(parentName);
    return (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return sum + costOfSet(selection.selectionSet, selection.typeCondition?.name.value ?? parentName);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        );
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return sum;
        return sum + costOfSet(fragment.selectionSet, fragment.typeCondition.name.value);
      }
      if (!isObjectType(parent) && !isInterfaceType(parent)) return sum;
      return sum + costOfField(selection, parent as GraphQLObjectType);
    }, 0);
  };
  const costOfField = (field: FieldNode, parent: GraphQLObjectType): number => {
    const type = getNamedType(parent.getFields()[field.name.value]?.type);
    if (!type || !isCompositeType(type)) return 0;
    const content = costOfSet(field.selectionSet, type.name);
    if (parent === schema.getMutationType()) return MUTATION;
    if (/^(?:edges|nodes|pageInfo)$/.test(field.name.value))
      return field.name.value === 'nodes' ? content + 1 : content;
    return type.name.endsWith('Connection') ? Math.max(1, content) * pageSize(field) : 1 + content;
  };
  const pageSize = (field: FieldNode): number => {
    const argument = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
    if (argument?.value.kind === Kind.INT) return Number(argument.value.value);
    if (argument?.value.kind === Kind.VARIABLE) return Number(variables[argument.value.name.value] ?? 1);
    return 1;
  };
  const root = schema.getRootType(operation.operation);
  return root ? costOfSet(operation.selectionSet, root.name) : 0;
}

/** What an answered query cost: the objects that came of it, which is what Shopify charges in the end. */
export function actualCost(data: unknown, requested: number): number {
  const objectsIn = (value: unknown): number => {
    if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + objectsIn(item), 0);
    if (typeof value !== 'object' || value === null) return 0;
    return Object.values(value).reduce<number>((sum, item) => sum + objectsIn(item), 1);
  };
  return Math.min(requested, Math.max(0, objectsIn(data) - 1));
}

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The leaky bucket that a shop's queries are paid from. */
export function openBucket(now: () => Date, plan: Plan) {
  const bucket = BUCKETS[plan];
  let available = bucket.maximumAvailable;
  let at = now().getTime();
  const status = (): ThrottleStatus => {
    const time = now().getTime();
    available = Math.min(bucket.maximumAvailable, available + ((time - at) / 1000) * bucket.restoreRate);
    at = time;
    return { ...bucket, currentlyAvailable: Math.floor(available) };
  };
  return {
    status,
    /** Puts back what a query asked for and did not need. */
    giveBack(cost: number): void {
      available += cost;
    },
    /** @returns whether there was enough */
    take(cost: number): boolean {
      if (status().currentlyAvailable < cost) return false;
      available -= cost;
      return true;
    },
  };
}
