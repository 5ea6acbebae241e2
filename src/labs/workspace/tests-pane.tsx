import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Report, TestResult } from '#grader'
import { strings } from '#strings'
import { highlightLines } from '../code/index.ts'
import { AgainBar } from './again-bar.tsx'
import type { CheckState } from './check-state.ts'
import type { LabCommands } from './commands.ts'
import { EmptyPane } from './empty-pane.tsx'
import { ErrorPlace } from './error-place.tsx'
import { FailedTest, type Hint } from './failed-test.tsx'
import type { LabExercise } from './lab-exercise.ts'
import { PassedCard } from './passed-card.tsx'
import { standing } from './standing.ts'
import type { Workspace } from './workspace.ts'

const words = strings.tests

interface TestsPaneProps {
  workspace: Workspace
  check: CheckState
  commands: LabCommands
  /** Shows the world of a failed test, at one of its packets. */
  onShow: (test: string, packet: number | null) => void
}

/** Test results: the first failure with its evidence, the others as lines. */
export function TestsPane({ workspace, check, commands, onShow }: TestsPaneProps): JSX.Element {
  const { tests, runsHere } = workspace.exercise
  const count = tests.visible + tests.practice
  const results = check.results.value
  const isNew = check.phase.value === 'none'
  return (
    <section class="tests-pane" aria-label={strings.dock.tests}>
      <h2 class="sr-only">{strings.dock.tests}</h2>
      {isNew ? (
        <EmptyPane text={runsHere ? words.notRun(count, tests.sealed) : words.runElsewhere(count + tests.sealed)}>
          <button type="button" class="button" onClick={commands.check}>
            {runsHere ? strings.lab.check : strings.submit.button} <kbd>Ctrl ⇧ ↵</kbd>
          </button>
          {runsHere && <p class="note">{strings.submit.what}</p>}
        </EmptyPane>
      ) : (
        <>
          <Verdict check={check} workspace={workspace} />
          <GradedVariant exercise={workspace.exercise} report={check.report.value} />
          <AgainBar check={check} commands={commands} />
          <Results workspace={workspace} check={check} commands={commands} results={results} onShow={onShow} />
        </>
      )}
      <TestSource workspace={workspace} />
    </section>
  )
}

function Verdict({ check, workspace }: { check: CheckState; workspace: Workspace }): JSX.Element {
  const report = check.report.value
  const total = check.results.value.length
  const passed = check.passed.value.length
  const isRunning = check.phase.value === 'running'
  if (isRunning)
    return (
      <div class="verdict" role="status">
        <p>{check.current.value ? words.runningTest(check.current.value) : words.running}</p>
        <span class="progress" />
      </div>
    )
  if (report && report.status !== 'graded')
    return (
      <p class="verdict" role="status">
        <b>{words.ungradable}.</b> {report.reason}
      </p>
    )
  if (report?.rejected)
    return (
      <div class="verdict">
        <p role="status">
          {words.refused} {report.rejected.sentence}
        </p>
        {report.rejected.source && (
          <ErrorPlace place={report.rejected.source} onGo={(file, line) => workspace.goToLine(file, line)} />
        )}
      </div>
    )
  if (passed < total)
    return (
      <p class="verdict" role="status">
        {standing(check)}
      </p>
    )
  return (
    <>
      <p class="verdict ok">
        <span role="status">{words.passedAll(total, sealedLeft(workspace.exercise, report))}</span>
      </p>
      <PassedCard exercise={workspace.exercise} report={report} hintsOpened={workspace.openedHints.value} />
    </>
  )
}

/** The values that differ from the learner's, where a submission was graded. */
function GradedVariant({ exercise, report }: { exercise: LabExercise; report: Report | null }): JSX.Element | null {
  const { variant = exercise.variant, params = {} } = report?.inputs ?? {}
  const others = Object.entries(params).filter(([name, value]) => exercise.params[name] !== value)
  if (variant === exercise.variant || others.length === 0) return null
  const values = others.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')
  return <p class="note">{strings.variant.graded(values)}</p>
}

/** Number of tests that this report leaves to a submission. */
const sealedLeft = ({ tests }: LabExercise, report: Report | null): number =>
  report?.tests.some(({ file }) => file === 'sealed') ? 0 : tests.sealed

interface ResultsProps {
  workspace: Workspace
  check: CheckState
  commands: LabCommands
  results: readonly TestResult[]
  onShow: TestsPaneProps['onShow']
}

/** Opens the first failure; passed tests and those not run follow below. */
function Results({ workspace, check, commands, results, onShow }: ResultsProps): JSX.Element {
  const report = check.report.value
  const opened = useSignal<string | null>(null)
  const failed = check.ran.value
  const skipped = check.skipped.value
  const stale = check.stale.value
  const open = (failed.find(({ id }) => id === opened.value) ?? failed[0])?.id
  const others = results.filter((test) => !check.failed.value.includes(test))
  return (
    <>
      {failed.map((test) =>
        test.id === open ? (
          <FailedTest
            key={test.id}
            test={test}
            hints={hintsFor(report, test, workspace.exercise.readAgain)}
            recording={check.recordings.value.get(test.id)}
            isShown={workspace.isShown(check.recordings.value.get(test.id))}
            onShow={(packet) => onShow(test.id, packet)}
            onAgain={workspace.exercise.runsHere ? () => commands.checkAgain([test.id]) : null}
            onLine={(file, line) => workspace.goToLine(file, line)}
          />
        ) : (
          <button
            key={test.id}
            type="button"
            class="test-line failed"
            onClick={() => {
              opened.value = test.id
              // The views next to it show the same test.
              if (check.recordings.value.has(test.id)) onShow(test.id, test.evidence?.packets?.firstWrong ?? null)
            }}
          >
            <TestLine test={test} isStale={stale.has(test.id)} />
          </button>
        ),
      )}
      {skipped > 0 && <p class="note">{words.stoppedAt(skipped)}</p>}
      {others.map((test) =>
        hasWorld(check, test) ? (
          <button
            key={test.id}
            type="button"
            class={`test-line ${test.status}`}
            title={words.show(test.id)}
            onClick={() => onShow(test.id, null)}
          >
            <TestLine test={test} isStale={stale.has(test.id)} />
          </button>
        ) : (
          <div key={test.id} class={`test-line ${test.status}`}>
            <TestLine test={test} isStale={stale.has(test.id)} told={report?.rejected?.sentence} />
          </div>
        ),
      )}
    </>
  )
}

const hasWorld = (check: CheckState, { id }: TestResult) => (check.recordings.value.get(id)?.packets.length ?? 0) > 0

interface TestLineProps {
  test: TestResult
  /** It ran with an earlier version of the program. */
  isStale: boolean
  /** A reason that is shown above the list. */
  told?: string | undefined
}

/** A test on one line; skips a reason already told. */
function TestLine({ test, isStale, told }: TestLineProps): JSX.Element {
  return (
    <>
      <span class="sign" aria-hidden="true">
        {words.status[test.status]}
      </span>
      <span>
        <span class="sr-only">{words.statusWords[test.status]}: </span>
        <b>{test.id}</b> {test.title}
        {test.reason && test.reason !== told && <small>{test.reason}</small>}
      </span>
      <span class="took">
        {isStale ? words.earlier : test.status === 'not-run' ? '' : `${test.took.toFixed(0)} ms`}
      </span>
    </>
  )
}

function hintsFor(report: Report | null, { id }: TestResult, readAgain: LabExercise['readAgain']): Hint[] {
  const all = report?.hints ?? []
  return all
    .filter((hint) => hint.test === id)
    .map((hint) => {
      const { text, lesson = '' } = hint
      // The same mistake in another test: its hint is shown once.
      const earlier = all.find((other) => other.id === hint.id)
      return earlier === hint
        ? { text, readAgain: readAgain[lesson] }
        : { text: words.sameHint(earlier!.test), readAgain: undefined }
    })
}

function TestSource({ workspace }: { workspace: Workspace }): JSX.Element {
  const { visibleTests, tests } = workspace.exercise
  return (
    <details class="test-source">
      <summary>{words.source}</summary>
      <pre class="code" tabIndex={0} role="group" aria-label={visibleTests.name}>
        {highlightLines(visibleTests.text).map((line, index) => (
          <span class="code-line" key={index}>
            {line.map((token) => (token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>))}
            {'\n'}
          </span>
        ))}
      </pre>
      <p class="note">{words.hiddenNote(tests.practice)}</p>
    </details>
  )
}
