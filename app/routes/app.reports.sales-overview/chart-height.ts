/** In pixels; the same while the chart is on its way, so that nothing jumps. */
export const CHART_HEIGHT = 260;
