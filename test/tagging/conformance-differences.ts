const OTHER_SCHEME = 'only the web is tagged: addresses, files and apps are no links of ours';
const PHONES_LINK = 'a phone makes it clickable, scheme or not, so it is tagged';
const HOST_OPENS = 'a host that browsers open, though no name of the public web';
const EDGE_OF_TEXT = 'marks at the edge belong to the sentence or its formatting';
const UNSPACED = 'words without spaces, and pictures, end a URL: they are more often text than address';

/** Cases whose own rule is not ours, by file and reason: the numbers of their lines. */
export const differences: Record<string, Record<string, number[]>> = {
  'linkify-it.jsonl': {
    [OTHER_SCHEME]: [14, 42, 43, 44, 45, 46, 47, 48, 49],
    'no phone links an address that begins with two slashes': [12],
    'four numbers are more often a version than an address': [15],
    'a quotation mark ends a URL': [23],
    [UNSPACED]: [52],
    [EDGE_OF_TEXT]: [66, 67],
  },
  'twitter-text.jsonl': {
    [PHONES_LINK]: [77, 78, 79, 80, 81, 91],
    [HOST_OPENS]: [12, 14, 29, 31, 33, 64, 102, 103],
    'a host without a scheme stands apart from words of other scripts with letters of its own': [20],
    'browsers open hosts of any length and user names with brackets': [21, 101],
    'the rules of the shortener t.co are its own': [41, 43, 49, 93],
    'brackets that are opened in a URL stay open in it': [60],
    [EDGE_OF_TEXT]: [62],
    'the white space around a URL is no part of it': [105],
  },
  'robinst-linkify.jsonl': {
    [OTHER_SCHEME]: [7, 8, 9, 10, 14, 69, 89, 90, 91, 92],
    'an invisible character ends a URL': [26],
    [UNSPACED]: [60],
    'the case switches off other alphabets, which phones link': [62, 63, 64, 65, 66],
    'four numbers are more often a version than an address': [76],
    [HOST_OPENS]: [85],
    'two links without a space between them are both found, and the first left alone': [81],
    [EDGE_OF_TEXT]: [83],
  },
  'robinst-autolink-java.jsonl': {
    [OTHER_SCHEME]: [7, 8, 9, 10],
    [EDGE_OF_TEXT]: [29],
    'a dot in brackets is there to make the address no link': [32],
    [PHONES_LINK]: [53, 55, 56, 58],
  },
  'gfm-autolinks.jsonl': {
    [OTHER_SCHEME]: [9, 10],
    'Markdown’s own marks (escapes, images, links switched off) mean nothing in a text': [11, 15, 16],
  },
  'vectors.jsonl': {
    'a browser decodes entities once, not twice': [7],
    'another tagger’s own attribute; ours are data-track and clicktracking': [23],
    'with a base address a browser follows it as a path': [27, 28],
    'links to other hosts are tagged too': [31],
    'a URL alone is not written as HTML': [35],
    'a script is no web page': [47],
  },
};
