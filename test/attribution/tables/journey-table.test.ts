import { describe, expect, it } from 'vitest';
import { JourneyTable } from '~/attribution/tables/journey-table';

const HEADER = 'order_id,value,touch_at,order_at,channel';
const line = (text: string, number: number) => ({ fields: text.split(','), line: number });

function table(...rows: string[]): JourneyTable {
  const read = new JourneyTable(line(HEADER, 1));
  rows.forEach((row, index) => read.add(line(row, index + 2)));
  return read;
}
const paths = (read: JourneyTable, window?: number) =>
  [...read.journeys(window)].map(({ channels }) => channels.join(' '));

describe('a table of touches', () => {
  it('reads times as they are written, in UTC where they name no zone', () => {
    const at = Date.parse('2026-03-01T04:05:06Z');
    const rows = [
      '2026-03-01T04:05:06Z',
      '2026-03-01 4:05:06',
      '2026-03-01 04:05:06 UTC',
      '2026-03-01T05:05:06+01:00',
      '2026-03-01 02:35:06-0130',
      '2026-03-01T06:05:06.000+02',
      String(at),
      String(at / 1_000),
    ].map((time, index) => `${index},1,${time},2026-04-01,a`);
    for (const { times } of table(...rows).journeys()) expect(times).toEqual([at]);
    const [day] = table('1,1,2026-03-01,2026-04-01,a').journeys();
    expect(day?.times).toEqual([Date.parse('2026-03-01T00:00:00Z')]);
  });

  it('puts the touches of an order by time, and at the same time by name', () => {
    const rows = [
      '1,9,2026-03-02,2026-03-03,b',
      '2,5,2026-03-01,2026-03-03,x',
      '1,9,2026-03-02,2026-03-03,a',
      '1,9,2026-03-01,2026-03-03,c',
    ];
    expect(paths(table(...rows))).toEqual(['c a b', 'x']);
    expect(paths(table(...rows.toReversed()))).toEqual(['c a b', 'x']);
  });

  it('counts a touch to the end of its window and of the second of its order', () => {
    const read = table(
      '1,9,2026-03-01T00:00:00.000Z,2026-03-06T00:00:00Z,a',
      '1,9,2026-02-28T23:59:59.999Z,2026-03-06T00:00:00Z,b',
      '1,9,2026-03-06T00:00:00.999Z,2026-03-06T00:00:00Z,c',
      '1,9,2026-03-06T00:00:01.000Z,2026-03-06T00:00:00Z,d',
    );
    expect(paths(read, 5)).toEqual(['a c']);
    expect(paths(read)).toEqual(['b a c']);
  });

  it('has orders that nobody led to, and journeys that led to none', () => {
    const read = table('1,9,,2026-03-06,', '2,,2026-03-01,,a', '2,,2026-03-02,,b');
    expect([...read.journeys(1)]).toMatchObject([
      { channels: [], conversions: 1, value: 9, nulls: 0 },
      { channels: ['a', 'b'], conversions: 0, value: 0, nulls: 1 },
    ]);
  });

  it.each([
    [['1,5,yesterday,2026-01-02,a'], 'line 2: touch_at is no time: "yesterday"'],
    [['1,5,2026-01-01,2026-13-02,a'], 'line 2: order_at is no time: "2026-13-02"'],
    [['1,5,2026-01-01,2026-01-02,'], 'line 2: no channel'],
    [['1,5,,2026-01-02,a'], 'line 2: no touch_at'],
    [[',5,2026-01-01,2026-01-02,a'], 'line 2: no order_id'],
    [['1,5,2026-01-01,2026-01-02,a', '1,6,2026-01-01,2026-01-02,b'], 'line 3: order 1 has two values'],
    [['1,5,2026-01-01,2026-01-02,a', '1,5,2026-01-01,2026-01-03,b'], 'line 3: order 1 has two times'],
  ])('is refused with its line where it is wrong: %j', (rows, message) => {
    expect(() => table(...rows)).toThrow(message);
  });
});
