import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { inSnapshot, type Shop, type Sql } from '~/db.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import {
  FILE_NAMES,
  type FileName,
  FORMAT,
  MANIFEST,
  type Manifest,
  manifestSchema,
  type Row,
  ROWS,
  VERSION,
} from '~/attribution/archive/archive';
import { ArchiveFile } from '~/attribution/archive/archive-file.server';
import {
  type OrderRow,
  readOrderRows,
  readTable,
  readVersionIds,
  readWaiting,
  type Stretch,
  stretchesOf,
  TABLE_NAMES,
} from '~/attribution/archive/archive-rows.server';
import { archivedMessage, evidenceOf } from '~/attribution/archive/archived-facts';
import { listSettings } from '~/attribution/attribution-store.server';
import { readOwnHosts, readVersions } from '~/attribution/evidence-rows.server';
import type { Facts } from '~/attribution/facts';
import { gatherEvidence, versionFact } from '~/attribution/gather-evidence.server';
import { keptSince } from '~/tracking/retention-store.server';

/** How many orders, or messages, are held in memory at once. */
const PART = 500;

type Files = { [Name in FileName]: ArchiveFile<Name> };

/**
 * Writes all that a shop's credits rest on, and the credits, into a folder: every order with how it stands, ledger entry,
 * touch, evidence, credit, message and version of the settings, all of one moment. The manifest is written last.
 * @param folder made where there is none; must be empty
 * @param onPart is told how many orders are written so far
 */
export async function exportArchive(
  shop: Shop,
  folder: string,
  now: Date,
  onPart: (orders: number) => void,
): Promise<Outcome<Manifest, 'not_empty'>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) return refused('not_empty');
  const files = Object.fromEntries(
    await Promise.all(FILE_NAMES.map(async (name) => [name, await ArchiveFile.create(folder, name)])),
  ) as Files;
  const about = await inSnapshot(async (tx) => {
    await writeSettings(shop, files, tx);
    await writeMessages(shop, files, tx);
    await writeOrders(shop, files, tx, onPart);
    return { ownHosts: await readOwnHosts(shop.id, tx), keptSince: await keptSince(shop.id, tx) };
  });
  const closed = await Promise.all(FILE_NAMES.map(async (name) => [name, await files[name].close()]));
  const { domain, currency, timeZone } = shop;
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    shop: { domain, currency, timeZone, ownHosts: about.ownHosts },
    takenAt: now,
    keptSince: about.keptSince,
    files: Object.fromEntries(closed) as Manifest['files'],
  };
  const text = JSON.stringify(z.encode(manifestSchema, manifest), null, 2);
  await writeFile(join(folder, MANIFEST), `${text}\n`, { flag: 'wx', mode: 0o600 });
  return done(manifest);
}

async function writeSettings(shop: Shop, files: Files, tx: Sql): Promise<void> {
  const versions = await listSettings(shop.id, tx);
  await files.settings.add(versions.toSorted((a, b) => a.version - b.version));
}

async function writeMessages(shop: Shop, files: Files, tx: Sql): Promise<void> {
  const ids = await readVersionIds(shop.id, tx);
  for (let start = 0; start < ids.length; start += PART) {
    const named = { ids: ids.slice(start, start + PART), publicIds: [], tags: [], codes: [] };
    const versions = (await readVersions(shop.id, named, tx)).map(versionFact);
    await files.messages.add(versions.sort((a, b) => (a.id < b.id ? -1 : 1)).map(archivedMessage));
  }
}

async function writeOrders(
  shop: Shop,
  files: Files,
  tx: Sql,
  onPart: (orders: number) => void,
): Promise<void> {
  const waiting = await readWaiting(shop.id, tx);
  let orders = 0;
  for await (const stretch of stretchesOf(shop.id, PART, tx)) {
    const rows = await readOrderRows(shop.id, stretch, tx);
    const gathered = await gatherEvidence(
      shop.id,
      rows.map(({ id }) => id),
      tx,
    );
    const byId = new Map(gathered.map((facts) => [facts.order.id, facts]));
    const known = rows.flatMap((row) => {
      const facts = byId.get(row.id);
      return facts ? [{ row, facts }] : [];
    });
    await files.orders.add(known.map(({ row, facts }) => orderOf(facts, row, waiting.has(row.id))));
    await files.evidence.add(known.map(({ facts }) => evidenceOf(facts)));
    for (const name of TABLE_NAMES) await writeTable(name, shop, stretch, files, tx);
    orders += rows.length;
    onPart(orders);
  }
}

async function writeTable<Name extends (typeof TABLE_NAMES)[number]>(
  name: Name,
  shop: Shop,
  stretch: Stretch,
  files: Files,
  tx: Sql,
): Promise<void> {
  const rows = await readTable(name, shop.id, stretch, tx);
  await files[name].add(rows as Row<Name>[]);
}

const decided = ROWS.orders.shape.standing.unwrap().pick({ bucket: true, reason: true });

function orderOf({ order }: Facts, row: OrderRow, waiting: boolean): Row<'orders'> {
  const { createdAt, updatedAt, sourceName, financialStatus, totalMinor } = row;
  const { id, cartClickId: _, landing: __, discountCodes: ___, ...told } = order;
  return {
    orderId: id,
    ...told,
    createdAt,
    updatedAt,
    sourceName,
    financialStatus,
    totalMinor,
    standing:
      row.settingsVersion === null
        ? null
        : { settingsVersion: row.settingsVersion, decidedAt: row.decidedAt, ...decided.parse(row) },
    waiting,
  };
}
