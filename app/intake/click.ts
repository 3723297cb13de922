import type { Context } from 'hono';
import { findStepTestLink } from '~/automations/find-test-link.server';
import { findTestLink } from '~/campaigns/find-test-link.server';
import { recordAndRedirect, redirectTo, refuseLink } from '~/intake/redirect';
import { findDestination } from '~/tracking/find-destination.server';
import { readLinkToken, readStepTestLinkToken, readTestLinkToken } from '~/tracking/link-token.server';

/** GET and HEAD /l/:token: the click is stored, then the visitor sent on to the tagged URL. */
export async function click(c: Context): Promise<Response> {
  const now = new Date();
  const token = c.req.param('token') ?? '';
  const link = readLinkToken(token);
  if (!link) return testClick(c, token, now);
  const destination = await findDestination(link);
  if (destination === undefined) return refuseLink(c, 'unknown_link', now);
  return recordAndRedirect(c, link, destination, now);
}

/** A link of a test message leads on like any other; no click is stored, and no click id goes along. */
async function testClick(c: Context, token: string, now: Date): Promise<Response> {
  const link = readTestLinkToken(token);
  const stepLink = readStepTestLinkToken(token);
  if (!link && !stepLink) return refuseLink(c, 'bad_token', now);
  const destination = link ? await findTestLink(link, now) : stepLink && (await findStepTestLink(stepLink));
  return destination === undefined ? refuseLink(c, 'unknown_link', now) : redirectTo(destination);
}
