/** What the app says of an order, to be shown as it is. */
export interface ReceiptAnswer {
  orderId: string;
  bucket: string;
  bucketLabel: string;
  /** Which message earned the order and why, or why none did; with the rule and what was left of its window. */
  sentence: string;
  /** That the decision lasts, where what it was made from is not all kept any more. */
  lasting: string | null;
  /** Under which setting it would have been credited. */
  nearest: string | null;
  /** What the credit rests on. */
  grade: { label: string; meaning: string } | null;
}

/** unknown: the app has no such order · failed: the app did not answer */
export type BlockState =
  { kind: 'loading' } | { kind: 'unknown' } | { kind: 'failed' } | { kind: 'known'; receipt: ReceiptAnswer };

/** What the block says. */
export interface BlockText {
  /** What is left of it while it is collapsed. */
  summary: string;
  badge: { label: string; tone: 'success' | 'info' | 'neutral' } | null;
  sentences: string[];
  /** Where all of it can be read in the app. */
  link: { label: string; href: string } | null;
}

/** The receipt in a few sentences, or why there is none. */
export function blockText(state: BlockState): BlockText {
  if (state.kind === 'known') return receiptText(state.receipt);
  const { summary, sentences } = WITHOUT_RECEIPT[state.kind];
  return { summary, sentences, badge: null, link: null };
}

const WITHOUT_RECEIPT: Record<
  Exclude<BlockState['kind'], 'known'>,
  Pick<BlockText, 'summary' | 'sentences'>
> = {
  loading: { summary: 'Loading', sentences: [] },
  unknown: {
    summary: 'Order not known',
    sentences: [
      'Sales Trail does not have this order. A new one arrives within minutes; those of more than 60 days before the app was installed are not loaded.',
    ],
  },
  failed: {
    summary: 'Receipt not loaded',
    sentences: ['The receipt could not be loaded. Nothing is lost: try again in a moment.'],
  },
};

function receiptText(receipt: ReceiptAnswer): BlockText {
  const { orderId, bucket, bucketLabel, sentence, lasting, nearest, grade } = receipt;
  return {
    summary: bucketLabel,
    badge: { label: bucketLabel, tone: toneOf(bucket) },
    sentences: [sentence, grade && `${grade.label}: ${grade.meaning}`, nearest, lasting].filter(
      (text) => text !== null,
    ),
    link: { label: 'Show the whole receipt', href: `app:app/orders/${orderId}` },
  };
}

const toneOf = (bucket: string) =>
  bucket === 'credited' ? 'success' : bucket === 'pending' ? 'info' : 'neutral';
