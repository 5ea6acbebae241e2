/** Components that lessons use without importing them; docs/components.md shows each. */
import ByteExplorer from './ByteExplorer.astro'
import Curves from './Curves.astro'
import Drill from './Drill.astro'
import Explain from './Explain.astro'
import HeatMap from './HeatMap.astro'
import LadderFigure from './LadderFigure.astro'
import Measured from './Measured.astro'
import NamePointers from './NamePointers.astro'
import NatTable from './NatTable.astro'
import PoolBoard from './PoolBoard.astro'
import Predict from './Predict.astro'
import ProgramDiff from './ProgramDiff.astro'
import Queue from './Queue.astro'
import Quiz from './Quiz.astro'
import Race from './Race.astro'
import ReferralWalk from './ReferralWalk.astro'
import SequencePlot from './SequencePlot.astro'
import StateDiagram from './StateDiagram.astro'
import Step from './Step.astro'
import Term from './Term.astro'
import TimeRaster from './TimeRaster.astro'
import WindowTanks from './WindowTanks.astro'
import ZoneTree from './ZoneTree.astro'

export const lessonComponents = {
  ByteExplorer,
  Drill,
  Explain,
  Curves,
  HeatMap,
  LadderFigure,
  Measured,
  NamePointers,
  NatTable,
  PoolBoard,
  Predict,
  ProgramDiff,
  Queue,
  Quiz,
  Race,
  ReferralWalk,
  SequencePlot,
  StateDiagram,
  Step,
  Term,
  TimeRaster,
  WindowTanks,
  ZoneTree,
}
