import { z } from 'zod';
import type { Shop } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { adminRequest } from '~/shopify/admin-client.server';
import type { activityInput, engagementInput } from '~/shopify/marketing-input';
import { DELETE_ACTIVITY, TELL_DAY, UPSERT_ACTIVITY } from '~/shopify/optional-operations';

/** All answer under their own name, and alike. */
const answer = z.record(
  z.string(),
  z.object({ userErrors: z.array(z.object({ code: z.string().nullable() })) }).nullable(),
);

/** Why Shopify refused, as a reason word. */
type Told = Outcome<void, string>;

/** Makes an activity of the shop, or makes it what it is now. @throws AccessLost, AdminRequestFailed */
export const tellActivity = (shop: Shop, input: ReturnType<typeof activityInput>): Promise<Told> =>
  ask(shop, UPSERT_ACTIVITY, { input });

/** Says what an activity came to on a day; said again it takes the place of before. @throws AccessLost, AdminRequestFailed */
export const tellDay = (
  shop: Shop,
  remoteId: string,
  engagement: ReturnType<typeof engagementInput>,
): Promise<Told> => ask(shop, TELL_DAY, { remoteId, engagement });

/** Takes an activity back, with all its days. @throws AccessLost, AdminRequestFailed */
export const takeBackActivity = (shop: Shop, remoteId: string): Promise<Told> =>
  ask(shop, DELETE_ACTIVITY, { remoteId });

async function ask(shop: Shop, document: string, variables: Record<string, unknown>): Promise<Told> {
  const answered = await adminRequest(shop.domain, document, variables, answer);
  const [error] = Object.values(answered).flatMap((one) => one?.userErrors ?? []);
  return error ? refused((error.code ?? 'refused').toLowerCase()) : done(undefined);
}
