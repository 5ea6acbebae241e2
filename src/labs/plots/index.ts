/**
 * Plots: values over virtual time, as lines, steps and marks between two axes. `scale` is plain arithmetic (tested without a page), `plot` draws
 * axes and the moment shown; what is drawn between them is its children's business. Nothing here knows where values come from.
 */
export { type Line, Plot, type PlotProps, StepLine } from './plot.tsx'
export { type Scale, scale, shortNumber, ticks } from './scale.ts'
