import { DateTime } from 'luxon';
import { gid, type ObjectSource } from './admin-objects.ts';
import type { ExternalActivity } from './shop-state.ts';

interface UpsertArguments {
  input: {
    remoteId: string;
    title: string;
    status: string;
    marketingChannelType: string;
    tactic: string;
    utm?: ExternalActivity['utm'] | null;
    urlParameterValue?: string | null;
  };
}
interface EngagementArguments {
  remoteId?: string | null;
  marketingEngagement: {
    occurredOn: string;
    utcOffset: string;
    sales?: { currencyCode: string } | null;
  };
}

/** The mutations of the Admin API by which an app tells of its marketing activities and what came of them. */
export function marketingMutations({ state }: ObjectSource) {
  const byRemoteId = (remoteId: string | null | undefined) =>
    state.activities.find((activity) => activity.remoteId === remoteId);
  const make = ({ id, title, channel, status }: ExternalActivity) => ({
    id: gid('MarketingActivity', id),
    title,
    status,
    marketingChannelType: channel,
    isExternal: true,
  });

  return {
    marketingActivityUpsertExternal: ({ input }: UpsertArguments) => {
      const refuse = refusal('marketingActivity');
      const { remoteId, title, status, marketingChannelType: channel, tactic, utm } = input;
      const known = byRemoteId(remoteId);
      if (!utm) return refuse('NON_HIERARCHIAL_REQUIRES_UTM_URL_PARAMETER', 'UTM parameters are required.');
      if (known && !sameTags(known.utm, utm))
        return refuse('IMMUTABLE_UTM_PARAMETERS', 'UTM parameters cannot be modified.');
      if (state.activities.some((other) => other !== known && sameTags(other.utm, utm)))
        return refuse(
          'MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS',
          'A marketing activity with the same UTM campaign, medium and source already exists.',
        );
      const activity = known ?? {
        id: state.nextId(),
        remoteId,
        utm: { ...utm },
        days: new Map<string, Record<string, unknown>>(),
        ...{ title, status, channel, tactic },
      };
      if (!known) state.activities.push(activity);
      Object.assign(activity, { title, status, channel, tactic });
      return { marketingActivity: make(activity), userErrors: [] };
    },
    marketingActivityDeleteExternal: ({ remoteId }: { remoteId?: string | null }) => {
      const index = state.activities.findIndex((activity) => activity.remoteId === remoteId);
      const [deleted] = index < 0 ? [] : state.activities.splice(index, 1);
      if (!deleted)
        return refusal('deletedMarketingActivityId')(
          'MARKETING_ACTIVITY_DOES_NOT_EXIST',
          'Marketing activity does not exist.',
        );
      return { deletedMarketingActivityId: gid('MarketingActivity', deleted.id), userErrors: [] };
    },
    marketingEngagementCreate: ({ remoteId, marketingEngagement }: EngagementArguments) => {
      const refuse = refusal('marketingEngagement');
      const activity = byRemoteId(remoteId);
      if (!activity)
        return refuse('INVALID_REMOTE_ID', 'The remote ID does not correspond to an existing activity.');
      const { occurredOn, utcOffset, sales } = marketingEngagement;
      const offset = DateTime.fromISO(occurredOn, { zone: state.shop.timeZone }).toFormat('ZZ');
      if (utcOffset !== offset) return refuse('INVALID', 'UTC offset must be that of the shop.');
      if (sales && sales.currencyCode !== state.shop.currency)
        return refuse('MARKETING_ACTIVITY_CURRENCY_CODE_MISMATCH', 'Currency codes need to match.');
      activity.days.set(occurredOn, { ...marketingEngagement });
      return { marketingEngagement: { occurredOn, utcOffset }, userErrors: [] };
    },
  };
}

const sameTags = (a: ExternalActivity['utm'], b: ExternalActivity['utm']) =>
  a.source === b.source && a.medium === b.medium && a.campaign === b.campaign;

const refusal = (nothing: string) => (code: string, message: string) => ({
  [nothing]: null,
  userErrors: [{ __typename: 'MarketingActivityUserError', code, field: null, message }],
});
