import type { JSX } from 'preact'
import { strings } from '#strings'

const MOST = 3

/** How hard a scenario is, in a word and as dots. */
export function Difficulty({ level }: { level: number }): JSX.Element {
  return (
    <span class="difficulty">
      <span aria-hidden="true">{'●'.repeat(level) + '○'.repeat(MOST - level)}</span>{' '}
      {strings.surprise.list.difficulty[level]}
    </span>
  )
}
