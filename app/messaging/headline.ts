import { renderMergeTags } from '~/tagging/merge-tags';

const LONGEST = 80;

/** What a text without a subject is called in lists and reports: its first line, without the addresses in it. */
export function headlineOf(text: string): string {
  const readable = renderMergeTags(text, {}, 'none');
  const lines = readable.split('\n').map((line) => line.trim());
  const said = lines.map((line) => line.replaceAll(/https?:\/\/\S+/gi, ' ').replaceAll(/\s+/g, ' '));
  const first = said.map((line) => line.replace(/[\s:–—-]+$/, '').trim()).find(Boolean);
  const characters = [...(first ?? lines.find(Boolean) ?? '')];
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
