import { z } from 'zod';
import type { PublishedFlow } from '~/automations/automation';
import type { OtherAutomation } from '~/automations/check-definition';
import { allSteps, type Flow, flowSchema } from '~/automations/definition';
import { type AutomationVersion, type Db, db, fieldsOf, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

const VERSION = fieldsOf(Prisma.AutomationVersionScalarFieldEnum);

const messagesSchema = z.record(z.string(), z.string().regex(/^\d+$/));

/** Adds the next version of an automation. Returns its number. */
export async function insertVersion(
  shop: ShopId,
  automationId: bigint,
  published: { name: string; flow: Flow; messages: ReadonlyMap<string, bigint> },
  now: Date,
  tx: Db,
): Promise<number> {
  const { _max } = await tx.automationVersion.aggregate({
    where: { shopId: shop, automationId },
    _max: { version: true },
  });
  const version = (_max.version ?? 0) + 1;
  await tx.automationVersion.create({
    data: {
      shopId: shop,
      automationId,
      version,
      name: published.name,
      definition: published.flow,
      messages: Object.fromEntries([...published.messages].map(([step, id]) => [step, String(id)])),
      publishedAt: now,
    },
  });
  return version;
}

/** A version; undefined where there is none. */
export async function loadPublished(
  shop: ShopId,
  automationId: bigint,
  version: number,
  tx: Sql = db,
): Promise<PublishedFlow | undefined> {
  const [found] = await tx.$queryRaw<AutomationVersion[]>`
    SELECT ${VERSION} FROM automation_version
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND version = ${version}::int`;
  return found && publishedOf(found);
}

/** The published versions of the shop's automations that are on, by the id of the automation. */
export async function activeVersions(shop: ShopId, tx: Sql): Promise<{ id: bigint; version: number }[]> {
  return tx.$queryRaw`
    SELECT id, version FROM automation
    WHERE shop_id = ${shop}::int AND status = 'active' AND deleted_at IS NULL AND version IS NOT NULL
    ORDER BY id`;
}

/** All versions of an automation, the newest first. */
export async function listVersions(shop: ShopId, automationId: bigint): Promise<PublishedFlow[]> {
  const found = await db.automationVersion.findMany({
    where: { shopId: shop, automationId },
    orderBy: { version: 'desc' },
  });
  return found.map(publishedOf);
}

/** The shop's automations but one, by id: what each starts as it is published, and whether it can be started. */
export async function loadOthers(
  shop: ShopId,
  besides: bigint,
  tx: Db = db,
): Promise<Map<string, OtherAutomation>> {
  const rows = await tx.$queryRaw<{ id: bigint; name: string; published: unknown; draft: unknown }[]>`
    SELECT a.id, a.name, v.definition AS published, a.draft FROM automation a
    LEFT JOIN automation_version v ON v.shop_id = a.shop_id AND v.automation_id = a.id AND v.version = a.version
    WHERE a.shop_id = ${shop}::int AND a.id <> ${besides}::bigint AND a.deleted_at IS NULL`;
  return new Map(
    rows.map(({ id, name, published, draft }) => {
      const flow = flowSchema.parse(published ?? draft);
      const starts = published
        ? allSteps(flow.steps).flatMap((step) =>
            step.kind === 'start' && step.automationId !== null ? [step.automationId] : [],
          )
        : [];
      const startable = flow.triggers.some(({ kind }) => kind === 'started');
      return [String(id), { name, startable, starts }];
    }),
  );
}

function publishedOf({ version, name, definition, messages, publishedAt }: AutomationVersion): PublishedFlow {
  return {
    version,
    name,
    flow: flowSchema.parse(definition),
    messages: new Map(Object.entries(messagesSchema.parse(messages)).map(([step, id]) => [step, BigInt(id)])),
    publishedAt,
  };
}
