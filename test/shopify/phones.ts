import { setTimeout as wait } from 'node:timers/promises';
import type { PhoneMessage, ShopState } from './shop-state.ts';

/**
 * What goes wrong with the messages to one number: refused for good, refused for now with how long to wait, the
 * connection lost after the message was taken in, the answer held back, taken and reported as failed, or reported twice.
 */
export type PhoneFault =
  | { kind: 'refuse'; code: number; message: string; status?: number }
  | { kind: 'throttle'; times: number; retryAfterSeconds?: number }
  | { kind: 'server_error'; times: number }
  | { kind: 'lose_connection'; times: number }
  | { kind: 'hold'; until: Promise<unknown> }
  | { kind: 'lie'; code: number }
  | { kind: 'report_twice' };

/** An approved WhatsApp template, as both providers know it. */
export interface PhoneTemplate {
  /** Its name at Meta, its Content SID at Twilio. */
  name: string;
  language: string;
  /** With {{1}}, {{2}} …. */
  body: string;
  /** Each with {{1}} where the address differs. */
  buttons: { label: string; url: string }[];
  status: 'APPROVED' | 'REJECTED' | 'PAUSED';
  /** A picture above the text, which the app cannot fill in. */
  picture?: true;
}

/** What somebody wrote back. */
export interface PhoneReply {
  receivedAt: Date;
  channel: 'sms' | 'whatsapp';
  from: string;
  text: string;
  /** Whether an address is entered at the provider that took it. */
  heard: boolean;
}

/** Tells whoever listens what somebody wrote to a number of the shop; gives the HTTP status of the answer. */
type Line = (message: { from: string; to: string; text: string }) => Promise<number>;

/** What the providers of the phone share: what goes wrong by number, templates, replies, and reports under way. */
export class Phones {
  /** By number in E.164; `*` is everybody else. Those with `times` end by themselves. */
  readonly faults = new Map<string, PhoneFault>();
  readonly templates: PhoneTemplate[] = [];
  readonly replies: PhoneReply[] = [];
  /** Who is told of what is written back, once an address for it was entered at the provider. */
  readonly lines = new Map<PhoneReply['channel'], Line>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    readonly state: ShopState,
    readonly reportDelayMs: number,
  ) {}

  /** The fault that strikes now, if it is one of these kinds. */
  strike<K extends PhoneFault['kind']>(
    number: string,
    ...kinds: K[]
  ): Extract<PhoneFault, { kind: K }> | undefined {
    const key = this.faults.has(number) ? number : '*';
    const fault = this.faults.get(key);
    if (!fault || !kinds.includes(fault.kind as K)) return undefined;
    if ('times' in fault) {
      fault.times -= 1;
      if (fault.times <= 0) this.faults.delete(key);
    }
    return fault as Extract<PhoneFault, { kind: K }>;
  }

  template(name: string, language?: string): PhoneTemplate | undefined {
    return this.templates.find(
      (each) => each.name === name && (language === undefined || each.language === language),
    );
  }

  /** Writes back from a phone to whoever wrote to it last; a call cannot be written back to. */
  async write(from: string, text: string): Promise<void> {
    const last = this.state.phoneMessages.findLast(({ to, channel }) => to === from && channel !== 'voice');
    if (!last || last.channel === 'voice') return;
    const { channel, from: to } = last;
    const reply: PhoneReply = { receivedAt: new Date(), channel, from, text, heard: false };
    this.replies.push(reply);
    const status = await this.lines.get(channel)?.({ from, to, text });
    reply.heard = status !== undefined && status < 300;
  }

  /** Reports one status after another of a message that was taken, as its provider does. */
  report(message: PhoneMessage, statuses: string[], tell: (status: string) => Promise<void>): void {
    const twice = this.strike(message.to, 'report_twice') !== undefined;
    const reporting = (async () => {
      for (const status of statuses) {
        await wait(this.reportDelayMs);
        message.statuses.push(status);
        await tell(status).catch(() => undefined);
        if (twice) await tell(status).catch(() => undefined);
      }
    })().finally(() => this.#underWay.delete(reporting));
    this.#underWay.add(reporting);
  }

  /** Waits until every report was given. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}

/** A text with its {{1}}, {{2}} … filled in. */
export const filledIn = (text: string, values: readonly string[]): string =>
  text.replaceAll(/\{\{(\d+)\}\}/g, (_, number: string) => values[Number(number) - 1] ?? '');
