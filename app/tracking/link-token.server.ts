import { type ShopId, uuidBytes, toUuid } from '~/lib/ids';
import { readBytes, readNumbers, signBytes, signNumbers } from '~/lib/signed-token.server';

/** One link of one delivery: what `/l/<token>` says. */
export interface LinkAddress {
  shop: ShopId;
  deliveryId: bigint;
  versionId: bigint;
  position: number;
}

/** The token of `/l/<token>`: the link at `position` of a message version, as one contact received it. */
export function linkToken(shop: ShopId, deliveryId: bigint, versionId: bigint, position: number): string {
  return signNumbers('link', [shop, deliveryId, versionId, position]);
}

/** What a link token says; undefined where we did not make it, or it was altered. */
export function readLinkToken(token: string): LinkAddress | undefined {
  const [shop, deliveryId, versionId, position, ...rest] = readNumbers('link', token) ?? [];
  if (shop === undefined || deliveryId === undefined || versionId === undefined) return undefined;
  if (position === undefined || rest.length > 0) return undefined;
  return { shop: Number(shop), deliveryId, versionId, position: Number(position) };
}

/** One link of a campaign's test message. */
export interface TestLinkAddress {
  shop: ShopId;
  campaignId: bigint;
  /** Which of the campaign's variants, counted from 0. */
  variant: number;
  position: number;
}

/** The token of `/l/<token>` in a test message: signed for that alone, so that it is never taken for a contact's link. */
export function testLinkToken({ shop, campaignId, variant, position }: TestLinkAddress): string {
  return signNumbers('test-link', [shop, campaignId, position, variant]);
}

/** What the token of a test's link says; undefined where it is none. */
export function readTestLinkToken(token: string): TestLinkAddress | undefined {
  // Tests of before there were variants say none: they are of the first.
  const [shop, campaignId, position, variant = 0n, ...rest] = readNumbers('test-link', token) ?? [];
  if (shop === undefined || campaignId === undefined || position === undefined || rest.length > 0)
    return undefined;
  return { shop: Number(shop), campaignId, variant: Number(variant), position: Number(position) };
}

/** One link of a test of an automation's message. */
export interface StepTestLinkAddress {
  shop: ShopId;
  messageId: bigint;
  position: number;
}

/** The token of `/l/<token>` in a test of an automation's message. */
export function stepTestLinkToken({ shop, messageId, position }: StepTestLinkAddress): string {
  return signNumbers('step-test-link', [shop, messageId, position]);
}

/** What the token of such a link says; undefined where it is none. */
export function readStepTestLinkToken(token: string): StepTestLinkAddress | undefined {
  const [shop, messageId, position, ...rest] = readNumbers('step-test-link', token) ?? [];
  if (shop === undefined || messageId === undefined || position === undefined || rest.length > 0)
    return undefined;
  return { shop: Number(shop), messageId, position: Number(position) };
}

/** The token of `/u/<token>`: one delivery, whose contact may unsubscribe with it. */
export function unsubscribeToken(shop: ShopId, deliveryId: bigint): string {
  return signNumbers('unsubscribe', [shop, deliveryId]);
}

/** What an unsubscribe token says; undefined where we did not make it, or it was altered. */
export function readUnsubscribeToken(token: string): { shop: ShopId; deliveryId: bigint } | undefined {
  const [shop, deliveryId, ...rest] = readNumbers('unsubscribe', token) ?? [];
  if (shop === undefined || deliveryId === undefined || rest.length > 0) return undefined;
  return { shop: Number(shop), deliveryId };
}

/** What a visit to the page behind an unsubscribe link has withdrawn, as bits; `at` is when it began. */
export function visitToken(shop: ShopId, deliveryId: bigint, at: Date, withdrawn: number): string {
  return signNumbers('preferences', [shop, deliveryId, at.getTime(), withdrawn]);
}

/** What the token of a visit says of this delivery; undefined where we did not make it for it, or it was altered. */
export function readVisitToken(
  token: string,
  shop: ShopId,
  deliveryId: bigint,
): { at: Date; withdrawn: number } | undefined {
  const [ofShop, ofDelivery, at, withdrawn, ...rest] = readNumbers('preferences', token) ?? [];
  if (at === undefined || withdrawn === undefined || rest.length > 0) return undefined;
  if (ofShop !== BigInt(shop) || ofDelivery !== deliveryId) return undefined;
  return { at: new Date(Number(at)), withdrawn: Number(withdrawn) };
}

/** The token of `/o/<token>`: the image at the end of one delivery. */
export function openToken(shop: ShopId, deliveryId: bigint, versionId: bigint): string {
  return signNumbers('open', [shop, deliveryId, versionId]);
}

/** What the token of an image says; undefined where we did not make it, or it was altered. */
export function readOpenToken(
  token: string,
): { shop: ShopId; deliveryId: bigint; versionId: bigint } | undefined {
  const [shop, deliveryId, versionId, ...rest] = readNumbers('open', token) ?? [];
  if (shop === undefined || deliveryId === undefined || versionId === undefined) return undefined;
  return rest.length > 0 ? undefined : { shop: Number(shop), deliveryId, versionId };
}

/** A click's id as it travels through the shop (`st_click`): signed for this shop alone. */
export function clickToken(shop: ShopId, clickId: string | Uint8Array): string {
  return signBytes(`click ${shop}`, typeof clickId === 'string' ? uuidBytes(clickId) : clickId);
}

/** The click id in a token; undefined where this shop's clicks never had it, or it was altered. */
export function readClickToken(shop: ShopId, token: string): string | undefined {
  const bytes = readBytes(`click ${shop}`, token);
  return bytes?.length === 16 ? toUuid(bytes) : undefined;
}
