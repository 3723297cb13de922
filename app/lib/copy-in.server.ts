import type pg from 'pg';

/** Where no message was longer, its memory is used again. */
const KEPT_BYTES = 1024 * 1024;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** 2000-01-01, from where PostgreSQL counts. */
const EPOCH_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;

/**
 * Stores many rows at the least cost for either side: one COPY in binary form, which is one transaction, sent as a
 * whole. The server passes over the data of a COPY that it refused, so nothing has to be waited for in between.
 * @param statement `COPY … FROM STDIN (FORMAT binary)`
 * @param write gives the columns of one item, in the order of the statement
 */
export async function copyIn<Item>(
  pool: pg.Pool,
  statement: string,
  items: readonly Item[],
  write: (rows: CopiedRows, item: Item) => void,
): Promise<void> {
  const rows = spare.get(statement) ?? new CopiedRows(statement);
  spare.delete(statement);
  rows.begin();
  for (const item of items) write(rows, item);
  const message = rows.message();
  const client = await pool.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      client.query(new Copy(message, (error) => (error ? reject(error) : resolve())));
    });
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  if (message.length <= KEPT_BYTES) spare.set(statement, rows);
}

/** Memory that no connection reads any more. New memory for each group is little to take and much to give back. */
const spare = new Map<string, CopiedRows>();

/** A COPY as the driver runs it. */
class Copy implements pg.Submittable {
  readonly query_timeout = 2_500;

  constructor(
    private readonly message: Buffer,
    /** The driver puts its own in place, which ends the time that it has. */
    public callback: (error?: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    connection.stream.write(this.message);
  }

  handleCopyInResponse(): void {
    // What it asks for is on its way.
  }

  handleCommandComplete(): void {
    // It is committed; the connection is free a moment later.
  }

  handleReadyForQuery(): void {
    this.callback();
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

/** The rows of a COPY in its binary form: no value is made into text here and read back there. */
export class CopiedRows {
  private bytes = Buffer.allocUnsafeSlow(KEPT_BYTES);
  private at = 0;
  private readonly lengthAt: number;

  constructor(statement: string) {
    const asked = this.bytes.write(`Q    ${statement}\0`);
    this.bytes.writeInt32BE(asked - 1, 1);
    this.lengthAt = asked + this.bytes.write('d', asked);
    SIGNATURE.copy(this.bytes, this.lengthAt + 4);
  }

  /** Begins anew. */
  begin(): void {
    this.at = this.lengthAt + 4 + SIGNATURE.length;
  }

  /** Begins a row of so many columns. */
  row(columns: number): void {
    this.room(2);
    this.at = this.bytes.writeInt16BE(columns, this.at);
  }

  int(value: number): void {
    this.room(8);
    this.at = this.bytes.writeInt32BE(value, this.bytes.writeInt32BE(4, this.at));
  }

  bigint(value: bigint | null): void {
    if (value === null) return this.nothing();
    this.room(12);
    this.at = this.bytes.writeBigInt64BE(value, this.bytes.writeInt32BE(8, this.at));
  }

  /** To the millisecond, until 2285. */
  timestamp(value: Date): void {
    this.room(12);
    const microseconds = (value.getTime() - EPOCH_MS) * 1_000;
    this.at = this.bytes.writeInt32BE(8, this.at);
    this.at = this.bytes.writeInt32BE(Math.floor(microseconds / TWO_TO_32), this.at);
    this.at = this.bytes.writeUInt32BE(microseconds >>> 0, this.at);
  }

  uuid(value: Uint8Array): void {
    this.room(20);
    this.at = this.bytes.writeInt32BE(16, this.at);
    this.bytes.set(value, this.at);
    this.at += 16;
  }

  text(value: string | null): void {
    if (value === null) return this.nothing();
    this.room(4 + 3 * value.length);
    const length = this.bytes.write(value, this.at + 4);
    this.at = this.bytes.writeInt32BE(length, this.at) + length;
  }

  /** All that goes over the wire. */
  message(): Buffer {
    this.row(-1);
    this.bytes.writeInt32BE(this.at - this.lengthAt, this.lengthAt);
    this.room(5);
    this.at += this.bytes.write('c', this.at, 'latin1');
    this.at = this.bytes.writeInt32BE(4, this.at);
    return this.bytes.subarray(0, this.at);
  }

  private nothing(): void {
    this.room(4);
    this.at = this.bytes.writeInt32BE(-1, this.at);
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.at + length));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
