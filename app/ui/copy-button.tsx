import { Button } from '@shopify/polaris';
import { ClipboardIcon, CheckIcon } from '@shopify/polaris-icons';
import { useState } from 'react';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await putOnClipboard(text));
  };
  return (
    <>
      <Button
        variant="tertiary"
        size="slim"
        icon={copied ? CheckIcon : ClipboardIcon}
        accessibilityLabel={label}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
      />
      <span role="status" className="st-hidden">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}

/** The admin's frame may not grant the clipboard; the older way works wherever a click does. */
async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
