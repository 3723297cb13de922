import { expect, it } from 'vitest';
import { weightsOf } from '~/attribution/credit';
import type { RuleModel } from '~/attribution/facts';
import { amountsOf } from '~/attribution/models/weights';
import { classify, TRAFFIC_CHANNELS } from '~/attribution/traffic-channel';
import { isWithinWindow } from '~/attribution/window';
import { againstTables, type Cells, csv } from './public-tables';

const CHANNELS: Record<string, string> = {
  paid_social: 'Paid Social',
  paid_search: 'Paid Search',
  search: 'Organic Search',
  email: 'Email',
  '': 'Direct',
};

const channelOf = ({
  utm_source: source = '',
  utm_medium: medium = '',
  utm_campaign: campaign = '',
}: Cells) =>
  TRAFFIC_CHANNELS[
    classify({ source, medium, campaign, clickParam: null, referrer: null }, () => false)?.channel ?? 'direct'
  ];

againstTables('the dbt playbook', ['dbt playbook', 'dbt playbook, tags'], (noted) => {
  it('its SQL’s four rules over its sessions share each conversion to the cent', () => {
    const sessions = csv('dbt_attribution_playbook/sessions.csv');
    const THEIRS: Record<string, (index: number, count: number) => number> = {
      first_click: (index) => (index === 0 ? 1 : 0),
      last_click: (index, count) => (index === count - 1 ? 1 : 0),
      linear: (_, count) => 1 / count,
      position_based: (index, count) =>
        count === 1 ? 1 : count === 2 ? 0.5 : index === 0 || index === count - 1 ? 0.4 : 0.2 / (count - 2),
    };
    for (const { customer_id, converted_at = '', revenue } of csv(
      'dbt_attribution_playbook/customer_conversions.csv',
    )) {
      const path = sessions.filter(
        (session) =>
          session.customer_id === customer_id &&
          isWithinWindow(Date.parse(session.started_at ?? ''), Date.parse(converted_at), 30) &&
          Date.parse(session.started_at ?? '') <= Date.parse(converted_at),
      );
      if (path.length === 0) continue;
      const cents = Number(revenue) * 100;
      for (const [model, share] of Object.entries(THEIRS)) {
        const weights = weightsOf[model as RuleModel](
          path.map(() => 0),
          7,
        );
        const amounts = amountsOf(weights, BigInt(cents)).map(Number);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(cents);
        amounts.forEach((amount, index) => {
          expect(Math.abs(amount - share(index, path.length) * cents)).toBeLessThan(1);
        });
        noted('dbt playbook', `${model} ${customer_id}`, true);
      }
    }
  });

  it.each(['sessions', 'ad_spend'])('the tags of %s are in the channel of their medium', (table) => {
    for (const [index, row] of csv(`dbt_attribution_playbook/${table}.csv`).entries()) {
      expect(channelOf(row)).toBe(CHANNELS[row.utm_medium ?? '']);
      noted('dbt playbook, tags', `${table} ${index + 1}`, true);
    }
  });
});
