import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { mergeProgress, type Progress, progress, readProgress, replaceProgress } from '../progress/index.ts'
import type { CourseModule } from './course.ts'
import { pointsOf } from './standing.ts'

const words = strings.course

interface KeepCardProps {
  modules: readonly CourseModule[]
  progress: Progress
  isLive: boolean
}

/** Points, and progress as a file: this browser has the only copy. */
export function KeepCard({ modules, progress: known, isLive }: KeepCardProps): JSX.Element {
  const note = useSignal('')
  const exercises = modules.flatMap((module) => module.exercises).filter(({ href }) => href !== null)
  const sum = (points: readonly number[]) => Number(points.reduce((total, one) => total + one, 0).toFixed(2))
  const take = async (file: File | undefined) => {
    const read = file && readProgress(await file.text())
    if (read) replaceProgress(mergeProgress(progress.value, read))
    note.value = read ? words.imported : words.notProgress
  }
  return (
    <div class="card keep">
      <dl>
        <div>
          <dt>{words.points}</dt>
          <dd>
            {sum(exercises.map((row) => pointsOf(known, row)))}{' '}
            <small>{words.of(sum(exercises.map(({ points }) => points)))}</small>
          </dd>
        </div>
        <div>
          <dt>{words.lessons}</dt>
          <dd>
            {Object.keys(known.lessons).length}{' '}
            <small>{words.of(modules.flatMap(({ lessons }) => lessons).filter(({ id }) => id !== null).length)}</small>
          </dd>
        </div>
      </dl>
      <p>{words.kept}</p>
      <div class="keep-buttons">
        <button type="button" class="button" disabled={!isLive} onClick={() => save(known)}>
          {words.export}
        </button>
        <label class="button">
          {words.import}
          <input
            class="sr-only"
            type="file"
            accept="application/json,.json"
            disabled={!isLive}
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
      </div>
      <p role="status">{note.value}</p>
    </div>
  )
}

function save(known: Progress): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(known, null, 2)], { type: 'application/json' }))
  link.download = 'ackademy-progress.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
