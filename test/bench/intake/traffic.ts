import type { BenchShop } from '../bench-shop.ts';

export type Door = 'webhook' | 'pixel' | 'click';

/** What the load generator is told to do. */
export interface LoadOrder {
  /** Where the doors are: `http://127.0.0.1:3000`, or a path of a server below which they are. */
  base: string;
  shop: BenchShop;
  /** The doors asked in turn, request by request. */
  doors: Door[];
  connections: number;
  /** As many seconds, or as many requests. */
  until: { seconds: number } | { requests: number };
  /** The number of the first order spoken of; the n-th request of a door speaks of the n-th order from there. */
  firstOrder: number;
  /** After so many orders the webhooks begin again with the first one, with ids of their own. */
  distinctOrders: number;
  /** Whether the pixel events are of the shop's own orders, or come from all shops in turn. */
  pixelsOf: 'shop' | 'all shops';
  /** Notes the click ids that the clicks are answered with, for the pixel events of later orders to carry. */
  keepClicks: boolean;
}

export interface LoadReport {
  /** Answers by status. */
  statuses: Record<number, number>;
  seconds: number;
  perSecond: number;
  p50: number;
  p99: number;
}

export const answersIn = (report: LoadReport): number =>
  Object.values(report.statuses).reduce((sum, count) => sum + count, 0);

/** Shopify's number of the n-th order of a bench. */
export const orderIdOf = (number: number): number => 6_000_000_000_000 + number;
