/**
 * Plots: values over virtual time, as lines, steps and marks between two axes. `scale` is plain arithmetic (tested
 * without a page), `plot` draws the axes and the current time; its children draw the data. Nothing here knows where
 * values come from.
 */
export { type Line, Plot, type PlotProps, StepLine } from './plot.tsx'
export { type Scale, scale, shortNumber, ticks } from './scale.ts'
