import type { JSX } from 'preact'
import { strings } from '#strings'
import { diffLines } from '../../code/index.ts'
import type { Texts } from '../saved/index.ts'

interface DiffViewProps {
  before: Texts
  after: Texts
  /** Headings of the two sides. */
  names: [string, string]
}

/** Compares files line by line and leaves out identical ones. Signs repeat what colors say. */
export function DiffView({ before, after, names }: DiffViewProps): JSX.Element {
  const files = Object.keys({ ...before, ...after }).filter((file) => before[file] !== after[file])
  if (files.length === 0) return <p class="note">{strings.solution.same}</p>
  return (
    <div class="diffs" tabIndex={0} role="group" aria-label={strings.files.compare}>
      {files.map((file) => (
        <table key={file} class="diff">
          <caption>{file}</caption>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {diffLines(before[file] ?? '', after[file] ?? '').map(({ left, right }, index) => (
              <tr key={index}>
                <td class={left === null ? 'none' : right === null ? 'gone' : undefined}>
                  {side(left, right === null, '−')}
                </td>
                <td class={right === null ? 'none' : left === null ? 'new' : undefined}>
                  {side(right, left === null, '+')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

function side(text: string | null, isAlone: boolean, sign: string): JSX.Element | null {
  if (text === null) return null
  return (
    <>
      <span aria-hidden="true">{isAlone ? sign : ' '}</span>
      {isAlone && <span class="sr-only">{sign === '+' ? strings.solution.theirs : strings.solution.mine}: </span>}
      <code>{text || ' '}</code>
    </>
  )
}
