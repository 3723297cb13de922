import { Hono } from 'hono';
import { failed, toResponse } from '~/intake/answers';
import { metaCallback, metaChallenge } from '~/intake/meta-callback';
import { twilioInbound, twilioStatus } from '~/intake/twilio-callback';
import { click } from '~/intake/click';
import { digestByPost, digestPage } from '~/intake/digest';
import { health } from '~/intake/health';
import { open } from '~/intake/open';
import { pixel, pixelPreflight } from '~/intake/pixel';
import { shortLink } from '~/intake/short-link';
import { changePreferencesByPost, unsubscribeByPost, unsubscribePage } from '~/intake/unsubscribe';
import { webhook } from '~/intake/webhook';

/**
 * The hot door, ahead of the page framework: webhooks, pixel events, clicks and unsubscribes are stored first and answered
 * after. What cannot be stored now is answered 503, so that its sender comes again.
 */
export const intake = new Hono();

intake.post('/webhooks', webhook);
intake.options('/pixel', pixelPreflight);
intake.post('/pixel', pixel);
for (const path of ['/webhooks', '/pixel'])
  intake.all(path, (c) => c.text('Method not allowed', 405, { Allow: 'POST' }));
intake.get('/l/:token', click); // answers HEAD too
intake.get('/s/:slug', shortLink);
intake.get('/o/:token', open);
intake.get('/u/:token', unsubscribePage);
intake.post('/u/:token', unsubscribeByPost);
intake.post('/u/:token/preferences', changePreferencesByPost);
intake.get('/digest/:does/:token', digestPage);
intake.post('/digest/:does/:token', digestByPost);
intake.post('/callbacks/twilio/status/:token', twilioStatus);
intake.post('/callbacks/twilio/inbound/:token', twilioInbound);
intake.get('/callbacks/meta/:token', metaChallenge);
intake.post('/callbacks/meta/:token', metaCallback);
intake.get('/healthz', health);

intake.onError((error, c) => toResponse(failed(c.req.routePath, error)));
