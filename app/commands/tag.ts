import { parseArgs } from 'node:util';
import { tagContent } from '~/tagging/tag-content';
import type { Tags } from '~/tagging/tags';

const USAGE = `usage: npm run -s tag -- --source S --medium M --campaign C [--content …] [--term …] [--id …] [--format html|text] < in > out`;

/**
 * `npm run tag`: tags what comes in on standard input and changes nothing else. Tagged content goes to standard
 * output, a JSON summary to standard error; exit code 2 on wrong arguments.
 */
async function main(): Promise<void> {
  const { tags, format } = argumentsOf(process.argv.slice(2));
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  const { text, encoding } = decode(Buffer.concat(chunks));
  const { content, report } = tagContent(text, format, tags);
  process.stdout.write(Buffer.from(content, encoding));
  process.stderr.write(`${JSON.stringify(report)}\n`);
}

function argumentsOf(args: string[]): { tags: Tags; format: 'html' | 'text' } {
  try {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args,
      options: {
        source: option,
        medium: option,
        campaign: option,
        content: option,
        term: option,
        id: option,
        format: { ...option, default: 'html' },
      },
    });
    const { source, medium, campaign, content, term, id, format } = values;
    if (!source || !medium || !campaign) throw new Error('--source, --medium and --campaign are needed');
    if (format !== 'html' && format !== 'text') throw new Error(`--format is html or text, not ${format}`);
    return { tags: { source, medium, campaign, content, term, id }, format };
  } catch (error) {
    process.stderr.write(`tag: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

/** UTF-8 where it is that, byte order mark and all; else one character a byte, so that every byte comes out again. */
function decode(bytes: Buffer): { text: string; encoding: 'utf8' | 'latin1' } {
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: 'utf8',
    };
  } catch {
    return { text: bytes.toString('latin1'), encoding: 'latin1' };
  }
}

await main();
