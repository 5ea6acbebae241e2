import type { JSX } from 'preact'
import type { Report } from '#grader'
import { strings } from '#strings'
import { isPassed, progress } from '../progress/index.ts'
import { siteAddress } from '../site/index.ts'
import type { LabExercise } from './lab-exercise.ts'

const words = strings.tests

interface PassedProps {
  exercise: LabExercise
  report: Report | null
  /** Stages of hints that were opened. */
  hintsOpened: number
}

/** All tests have passed: the points with what hints cost, what Submit adds, and where to go from here. */
export function PassedCard({ exercise, report, hintsOpened }: PassedProps): JSX.Element {
  const { module } = exercise
  const next = exercise.next.find(({ id }) => !isPassed(progress.value, id))
  return (
    <div class="passed-card">
      {report?.score && (
        <Points score={report.score} sealed={exercise.tests.sealed} stages={exercise.hints.slice(0, hintsOpened)} />
      )}
      {report?.authority === 'practice' && <p class="note">{strings.submit.what}</p>}
      <p class="actions">
        {next && (
          <a class="button primary" href={siteAddress(next.href)}>
            {words.nextExercise(next.title)}
          </a>
        )}
        <a href={siteAddress(module.href)}>{words.backTo(module.title)}</a>
      </p>
    </div>
  )
}

interface PointsProps {
  score: NonNullable<Report['score']>
  /** Number of tests that only run where the exercise is submitted. */
  sealed: number
  /** Stages of hints that were opened. */
  stages: LabExercise['hints']
}

/** Each hint that cost something, with its share of what the tests have earned. */
function Points({ score, sealed, stages }: PointsProps): JSX.Element {
  const { points, of, hintCost, solutionShown } = score
  const earned = points + hintCost
  const left = solutionShown || sealed === 0 ? 0 : of - earned
  const costs = stages.flatMap(({ costs }, index) => (costs > 0 ? [{ stage: index + 1, points: earned * costs }] : []))
  return (
    <>
      <p>
        <b>{strings.submit.graded(points, of)}</b>
        {hintCost > 0 ? ` ${words.earned(earned)}` : ''}
        {solutionShown ? ` ${strings.solution.gaveUp}` : ''}
        {left > 0 ? ` ${words.sealedPoints(left)}` : ''}
      </p>
      {hintCost > 0 && (
        <ul>
          {costs.map(({ stage, points }) => (
            <li key={stage}>{words.hintCost(stage, points)}</li>
          ))}
        </ul>
      )}
    </>
  )
}
