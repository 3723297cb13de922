import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { adminObjects, gid, numberOf, type ObjectSource } from './admin-objects.ts';
import type { BulkOperations, BulkSource } from './bulk-operations.ts';
import { connection, type PageArguments } from './connection.ts';
import { searchOrders } from './order-search.ts';
import { fileRoots } from './files.ts';
import { consentMutations } from './consent-mutations.ts';
import { marketingMutations } from './marketing-mutations.ts';
import { metafieldMutations } from './metafield-mutations.ts';
import { answerShopifyql } from './shopifyql.ts';
import type { Customer } from './shop-model.ts';

const MOST_MEMBERS_PER_PAGE = 1000;

const settingsSchema = z.record(z.string(), z.string().min(1));

type OrderArguments = PageArguments & { query?: string | null; sortKey: string; reverse: boolean };
type MemberArguments = PageArguments & {
  segmentId?: string | null;
  query?: string | null;
  queryId?: string | null;
};

/** The queries and mutations of the Admin API that the local shop answers. */
export function adminRoots(
  source: ObjectSource,
  scopes: readonly string[],
  bulk: BulkOperations & { source: BulkSource },
) {
  const { state, now } = source;
  const make = adminObjects(source);
  const files = fileRoots({
    files: state.files,
    shopId: state.shop.id,
    storefrontUrl: state.shop.storefrontUrl,
    now,
    nextId: () => state.nextId(),
  });

  const byId = (id: string) => {
    const order = state.orders.find((candidate) => candidate.id === numberOf('Order', id));
    if (order) return make.order(order);
    const customer = state.customer(numberOf('Customer', id));
    if (customer) return make.customer(customer);
    const segment = state.segments.find((candidate) => candidate.id === numberOf('Segment', id));
    return segment ? make.segment(segment) : null;
  };

  const query = {
    shop: make.shop,
    currentAppInstallation: () => ({
      __typename: 'AppInstallation',
      id: gid('AppInstallation', state.shop.id),
      accessScopes: scopes.map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
      activeSubscriptions: [],
    }),
    webPixel: ({ id }: { id?: string | null }) => {
      if (!state.pixel || (id && numberOf('WebPixel', id) !== state.pixel.id))
        throw new GraphQLError('No web pixel was found for this app.', {
          extensions: { code: 'RESOURCE_NOT_FOUND' },
        });
      return make.webPixel(state.pixel);
    },
    segments: (args: PageArguments) => connection(state.segments, args, make.segment),
    segment: ({ id }: { id: string }) => {
      const found = byId(id);
      if (found?.__typename !== 'Segment')
        throw new GraphQLError('Segment does not exist', { extensions: { code: 'NOT_FOUND' } });
      return found;
    },
    segmentsCount: () => ({ count: state.segments.length, precision: 'EXACT' }),
    customerSegmentMembers: (args: MemberArguments) => {
      const segment = state.segments.find((candidate) =>
        args.query ? candidate.query === args.query : candidate.id === numberOf('Segment', args.segmentId),
      );
      if (!segment && args.query) return { ...connection([], args, make.segmentMember), totalCount: 0 };
      if (!segment) throw new GraphQLError('Segment does not exist', { extensions: { code: 'NOT_FOUND' } });
      const members = state.membersOf(segment);
      return {
        ...connection(members, args, make.segmentMember, MOST_MEMBERS_PER_PAGE),
        totalCount: members.length,
      };
    },
    customers: (args: PageArguments & { query?: string | null }) =>
      connection(searchCustomers(state.customers, args.query), args, make.customer),
    customer: ({ id }: { id: string }) => ofType(byId(id), 'Customer'),
    orders: (args: OrderArguments) => connection(searchOrders(state.orders, args, now()), args, make.order),
    order: ({ id }: { id: string }) => ofType(byId(id), 'Order'),
    shopifyqlQuery: ({ query: text }: { query: string }) => answerShopifyql(state, text),
    bulkOperation: ({ id }: { id: string }) => bulk.find(id, bulk.source),
    node: ({ id }: { id: string }) => byId(id) ?? files.find(id) ?? bulk.find(id, bulk.source),
    nodes: ({ ids }: { ids: string[] }) => ids.map(byId),
  };

  const changeTags = ({ id, tags }: TagArguments, change: (own: string[], tags: string[]) => string[]) => {
    const customer = state.customer(numberOf('Customer', id));
    if (!customer) return { node: null, userErrors: [{ field: ['id'], message: 'Customer does not exist' }] };
    state.setTags(customer, change(customer.tags, tags));
    return { node: make.customer(customer), userErrors: [] };
  };

  const mutation = {
    bulkOperationRunQuery: (args: { query: string; groupObjects: boolean }) => bulk.run(args, bulk.source),
    webPixelCreate: ({ webPixel }: { webPixel: { settings: unknown } }) => {
      if (state.pixel) return pixelRefusal('TAKEN', 'Web pixel is taken.');
      return savePixel(source, webPixel.settings, state.nextId(), make);
    },
    webPixelUpdate: ({ id, webPixel }: { id: string; webPixel: { settings: unknown } }) => {
      if (!state.pixel || numberOf('WebPixel', id) !== state.pixel.id)
        return pixelRefusal('NOT_FOUND', 'Web pixel not found.');
      return savePixel(source, webPixel.settings, state.pixel.id, make);
    },
    tagsAdd: (args: TagArguments) => changeTags(args, (own, tags) => [...new Set([...own, ...tags])]),
    tagsRemove: (args: TagArguments) =>
      changeTags(args, (own, tags) => own.filter((tag) => !tags.includes(tag))),
    ...consentMutations(source, make),
    ...metafieldMutations(source, scopes),
    ...marketingMutations(source),
    ...files.mutation,
  };
  return { query, mutation };
}

interface TagArguments {
  id: string;
  tags: string[];
}

/** Customers in whose name or address each word stands; without words, all. */
function searchCustomers(customers: Customer[], query?: string | null): Customer[] {
  const words = (query ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return customers.filter(({ firstName, lastName, email }) => {
    const text = [firstName, lastName, email].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Settings must be texts, and exactly the fields that the extension declares. */
function savePixel(
  { state, pixelSettings }: ObjectSource,
  given: unknown,
  id: bigint,
  make: ReturnType<typeof adminObjects>,
) {
  if (!pixelSettings) return pixelRefusal('NO_EXTENSION', 'No extension found.');
  const settings = settingsSchema.safeParse(typeof given === 'string' ? parseJson(given) : given);
  const fits =
    settings.success && Object.keys(settings.data).sort().join() === pixelSettings.toSorted().join();
  if (!fits) return pixelRefusal('INVALID_SETTINGS', 'Settings must match the fields of the extension.');
  state.pixel = { id, settings: settings.data };
  state.events.emit('pixel-saved', state.pixel);
  return { webPixel: make.webPixel(state.pixel), userErrors: [] };
}

const pixelRefusal = (code: string, message: string) => ({
  webPixel: null,
  userErrors: [{ __typename: 'ErrorsWebPixelUserError', code, field: ['settings'], message }],
});

function ofType<T extends { __typename: string }>(found: T | null, type: string): T | null {
  return found?.__typename === type ? found : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
