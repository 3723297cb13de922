import { loadOthers } from '~/automations/automation-version-store.server';
import type { Flow } from '~/automations/definition';
import { surroundingsOf } from '~/automations/flow-words';
import { trialInWords } from '~/automations/trial-words';
import { tryAutomation } from '~/automations/try-automation.server';
import { saveContacts, saveTraits } from '~/contacts/contact-store.server';
import type { Shop } from '~/db.server';
import { shopifyNumber } from '~/lib/ids';
import { formatMoment } from '~/lib/period';
import { fetchCustomers } from '~/shopify/fetch-customers.server';
import type { TrialAnswer } from './builder-fields';

/**
 * What the draft would do with a customer who entered now, as Shopify knows them at this moment.
 * @param customer Shopify's global id
 */
export async function tryContact(
  shop: Shop,
  id: bigint,
  flow: Flow,
  customer: string,
  now: Date,
): Promise<TrialAnswer> {
  const contactId = await contactOf(shop, customer, now);
  if (contactId === 'no_answer')
    return { customer, trouble: 'Shopify did not answer. Try again in a moment.' };
  const tried = contactId === undefined ? undefined : await tryAutomation(shop, id, contactId, now);
  if (!tried?.ok) return { customer, trouble: 'This customer does not exist any more.' };
  const around = surroundingsOf([flow], await loadOthers(shop.id, id), shop.currency);
  const momentInWords = (at: Date) => formatMoment(at, shop.timeZone);
  return { customer, now, lines: trialInWords(tried.value, flow, around, momentInWords) };
}

async function contactOf(shop: Shop, customer: string, now: Date): Promise<bigint | undefined | 'no_answer'> {
  const number = shopifyNumber(customer);
  if (number === undefined) return undefined;
  try {
    const [found] = await fetchCustomers(shop, [number]);
    if (!found) return undefined;
    const contact = (await saveContacts(shop.id, [found.facts], now)).get(number);
    await saveTraits(shop.id, [{ shopifyId: number, tags: found.tags }]);
    return contact?.id;
  } catch (error) {
    if (error instanceof Response) throw error;
    return 'no_answer';
  }
}
