import { describe, expect, it } from 'vitest';
import { BadPayload } from '~/shopify/payload';
import { parseCheckoutPayload } from '~/shopify/checkout-payload';

const SENT = new Date('2026-11-25T10:00:00Z');
const told = (some: object) => JSON.stringify({ token: 'checkout-1', customer: { id: 7 }, ...some });

describe('a checkout in a webhook', () => {
  it('says whose it is, when it changed and whether it was completed', () => {
    const body = told({ updated_at: '2026-11-25T09:30:00+01:00', completed_at: null });
    expect(parseCheckoutPayload(body, SENT)).toEqual({
      token: 'checkout-1',
      customerId: 7n,
      changedAt: new Date('2026-11-25T08:30:00Z'),
      completed: false,
    });
    const done = told({ updated_at: '2026-11-25T09:30:00Z', completed_at: '2026-11-25T09:30:00Z' });
    expect(parseCheckoutPayload(done, SENT)).toMatchObject({ completed: true });
  });

  it.each([undefined, null, 'yesterday'])('that changed %s changed when the webhook was sent', (when) => {
    expect(parseCheckoutPayload(told({ updated_at: when }), SENT)).toMatchObject({ changedAt: SENT });
  });

  it('may be nobody’s, and is refused without its token', () => {
    expect(parseCheckoutPayload(told({ customer: null }), SENT)).toMatchObject({ customerId: null });
    expect(() => parseCheckoutPayload(told({ token: '' }), SENT)).toThrow(BadPayload);
  });
});
