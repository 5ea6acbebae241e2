import type { JSX } from 'preact'
import { durationText, strings } from '#strings'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import type { TimeControl } from './time-control.ts'

const words = strings.time

interface ReplayBarProps {
  workspace: Workspace
  run: RunState
  time: TimeControl
  onBranch: () => void
  /** Goes back to the learner's own run, if there is one. */
  onBackToRun: (() => void) | null
}

/** Shown unless the page shows the latest moment of the learner's run: says what is shown, and offers the way back. */
export function ReplayBar({ workspace, run, time, onBranch, onBackToRun }: ReplayBarProps): JSX.Element | null {
  const { shown, moment, now } = workspace
  if (!shown.value || (shown.value.source === 'run' && moment.value === null)) return null
  const { source, id, firstWrong, isSmallest = false, isPassed = false } = shown.value
  const isRun = source === 'run'
  const [title, text] = isRun
    ? [words.history, words.historyText(durationText(now.value))]
    : source === 'test'
      ? isPassed
        ? [words.passed(id), words.passedText]
        : [words.replay(id), words.replayText(firstWrong, isSmallest)]
      : [words.file, words.fileText(id)]
  return (
    <div class="replay-bar" role="group" aria-label={title}>
      <b>{title}</b>
      <span class="replay-text">{text}</span>
      <span class="spacer" />
      {isRun && (
        <button type="button" class="button" title={words.branchTitle} onClick={onBranch}>
          {words.branch}
        </button>
      )}
      {isRun ? (
        <button type="button" class="button" onClick={() => time.toEnd()}>
          {run.isUnderWay.value ? words.backToLive : words.backToEnd}
        </button>
      ) : (
        onBackToRun && (
          <button type="button" class="button" onClick={onBackToRun}>
            {strings.packets.backToRun}
          </button>
        )
      )}
    </div>
  )
}
