import { Tokenizer } from 'htmlparser2';
import { IGNORE_ALL } from './html-entities';
import { TextWriter } from './text-writer';

const HIDDEN_ELEMENTS = new Set(
  'head title script style template object iframe noembed noframes xmp select textarea svg math'.split(' '),
);
const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta source wbr'.split(' '));
const HIDDEN_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;

/**
 * The text alternative of an HTML message: paragraphs apart, list items marked, each link behind its words in angle
 * brackets (as RFC 3986, appendix C, would have it), merge tags kept. What readers do not see is left out.
 */
export function plainTextOf(html: string): string {
  const writer = new TextWriter();
  let element = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  /** The element whose content is hidden, and how many of its name are open in it. */
  let hidden: { element: string; depth: number } | undefined;

  const open = () => {
    if (hidden) {
      if (element === hidden.element) hidden.depth += 1;
    } else if (HIDDEN_ELEMENTS.has(element) || HIDDEN_STYLE.test(attributes.get('style') ?? '')) {
      if (!VOID_ELEMENTS.has(element)) hidden = { element, depth: 1 };
    } else writer.open(element, attributes);
  };
  const addToAttribute = (part: string) =>
    attributes.set(attribute, (attributes.get(attribute) ?? '') + part);

  const tokenizer = new Tokenizer(
    {},
    {
      ...IGNORE_ALL,
      onopentagname(start, end) {
        element = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
      },
      onattribdata: (start, end) => addToAttribute(html.slice(start, end)),
      onattribentity: (codePoint) => addToAttribute(String.fromCodePoint(codePoint)),
      onopentagend: open,
      onselfclosingtag: open,
      onclosetag(start, end) {
        const closed = html.slice(start, end).toLowerCase();
        if (!hidden) writer.close(closed);
        else if (closed === hidden.element) {
          hidden.depth -= 1;
          if (hidden.depth === 0) hidden = undefined;
        }
      },
      ontext(start, end) {
        if (!hidden) writer.text(html.slice(start, end));
      },
      ontextentity(codePoint) {
        if (!hidden) writer.text(String.fromCodePoint(codePoint));
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return writer.finish();
}
