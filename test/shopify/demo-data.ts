import { drawing } from './product-drawings.ts';
import type {
  Customer,
  EmailMarketingState,
  PhoneMarketingState,
  Product,
  Segment,
  ShopIdentity,
} from './shop-model.ts';

/** A made-up shop for things from the seaside. */
export const shop = (): ShopIdentity => ({
  id: 70_412_338_001n,
  name: 'Tidewater Goods',
  domain: 'tidewater-goods.myshopify.com',
  email: 'hello@tidewater-goods.example',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  countryCode: 'DE',
  storefrontUrl: 'https://tidewater-goods.myshopify.com',
});

export function products(): Product[] {
  return [
    product(1, 'linen-shirt', 'Harbour linen shirt', 'Washed linen that dries on the walk home.', [
      ['Small', 6900n],
      ['Medium', 6900n],
      ['Large', 6900n],
    ]),
    product(2, 'enamel-mug', 'Enamel deck mug', 'Survives the galley, the garden and the dishwasher.', [
      ['Sea blue', 1650n],
      ['Shell white', 1650n],
    ]),
    product(
      3,
      'salt-candle',
      'Salt air candle',
      'Rapeseed wax, sea salt and a little pine; burns for 40 hours.',
      [
        ['220 g', 2490n],
        ['500 g', 4290n],
      ],
    ),
    product(
      4,
      'wool-beanie',
      'Night watch beanie',
      'Merino wool, knitted double for the four o’clock watch.',
      [
        ['Navy', 3200n],
        ['Signal red', 3200n],
      ],
    ),
    product(
      5,
      'driftwood-tray',
      'Driftwood tray',
      'No two are alike: oiled wood that the Baltic smoothed first.',
      [['One of a kind', 5899n]],
    ),
    product(
      6,
      'tide-calendar',
      'Tide calendar',
      'High and low water for a year, letterpress on grey board.',
      [['German Bight', 1999n]],
    ),
  ];
}

export function customers(): Customer[] {
  return [
    person(1, 'Mara', 'Lindqvist', 'mara.lindqvist@example.com', 'SUBSCRIBED', 'SE', ['newsletter', 'VIP']),
    person(2, 'Jürgen', 'Größmann', 'juergen.groessmann@example.com', 'SUBSCRIBED', 'DE', ['newsletter']),
    person(3, 'Zoë', 'O’Neill', 'zoe.oneill@example.com', 'SUBSCRIBED', 'IE', ['newsletter', 'VIP']),
    person(4, 'Łukasz', 'Wiśniewski', 'lukasz.wisniewski@example.com', 'SUBSCRIBED', 'PL', ['newsletter']),
    person(5, '美咲', '佐藤', 'misaki.sato@example.com', 'SUBSCRIBED', 'JP', ['newsletter', 'VIP']),
    person(6, 'Ayşe', 'Yıldız', 'ayse.yildiz@example.com', 'SUBSCRIBED', 'TR', ['newsletter']),
    person(7, null, null, 'harbour.office@example.com', 'SUBSCRIBED', 'NL', ['newsletter']),
    person(8, 'Søren', 'Kjær', 'soren.kjaer@example.com', 'SUBSCRIBED', 'DK', ['newsletter']),
    person(9, 'Inés', 'Muñoz', 'ines.munoz@example.com', 'UNSUBSCRIBED', 'ES', ['newsletter', 'VIP']),
    person(10, 'Oliver', 'Grant', 'oliver.grant@example.com', 'UNSUBSCRIBED', 'GB', ['newsletter']),
    person(11, 'Noémie', 'Lefèvre', 'noemie.lefevre@example.com', 'PENDING', 'FR', ['newsletter']),
    person(12, 'Γιώργος', 'Παππάς', 'giorgos.pappas@example.com', 'SUBSCRIBED', 'GR', []),
    person(13, 'Emil', 'Novák', 'emil.novak@example.com', 'NOT_SUBSCRIBED', 'CZ', []),
    person(14, 'Priya', 'Raman', 'priya.raman@example.com', 'NOT_SUBSCRIBED', 'DE', ['VIP']),
    person(15, 'Walter', 'Brandt', null, 'NOT_SUBSCRIBED', 'DE', ['VIP']),
    person(16, 'Chloé', 'Dubois', 'chloe.dubois@example.com', 'INVALID', 'BE', []),
  ];
}

/** Members come and go with their tags; the newsletter's hold some whose consent has ended since or is not yet confirmed. */
export function segments(): Segment[] {
  return [
    tagged(1, 'Newsletter subscribers', 'newsletter'),
    tagged(2, 'VIP customers', 'VIP'),
    tagged(3, 'Wholesale partners', 'wholesale'),
  ];
}

function product(
  number: number,
  handle: string,
  title: string,
  description: string,
  variants: [title: string, priceMinor: bigint][],
): Product {
  return {
    id: 8_410_000_000_000n + BigInt(number),
    handle,
    title,
    description,
    vendor: 'Tidewater Goods',
    image: drawing(handle),
    variants: variants.map(([variant, priceMinor], index) => ({
      id: 45_200_000_000_000n + BigInt(number * 100 + index),
      title: variant,
      sku: `TW-${number}${index + 1}`,
      priceMinor,
    })),
  };
}

function person(
  number: number,
  firstName: string | null,
  lastName: string | null,
  email: string | null,
  state: EmailMarketingState,
  country: string,
  tags: string[],
): Customer {
  const createdAt = new Date(Date.UTC(2025, number % 12, 1 + number, 8 + (number % 9), 3 * number));
  const never = state === 'NOT_SUBSCRIBED';
  return {
    id: 7_120_000_000_000n + BigInt(number),
    firstName,
    lastName,
    email,
    phone: phoneOf(number),
    country,
    tags,
    emailMarketing: {
      state,
      optInLevel: never ? null : 'SINGLE_OPT_IN',
      updatedAt: never ? null : createdAt,
    },
    smsMarketing: phoneMarketing(SMS_STATES[number], createdAt),
    whatsAppMarketing: phoneMarketing(WHATSAPP_STATES[number], createdAt),
    createdAt,
    updatedAt: createdAt,
  };
}

/** The numbers that German television keeps free for films; the last few of the list have no phone. */
const phoneOf = (number: number) =>
  number > 12 && number !== 15 ? null : `+49171392${String(number).padStart(4, '0')}`;

/** Who agreed to be written to on the phone, by their number in the list; the others never said. */
const SMS_STATES: Record<number, PhoneMarketingState> = {
  1: 'SUBSCRIBED',
  2: 'SUBSCRIBED',
  3: 'SUBSCRIBED',
  4: 'SUBSCRIBED',
  5: 'SUBSCRIBED',
  6: 'UNSUBSCRIBED',
  7: 'PENDING',
  15: 'SUBSCRIBED',
};
const WHATSAPP_STATES: Record<number, PhoneMarketingState> = {
  1: 'SUBSCRIBED',
  2: 'SUBSCRIBED',
  3: 'SUBSCRIBED',
  6: 'SUBSCRIBED',
  8: 'UNSUBSCRIBED',
};

const phoneMarketing = (state: PhoneMarketingState = 'NEVER_SUBSCRIBED', since: Date) => ({
  state,
  optInLevel: state === 'NEVER_SUBSCRIBED' ? null : ('SINGLE_OPT_IN' as const),
  updatedAt: state === 'NEVER_SUBSCRIBED' ? null : since,
});

function tagged(number: number, name: string, tag: string): Segment {
  return {
    id: 512_000_000_000n + BigInt(number),
    name,
    query: `customer_tags CONTAINS '${tag}'`,
    includes: (customer) => customer.tags.includes(tag),
  };
}
