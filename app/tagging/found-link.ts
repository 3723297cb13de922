import type { Reading } from './edits';

/** A link at its place in a message. */
export interface FoundLink {
  start: number;
  end: number;
  /** The URL as it is meant, its entities decoded. */
  reading: Reading;
  /** The merchant asked for it to be left alone. */
  isOptedOut: boolean;
  /** Its words, as readers see them, make it the way out of the list. */
  isUnsubscribe: boolean;
  isForm: boolean;
  /** Other characters follow without a space: a phone would take them for a part of whatever is added. */
  isGlued: boolean;
  /** What a phone puts in front of a URL that is written without a scheme. */
  scheme?: string;
}

/** Places of a message by what a merge tag means there. */
export interface Ranges {
  /** Values that are URLs, in order. */
  urls: [start: number, end: number][];
  /** Tags of elements, in order. */
  tags: [start: number, end: number][];
}
