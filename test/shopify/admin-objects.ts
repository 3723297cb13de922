import { toDecimal } from '~/lib/money';
import { connection, type PageArguments } from './connection.ts';
import { currentTotals, originalTotals, refundedMinor, taxIn } from './order-money.ts';
import { instant } from './instant.ts';
import { phoneNumber } from './phone-number.ts';
import type { Customer, Order, PixelRecord, Refund, Segment, ShopState, Visit } from './shop-state.ts';

/** What the objects of the Admin API are made from. */
export interface ObjectSource {
  state: ShopState;
  now: () => Date;
  /** How long Shopify takes to know an order's journey. */
  journeyDelayMs: number;
  /** The settings that the app's pixel extension declares; null where it has none. */
  pixelSettings: string[] | null;
}

export const gid = (type: string, id: bigint) => `gid://shopify/${type}/${id}`;

/** The number of an id of that type, or null where it is something else. */
export function numberOf(type: string, id: unknown): bigint | null {
  const match = typeof id === 'string' ? new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id) : null;
  return match?.[1] ? BigInt(match[1]) : null;
}

/** The objects of Shopify's schema, in its own field names; a field left out here is one that nobody asks for yet. */
export function adminObjects({ state, now, journeyDelayMs }: ObjectSource) {
  const money = (minor: bigint) => {
    const { currency } = state.shop;
    const amount = { amount: toDecimal({ minor, currency }), currencyCode: currency };
    return { shopMoney: amount, presentmentMoney: amount };
  };

  const emailAddress = (customer: Customer) =>
    customer.email === null
      ? null
      : {
          emailAddress: customer.email,
          marketingState: customer.emailMarketing.state,
          marketingOptInLevel: customer.emailMarketing.optInLevel,
          marketingUpdatedAt: instant(customer.emailMarketing.updatedAt),
          sourceLocation: null,
          validFormat: customer.emailMarketing.state !== 'INVALID',
        };

  const displayName = (customer: Customer) =>
    [customer.firstName, customer.lastName].filter(Boolean).join(' ') ||
    customer.email ||
    customer.phone ||
    '';

  const ordersOf = (customer: Customer) => state.orders.filter((order) => order.customerId === customer.id);

  const customerFields = (customer: Customer) => ({
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: displayName(customer),
    numberOfOrders: String(ordersOf(customer).length),
    defaultEmailAddress: emailAddress(customer),
    defaultPhoneNumber: phoneNumber(customer),
    note: null,
  });

  const customer = (from: Customer) => ({
    __typename: 'Customer',
    id: gid('Customer', from.id),
    legacyResourceId: String(from.id),
    ...customerFields(from),
    email: from.email,
    phone: from.phone,
    tags: from.tags,
    state: 'DISABLED',
    createdAt: instant(from.createdAt),
    updatedAt: instant(from.updatedAt),
    emailMarketingConsent: from.email && {
      marketingState: from.emailMarketing.state,
      marketingOptInLevel: from.emailMarketing.optInLevel,
      consentUpdatedAt: instant(from.emailMarketing.updatedAt),
    },
    orders: (args: PageArguments) => connection(ordersOf(from), args, order),
  });

  const segmentMember = (from: Customer) => ({
    id: gid('CustomerSegmentMember', from.id),
    ...customerFields(from),
    lastOrderId: ordersOf(from).at(-1) ? gid('Order', ordersOf(from).at(-1)?.id ?? 0n) : null,
    amountSpent: money(ordersOf(from).reduce((sum, one) => sum + currentTotals(one).totalMinor, 0n))
      .shopMoney,
  });

  const segment = (from: Segment) => ({
    __typename: 'Segment',
    id: gid('Segment', from.id),
    name: from.name,
    query: from.query,
    creationDate: '2025-03-01T09:00:00Z',
    lastEditDate: '2025-03-01T09:00:00Z',
  });

  const visit = (from: Visit, order: Order, index: number) => {
    const parameters = new URL(from.landingPage).searchParams;
    const utm = Object.fromEntries(
      ['source', 'medium', 'campaign', 'content', 'term'].map((name) => [
        name,
        parameters.get(`utm_${name}`),
      ]),
    );
    return {
      __typename: 'CustomerVisit',
      id: gid('CustomerVisit', order.id * 100n + BigInt(index)),
      occurredAt: instant(from.at),
      landingPage: from.landingPage,
      referrerUrl: from.referrer,
      referralCode: parameters.get('ref'),
      source: utm.source ?? (from.referrer ? new URL(from.referrer).hostname : 'direct'),
      sourceDescription: null,
      sourceType: utm.medium === 'email' ? 'NEWSLETTER' : null,
      utmParameters: Object.values(utm).some((value) => value !== null) ? utm : null,
    };
  };

  /** Nothing of the visits is known until Shopify has put them together. */
  const journey = (from: Order) => {
    if (from.visits.length === 0) return null;
    const ready = now().getTime() - from.createdAt.getTime() >= journeyDelayMs;
    const visits = ready ? from.visits.map((one, index) => visit(one, from, index)) : [];
    const first = from.visits[0]?.at ?? from.createdAt;
    return {
      ready,
      customerOrderIndex: ready ? orderIndex(from) : null,
      daysToConversion: ready ? Math.ceil((from.createdAt.getTime() - first.getTime()) / 86_400_000) : null,
      firstVisit: visits[0] ?? null,
      lastVisit: visits.at(-1) ?? null,
      moments: (args: PageArguments) => (ready ? connection(visits, args, (one) => one) : null),
      momentsCount: ready ? { count: visits.length, precision: 'EXACT' } : null,
    };
  };

  const orderIndex = (from: Order) =>
    state.orders.filter((other) => other.customerId === from.customerId).indexOf(from);

  const refund = (from: Refund, of: Order) => ({
    __typename: 'Refund',
    id: gid('Refund', from.id),
    legacyResourceId: String(from.id),
    createdAt: instant(from.createdAt),
    processedAt: instant(from.createdAt),
    updatedAt: instant(from.createdAt),
    note: from.note,
    totalRefundedSet: money(from.amountMinor),
    duties: [],
    refundLineItems: (args: PageArguments) =>
      connection(from.lines, args, (line) => ({
        id: gid('RefundLineItem', line.id),
        quantity: line.quantity,
        subtotalSet: money(line.subtotalMinor),
        totalTaxSet: money(line.taxMinor),
      })),
    refundShippingLines: (args: PageArguments) =>
      connection(from.shippingMinor ? [from] : [], args, () => ({
        id: gid('RefundShippingLine', from.id),
        subtotalAmountSet: money(from.shippingMinor - from.shippingTaxMinor),
        taxAmountSet: money(from.shippingTaxMinor),
      })),
    transactions: (args: PageArguments) =>
      connection(from.amountMinor ? [from] : [], args, () => ({
        id: gid('OrderTransaction', from.transactionId),
        kind: 'REFUND',
        status: 'SUCCESS',
        amountSet: money(from.amountMinor),
      })),
    order: () => order(of),
  });

  const order = (from: Order) => {
    const original = originalTotals(from);
    const current = currentTotals(from);
    const refunded = refundedMinor(from);
    const buyer = state.customer(from.customerId);
    return {
      __typename: 'Order',
      id: gid('Order', from.id),
      legacyResourceId: String(from.id),
      name: from.name,
      createdAt: instant(from.createdAt),
      processedAt: instant(from.createdAt),
      updatedAt: instant(from.updatedAt),
      cancelledAt: instant(from.cancelledAt),
      cancelReason: from.cancelReason?.toUpperCase() ?? null,
      closedAt: null,
      test: from.test,
      sourceName: from.sourceName,
      sourceIdentifier: null,
      app: null,
      email: from.email,
      displayFinancialStatus: financialStatus(from).toUpperCase(),
      currencyCode: state.shop.currency,
      presentmentCurrencyCode: state.shop.currency,
      taxesIncluded: true,
      subtotalPriceSet: money(original.subtotalMinor),
      totalPriceSet: money(original.totalMinor),
      totalDiscountsSet: money(original.discountsMinor),
      totalTaxSet: money(original.taxMinor),
      totalShippingPriceSet: money(original.shippingMinor),
      currentSubtotalPriceSet: money(current.subtotalMinor),
      currentTotalPriceSet: money(current.totalMinor),
      currentTotalDiscountsSet: money(current.discountsMinor),
      currentTotalTaxSet: money(current.taxMinor),
      currentShippingPriceSet: money(current.shippingMinor),
      totalRefundedSet: money(refunded),
      originalTotalDutiesSet: null,
      totalTipReceivedSet: money(0n),
      paymentGatewayNames: from.paymentGateways,
      disputes: from.disputes.map((status, index) => ({
        id: gid('OrderDisputeSummary', from.id * 10n + BigInt(index)),
        initiatedAs: 'CHARGEBACK',
        status,
      })),
      netPaymentSet: money(original.totalMinor - refunded),
      discountCodes: from.discountCode ? [from.discountCode] : [],
      customAttributes: from.noteAttributes.map(({ name, value }) => ({ key: name, value })),
      cartToken: from.cartToken,
      checkoutToken: from.checkoutToken,
      customer: buyer ? () => customer(buyer) : null,
      customerJourneySummary: () => journey(from),
      refunds: ({ first }: { first?: number | null }) =>
        from.refunds.slice(0, first ?? undefined).map((one) => refund(one, from)),
      shippingLines: (args: PageArguments) =>
        connection(from.shippingMinor ? [from] : [], args, () => ({
          id: gid('ShippingLine', from.id + 1n),
          title: 'Standard',
          originalPriceSet: money(from.shippingMinor),
          discountedPriceSet: money(from.shippingMinor),
          taxLines: [{ title: 'DE MwSt', rate: 0.19, priceSet: money(taxIn(from.shippingMinor)) }],
        })),
      lineItems: (args: PageArguments) =>
        connection(from.lineItems, args, (line) => ({
          id: gid('LineItem', line.id),
          title: line.title,
          name: `${line.title} - ${line.variantTitle}`,
          sku: line.sku,
          quantity: line.quantity,
          currentQuantity: line.currentQuantity,
          originalUnitPriceSet: money(line.priceMinor),
          totalDiscountSet: money(line.discountMinor),
          isGiftCard: line.giftCard,
          sellingPlan: line.sellingPlanId && {
            name: 'Every month',
            sellingPlanId: gid('SellingPlan', line.sellingPlanId),
          },
        })),
    };
  };

  const webPixel = (from: PixelRecord) => ({
    __typename: 'WebPixel',
    id: gid('WebPixel', from.id),
    settings: JSON.stringify(from.settings),
  });

  const shop = () => ({
    __typename: 'Shop',
    id: gid('Shop', state.shop.id),
    name: state.shop.name,
    email: state.shop.email,
    contactEmail: state.shop.email,
    myshopifyDomain: state.shop.domain,
    url: state.shop.storefrontUrl,
    primaryDomain: {
      id: gid('Domain', state.shop.id),
      url: state.shop.storefrontUrl,
      host: new URL(state.shop.storefrontUrl).host,
      sslEnabled: state.shop.storefrontUrl.startsWith('https:'),
    },
    currencyCode: state.shop.currency,
    enabledPresentmentCurrencies: [state.shop.currency],
    ianaTimezone: state.shop.timeZone,
    taxesIncluded: true,
    plan: { partnerDevelopment: true, publicDisplayName: 'Development', shopifyPlus: false },
  });

  return { customer, segmentMember, segment, order, refund, webPixel, shop };
}

/** Whether an order's money was kept, given back in part or given back, in the words of the REST payload. */
export function financialStatus(order: Order): 'paid' | 'partially_refunded' | 'refunded' {
  const refunded = refundedMinor(order);
  if (refunded === 0n) return 'paid';
  return refunded >= originalTotals(order).totalMinor ? 'refunded' : 'partially_refunded';
}
