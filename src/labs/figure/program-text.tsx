import type { JSX } from 'preact'
import { strings } from '#strings'
import { CodeLines } from '../code/lines/index.ts'
import type { Figure } from './figure-file.ts'

interface FigureProgramsProps {
  figure: Figure
  /** Program texts by file name. */
  files: Readonly<Record<string, string>>
  /** Folds them all: the figure is about what they do together. */
  areFolded?: boolean
}

/** The programs of a figure, one below the other; those that it says are folded show only their name. */
export function FigurePrograms({ figure, files, areFolded = false }: FigureProgramsProps): JSX.Element {
  const folded = new Set(figure.programs.flatMap(({ program, folded }) => (folded ? [program] : [])))
  return (
    <>
      {Object.entries(files).map(([name, text]) =>
        areFolded || folded.has(name) ? (
          <details key={name} class="folded-program">
            <summary>{strings.figure.folded(name, text.trimEnd().split('\n').length)}</summary>
            <ProgramLines name={name} text={text} />
          </details>
        ) : (
          <div key={name}>
            <h3>{name}</h3>
            <ProgramLines name={name} text={text} />
          </div>
        ),
      )}
    </>
  )
}

/** A program's source, with line numbers. */
function ProgramLines({ name, text }: { name: string; text: string }): JSX.Element {
  return (
    <pre class="code" tabIndex={0} role="group" aria-label={name}>
      <CodeLines text={text.trimEnd()} />
    </pre>
  )
}
