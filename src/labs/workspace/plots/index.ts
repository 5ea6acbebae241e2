/**
 * Plots of series over virtual time: the data of a connection or a queue (`plot-data`, without a page), the drawing,
 * and the table. Series come from the network floor; nothing here reads packets itself.
 */
export { type Plot, type PlotKind, type PlotLine, type PlottedStream, plotOf, streamsOf } from './plot-data.ts'
export { PlotDrawing } from './plot-drawing.tsx'
export { PlotTable } from './plot-table.tsx'
