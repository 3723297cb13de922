import type { Channel } from '~/channels/channel';
import type { Mail } from '~/channels/email/mail';
import { headlineOf } from '~/messaging/headline';
import { type CompiledContent, compileContent, fillContent } from '~/tagging/compile';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';
import { plainTextOf } from '~/tagging/plain-text';
import type { TaggedLink } from '~/tagging/tag-content';
import type { Tags } from '~/tagging/tags';

export interface Content {
  subject: string;
  preheader: string;
  html: string;
  /** Empty: made from the HTML. */
  text: string;
}

/** The tracking settings of a message, as its row has them. */
export interface TrackingFields {
  trackSales: boolean;
  utmSource: string;
  utmMedium: string;
  utmCampaign: string;
}

/** The tags that every link of a message version gets; null where its sales are not tracked. */
export function tagsOf(tracking: TrackingFields, publicId: string): Tags | null {
  if (!tracking.trackSales) return null;
  return {
    source: tracking.utmSource,
    medium: tracking.utmMedium,
    campaign: tracking.utmCampaign,
    id: publicId,
  };
}

/**
 * A message as it goes out: the preheader hidden at the top of the HTML, a text part made from the HTML where none was
 * written, and in each part a footer with the unsubscribe link where the merchant placed none.
 */
export function finishContent(content: Content, shopName: string): Content {
  const html = content.html.trim() ? withHtmlFooter(content.html, shopName) : '';
  const text = content.text.trim() ? content.text : plainTextOf(html);
  return {
    subject: content.subject,
    preheader: content.preheader,
    html: html && withPreheader(html, content.preheader.trim()),
    text: withTextFooter(text, shopName),
  };
}

/**
 * Finished as its channel wants it: beside e-mail there is the text alone, with how to stop it where one can answer. Its
 * headline stands for the subject in reports.
 */
export function finishMessage(channel: Channel, content: Content, shopName: string): Content {
  if (channel === 'email') return finishContent(content, shopName);
  const text = finishText(channel, content.text);
  return { subject: headlineOf(content.text), preheader: '', html: '', text };
}

/** A text as it goes out on a channel. */
export function finishText(channel: Exclude<Channel, 'email'>, written: string): string {
  const text = written.trim();
  const canStop =
    channel === 'voice' || /\bstop\b/i.test(text) || compileContent(text, 'text', null).hasUnsubscribe;
  return canStop ? text : `${text}\nReply STOP to opt out`;
}

function withHtmlFooter(html: string, shopName: string): string {
  if (compileContent(html, 'html', null).hasUnsubscribe) return html;
  const footer =
    '<p style="margin:32px 0 16px;text-align:center;font:12px/1.5 sans-serif;color:#6d7175">' +
    `You get this e-mail because you agreed to news from ${escapeText(shopName)}.<br>` +
    '<a href="{{ unsubscribe_url }}" style="color:#6d7175">Unsubscribe</a></p>';
  return insertedAt(html, html.toLowerCase().lastIndexOf('</body>'), footer);
}

function withTextFooter(text: string, shopName: string): string {
  if (compileContent(text, 'text', null).hasUnsubscribe) return text;
  return `${text.trimEnd()}\n\n--\nYou get this e-mail because you agreed to news from ${shopName}.\nUnsubscribe: {{ unsubscribe_url }}\n`;
}

function withPreheader(html: string, preheader: string): string {
  if (!preheader) return html;
  const hidden = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeText(preheader)}</div>`;
  const body = /<body\b[^>]*>/i.exec(html);
  return insertedAt(html, body ? body.index + body[0].length : 0, hidden);
}

const insertedAt = (text: string, at: number, part: string) =>
  at < 0 ? text + part : text.slice(0, at) + part + text.slice(at);

// Quotes stay: between tags they mean nothing, and merge tags need theirs.
const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A message version taken apart once, so that each recipient's copy is a join. */
export interface CompiledMessage {
  subject: string;
  html: CompiledContent;
  text: CompiledContent;
}

/** Compiles finished content. Links count through both parts, the HTML's first. */
export function compileMessage(content: Content, tags: Tags | null): CompiledMessage {
  const html = compileContent(content.html, 'html', tags);
  return {
    subject: content.subject,
    html,
    text: compileContent(content.text, 'text', tags, html.links.length),
  };
}

/** The links of a message that are wrapped, with where a click on each leads. */
export function trackedLinks(message: CompiledMessage): (TaggedLink & { taggedUrl: string })[] {
  return [...message.html.links, ...message.text.links].filter(
    (link): link is TaggedLink & { taggedUrl: string } => link.taggedUrl !== null,
  );
}

export interface Recipient {
  email: string;
  firstName: string | null;
  lastName: string | null;
}

/** What surrounds a message on its way to one recipient. */
export interface Frame {
  from: { name: string; address: string };
  messageId: string;
  unsubscribeUrl: string;
  /** Of the image that tells that the mail was displayed; null where opens are not counted, as in a test. */
  openUrl: string | null;
  link(position: number): string;
}

/** One recipient's copy, with the headers of one-click unsubscribing (RFC 8058). */
export function composeMail(message: CompiledMessage, recipient: Recipient, frame: Frame): Mail {
  const values: MergeValues = {
    first_name: recipient.firstName ?? undefined,
    last_name: recipient.lastName ?? undefined,
    email: recipient.email,
  };
  const fill = {
    link: (position: number) => frame.link(position),
    values,
    unsubscribeUrl: frame.unsubscribeUrl,
  };
  return {
    from: frame.from,
    to: recipient.email,
    subject: renderMergeTags(message.subject, values, 'none').replace(/\s+/g, ' ').trim(),
    html: withOpenImage(fillContent(message.html, fill), frame.openUrl),
    text: fillContent(message.text, fill),
    messageId: frame.messageId,
    headers: {
      'List-Unsubscribe': `<${frame.unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

function withOpenImage(html: string, url: string | null): string {
  if (!html || url === null) return html;
  const image = `<img src="${url}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`;
  return insertedAt(html, html.lastIndexOf('</body>'), image);
}
