/** @jsxImportSource preact */
import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/admin.order-details.block.render';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { askForReceipt } from './ask-for-receipt.ts';
import { type BlockState, blockText } from './block-text.ts';

declare const shopify: Api;

export default function start(): void {
  render(<ReceiptBlock orderGid={shopify.data.selected[0]?.id ?? ''} />, document.body);
}

/** Who earned the order that the merchant looks at, and why. */
function ReceiptBlock({ orderGid }: { orderGid: string }) {
  const [state, setState] = useState<BlockState>({ kind: 'loading' });
  useEffect(() => {
    if (state.kind === 'loading') void askForReceipt(orderGid, fetch).then(setState);
  }, [state, orderGid]);

  const { summary, badge, sentences, link } = blockText(state);
  return (
    <s-admin-block heading="Sales Trail" collapsedSummary={summary}>
      <s-stack gap="base">
        {state.kind === 'loading' && <s-spinner accessibilityLabel="Loading the receipt" />}
        {badge && <s-badge tone={badge.tone}>{badge.label}</s-badge>}
        {sentences.map((sentence) => (
          <s-paragraph key={sentence}>{sentence}</s-paragraph>
        ))}
        {link && <s-link href={link.href}>{link.label}</s-link>}
        {state.kind === 'failed' && (
          <s-button onClick={() => setState({ kind: 'loading' })}>Try again</s-button>
        )}
      </s-stack>
    </s-admin-block>
  );
}
