import type { CompletedCheckout, PageView } from '../../../extensions/web-pixel/src/wire-event.ts';

/** A page view of the shop, at noon unless told otherwise. */
export function pageView(address: string, referrer = '', timestamp = '2026-11-20T12:00:00.000Z'): PageView {
  const { host, pathname, search } = new URL(address, 'https://shop.test');
  return { timestamp, context: { document: { location: { host, pathname, search }, referrer } } };
}

/** A checkout that ended with an order, a quarter of an hour later. */
export function completedCheckout(
  some: Partial<CompletedCheckout['data']['checkout']> = {},
): CompletedCheckout {
  return {
    id: 'event-1',
    clientId: 'client-1',
    timestamp: '2026-11-20T12:15:00.000Z',
    data: { checkout: { token: 'checkout-1', order: { id: '6001' }, attributes: [], ...some } },
  };
}
