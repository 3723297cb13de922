import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

async function attribute(args: string[], input: string | Buffer) {
  const child = spawn('node_modules/.bin/tsx', ['app/commands/attribute.ts', ...args]);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

const table = (...rows: string[]) => `${rows.join('\n')}\n`;
const PATHS = table(
  'path,conversions,value,null',
  'search > email,2,30,4',
  'email,1,7.50,0',
  'social > search > email > Direct,1,100,0',
);
const TOUCHES = table(
  'order_id,value,touch_at,order_at,channel',
  'A,100.00,2026-03-01T12:00:00Z,2026-03-15 12:00:00,email',
  'A,100.00,2026-03-08T12:00:00Z,2026-03-15 12:00:00,search',
  'A,100.00,2026-03-15T11:59:59Z,2026-03-15 12:00:00,sms',
  'A,100.00,2026-03-15T12:00:05Z,2026-03-15 12:00:00,afterwards',
  'B,10,2026-03-02,2026-03-04,email',
);

describe('the attribute command over paths', () => {
  it.each([
    ['last_click', 'email,4,137.5\nDirect,0,0\nsearch,0,0\nsocial,0,0'],
    ['first-click', 'search,2,30\nemail,1,7.5\nsocial,1,100\nDirect,0,0'],
    ['any_click', 'email,4,137.5\nsearch,3,130\nDirect,1,100\nsocial,1,100'],
    ['linear', 'email,2.25,47.5\nsearch,1.25,40\nDirect,0.25,25\nsocial,0.25,25'],
    ['position-based', 'email,2.1,32.5\nsearch,1.1,25\nDirect,0.4,40\nsocial,0.4,40'],
    ['Shapley', 'email,2.25,47.5\nsearch,1.25,40\nDirect,0.25,25\nsocial,0.25,25'],
  ])('prints what each channel earned under %s', async (model, expected) => {
    const { code, out } = await attribute(['--model', model], PATHS);
    expect({ code, out }).toEqual({ code: 0, out: `channel,conversions,value\n${expected}\n` });
  });

  it('knows removal effects of any order, and says where the data are too few', async () => {
    const { code, out, err } = await attribute(
      ['--model', 'markov', '--order', '2'],
      table('path,conversions,value,null', 'a > b,1,10,1', 'b,1,10,1'),
    );
    expect(code).toBe(0);
    expect(out).toBe(
      'channel,conversions,value\nb,1.3333333333,13.3333333333\na,0.6666666667,6.6666666667\n',
    );
    expect(err).toContain('Too few data for a data-driven model: 2 orders');
  });

  it('reads tables as they are published', async () => {
    const same = 'channel,conversions,value\n"paid, social",2,20\nemail,1,10\n';
    const [crlf, tabs, marks] = await Promise.all([
      attribute(
        ['--model', 'last_click'],
        '\uFEFF"Total Conversions","Path","Total_Conversion_Value"\r\n2,"email > paid, social",20\r\n\r\n1,email,10\r\n',
      ),
      attribute(
        ['--model', 'last_click'],
        'PATH\tConversions\tRevenue\tnotes\nemail>paid, social\t2.0\t20.0\tx\nemail\t1e0\t10',
      ),
      attribute(
        ['--model', 'last_click'],
        'path;conversions;value;null\nemail -> paid, social;2;20;NA\nemail;1;10;\n > ;0;0;7\n',
      ),
    ]);
    for (const { code, out, err } of [crlf, tabs, marks])
      expect({ code, out, err }).toEqual({ code: 0, out: same, err: '' });
  });

  it('reads cells that go over lines, rows that hold nothing, and what is blank before the header', async () => {
    const { code, out, err } = await attribute(
      ['--model', 'last_click'],
      '\n \r\nPATH;Conversions;NULL\r\n"email > paid\n""social""; new";2;\r\n ; ;\r\n;;\r\n  email  ;1;3\r\n',
    );
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'channel,conversions,value\n"paid\n""social""; new",2,0\nemail,1,0\n',
      err: '',
    });
  });

  it('reads what a spreadsheet saves as Unicode text, and has nothing to say of a header alone', async () => {
    const [wide, none] = await Promise.all([
      attribute(['--model', 'linear'], Buffer.from('\uFEFFpath\tconversions\r\né > b\t1\r\n', 'utf16le')),
      attribute(['--model', 'markov'], 'path,conversions\n'),
    ]);
    expect(wide.out).toBe('channel,conversions,value\nb,0.5,0\né,0.5,0\n');
    expect({ code: none.code, out: none.out }).toEqual({ code: 0, out: 'channel,conversions,value\n' });
  });

  it('shares money in whole minor units that add up', async () => {
    const input = table('path,conversions,value', 'a > b > c,1,100');
    const shared = await attribute(['--model', 'linear', '--currency', 'EUR'], input);
    expect(shared.out).toContain('a,0.3333333333,33.34\nb,0.3333333333,33.33\nc,0.3333333333,33.33\n');
    const yen = await attribute(['--model', 'shapley', '--currency', 'JPY'], input);
    expect(yen.out).toContain('a,0.3333333333,34\nb,0.3333333333,33\nc,0.3333333333,33\n');
  });

  it('gives data-driven figures intervals, the same again for the same seed', async () => {
    const input = table('path,conversions,value,null', 'a > b,200,2000,100', 'b,150,900,50');
    const args = ['--model', 'markov', '--intervals', '--seed', '5'];
    const [once, again] = await Promise.all([attribute(args, input), attribute(args, input)]);
    expect(again).toEqual(once);
    const [header, ...rows] = once.out.trimEnd().split('\n');
    expect(header).toBe('channel,conversions,value,conversions_low,conversions_high,value_low,value_high');
    for (const row of rows) {
      const [, conversions = 0, value = 0, low = 0, high = 0, lowest = 0, highest = 0] = row
        .split(',')
        .map(Number);
      expect(low < conversions && conversions < high).toBe(true);
      expect(lowest < value && value < highest).toBe(true);
    }
  });
});

describe('the attribute command over touches', () => {
  const journeys = (...args: string[]) => attribute(['--journeys', ...args], TOUCHES);

  it('leaves out what came after the order or before the window', async () => {
    const all = await journeys('--model', 'linear', '--currency', 'USD');
    expect(all.out).toContain(
      'email,1.3333333333,43.34\nsearch,0.3333333333,33.33\nsms,0.3333333333,33.33\n',
    );
    const week = await journeys('--model', 'linear', '--window', '7');
    expect(week.out).toBe('channel,conversions,value\nemail,1,10\nsearch,0.5,50\nsms,0.5,50\n');
  });

  it('halves a touch for each half-life', async () => {
    const { out } = await attribute(
      ['--journeys', '--model', 'time-decay', '--half-life', '7'],
      TOUCHES.replace('11:59:59Z', '12:00:00Z'),
    );
    expect(out).toContain('sms,0.5714285714,57.1428571429\n');
    expect(out).toContain('search,0.2857142857,28.5714285714\n');
  });

  it('does not mind the order of rows', async () => {
    const [header = '', ...rows] = TOUCHES.trimEnd().split('\n');
    const shuffled = table(header, ...rows.toReversed());
    for (const model of ['first_click', 'position_based', 'markov']) {
      const args = ['--journeys', '--model', model];
      expect((await attribute(args, shuffled)).out).toBe((await attribute(args, TOUCHES)).out);
    }
  });

  it('counts journeys without an order as such', async () => {
    const input = table(
      'order_id,value,touch_at,order_at,channel',
      '1,10,2026-03-01,2026-03-02,email',
      '2,,2026-03-01,,search',
      '2,,2026-03-02,,email',
    );
    const { out } = await attribute(['--journeys', '--model', 'markov'], input);
    // Without search half as many convert, without email none: two parts to one.
    expect(out).toBe(
      'channel,conversions,value\nemail,0.6666666667,6.6666666667\nsearch,0.3333333333,3.3333333333\n',
    );
  });
});

describe('what the attribute command cannot do', () => {
  it('is said with the line it stands on, and exit code 2', async () => {
    const wrong: [string[], string, string][] = [
      [[], '', 'line 1: no header'],
      [[], 'path,conversions\na,1\nb,many\n', 'line 3: conversions is no number: "many"'],
      [[], 'path,conversions\na > b,1,7\n', 'on line 2'],
      [[], 'path,conversions\n"a > b,1\n', 'Quote Not Closed'],
      [['--journeys'], 'path,conversions\na,1\n', 'line 1: no column "order_id"'],
    ];
    for (const [args, input, message] of wrong) {
      const { code, out, err } = await attribute(['--model', 'linear', ...args], input);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(message);
    }
  });

  it('is more channels than removal effects can be had of; rules take any number', async () => {
    const channels = (count: number) =>
      table('path,conversions', ...Array.from({ length: count }, (_, index) => `${index},1`));
    const [many, drawn, shared] = await Promise.all([
      attribute(['--model', 'markov'], channels(25_000)),
      attribute(['--model', 'markov', '--intervals'], channels(2_000)),
      attribute(['--model', 'shapley'], channels(25_000)),
    ]);
    expect({ code: many.code, out: many.out }).toEqual({ code: 2, out: '' });
    expect(many.err).toMatch(/^attribute: too many channels for markov: .*; give rare channels one name\n$/);
    expect({ code: drawn.code, out: drawn.out }).toEqual({ code: 2, out: '' });
    expect(drawn.err).toMatch(/, or leave out --intervals\n$/);
    expect(shared.out.trimEnd().split('\n')).toHaveLength(25_001);
  });

  it.each([
    [[], '--model is needed'],
    [['--model', 'best'], '--model is one of last_click, first_click'],
    [['--model', 'time_decay'], 'time_decay needs the times of touches'],
    [['--model', 'markov', '--order', '5'], '--order is 1, 2, 3 or 4'],
    [['--model', 'linear', '--half-life', '0'], '--half-life is a number above 0'],
    [['--model', 'linear', '--currency', 'euros'], '--currency is a code'],
    [['--model', 'linear', '--intervals'], 'linear has no intervals'],
    [['--nonsense'], '--nonsense'],
  ])('is said of arguments too, with how to use it: %j', async (args, message) => {
    const { code, err } = await attribute(args, PATHS);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('usage:');
  });

  it('is not to explain itself', async () => {
    const { code, out } = await attribute(['--help'], '');
    expect(code).toBe(0);
    expect(out).toContain('--half-life D');
  });

  it('says what it left aside', async () => {
    const { err } = await attribute(
      ['--model', 'linear', '--window', '5'],
      table('path,conversions', 'a,1', ',3'),
    );
    expect(err).toContain('a table of paths has no times, so the window changes nothing');
    expect(err).toContain("3 conversions without a touch are no channel's");
  });
});
