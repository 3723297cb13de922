import { db, type Shop } from '~/db.server';

/** The shop that is filled, and the moment that all its history is told from. */
export interface Stage {
  shop: Shop;
  now: Date;
}

/** One state of the app that can be looked at afterwards. */
export interface Scenario {
  /** What it is found by in the app. */
  name: string;
  /** What it is there to show. */
  shows: string;
  isThere: (stage: Stage) => Promise<boolean>;
  write: (stage: Stage) => Promise<void>;
}

type Write = Scenario['write'];

/** A scenario that makes the campaign of this name. */
export const campaignScenario = (name: string, shows: string, write: Write): Scenario => ({
  name,
  shows,
  isThere: async ({ shop }) => (await db.campaign.count({ where: { shopId: shop.id, name } })) > 0,
  write,
});

/** A scenario that makes the tracking link of this name. */
export const linkScenario = (name: string, shows: string, write: Write): Scenario => ({
  name,
  shows,
  isThere: async ({ shop }) => (await db.trackingLink.count({ where: { shopId: shop.id, name } })) > 0,
  write,
});

const MINUTE_MS = 60_000;

/** A moment before now. */
export function ago({ now }: Stage, some: { days?: number; hours?: number; minutes?: number }): Date {
  const { days = 0, hours = 0, minutes = 0 } = some;
  return after(now, -((days * 24 + hours) * 60 + minutes));
}

export const after = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);
