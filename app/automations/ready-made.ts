import { EMPTY_FLOW, type Flow, type Step, type Wait } from '~/automations/definition';

/** A flow to begin with: every message has text to edit, and is tracked with tags of its own. */
export interface ReadyMade {
  id: ReadyMadeId;
  name: string;
  /** What it is for, in a sentence. */
  purpose: string;
  flow: Flow;
  /** What each message says, by the id of its step. */
  contents: ReadonlyMap<string, { subject: string; preheader: string; html: string; text: string }>;
}

export const READY_MADE_IDS = [
  'welcome',
  'abandoned_checkout',
  'post_purchase',
  'win_back',
  'birthday',
] as const;
export type ReadyMadeId = (typeof READY_MADE_IDS)[number];

interface Letter {
  id: string;
  name: string;
  subject: string;
  preheader: string;
  /** Paragraphs, in HTML. */
  body: string[];
  button: string;
  /** Path on the shop. */
  path: string;
}

const hours = (amount: number): Wait => ({ kind: 'for', duration: { amount, unit: 'hours' } });
const days = (amount: number): Wait => ({ kind: 'for', duration: { amount, unit: 'days' } });
const delay = (id: string, wait: Wait): Step => ({ id, kind: 'delay', wait });

/**
 * The flows to begin with, their links to this shop.
 * @param shopUrl of the shop front, without a slash at the end
 */
export function readyMadeFlows(shopUrl: string): ReadyMade[] {
  return [welcome, abandonedCheckout, postPurchase, winBack, birthday].map((make) => make(shopUrl));
}

function assembled(
  head: Pick<ReadyMade, 'id' | 'name' | 'purpose'>,
  flow: Omit<Partial<Flow>, 'steps'>,
  letters: readonly Letter[],
  steps: (send: (id: string) => Step) => Step[],
  shopUrl: string,
): ReadyMade {
  const send = (id: string): Step => ({
    id,
    kind: 'send',
    channel: 'email',
    name: letters.find((letter) => letter.id === id)?.name ?? '',
    tracking: { on: true, source: 'customers', medium: 'email', campaign: '{{automation}}_{{step}}' },
  });
  return {
    ...head,
    flow: { ...EMPTY_FLOW, quietHours: { from: '21:00', to: '08:00' }, ...flow, steps: steps(send) },
    contents: new Map(
      letters.map(({ id, subject, preheader, body, button, path }) => [
        id,
        {
          subject,
          preheader,
          html: [
            ...body.map((paragraph) => `<p>${paragraph}</p>`),
            `<p><a href="${shopUrl}${path}">${button}</a></p>`,
          ].join('\n'),
          text: '',
        },
      ]),
    ),
  };
}

const HELLO = 'Hello {{ first_name | default: "there" }},';

const welcome = (shopUrl: string): ReadyMade =>
  assembled(
    {
      id: 'welcome',
      name: 'Welcome series',
      purpose: 'Greets whoever subscribes, and comes back to those who have not bought yet.',
    },
    {
      triggers: [{ id: 'subscribed', kind: 'subscribed', channel: 'email' }],
      goals: [{ id: 'bought', kind: 'ordered' }],
    },
    [
      {
        id: 'hello',
        name: 'Hello',
        subject: 'Good to have you here',
        preheader: 'What we make, and why',
        body: [HELLO, 'Thank you for joining us. Here is what people come to us for.'],
        button: 'Look around',
        path: '/',
      },
      {
        id: 'favourites',
        name: 'Favourites',
        subject: 'What others like best',
        preheader: 'A short list to begin with',
        body: [HELLO, 'Not sure where to begin? These are the things that others come back for.'],
        button: 'See the favourites',
        path: '/collections/all',
      },
      {
        id: 'questions',
        name: 'Questions',
        subject: 'Is there anything we can help with?',
        preheader: 'Just answer this message',
        body: [HELLO, 'If something is unclear, answer this message: a person reads it.'],
        button: 'Visit the shop',
        path: '/',
      },
    ],
    (send) => [
      send('hello'),
      delay('two_days', days(2)),
      {
        id: 'looked',
        kind: 'if_else',
        match: 'all',
        conditions: [{ fact: 'clicked', stepId: 'hello', is: true }],
        yes: [send('favourites')],
        no: [send('questions')],
      },
      delay('a_week', days(7)),
    ],
    shopUrl,
  );

const abandonedCheckout = (shopUrl: string): ReadyMade =>
  assembled(
    {
      id: 'abandoned_checkout',
      name: 'Abandoned checkout',
      purpose: 'Reminds whoever left a checkout unpaid, and stops as soon as they buy.',
    },
    {
      triggers: [{ id: 'left', kind: 'checkout_abandoned', after: { amount: 1, unit: 'hours' } }],
      goals: [{ id: 'bought', kind: 'ordered' }],
      reentry: { kind: 'after_days', days: 7 },
    },
    [
      {
        id: 'reminder',
        name: 'Reminder',
        subject: 'You left something behind',
        preheader: 'Your cart is still there',
        body: [HELLO, 'Your cart is as you left it. It takes a minute to finish.'],
        button: 'Back to your cart',
        path: '/cart',
      },
      {
        id: 'last_call',
        name: 'Last call',
        subject: 'Still thinking it over?',
        preheader: 'We keep your cart a little longer',
        body: [HELLO, 'We keep your cart a little longer. If something held you back, answer and tell us.'],
        button: 'Finish your order',
        path: '/cart',
      },
    ],
    (send) => [send('reminder'), delay('a_day', hours(24)), send('last_call'), delay('two_days', days(2))],
    shopUrl,
  );

const postPurchase = (shopUrl: string): ReadyMade =>
  assembled(
    {
      id: 'post_purchase',
      name: 'After the purchase',
      purpose: 'Thanks for an order that was sent, and suggests what goes with it.',
    },
    {
      triggers: [{ id: 'fulfilled', kind: 'order_fulfilled' }],
      goals: [{ id: 'bought', kind: 'ordered' }],
      reentry: { kind: 'after_days', days: 30 },
    },
    [
      {
        id: 'goes_with_it',
        name: 'Goes with it',
        subject: 'Thank you, and what goes with it',
        preheader: 'Picked to match',
        body: [HELLO, 'We hope that your order arrived well. These go well with it.'],
        button: 'See what matches',
        path: '/collections/all',
      },
    ],
    (send) => [delay('ten_days', days(10)), send('goes_with_it'), delay('a_week', days(7))],
    shopUrl,
  );

const winBack = (shopUrl: string): ReadyMade =>
  assembled(
    {
      id: 'win_back',
      name: 'Win back',
      purpose: 'Writes to customers who have not ordered for two months.',
    },
    {
      triggers: [{ id: 'ordered', kind: 'order_placed' }],
      goals: [{ id: 'bought', kind: 'ordered' }],
      reentry: { kind: 'after_finishing' },
    },
    [
      {
        id: 'missed',
        name: 'We miss you',
        subject: 'It has been a while',
        preheader: 'What is new since your last order',
        body: [HELLO, 'It has been a while since your last order. Here is what is new.'],
        button: 'See what is new',
        path: '/collections/all',
      },
      {
        id: 'goodbye',
        name: 'Shall we keep in touch',
        subject: 'Shall we keep in touch?',
        preheader: 'You decide',
        body: [
          HELLO,
          'If you would rather not hear from us, the link below does it. If you would: welcome back.',
        ],
        button: 'Back to the shop',
        path: '/',
      },
    ],
    (send) => [
      delay('two_months', days(60)),
      send('missed'),
      delay('two_weeks', days(14)),
      send('goodbye'),
      delay('a_week', days(7)),
    ],
    shopUrl,
  );

const birthday = (shopUrl: string): ReadyMade =>
  assembled(
    { id: 'birthday', name: 'Birthday', purpose: 'Wishes contacts a happy birthday, every year.' },
    {
      triggers: [{ id: 'day', kind: 'contact_date', date: 'birthday', daysBefore: 0, at: '09:00' }],
      reentry: { kind: 'after_days', days: 300 },
    },
    [
      {
        id: 'wishes',
        name: 'Wishes',
        subject: 'Happy birthday, {{ first_name | default: "from all of us" }}',
        preheader: 'Have a good day',
        body: [HELLO, 'We wish you a happy birthday. Choose something that you like.'],
        button: 'Choose something',
        path: '/collections/all',
      },
    ],
    (send) => [send('wishes')],
    shopUrl,
  );
