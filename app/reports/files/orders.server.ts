import type { Shop } from '~/db.server';
import type { TableFile } from '~/reports/files/table-file';
import { bucketOf, creditedIn, whyOf } from '~/reports/order-list/interpret';
import type { OrderListFilter } from '~/reports/order-list/interpret';
import { eachOrder } from '~/reports/order-list/query.server';

/** The orders that meet a filter, newest first, read as the file is written. */
export const ordersFile = (shop: Shop, filter: OrderListFilter): TableFile => ({
  columns: ['Order', 'Placed', 'Standing', 'Why', 'Value', 'Currency', 'Credited', 'Campaign', 'Message'],
  rows: rowsOf(shop, filter),
});

async function* rowsOf(shop: Shop, filter: OrderListFilter) {
  for await (const order of eachOrder(shop, filter)) {
    const { name, placedAt, valueMinor: minor, currency, receipt } = order;
    const credited = receipt && creditedIn(receipt);
    yield [
      name,
      placedAt,
      bucketOf(order).label,
      whyOf(receipt),
      { minor, currency },
      currency,
      credited ? credited.amount : null,
      credited?.message.campaign ?? '',
      credited?.message.subject ?? '',
    ];
  }
}
