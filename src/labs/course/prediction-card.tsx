import type { JSX } from 'preact'
import { strings } from '#strings'
import { calibration, type PredictionMade } from '../progress/index.ts'

const words = strings.course

/** Compares how often predictions were right with how sure the learner was. */
export function PredictionCard({ predictions }: { predictions: readonly PredictionMade[] }): JSX.Element {
  const { made, steps } = calibration(predictions)
  const x = (sure: number) => 34 + sure * 2.3
  const y = (right: number) => 124 - right * 1.1
  const last = steps.at(-1)
  return (
    <div class="card">
      <h2>{words.predictTitle}</h2>
      {last ? (
        <>
          <svg viewBox="0 0 280 148" role="img" aria-label={words.predictLabel(last.sure, last.right)}>
            <path class="ideal" d={`M${x(0)} ${y(0)}L${x(100)} ${y(100)}`} />
            <path class="axes" d="M34 10V124H268" />
            <path class="made" d={`M${steps.map(({ sure, right }) => `${x(sure)} ${y(right)}`).join('L')}`} />
            {steps.map(({ sure, right }) => (
              <circle key={sure} cx={x(sure)} cy={y(right)} r="4" />
            ))}
            <text x="28" y="20" text-anchor="end">
              100
            </text>
            <text x="28" y="127" text-anchor="end">
              0
            </text>
            <text x="34" y="142">
              {words.unsure}
            </text>
            <text x="266" y="142" text-anchor="end">
              {words.certain}
            </text>
          </svg>
          <p>{words.predicted(made, last.sure, last.right)}</p>
        </>
      ) : (
        <p>{words.noPredictions}</p>
      )}
    </div>
  )
}
