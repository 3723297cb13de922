import { cleanUrl } from './skip-reason';

const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table hr'.split(' '));
const LINES = new Set('div tr li dt dd center section article header footer form caption'.split(' '));
const CELLS = new Set(['td', 'th']);
/** Characters that fill up previews and hold back line breaks: nothing to read. */
const INVISIBLE = /[\u00AD\u034F\u200B\uFEFF]|\u200C(?=[\s\u00A0]|$)/g;

/** Writes elements and words as plain text, line by line. */
export class TextWriter {
  private parts: string[] = [];
  /** Line breaks owed before the next word: 1 ends the line, 2 the paragraph. */
  private breaks = 0;
  private isSpaceOwed = false;
  /** A link was the last word: a letter must not follow it without a space. */
  private isAfterLink = false;
  private anchor: { url: string; words: string } | undefined;
  /** The lists that are open: how far each is numbered, undefined where items are only marked. */
  private lists: (number | undefined)[] = [];

  open(element: string, attributes: ReadonlyMap<string, string>): void {
    if (element === 'a') {
      this.closeAnchor();
      const url = attributes.get('href');
      if (url !== undefined) this.anchor = { url, words: '' };
    } else if (element === 'br') this.breakLine();
    else if (element === 'img') this.text(attributes.get('alt') ?? '');
    else if (element === 'area') this.link(attributes.get('href') ?? '', attributes.get('alt') ?? '');
    else {
      this.breakBlock(element);
      if (element === 'ul') this.lists.push(undefined);
      else if (element === 'ol') this.lists.push(0);
      else if (element === 'li') this.markItem();
    }
  }

  close(element: string): void {
    if (element === 'a') this.closeAnchor();
    else this.breakBlock(element);
    if (element === 'ul' || element === 'ol') this.lists.pop();
  }

  text(text: string): void {
    const visible = text.replace(INVISIBLE, '');
    const words = visible
      .split(/[\s\u00A0]+/)
      .filter(Boolean)
      .join(' ');
    if (/^[\s\u00A0]/.test(visible)) this.isSpaceOwed = true;
    if (words === '') return;
    this.write(words);
    this.isSpaceOwed = /[\s\u00A0]$/.test(visible);
  }

  finish(): string {
    this.closeAnchor();
    return this.parts.length === 0 ? '' : `${this.parts.join('').trim()}\n`;
  }

  private write(words: string): void {
    const isApart = this.isSpaceOwed || (this.isAfterLink && /^[\p{L}\p{N}<{(]/u.test(words));
    const gap = this.breaks > 0 ? '\n'.repeat(this.breaks) : isApart ? ' ' : '';
    if (this.parts.length > 0) this.parts.push(gap);
    if (this.anchor) this.anchor.words += (gap && ' ') + words;
    this.parts.push(words);
    this.breaks = 0;
    this.isSpaceOwed = false;
    this.isAfterLink = false;
  }

  private breakLine(): void {
    this.breaks = Math.min(2, this.breaks + 1);
  }

  private breakBlock(element: string): void {
    if (PARAGRAPHS.has(element)) this.breaks = 2;
    else if (LINES.has(element)) this.breaks = Math.max(this.breaks, 1);
    else if (CELLS.has(element)) this.isSpaceOwed = true;
  }

  private markItem(): void {
    const depth = this.lists.length - 1;
    const number = this.lists[depth];
    if (number !== undefined) this.lists[depth] = number + 1;
    this.write(number === undefined ? '-' : `${number + 1}.`);
    this.isSpaceOwed = true;
  }

  private closeAnchor(): void {
    const anchor = this.anchor;
    this.anchor = undefined;
    if (anchor) this.link(anchor.url, '', anchor.words.trim());
  }

  /** Writes words that are not written yet, then where they lead. */
  private link(href: string, words: string, written = words): void {
    if (words) this.text(words);
    const url = cleanUrl(href).replace(/\{\{[^{}]*\}\}| /g, (part) => (part === ' ' ? '%20' : part));
    const target = /^(?:mailto|tel|sms):/i.test(url) ? url.replace(/^[a-z]+:|\?.*$/gis, '') : url;
    if (target === '' || /^(?:#|javascript:|data:|cid:)/i.test(target)) return;
    if (!withoutScheme(written).includes(withoutScheme(target))) {
      // Breaks and spaces that the words ended with come behind the address.
      const { breaks, isSpaceOwed } = this;
      if (written !== '') {
        this.breaks = 0;
        this.isSpaceOwed = true;
      }
      this.write(written === '' ? target : `<${target}>`);
      if (written !== '') {
        this.breaks = breaks;
        this.isSpaceOwed = isSpaceOwed;
      }
    }
    this.isAfterLink = true;
  }
}

const withoutScheme = (text: string) => text.replace(/^https?:\/\//i, '').replace(/\/$/, '');
