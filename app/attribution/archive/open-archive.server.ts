import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  BrokenArchive,
  FILE_NAMES,
  type FileName,
  FORMAT,
  MANIFEST,
  type Manifest,
  manifestSchema,
  pathOf,
  type Row,
  ROWS,
  VERSION,
} from '~/attribution/archive/archive';
import type { ArchivedOrder } from '~/attribution/archive/recompute-order';

export interface OpenArchive {
  manifest: Manifest;
  settings: Row<'settings'>[];
  messages: Row<'messages'>[];
  /** Files that are whole and were changed since they were written. */
  altered: string[];
  /** By ascending id, as they stream in. */
  orders: () => AsyncGenerator<ArchivedOrder>;
}

/**
 * Opens an archive after every file was compared with the manifest.
 * @throws BrokenArchive where it is none, is of another version, or lacks something
 */
export async function openArchive(folder: string): Promise<OpenArchive> {
  const manifest = await readManifest(folder);
  const altered: string[] = [];
  for (const name of FILE_NAMES) {
    const told = manifest.files[name];
    const found = await measure(folder, name);
    if (found.rows !== told.rows)
      throw new BrokenArchive(`${pathOf(name)} has ${found.rows} rows, and had ${told.rows} when exported`);
    if (found.sha256 !== told.sha256) altered.push(pathOf(name));
  }
  return {
    manifest,
    settings: await allRows(folder, 'settings'),
    messages: await allRows(folder, 'messages'),
    altered,
    orders: () => ordersIn(folder),
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: unknown) => {
    throw new BrokenArchive(`there is no ${MANIFEST}: no archive, or one that was not exported to its end`, {
      cause: error,
    });
  });
  const said = parsed(text, MANIFEST) as { format?: unknown; version?: unknown } | null;
  if (said?.format !== FORMAT) throw new BrokenArchive(`${MANIFEST} is not that of an archive`);
  if (said.version !== VERSION)
    throw new BrokenArchive(`the archive is of version ${String(said.version)}; this reads ${VERSION}`);
  return valid(manifestSchema, said, MANIFEST);
}

/** Counts the lines of a file, the last one only where it ends. */
async function measure(folder: string, name: FileName): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  try {
    for await (const chunk of createReadStream(join(folder, pathOf(name)))) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) rows += 1;
    }
  } catch (error) {
    throw new BrokenArchive(`${pathOf(name)} cannot be read`, { cause: error });
  }
  return { rows, sha256: hash.digest('hex') };
}

async function* rowsOf<Name extends FileName>(folder: string, name: Name): AsyncGenerator<Row<Name>> {
  const schema: z.ZodType = ROWS[name];
  const file = await open(join(folder, pathOf(name)));
  let line = 0;
  for await (const text of file.readLines()) {
    line += 1;
    const where = `${pathOf(name)}, line ${line}`;
    yield valid(schema, parsed(text, where), where) as Row<Name>;
  }
}

async function allRows<Name extends FileName>(folder: string, name: Name): Promise<Row<Name>[]> {
  const rows: Row<Name>[] = [];
  for await (const row of rowsOf(folder, name)) rows.push(row);
  return rows;
}

/** The files that have rows of orders, side by side: all are by ascending order id. */
async function* ordersIn(folder: string): AsyncGenerator<ArchivedOrder> {
  const orders = new ByOrder(rowsOf(folder, 'orders'));
  const evidence = new ByOrder(rowsOf(folder, 'evidence'));
  const touches = new ByOrder(rowsOf(folder, 'touches'));
  const credits = new ByOrder(rowsOf(folder, 'credits'));
  const renewals = new ByOrder(rowsOf(folder, 'renewals'));
  for (;;) {
    const next = await Promise.all([orders, evidence, touches, credits, renewals].map((file) => file.next()));
    const ids = next.filter((id) => id !== undefined);
    if (ids.length === 0) return;
    const orderId = ids.reduce((least, id) => (id < least ? id : least));
    yield {
      orderId,
      order: (await orders.take(orderId))[0],
      evidence: (await evidence.take(orderId))[0],
      touches: await touches.take(orderId),
      credits: await credits.take(orderId),
      renewals: await renewals.take(orderId),
    };
  }
}

/** Rows that are read order by order. */
class ByOrder<Row extends { orderId: bigint }> {
  private head: Row | undefined;
  private readonly rows: AsyncGenerator<Row>;

  constructor(rows: AsyncGenerator<Row>) {
    this.rows = rows;
  }

  /** Id of the order whose rows come next; undefined at the end. */
  async next(): Promise<bigint | undefined> {
    if (!this.head) await this.read();
    return this.head?.orderId;
  }

  async take(orderId: bigint): Promise<Row[]> {
    const rows: Row[] = [];
    while ((await this.next()) === orderId && this.head) {
      rows.push(this.head);
      await this.read();
    }
    return rows;
  }

  private async read(): Promise<void> {
    const before = this.head;
    const next = await this.rows.next();
    this.head = next.done ? undefined : next.value;
    if (this.head && before && this.head.orderId < before.orderId)
      throw new BrokenArchive(`order ${this.head.orderId} comes after ${before.orderId}`);
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BrokenArchive(`${where} is no JSON`, { cause: error });
  }
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BrokenArchive(`${where}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
