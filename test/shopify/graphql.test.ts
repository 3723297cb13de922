import { beforeEach, describe, expect, it } from 'vitest';
import { type AdminApi, openAdminApi } from './graphql.ts';
import { type Order, ShopState } from './shop-state.ts';

const ALL = ['read_orders', 'read_customers', 'write_customers', 'write_pixels', 'read_customer_events'];
const VERSION = '2026-10';

let state: ShopState;
let clock: Date;
let api: AdminApi;

beforeEach(() => {
  state = new ShopState();
  clock = new Date('2026-11-24T12:00:00Z');
  api = openAdminApi({
    state,
    now: () => clock,
    journeyDelayMs: 1_000,
    pixelSettings: ['accountID', 'endpoint'],
  });
});

interface Body {
  data?: Record<string, never> | null;
  errors?: { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
  extensions?: { cost: { requestedQueryCost: number; throttleStatus: { currentlyAvailable: number } } };
}

async function ask(query: string, variables: object = {}, scopes: string[] = ALL): Promise<Body> {
  const { status, body } = await api.answer(VERSION, scopes, { query, variables });
  expect(status).toBe(200);
  // As it would be on the wire.
  return JSON.parse(JSON.stringify(body)) as Body;
}

function buy(visits: { landingPage: string; referrer?: string }[] = []): Order {
  for (const { landingPage, referrer = null } of visits)
    state.recordVisit('visitor', { at: new Date(clock.getTime() - 60_000), landingPage, referrer });
  const variantId = state.products[0]?.variants[0]?.id ?? 0n;
  return state.createOrder({
    lines: [{ variantId, quantity: 1 }],
    email: 'mara.lindqvist@example.com',
    visitor: visits.length > 0 ? 'visitor' : null,
    at: clock,
  });
}

describe('the door', () => {
  it('turns away a request without a valid token, and an unknown version', async () => {
    expect((await api.answer(VERSION, undefined, { query: '{ shop { name } }' })).status).toBe(401);
    expect((await api.answer('2019-01', ALL, { query: '{ shop { name } }' })).status).toBe(404);
  });
});

describe('operations against the schema', () => {
  it('answers with the shop and what the query costs', async () => {
    const body = await ask('{ shop { name currencyCode ianaTimezone primaryDomain { url } } }');
    expect(body.data).toEqual({
      shop: {
        name: 'Tidewater Goods',
        currencyCode: 'EUR',
        ianaTimezone: 'Europe/Berlin',
        primaryDomain: { url: state.shop.storefrontUrl },
      },
    });
    expect(body.extensions?.cost.requestedQueryCost).toBe(2);
  });

  it('refuses a misspelt field in Shopify’s words', async () => {
    const body = await ask('{ shop { nmae } }');
    expect(body.data).toBeUndefined();
    expect(body.errors?.[0]).toMatchObject({
      message: "Field 'nmae' doesn't exist on type 'Shop'",
      extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'nmae' },
    });
  });

  it.each(['{ shop { name }', '{ order { id } }', 'query ($id: ID!) { order(id: $wrong) { id } }'])(
    'refuses %s with an error and no data',
    async (query) => {
      const body = await ask(query);
      expect(body.errors?.length).toBeGreaterThan(0);
      expect(body.data).toBeUndefined();
    },
  );
});

describe('access scopes', () => {
  it('deny a field and leave the rest of the answer', async () => {
    const order = buy();
    const query = `{ shop { name } order(id: "gid://shopify/Order/${order.id}") { name } }`;
    const body = await ask(query, {}, ['read_customers']);
    expect(body.data).toEqual({ shop: { name: 'Tidewater Goods' }, order: null });
    expect(body.errors?.[0]).toMatchObject({ path: ['order'], extensions: { code: 'ACCESS_DENIED' } });
    expect((await ask(query)).errors).toBeUndefined();
  });

  it('to write include those to read', async () => {
    const query = '{ customers(first: 1) { nodes { id } } }';
    expect((await ask(query, {}, ['write_customers'])).errors).toBeUndefined();
    expect((await ask(query, {}, ['read_orders'])).errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
  });

  it('for a pixel are two, the second only named in a sentence', async () => {
    const query = `mutation { webPixelCreate(webPixel: { settings: "{}" }) { userErrors { code } } }`;
    const denied = await ask(query, {}, ['write_pixels']);
    expect(denied.errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
    expect((await ask(query, {}, ['write_pixels', 'read_customer_events'])).errors).toBeUndefined();
  });
});

describe('throttling', () => {
  it('refuses on demand, with the state of the bucket, and then no more', async () => {
    api.throttleNext(1);
    const refused = await ask('{ shop { name } }');
    expect(refused.errors?.[0]?.extensions?.code).toBe('THROTTLED');
    expect(refused.extensions?.cost.throttleStatus.currentlyAvailable).toBe(2000);
    expect((await ask('{ shop { name } }')).errors).toBeUndefined();
  });

  it('refuses while the bucket is empty, and puts back what a query did not need', async () => {
    const dear = '{ customers(first: 250) { nodes { defaultEmailAddress { emailAddress } } } }';
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(dear)));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'THROTTLED',
    ]);
    expect((await ask(dear)).errors).toBeUndefined();
  });

  it('refuses a query that costs more than one may', async () => {
    const body = await ask('{ customers(first: 250) { nodes { orders(first: 50) { nodes { id } } } } }');
    expect(body.errors?.[0]?.extensions?.code).toBe('MAX_COST_EXCEEDED');
  });
});

describe('the web pixel', () => {
  const create = `mutation ($settings: JSON!) {
    webPixelCreate(webPixel: { settings: $settings }) { webPixel { id settings } userErrors { code field message } }
  }`;
  const settings = { accountID: 'a', endpoint: 'http://127.0.0.1/pixel' };

  it('is created once, then taken, and updated by its id', async () => {
    expect((await ask(create, { settings: JSON.stringify(settings) })).data).toMatchObject({
      webPixelCreate: { userErrors: [] },
    });
    expect((await ask(create, { settings })).data).toMatchObject({
      webPixelCreate: { webPixel: null, userErrors: [{ code: 'TAKEN' }] },
    });
    const found = await ask('{ webPixel { id } }');
    const { id } = (found.data as unknown as { webPixel: { id: string } }).webPixel;
    const update = `mutation ($id: ID!, $settings: JSON!) {
      webPixelUpdate(id: $id, webPixel: { settings: $settings }) { webPixel { id } userErrors { code } }
    }`;
    expect((await ask(update, { id, settings: { ...settings, accountID: 'b' } })).data).toMatchObject({
      webPixelUpdate: { webPixel: { id }, userErrors: [] },
    });
    expect(state.pixel?.settings.accountID).toBe('b');
  });

  it('takes exactly the settings that the extension declares', async () => {
    for (const wrong of [
      { accountID: 'a' },
      { ...settings, more: 'x' },
      { ...settings, endpoint: 1 },
      'no JSON',
    ]) {
      expect((await ask(create, { settings: wrong })).data).toMatchObject({
        webPixelCreate: { userErrors: [{ code: 'INVALID_SETTINGS' }] },
      });
    }
    expect(state.pixel).toBeNull();
  });

  it('is an error while there is none', async () => {
    expect((await ask('{ webPixel { id } }')).errors?.[0]?.path).toEqual(['webPixel']);
  });
});

describe('segments', () => {
  const page = `query ($segment: ID!, $first: Int!, $after: String) {
    customerSegmentMembers(segmentId: $segment, first: $first, after: $after) {
      totalCount
      edges { cursor node { id displayName defaultEmailAddress { emailAddress marketingState } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  interface Page {
    totalCount: number;
    edges: { node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }
  const pageOf = async (variables: object) => {
    const body = await ask(page, variables);
    return (body.data as unknown as { customerSegmentMembers: Page }).customerSegmentMembers;
  };
  const segmentId = (name: string) => `gid://shopify/Segment/${state.segment(name).id}`;

  it.each([1, 3, 250])('give every member once in pages of %i', async (first) => {
    const members = state.membersOf(state.segment('Newsletter subscribers'));
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const got = await pageOf({ segment: segmentId('Newsletter subscribers'), first, after });
      expect(got.totalCount).toBe(members.length);
      expect(got.edges.length).toBeLessThanOrEqual(first);
      seen.push(...got.edges.map(({ node }) => node.id));
      if (!got.pageInfo.hasNextPage) break;
      after = got.pageInfo.endCursor;
    }
    expect(seen).toEqual(members.map(({ id }) => `gid://shopify/CustomerSegmentMember/${id}`));
  });

  it('keep their place while members join', async () => {
    const segment = segmentId('VIP customers');
    const first = await pageOf({ segment, first: 2 });
    state.customerByEmail('new.vip@example.com').tags.push('VIP');
    const second = await pageOf({ segment, first: 10, after: first.pageInfo.endCursor });
    const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(new Set(ids).size).toBe(state.membersOf(state.segment('VIP customers')).length);
  });

  it('may be empty or gone', async () => {
    expect(await pageOf({ segment: segmentId('Wholesale partners'), first: 5 })).toMatchObject({
      totalCount: 0,
    });
    expect((await ask(page, { segment: 'gid://shopify/Segment/1', first: 5 })).errors?.[0]?.message).toMatch(
      /exist/,
    );
  });
});

describe('consent', () => {
  it('is withdrawn by the app and seen in the next answer', async () => {
    const mara = state.customerByEmail('mara.lindqvist@example.com');
    const body = await ask(
      `mutation ($input: CustomerEmailMarketingConsentUpdateInput!) {
        customerEmailMarketingConsentUpdate(input: $input) {
          customer { defaultEmailAddress { marketingState marketingUpdatedAt } }
          userErrors { message }
        }
      }`,
      {
        input: {
          customerId: `gid://shopify/Customer/${mara.id}`,
          emailMarketingConsent: { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: '2026-11-24T11:00:00Z' },
        },
      },
    );
    expect(body.data).toEqual({
      customerEmailMarketingConsentUpdate: {
        customer: {
          defaultEmailAddress: { marketingState: 'UNSUBSCRIBED', marketingUpdatedAt: '2026-11-24T11:00:00Z' },
        },
        userErrors: [],
      },
    });
    expect(mara.emailMarketing.state).toBe('UNSUBSCRIBED');
  });
});

describe('an order’s journey', () => {
  const query = `query ($id: ID!) { order(id: $id) { customerJourneySummary {
    ready momentsCount { count }
    lastVisit { landingPage utmParameters { source medium campaign } }
    moments(first: 10) { nodes { ... on CustomerVisit { occurredAt utmParameters { source } } } }
  } } }`;
  const journeyOf = async ({ id }: Order) => {
    const body = await ask(query, { id: `gid://shopify/Order/${id}` });
    return (body.data as unknown as { order: { customerJourneySummary: unknown } }).order
      .customerJourneySummary;
  };

  it('is not ready at first and then holds the visits with their tags', async () => {
    const landingPage = 'https://shop.test/?utm_source=newsletter&utm_medium=email&utm_campaign=black_friday';
    const order = buy([
      { landingPage: 'https://shop.test/', referrer: 'https://search.test/' },
      { landingPage },
    ]);
    expect(await journeyOf(order)).toEqual({
      ready: false,
      momentsCount: null,
      lastVisit: null,
      moments: null,
    });
    clock = new Date(clock.getTime() + 1_000);
    expect(await journeyOf(order)).toMatchObject({
      ready: true,
      momentsCount: { count: 2 },
      lastVisit: {
        landingPage,
        utmParameters: { source: 'newsletter', medium: 'email', campaign: 'black_friday' },
      },
      moments: { nodes: [{ utmParameters: null }, { utmParameters: { source: 'newsletter' } }] },
    });
  });

  it('does not exist where Shopify saw no visit', async () => {
    expect(await journeyOf(buy())).toBeNull();
  });
});

describe('orders', () => {
  const find = async (query: string, sortKey = 'UPDATED_AT') => {
    const body = await ask(
      `query ($query: String, $sortKey: OrderSortKeys) {
        orders(first: 10, query: $query, sortKey: $sortKey) { nodes { name } }
      }`,
      { query, sortKey },
    );
    return (body.data as unknown as { orders: { nodes: { name: string }[] } }).orders.nodes.map(
      ({ name }) => name,
    );
  };

  it('are found by when they changed last', async () => {
    const first = buy();
    clock = new Date(clock.getTime() + 60_000);
    const second = buy();
    expect(await find(`updated_at:>='${clock.toISOString()}'`)).toEqual([second.name]);
    clock = new Date(clock.getTime() + 60_000);
    state.refundOrder(first, { amountMinor: 100n }, clock);
    expect(await find(`updated_at:>'${second.updatedAt.toISOString()}' AND test:false`)).toEqual([
      first.name,
    ]);
    expect(await find('')).toEqual([second.name, first.name]);
  });

  it('of more than sixty days ago are silently absent', async () => {
    buy();
    clock = new Date(clock.getTime() + 61 * 24 * 60 * 60 * 1000);
    const recent = buy();
    expect(await find('')).toEqual([recent.name]);
  });

  it('carry their money after a refund beside what it was', async () => {
    const order = buy();
    const lineItemId = order.lineItems[0]?.id ?? 0n;
    state.refundOrder(order, { lines: [{ lineItemId, quantity: 1 }] }, clock);
    const body = await ask(
      `query ($id: ID!) { order(id: $id) {
        totalPriceSet { shopMoney { amount currencyCode } } currentTotalPriceSet { shopMoney { amount } }
        displayFinancialStatus refunds(first: 5) { totalRefundedSet { shopMoney { amount } } }
      } }`,
      { id: `gid://shopify/Order/${order.id}` },
    );
    expect(body.data).toEqual({
      order: {
        totalPriceSet: { shopMoney: { amount: '69.00', currencyCode: 'EUR' } },
        currentTotalPriceSet: { shopMoney: { amount: '0.00' } },
        displayFinancialStatus: 'REFUNDED',
        refunds: [{ totalRefundedSet: { shopMoney: { amount: '69.00' } } }],
      },
    });
  });
});

describe('metafields of an order', () => {
  const set = `mutation ($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) { metafields { namespace key value } userErrors { code elementIndex } }
  }`;
  const field = (orderId: bigint, some: object = {}) => ({
    ownerId: `gid://shopify/Order/${orderId}`,
    key: 'word',
    type: 'json',
    value: '{"a":1}',
    ...some,
  });
  const WRITER = [...ALL, 'write_orders'];

  it('are written into the app’s own namespace, all or none, and again in their place', async () => {
    const order = buy();
    const refused = await ask(set, { metafields: [field(order.id), field(7n)] }, WRITER);
    expect(refused.data).toMatchObject({
      metafieldsSet: { userErrors: [{ code: 'INVALID', elementIndex: 1 }] },
    });
    expect(order.metafields).toEqual([]);
    await ask(set, { metafields: [field(order.id)] }, WRITER);
    await ask(set, { metafields: [field(order.id, { value: '2' })] }, WRITER);
    expect(order.metafields).toMatchObject([{ namespace: '$app', key: 'word', value: '2' }]);
    const wrong = await ask(set, { metafields: [field(order.id, { value: '{' })] }, WRITER);
    expect(wrong.data).toMatchObject({ metafieldsSet: { userErrors: [{ code: 'INVALID_VALUE' }] } });
  });

  it('need the scope to write orders, and are 25 at most', async () => {
    const { id } = buy();
    expect((await ask(set, { metafields: [field(id)] })).errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
    const many = await ask(set, { metafields: Array.from({ length: 26 }, () => field(id)) }, WRITER);
    expect(many.data).toMatchObject({ metafieldsSet: { userErrors: [{ code: 'LESS_THAN_OR_EQUAL_TO' }] } });
  });
});

describe('marketing activities', () => {
  const upsert = `mutation ($input: MarketingActivityUpsertExternalInput!) {
    marketingActivityUpsertExternal(input: $input) { marketingActivity { title } userErrors { code } }
  }`;
  const activity = (remoteId: string, campaign: string) => ({
    input: {
      remoteId,
      title: remoteId,
      remoteUrl: 'https://app.test/',
      status: 'ACTIVE',
      tactic: 'NEWSLETTER',
      marketingChannelType: 'EMAIL',
      utm: { source: 'news', medium: 'email', campaign },
    },
  });
  const codes = async (variables: object) => {
    const { data } = await ask(upsert, variables, ['write_marketing_events']);
    const answer = data as unknown as { marketingActivityUpsertExternal: { userErrors: { code: string }[] } };
    return answer.marketingActivityUpsertExternal.userErrors.map(({ code }) => code);
  };

  it('have tags of their own, which never change', async () => {
    expect(await codes(activity('a', 'one'))).toEqual([]);
    expect(await codes(activity('a', 'one'))).toEqual([]);
    expect(await codes(activity('b', 'one'))).toEqual([
      'MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS',
    ]);
    expect(await codes(activity('a', 'two'))).toEqual(['IMMUTABLE_UTM_PARAMETERS']);
    expect(state.activities).toHaveLength(1);
    const denied = await ask(upsert, activity('c', 'three'));
    expect(denied.errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
  });

  it('have one row a day, by the shop’s own offset', async () => {
    await codes(activity('a', 'one'));
    const create = `mutation ($remoteId: String, $engagement: MarketingEngagementInput!) {
      marketingEngagementCreate(remoteId: $remoteId, marketingEngagement: $engagement) { userErrors { code } }
    }`;
    const tell = (remoteId: string, utcOffset: string, clicksCount: number) =>
      ask(create, { remoteId, engagement: { occurredOn: '2026-11-20', utcOffset, clicksCount } }, [
        'write_marketing_events',
      ]);
    await tell('a', '+01:00', 1);
    await tell('a', '+01:00', 2);
    expect([...(state.activities[0]?.days.values() ?? [])]).toMatchObject([{ clicksCount: 2 }]);
    expect((await tell('a', '-05:00', 1)).data).toMatchObject({
      marketingEngagementCreate: { userErrors: [{ code: 'INVALID' }] },
    });
    expect((await tell('b', '+01:00', 1)).data).toMatchObject({
      marketingEngagementCreate: { userErrors: [{ code: 'INVALID_REMOTE_ID' }] },
    });
  });
});

describe('ShopifyQL', () => {
  const report =
    'query ($query: String!) { shopifyqlQuery(query: $query) { parseErrors tableData { rows } } }';
  const METRICS = 'campaign_last_non_direct_click_order_count, campaign_last_non_direct_click_total_sales';
  const answer = async (query: string) => {
    const { data } = await ask(report, { query }, ['read_reports']);
    return (
      data as unknown as { shopifyqlQuery: { parseErrors: string[]; tableData: { rows: unknown } | null } }
    ).shopifyqlQuery;
  };

  it('sums up orders by the tags of the last session that was not direct', async () => {
    const tagged = 'https://shop.test/?utm_source=news&utm_medium=email&utm_campaign=one';
    buy([{ landingPage: tagged }, { landingPage: 'https://shop.test/' }]);
    const query = `FROM campaign_sales SHOW ${METRICS} GROUP BY utm_campaign SINCE 2026-11-24 UNTIL 2026-11-24`;
    expect((await answer(query)).tableData?.rows).toEqual([
      {
        utm_campaign: 'one',
        campaign_last_non_direct_click_order_count: '1',
        campaign_last_non_direct_click_total_sales: '69.00',
      },
    ]);
    expect((await answer(query.replaceAll('-24', '-23'))).tableData?.rows).toEqual([]);
  });

  it('says what it does not understand, and answers nobody without the scope', async () => {
    for (const wrong of [
      'SELECT 1',
      `FROM sales SHOW ${METRICS} GROUP BY utm_campaign SINCE 2026-11-24 UNTIL 2026-11-24`,
    ])
      expect((await answer(wrong)).parseErrors).toHaveLength(1);
    const denied = await ask(report, { query: 'x' });
    expect(denied.errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
  });
});
