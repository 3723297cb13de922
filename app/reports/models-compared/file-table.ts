import { DATA_DRIVEN_MODELS } from '~/attribution/facts';
import type { ModelsComparedView } from '~/reports/models-compared/interpret';
import type { FileTable } from '~/reports/table';

/**
 * The rows of the page under every model, with the ends of each interval in columns of their own. What is not known is
 * empty.
 * @param name what a row is
 */
export function modelsFile({ columns, rows }: ModelsComparedView, name: string): FileTable {
  const hasIntervals = columns.map(({ model }) => DATA_DRIVEN_MODELS.some((driven) => driven === model));
  return {
    columns: [
      { title: name, definition: null },
      { title: 'Of', definition: null },
      ...columns.flatMap(({ label, meaning: definition }, place) =>
        [label, ...(hasIntervals[place] ? [`${label}, from`, `${label}, to`] : [])].map((title) => ({
          title,
          definition,
        })),
      ),
    ],
    rows: rows.map(({ name, detail, cells }) => ({
      cells: [
        { raw: name },
        { raw: detail ?? '' },
        ...cells.flatMap(({ raw, interval }, place) =>
          [raw, ...(hasIntervals[place] ? (interval?.ends ?? ['', '']) : [])].map((raw) => ({ raw })),
        ),
      ],
    })),
  };
}
