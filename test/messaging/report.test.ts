import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState } from '~/messaging/delivery';
import { type Report, stateAfter } from '~/messaging/report';
import { askedBy } from '~/messaging/stop-words';

const status = fc.constantFrom<Report['status']>('sent', 'delivered', 'read', 'failed');
const through = (state: DeliveryState, reports: Report['status'][]) =>
  reports.reduce((at, each) => stateAfter(at, { status: each }) ?? at, state);

describe('reports', () => {
  it('lead nowhere twice, and never back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DELIVERY_STATES), fc.array(status), (state, reports) => {
        const end = through(state, reports);
        const doubled = reports.flatMap((each) => [each, each]);
        expect(through(state, doubled)).toBe(end);
        expect(through(end, reports)).toBe(end);
      }),
    );
  });

  it('that arrive out of order end where those in order do', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray<Report['status']>(['sent', 'delivered', 'read']), (reports) => {
        const farthest = reports.some((each) => each !== 'sent') ? 'delivered' : reports[0];
        expect(through('sending', reports)).toBe(farthest ?? 'sending');
      }),
    );
  });

  it('say of what was unknown what became of it, and of what was taken that it failed', () => {
    expect(stateAfter('unknown', { status: 'sent' })).toBe('sent');
    expect(stateAfter('sent', { status: 'failed' })).toBe('failed');
    expect(stateAfter('delivered', { status: 'failed' })).toBeUndefined();
  });
});

describe('a reply', () => {
  it.each([
    ['STOP', 'stop'],
    [' Stop! ', 'stop'],
    ['stop all', 'stop'],
    ['Abmelden', 'stop'],
    ['ARRÊT', 'stop'],
    ['baja.', 'stop'],
    ['start', 'start'],
    ['please do not stop', undefined],
    ['Yes, in blue', undefined],
    ['', undefined],
  ])('"%s" asks for %s', (text, asked) => {
    expect(askedBy(text)).toBe(asked);
  });
});
