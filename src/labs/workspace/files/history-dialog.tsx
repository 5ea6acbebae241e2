import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import type { Attempt } from '../saved/index.ts'
import type { Workspace } from '../workspace.ts'
import { DiffView } from './diff-view.tsx'

const words = strings.files

/** Lists the attempts, latest first, each to compare with the editor or to restore. */
export function History({ workspace, onDone }: { workspace: Workspace; onDone: () => void }): JSX.Element {
  const compared = useSignal<Attempt | null>(null)
  const attempts = workspace.attempts.list.value
  if (attempts.length === 0) return <p class="note">{words.historyEmpty}</p>
  return (
    <>
      <ol class="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.at} class={attempt === compared.value ? 'on' : undefined}>
            <time dateTime={new Date(attempt.at).toISOString()}>{when(attempt.at)}</time>
            <span>
              {words.attempt[attempt.kind]}
              {attempt.of !== undefined && `: ${words.passed(attempt.passed ?? 0, attempt.of)}`}
            </span>
            <button type="button" class="button" onClick={() => (compared.value = attempt)}>
              {words.compare}
            </button>
            <button
              type="button"
              class="button"
              onClick={() => {
                workspace.replaceFiles(attempt.files)
                onDone()
              }}
            >
              {words.restore}
            </button>
          </li>
        ))}
      </ol>
      {compared.value && (
        <DiffView
          before={workspace.files.texts.value}
          after={compared.value.files}
          names={[strings.solution.mine, when(compared.value.at)]}
        />
      )}
    </>
  )
}

const format = new Intl.DateTimeFormat(strings.language, { dateStyle: 'medium', timeStyle: 'short' })
const when = (at: number) => format.format(at)
