import {
  type AutomationRow,
  type AutomationStatus,
  type AutomationTab,
  type EditedAutomation,
  statusesOf,
} from '~/automations/automation';
import { type Flow, flowSchema, sendSteps } from '~/automations/definition';
import { type Db, db, type Message, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import {
  changeStepMessage,
  type MessageContent,
  saveStepMessage,
  type StepMessage,
} from '~/messaging/message-store.server';

/**
 * A draft. Steps that send get their messages with it.
 * @param contents what the messages say already, by the id of the step
 */
export async function createAutomation(
  shop: ShopId,
  { name, flow }: { name: string; flow: Flow },
  contents: ReadonlyMap<string, MessageContent>,
  now: Date,
): Promise<bigint> {
  return db.$transaction(async (tx) => {
    const { id } = await tx.automation.create({
      data: { shopId: shop, name: name.trim(), status: 'draft', draft: flow, createdAt: now, updatedAt: now },
    });
    await saveMessages(shop, id, flow, now, tx);
    for (const { id: stepId } of sendSteps(flow)) {
      const content = contents.get(stepId);
      if (content) await changeStepMessage(shop, id, stepId, content, now, tx);
    }
    return id;
  });
}

/** Undefined where there is none, or none any more. */
export async function loadAutomation(
  shop: ShopId,
  id: bigint,
  tx: Db = db,
): Promise<EditedAutomation | undefined> {
  const found = await tx.automation.findFirst({
    where: { shopId: shop, id, deletedAt: null },
    include: { messages: true },
  });
  if (!found) return undefined;
  const { messages, draft, ...automation } = found;
  return {
    automation: { ...automation, status: automation.status as AutomationStatus },
    flow: flowSchema.parse(draft),
    messages: new Map(messages.map((message) => [message.stepId ?? '', message])),
  };
}

export const AUTOMATIONS_PER_PAGE = 25;

/** The automations of a tab whose name contains the search, last changed first; `page` counts from 1. */
export async function listAutomations(
  shop: ShopId,
  {
    tab,
    search,
    page,
    limit = AUTOMATIONS_PER_PAGE,
  }: { tab: AutomationTab; search: string; page: number; limit?: number },
): Promise<{ rows: AutomationRow[]; total: number; pageSize: number }> {
  const statuses = [...statusesOf[tab]];
  const wanted = search.trim().toLowerCase();
  const rows = await db.$queryRaw<(Omit<AutomationRow, 'triggers'> & { flow: unknown; total: number })[]>`
    SELECT a.id, a.name, a.status, a.updated_at AS "updatedAt", COALESCE(v.definition, a.draft) AS flow,
      (count(*) OVER ())::int AS total
    FROM automation a
    LEFT JOIN automation_version v ON v.shop_id = a.shop_id AND v.automation_id = a.id AND v.version = a.version
    WHERE a.shop_id = ${shop}::int AND a.deleted_at IS NULL AND a.status = ANY(${statuses}::text[])
      AND strpos(lower(a.name COLLATE "und-x-icu"), ${wanted}) > 0
    ORDER BY a.updated_at DESC, a.id DESC
    LIMIT ${limit}::int OFFSET ${(Math.max(page, 1) - 1) * limit}::int`;
  return {
    rows: rows.map(({ flow, total: _, ...row }) => ({ ...row, triggers: flowSchema.parse(flow).triggers })),
    total: rows[0]?.total ?? 0,
    pageSize: limit,
  };
}

/** Keeps the draft; what is published stays as it is. The message of a step takes over its channel, name and tracking. */
export async function saveDraft(
  shop: ShopId,
  id: bigint,
  flow: Flow,
  now: Date,
): Promise<Outcome<void, 'not_found'>> {
  return db.$transaction(async (tx) => {
    if (!(await change(shop, id, { draft: flow }, now, tx))) return refused('not_found');
    await saveMessages(shop, id, flow, now, tx);
    return done(undefined);
  });
}

/** Keeps what the message of a step says; what is published stays as it is. */
export async function saveStepContent(
  shop: ShopId,
  id: bigint,
  stepId: string,
  content: MessageContent,
  now: Date,
): Promise<Outcome<void, 'not_found'>> {
  return db.$transaction(async (tx) => {
    if (!(await change(shop, id, {}, now, tx))) return refused('not_found');
    const changed = await changeStepMessage(shop, id, stepId, content, now, tx);
    return changed ? done(undefined) : refused('not_found');
  });
}

/** @param name not empty; what is published keeps its name in tags until it is published again */
export async function renameAutomation(
  shop: ShopId,
  id: bigint,
  name: string,
  now: Date,
): Promise<Outcome<void, 'not_found'>> {
  return (await change(shop, id, { name: name.trim() }, now, db)) ? done(undefined) : refused('not_found');
}

/** Turns a published automation on or off. Returns whether it was the other way. */
export async function setStatus(
  shop: ShopId,
  id: bigint,
  status: 'active' | 'paused',
  now: Date,
  tx: Db,
): Promise<boolean> {
  const { count } = await tx.automation.updateMany({
    where: {
      shopId: shop,
      id,
      deletedAt: null,
      version: { not: null },
      status: status === 'active' ? 'paused' : 'active',
    },
    data: { status, updatedAt: now },
  });
  return count > 0;
}

/** Takes an automation away: one that was never published with all it has, another out of sight. */
export async function removeAutomation(shop: ShopId, id: bigint, now: Date, tx: Db): Promise<void> {
  await tx.automation.deleteMany({ where: { shopId: shop, id, version: null } });
  await tx.automation.updateMany({
    where: { shopId: shop, id },
    data: { status: 'paused', listensTo: [], deletedAt: now },
  });
}

/** Of the locks that stand for all automations of a shop; the shop's number is the other half of the key. */
const ALL_OF_SHOP = 1_635_087_471;

/**
 * Waits until nobody enters or goes through the shop's automations, and keeps it so until the transaction ends: for
 * turning one on or off, publishing and deleting.
 */
export async function lockAutomations(shop: ShopId, tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM pg_advisory_xact_lock(${ALL_OF_SHOP}::int, ${shop}::int)`;
}

/**
 * Keeps the shop's automations as they are until the transaction ends.
 * @param wait false where the transaction holds enrolments already: whoever has the lock may want them
 * @returns whether it is so: without waiting, somebody may be changing them
 */
export async function keepAutomations(shop: ShopId, { wait }: { wait: boolean }, tx: Sql): Promise<boolean> {
  if (wait)
    await tx.$executeRaw`SELECT 1 FROM pg_advisory_xact_lock_shared(${ALL_OF_SHOP}::int, ${shop}::int)`;
  const [tried] = wait
    ? [{ got: true }]
    : await tx.$queryRaw<{ got: boolean }[]>`
        SELECT pg_try_advisory_xact_lock_shared(${ALL_OF_SHOP}::int, ${shop}::int) AS got`;
  return tried?.got ?? false;
}

/** Makes a version the one that contacts enter from now on, and turns the automation on. */
export async function markPublished(
  shop: ShopId,
  id: bigint,
  { version, listensTo }: { version: number; listensTo: string[] },
  now: Date,
  tx: Db,
): Promise<void> {
  await tx.automation.updateMany({
    where: { shopId: shop, id },
    data: { version, listensTo, updatedAt: now },
  });
  await tx.automation.updateMany({
    where: { shopId: shop, id, status: 'draft' },
    data: { status: 'active' },
  });
}

async function change(
  shop: ShopId,
  id: bigint,
  data: { name?: string; draft?: Flow },
  now: Date,
  tx: Db,
): Promise<boolean> {
  const { count } = await tx.automation.updateMany({
    where: { shopId: shop, id, deletedAt: null },
    data: { ...data, updatedAt: now },
  });
  return count > 0;
}

/** Messages of steps that are gone stay: the step may come back by an undo, and what was sent needs them. */
async function saveMessages(shop: ShopId, id: bigint, flow: Flow, now: Date, tx: Db): Promise<void> {
  const messages = sendSteps(flow).map((step): StepMessage => ({
    stepId: step.id,
    stepName: step.name,
    channel: step.channel,
    trackSales: step.tracking.on,
    utmSource: step.tracking.source.trim(),
    utmMedium: step.tracking.medium.trim(),
    utmCampaign: step.tracking.campaign.trim(),
  }));
  for (const message of messages) await saveStepMessage(shop, id, message, now, tx);
}

/** The content of each step's message, for a copy or a check. */
export const contentsOf = (messages: ReadonlyMap<string, Message>): Map<string, MessageContent> =>
  new Map(
    [...messages].map(([stepId, { subject, preheader, html, text, design, template, voice }]) => [
      stepId,
      { subject, preheader, html, text, design, template, voice },
    ]),
  );
