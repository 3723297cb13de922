import { describe, expect, it } from 'vitest';
import { pathReader } from '~/attribution/tables/path-table';

const line = (text: string, number = 2) => ({ fields: text.split(','), line: number });
const read = (header: string, row: string, currency?: string) =>
  pathReader(line(header, 1), currency)(line(row));

describe('a table of paths', () => {
  it.each([
    ['path,conversions,value,null', 'a > b,2,3.5,4'],
    ['Path,Total Conversions,Total Conversion Value,Total Null', 'a>b,2.0,3.5,4'],
    ['TRANSFORMED_PATH,CONVERSIONS,REVENUE,NON_CONVERSIONS', ' a >> b ,2,3.5,4'],
    ['path,conversion,conversion-value,nulls', 'a → b,2e0,+3.5,4'],
  ])('has columns by any of their usual names: %s', (header, row) => {
    expect(read(header, row)).toEqual({ channels: ['a', 'b'], conversions: 2, value: 3.5, nulls: 4 });
  });

  it('needs the path alone; each row is one conversion then', () => {
    expect(read('path', 'a')).toEqual({ channels: ['a'], conversions: 1, value: 0, nulls: 0 });
  });

  it('takes cells that are empty, or say so, for nothing', () => {
    expect(read('path,conversions,value,null', 'a > > b >,,NA')).toEqual({
      channels: ['a', 'b'],
      conversions: 0,
      value: 0,
      nulls: 0,
    });
  });

  it('has values in minor units where a currency is told', () => {
    expect(read('path,value', 'a,12.345', 'EUR').value).toBe(1_235);
    expect(read('path,value', 'a,12.345', 'KWD').value).toBe(12_345);
    expect(read('path,value', 'a,1e3', 'JPY').value).toBe(1_000);
    expect(read('path,value', 'a,-5', 'JPY').value).toBe(-5);
  });

  it.each([
    ['channel,conversions', 'a,1', undefined, 'line 1: no column "path" (found: channel, conversions)'],
    ['conversions,path', '1', undefined, 'line 2: no path'],
    ['path,conversions', 'a,-1', undefined, 'line 2: conversions is negative: -1'],
    ['path,null', 'a,0x10', undefined, 'line 2: null is no number: "0x10"'],
    ['path,value', 'a,$3', undefined, 'line 2: value is no number: "$3"'],
    ['path,value', 'a,3 EUR', 'EUR', 'line 2: value is no amount: "3 EUR"'],
    ['path,value', 'a,99999999999999999', 'EUR', 'line 2: value is no amount'],
  ])('is refused with its line where it is wrong: %s / %s', (header, row, currency, message) => {
    expect(() => read(header, row, currency)).toThrow(message);
  });
});
