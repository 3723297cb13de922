import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileName, lineOf, type Manifest, pathOf, type Row } from '~/attribution/archive/archive';

/** A file of an archive while it is written; nobody else may read it. */
export class ArchiveFile<Name extends FileName> {
  private rows = 0;
  private readonly hash = createHash('sha256');

  private constructor(
    private readonly name: Name,
    private readonly handle: FileHandle,
  ) {}

  static async create<Name extends FileName>(folder: string, name: Name): Promise<ArchiveFile<Name>> {
    return new ArchiveFile(name, await open(join(folder, pathOf(name)), 'wx', 0o600));
  }

  async add(rows: readonly Row<Name>[]): Promise<void> {
    const lines = rows.map((row) => lineOf(this.name, row)).join('');
    this.hash.update(lines);
    this.rows += rows.length;
    await this.handle.appendFile(lines);
  }

  /** Ends it on the disk. @returns what the manifest says of it */
  async close(): Promise<Manifest['files'][FileName]> {
    await this.handle.sync();
    await this.handle.close();
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }
}
