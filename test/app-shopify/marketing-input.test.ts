import { describe, expect, it } from 'vitest';
import { activityInput, engagementInput } from '~/shopify/marketing-input';
import type { MarketingActivity, MarketingFigures } from '~/tracking/marketing';

const FIGURES: MarketingFigures = {
  sent: 10,
  delivered: 9,
  bounced: 1,
  complained: 0,
  unsubscribed: 2,
  opened: 5,
  clicks: 4,
  clicked: 3,
  ordersPpm: 1_500_000n,
  salesMinor: -1_205n,
};
const ACTIVITY: MarketingActivity = {
  remoteId: 'abc',
  title: 'Winter mugs',
  path: '/app/campaigns/7',
  channel: 'email',
  status: 'over',
  utm: { source: 'newsletter', medium: 'email', campaign: 'winter_mugs' },
  startedAt: new Date('2026-11-01T09:00:00Z'),
  endedAt: new Date('2026-11-01T10:00:00Z'),
};

describe('a day’s figures, as Shopify takes them', () => {
  it('name every count, with shares of orders and money as decimals', () => {
    expect(engagementInput('2026-11-03', FIGURES, 'EUR', 'Europe/Berlin')).toEqual({
      occurredOn: '2026-11-03',
      utcOffset: '+01:00',
      isCumulative: false,
      sendsCount: 10,
      impressionsCount: 9,
      failsCount: 1,
      complaintsCount: 0,
      unsubscribesCount: 2,
      uniqueViewsCount: 5,
      clicksCount: 4,
      uniqueClicksCount: 3,
      orders: '1.5',
      sales: { amount: '-12.05', currencyCode: 'EUR' },
    });
  });

  it('leave out what is not known, which is not zero', () => {
    const given = engagementInput('2026-11-03', { ...FIGURES, bounced: null, sent: null }, 'EUR', 'UTC');
    expect(Object.keys(given)).not.toContain('failsCount');
    expect(Object.keys(given)).not.toContain('sendsCount');
  });

  it.each([
    ['2026-07-01', 'Europe/Berlin', '+02:00'],
    ['2026-07-01', 'America/St_Johns', '-02:30'],
    ['2026-12-01', 'Asia/Kathmandu', '+05:45'],
  ])('carry the shop’s offset of that day: %s in %s', (day, zone, offset) => {
    expect(engagementInput(day, FIGURES, 'EUR', zone).utcOffset).toBe(offset);
  });

  it.each([
    [0n, '0'],
    [1_000_000n, '1'],
    [10_000_000n, '10'],
    [333_333n, '0.333333'],
  ])('write %s millionths of orders as %s', (ordersPpm, text) => {
    expect(engagementInput('2026-11-03', { ...FIGURES, ordersPpm }, 'JPY', 'UTC').orders).toBe(text);
  });
});

describe('an activity, as Shopify takes it', () => {
  it('leads back to its page and says how it stands', () => {
    expect(activityInput(ACTIVITY, 'https://shop.test/admin/apps/key')).toEqual({
      remoteId: 'abc',
      title: 'Winter mugs',
      remoteUrl: 'https://shop.test/admin/apps/key/app/campaigns/7',
      status: 'INACTIVE',
      marketingChannelType: 'EMAIL',
      tactic: 'NEWSLETTER',
      utm: ACTIVITY.utm,
      start: '2026-11-01T09:00:00.000Z',
      end: '2026-11-01T10:00:00.000Z',
    });
  });

  it.each([
    ['sms', 'SOCIAL', 'MESSAGE'],
    ['whatsapp', 'SOCIAL', 'MESSAGE'],
    ['link', 'REFERRAL', 'LINK'],
  ])('on %s counts as %s with the tactic %s', (channel, marketingChannelType, tactic) => {
    expect(activityInput({ ...ACTIVITY, channel }, '')).toMatchObject({ marketingChannelType, tactic });
  });
});
