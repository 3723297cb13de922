import type { Context } from 'hono';
import { findStepTestLink } from '~/automations/find-test-link.server';
import { findTestLink } from '~/campaigns/find-test-link.server';
import { type Answer, toResponse } from '~/intake/answers';
import { recordAndRedirect, redirectTo, refuseLink, requestOf } from '~/intake/redirect';
import type { ClickRequest } from '~/tracking/click-score';
import { findDestination } from '~/tracking/find-destination.server';
import { readLinkToken, readStepTestLinkToken, readTestLinkToken } from '~/tracking/link-token.server';

/** GET and HEAD /l/:token, in Hono's hands. */
export const click = async (c: Context): Promise<Response> =>
  toResponse(await answerClick(c.req.param('token') ?? '', requestOf(c), new Date()));

/** GET and HEAD /l/:token: the click is stored, then the visitor sent on to the tagged URL. */
export async function answerClick(token: string, request: ClickRequest, now: Date): Promise<Answer> {
  const link = readLinkToken(token);
  if (!link) return testClick(token, now);
  const destination = await findDestination(link);
  if (destination === undefined) return refuseLink('unknown_link', now);
  return recordAndRedirect(request, link, destination, now);
}

/** A link of a test message leads on like any other; no click is stored, and no click id goes along. */
async function testClick(token: string, now: Date): Promise<Answer> {
  const link = readTestLinkToken(token);
  const stepLink = readStepTestLinkToken(token);
  if (!link && !stepLink) return refuseLink('bad_token', now);
  const destination = link ? await findTestLink(link, now) : stepLink && (await findStepTestLink(stepLink));
  return destination === undefined ? refuseLink('unknown_link', now) : redirectTo(destination);
}
