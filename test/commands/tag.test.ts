import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const TAGS = ['--source', 'newsletter', '--medium', 'email', '--campaign', 'spring_sale'];

async function tag(args: string[], input: string | Buffer) {
  const child = spawn('node_modules/.bin/tsx', ['app/commands/tag.ts', ...args]);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString() };
}

describe('the tag command', () => {
  it('tags what comes in, and tells what it did as JSON on standard error', async () => {
    const { code, out, err } = await tag(
      TAGS,
      '<a href="https://shop.example/p">P</a> <a href=mailto:a@b.example>M</a>',
    );
    expect(code).toBe(0);
    expect(out.toString()).toBe(
      '<a href="https://shop.example/p?utm_source=newsletter&amp;utm_medium=email&amp;utm_campaign=spring_sale">P</a> <a href=mailto:a@b.example>M</a>',
    );
    expect(JSON.parse(err)).toEqual({ links: 2, tagged: 1, skipped: { mailto: 1 } });
  });

  it('tags plain text where told so', async () => {
    const { out } = await tag([...TAGS, '--format', 'text', '--id', 'v1'], 'Now: https://shop.example/p.\n');
    expect(out.toString()).toBe(
      'Now: https://shop.example/p?utm_source=newsletter&utm_medium=email&utm_campaign=spring_sale&utm_id=v1.\n',
    );
  });

  it('gives back every byte of content that is not UTF-8', async () => {
    const bytes = Buffer.from([0x3c, 0x70, 0x3e, 0xe9, 0xff, 0x00, 0x80, 0x0d, 0x0a]);
    expect((await tag(TAGS, bytes)).out).toEqual(bytes);
  });

  it.each([
    [['--source', 'x'], '--source, --medium and --campaign are needed'],
    [[...TAGS, '--format', 'pdf'], '--format is html or text, not pdf'],
    [[...TAGS, '--nonsense'], '--nonsense'],
  ])('refuses %j with exit code 2 and a clear message', async (args, message) => {
    const { code, out, err } = await tag(args, 'x');
    expect(code).toBe(2);
    expect(out).toHaveLength(0);
    expect(err).toContain(message);
  });
});
