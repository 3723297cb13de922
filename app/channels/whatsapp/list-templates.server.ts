import { z } from 'zod';
import type { Credentials } from '~/channels/credentials';
import { openTwilioToRead, type TwilioAccount } from '~/channels/twilio-client.server';
import { handoverOfTwilio, type TwilioFailure } from '~/channels/twilio-failure';
import type { ListingTrouble, TemplateList } from '~/channels/whatsapp/approved-template';
import { metaTemplatePage, readMetaTemplates } from '~/channels/whatsapp/meta-templates';
import { GRAPH_VERSION, metaError } from '~/channels/whatsapp/meta.server';
import { readTwilioTemplates, twilioContent } from '~/channels/whatsapp/twilio-templates';
import { env } from '~/env.server';
import { done, type Outcome } from '~/lib/outcome';

const LONGEST_MS = 8_000;
const PER_PAGE = 100;
const MOST_PAGES = 10;

type Listing = { ok: true; value: TemplateList } | ({ ok: false } & ListingTrouble);

const failed = (reason: ListingTrouble['reason'], said: string): Listing => ({ ok: false, reason, said });

/** The approved templates of a WhatsApp account. Never throws. */
export async function listTemplates(
  credentials: Credentials,
): Promise<Listing | Outcome<never, 'no_account_id' | 'not_whatsapp'>> {
  switch (credentials.provider) {
    case 'twilio':
      return listTwilio(credentials);
    case 'meta':
      return credentials.businessAccountId === undefined
        ? { ok: false, reason: 'no_account_id' }
        : listMeta(credentials.businessAccountId, credentials.accessToken);
    case 'smtp':
      return { ok: false, reason: 'not_whatsapp' };
  }
}

async function listMeta(businessAccountId: string, accessToken: string): Promise<Listing> {
  const found: TemplateList = { templates: [], leftOut: 0 };
  let after = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const query = new URLSearchParams({
      fields: 'name,language,status,parameter_format,components',
      status: 'APPROVED',
      limit: String(PER_PAGE),
      ...(after && { after }),
    });
    const path = `${GRAPH_VERSION}/${encodeURIComponent(businessAccountId)}/message_templates`;
    let body: unknown;
    try {
      const response = await fetch(`${env.META_GRAPH_URL}/${path}?${query}`, {
        redirect: 'error',
        signal: AbortSignal.timeout(LONGEST_MS),
        headers: { authorization: `Bearer ${accessToken}` },
      });
      body = await response.json();
    } catch {
      return failed('unreachable', 'no answer');
    }
    const page = metaTemplatePage.safeParse(body);
    if (!page.success) {
      const error = metaError.safeParse(body).data?.error;
      return error ? failed('denied', error.message) : failed('unreachable', 'an answer that is none');
    }
    const { templates, leftOut } = readMetaTemplates(page.data);
    found.templates.push(...templates);
    found.leftOut += leftOut;
    after = page.data.paging?.cursors?.after ?? '';
    if (!page.data.paging?.next || !after) break;
  }
  return done(found);
}

async function listTwilio(account: TwilioAccount): Promise<Listing> {
  try {
    const contents = await openTwilioToRead(account, LONGEST_MS).content.v1.contentAndApprovals.list({
      limit: PER_PAGE * MOST_PAGES,
      pageSize: PER_PAGE,
    });
    return done(readTwilioTemplates(z.array(twilioContent).parse(contents)));
  } catch (error) {
    const handover = handoverOfTwilio(error as TwilioFailure);
    return handover.outcome === 'denied' || handover.outcome === 'refused'
      ? failed('denied', handover.reason)
      : failed('unreachable', 'no answer');
  }
}
