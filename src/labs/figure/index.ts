/**
 * A lesson's figure: programs and the link between them, as a ladder or another view. It shows the run recorded when
 * the site was built, and runs the same world in the page when the reader changes it. `play` and `stored-recording`
 * also run in Node; nothing here knows a lesson or an exercise.
 */

export { curvesOf, numberRead } from './curves.ts'
export {
  type Figure,
  type FigureSettings,
  programFiles,
  readFigure,
  topologyValues,
  variantSettings,
} from './figure-file.ts'
export { type Finishes, mapRows, runMap } from './heat-map.ts'
export { playFigure } from './play.ts'
export type { Ghost, OrderCard, PredictChoice, PredictQuestion } from './predict-props.ts'
export { type RecordedFigure, restoreRecording, type StoredRecord, storeRecords } from './stored-recording.ts'
export { storeRun } from './stored-run.ts'
export { type FigureProps, finishOf, type LadderFigureProps, type ShownFigure } from './view.ts'
