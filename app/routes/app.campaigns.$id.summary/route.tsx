import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  Form,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useNavigation,
} from '@remix-run/react';
import { Button } from '@shopify/polaris';
import { type FormEvent, useDeferredValue, useMemo, useState } from 'react';
import { problemsOf, tokenValuesOf } from '~/campaigns/campaign';
import { connectedChannels } from '~/channels/provider-of.server';
import { unreadableChannels } from '~/channels/provider-store.server';
import { knownTags } from '~/campaigns/known-tags.server';
import { mendCampaignLinks } from '~/campaigns/mend-campaign-links.server';
import { formatMoment } from '~/lib/period';
import { testInWords, variantTestOf } from '~/campaigns/variants';
import { resolveTags } from '~/tagging/tag-tokens';
import { readForm } from '~/ui/form-errors';
import { openDraft } from '~/ui/open-draft.server';
import { unlessUnreachable } from '~/ui/keep-typed';
import { audienceInWords } from '~/campaigns/audience';
import { pageTitle } from '~/ui/page-title';
import { clockNote, errorOf, sendTimeOf, tomorrowMorning, zoneText } from '~/ui/send-time';
import { shopHostsOf } from '~/ui/shop-hosts';
import { useAudienceCount } from '~/ui/use-audience-count';
import { useAutosave } from '~/ui/use-autosave';
import { useFieldErrors } from '~/ui/use-field-errors';
import { WizardPage } from '~/ui/wizard-page';
import { stepPath } from '~/ui/wizard-steps';
import { decide } from './decide.server';
import { LinksCard } from './links-card';
import { OverviewCard } from './overview-card';
import { primaryText, whenText } from './primary-text';
import { BeforeSending, CredentialsLost, NotSent } from './problems-banner';
import { SendCard, type When } from './send-card';
import { type SummaryAnswer, type Tracking, trackingFindings } from './summary-fields';
import { TrackingCard } from './tracking-card';
import { readableSubject } from '~/tagging/readable-subject';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Summary', data?.campaign.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message, messages } = await openDraft(request, params.id);
  const now = new Date();
  return {
    id: String(id),
    campaign: {
      name: campaign.name,
      channel: campaign.channel,
      audience: campaign.audience,
      test: variantTestOf(campaign),
    },
    segmentName: campaign.segmentName,
    holdoutPercent: campaign.holdoutPercent ?? 0,
    connected: await connectedChannels(shop.id),
    unreadable: (await unreadableChannels(shop.id)).includes(campaign.channel),
    contents: messages.map(({ variant, subject, preheader, html, text, template }) => ({
      ...{ variant, subject, preheader, html, text, template },
    })),
    tracking: {
      trackSales: message.trackSales,
      source: message.utmSource,
      medium: message.utmMedium,
      campaign: message.utmCampaign,
      discountCode: message.discountCode,
    } satisfies Tracking,
    known: await knownTags(shop.id, { campaignId: id }),
    shopHosts: shopHostsOf(shop),
    shopUrl: shop.storefrontUrl,
    timeZone: shop.timeZone,
    now: now.toISOString(),
    zoneText: zoneText(shop.timeZone, now),
    suggestedTime: tomorrowMorning(now, shop.timeZone),
  };
}

/** Saving what is typed here, or following the links, tells this page nothing new; what another step saved while one was leaving it, does. */
export function shouldRevalidate(of: ShouldRevalidateFunctionArgs) {
  const own = of.formData?.get('intent') === 'autosave' && of.formAction?.endsWith('/summary');
  return own || of.formAction?.endsWith('/check-links') ? false : unlessUnreachable(of);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const draft = await openDraft(request, params.id);
  const form = await readForm(request);
  const now = new Date();
  if (form.intent === 'mend_links') {
    const mended = await mendCampaignLinks(draft.shop, draft.id, now);
    return { saved: mended.ok, errors: {}, problems: [] } satisfies SummaryAnswer;
  }
  const answer = await decide(draft, form, now);
  return 'path' in answer ? draft.redirect(answer.path) : answer;
}

export default function SummaryStep() {
  const { id, campaign, segmentName, contents, known, shopHosts, shopUrl, timeZone, ...loaded } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [tracking, setTracking] = useState<Tracking>(loaded.tracking);
  const { errors, changed } = useFieldErrors(answer);
  const [when, setWhen] = useState<When>({ mode: 'draft', ...loaded.suggestedTime });
  const { count, again } = useAudienceCount(id, campaign.audience);
  const busy = useNavigation().state !== 'idle';
  const autosave = useAutosave(
    {
      trackSales: tracking.trackSales ? 'on' : '',
      source: tracking.source,
      medium: tracking.medium,
      campaign: tracking.campaign,
      discountCode: tracking.discountCode,
    },
    stepPath(id, 'summary'),
  );
  const at = when.mode === 'later' ? sendTimeOf(when.date, when.time, timeZone) : undefined;
  const sendAt = at?.ok ? at.value.getTime() : Date.parse(loaded.now);
  const tokens = useMemo(
    () => tokenValuesOf({ name: campaign.name, segmentName }, new Date(sendAt), timeZone),
    [campaign.name, segmentName, sendAt, timeZone],
  );
  const typed = useDeferredValue(tracking);
  const findings = useMemo(
    () =>
      trackingFindings(typed, {
        name: campaign.name,
        channel: campaign.channel,
        contents,
        known,
        shopHosts,
        shopUrl,
        tokens,
      }),
    [typed, campaign, contents, known, shopHosts, shopUrl, tokens],
  );
  const sending = when.mode !== 'draft';
  const elsewhere = useMemo(() => {
    const { trackSales, discountCode } = typed;
    const tags = { utmSource: typed.source, utmMedium: typed.medium, utmCampaign: typed.campaign };
    const messages = contents.map((one) => ({ ...one, ...tags, trackSales, discountCode }));
    const problems = problemsOf(campaign, messages, tokens, loaded.connected);
    return problems.filter(({ step }) => step !== 'summary');
  }, [campaign, contents, typed, tokens, loaded.connected]);
  const moment = at?.ok ? formatMoment(at.value, timeZone) : undefined;
  const nobody = count.state === 'counted' && count.ok && count.counted === 'all' && count.willReceive === 0;

  const submit = (event: FormEvent) => {
    if (busy) event.preventDefault();
    autosave.markSent();
  };
  return (
    <Form method="post" onSubmit={submit} noValidate>
      <input type="hidden" name="intent" value="go" />
      <WizardPage
        step="summary"
        campaignId={id}
        title={campaign.name}
        lead="Check what goes out, to whom and when."
        autosave={autosave}
        offersSave={false}
        primary={
          <Button
            submit
            variant="primary"
            loading={busy}
            disabled={sending && (elsewhere.length > 0 || nobody || count.state === 'counting')}
          >
            {primaryText(when.mode, count, moment, loaded.holdoutPercent)}
          </Button>
        }
      >
        {sending && <BeforeSending campaignId={id} problems={elsewhere} nobody={nobody} />}
        {loaded.unreadable && <CredentialsLost channel={campaign.channel} />}
        <NotSent answer={answer} errors={errors} campaignId={id} />
        <OverviewCard
          campaignId={id}
          channel={campaign.channel}
          variants={contents.map(({ variant, subject, text }) => ({
            variant,
            headline: campaign.channel === 'email' ? readableSubject(subject) || 'no subject yet' : text,
          }))}
          test={contents.length > 1 ? testInWords(campaign.test) : undefined}
          audience={audienceInWords(campaign.audience)}
          count={count}
          holdoutPercent={loaded.holdoutPercent}
          onCountAgain={again}
          when={whenText(when.mode, moment, loaded.zoneText)}
        />
        <TrackingCard
          campaignId={id}
          name={campaign.name}
          channel={campaign.channel}
          tracking={tracking}
          onChange={(some) => {
            setTracking((was) => ({ ...was, ...some }));
            changed(
              'trackSales' in some
                ? ['source', 'medium', 'campaign', 'discountCode', 'links']
                : Object.keys(some),
            );
          }}
          known={known}
          findings={findings}
          sentAs={resolveTags(tracking, tokens)}
          errors={errors}
        />
        {tracking.trackSales && (
          <LinksCard
            campaignId={id}
            channel={campaign.channel}
            contents={contents}
            tags={resolveTags(typed, tokens)}
          />
        )}
        <SendCard
          channel={campaign.channel}
          connected={loaded.connected}
          when={when}
          onChange={(some) => {
            setWhen((was) => ({ ...was, ...some }));
            changed('mode' in some ? ['date', 'time'] : Object.keys(some));
          }}
          zone={loaded.zoneText}
          clockNote={clockNote(when.date, when.time, timeZone)}
          errors={{ ...errors, ...(at && !at.ok ? errorOf(at.reason) : {}) }}
        />
      </WizardPage>
    </Form>
  );
}
