import type { LoaderFunctionArgs } from '@remix-run/node';
import { DateTime } from 'luxon';
import { contentsOf } from '~/automations/automation-store.server';
import { loadOthers } from '~/automations/automation-version-store.server';
import { knownTags } from '~/campaigns/known-tags.server';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { connectedChannels } from '~/channels/provider-of.server';
import { automationReport } from '~/reports/automation/query.server';
import { numbersInWords } from '~/reports/automation/step-view';
import { openAutomation } from '~/ui/open-automation.server';
import { shopHostsOf } from '~/ui/shop-hosts';

/** A draft and what it is checked against. */
export async function loadBuilder({ request, params }: LoaderFunctionArgs) {
  const { shop, id, automation, flow, messages } = await openAutomation(request, params.id);
  const now = new Date();
  const report = automation.version === null ? undefined : await automationReport(shop, id);
  return {
    id: String(id),
    name: automation.name,
    status: automation.status,
    version: automation.version,
    flow,
    numbers: new Map(report?.steps.map((step) => [step.id, numbersInWords(step)])),
    contents: contentsOf(messages),
    connected: await connectedChannels(shop.id),
    others: await loadOthers(shop.id, id),
    known: await knownTags(shop.id),
    defaults: await loadTagDefaults(shop.id),
    shopHosts: shopHostsOf(shop),
    shopUrl: shop.storefrontUrl,
    currency: shop.currency,
    zone: shop.timeZone,
    now,
    today: DateTime.fromJSDate(now, { zone: shop.timeZone }).toFormat('yyyy-MM-dd'),
  };
}
