import { register } from '@shopify/web-pixels-extension';
import { landingOf, landingsKept, wireEventOf } from './wire-event';

const STORED = 'st_landings';

register(({ analytics, browser, settings }) => {
  const { accountID, endpoint } = settings as { accountID: string; endpoint: string };
  const stored = () => browser.localStorage.getItem(STORED);
  const nothing = () => null;
  // One after another: events that arrive together must not overwrite each other's landing.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<unknown>) => {
    turn = turn.then(work).catch(nothing);
  };

  analytics.subscribe('page_viewed', (event) => {
    const landing = landingOf(event);
    if (landing)
      inTurn(() =>
        stored().then((list) =>
          browser.localStorage.setItem(STORED, JSON.stringify(landingsKept(list, event.timestamp, landing))),
        ),
      );
  });

  analytics.subscribe('checkout_completed', (event) =>
    inTurn(() =>
      stored()
        .catch(nothing)
        .then((list) => {
          const body = wireEventOf(accountID, event, landingsKept(list, event.timestamp));
          return body && fetch(endpoint, { method: 'POST', keepalive: true, body: JSON.stringify(body) });
        }),
    ),
  );
});
