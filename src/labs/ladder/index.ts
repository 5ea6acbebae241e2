/**
 * The ladder: hosts side by side, time down the page, each packet an arrow whose slope is its travel time. `time-axis`
 * and `layout` are plain geometry (tested without a page), `ladder-drawing` draws it, `ladder-table` has the same data
 * as a table. Nothing here starts a world or knows an exercise.
 */

export { keepInView } from './keep-in-view.ts'
export { type ArrowLabel, type LadderArrow, touch, widthOf } from './label-place.ts'
export { LadderDrawing } from './ladder-drawing.tsx'
export { LadderLegend } from './ladder-legend.tsx'
export { LadderTable } from './ladder-table.tsx'
export { type LadderLayout, type LadderOptions, layoutLadder } from './layout.ts'
export { type TimeAxis, timeAxis } from './time-axis.ts'
