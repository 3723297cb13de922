import { campaigns } from '~/commands/seed/campaigns';
import { drafts } from '~/commands/seed/drafts';
import { earning } from '~/commands/seed/earning';
import { flows } from '~/commands/seed/flows';
import { links } from '~/commands/seed/links';
import { orders } from '~/commands/seed/orders';
import { returning } from '~/commands/seed/returning';
import type { Scenario } from '~/commands/seed/scenario';
import { subscribing } from '~/commands/seed/subscribing';
import { texting } from '~/commands/seed/texting';
import { variants } from '~/commands/seed/variants';

/**
 * Everything that can be seen in a shop. Those that come first decide about customers: who was erased or unsubscribed
 * is reached by none of the others.
 */
export const catalogue: readonly Scenario[] = [
  ...earning,
  ...texting,
  ...campaigns,
  ...variants,
  ...drafts,
  ...links,
  ...orders,
  ...subscribing,
  ...returning,
  ...flows,
];
