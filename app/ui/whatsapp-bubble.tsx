import type { FilledTemplate } from '~/messaging/whatsapp-template';
import { bodyText, buttonUrl } from '~/messaging/whatsapp-template';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';

/** A WhatsApp message as it stands in a chat: text, footer, and the buttons below. */
export function WhatsAppBubble({ template, values }: { template: FilledTemplate; values: MergeValues }) {
  const filled = (text: string) => renderMergeTags(text, values, 'none');
  return (
    <div className="st-chat">
      <div className="st-bubble st-bubble--chat">
        {filled(bodyText(template)) || 'Your words will show here.'}
        {template.footer && <small>{filled(template.footer)}</small>}
      </div>
      {template.buttons.map(({ text, url }, index) => (
        <div
          key={`${text} ${String(index)}`}
          className="st-chat-button"
          title={buttonUrl(url, template.suffixes[index] ?? '')}
        >
          {text || 'Button'}
        </div>
      ))}
    </div>
  );
}
