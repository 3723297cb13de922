import type { Endpoint } from '~/api/endpoint';
import { automations, campaigns, links, messages } from '~/api/lists.server';
import { credits, order, orders } from '~/api/orders.server';
import { report, reports } from '~/api/reports.server';

/** All that can be asked, in the order that the API's description has it. */
export const endpoints: readonly Endpoint[] = [
  orders,
  order,
  credits,
  reports,
  report,
  campaigns,
  messages,
  automations,
  links,
];
