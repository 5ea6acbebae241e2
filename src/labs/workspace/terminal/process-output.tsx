import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { durationText, strings } from '#strings'
import type { OutputLine, ProcessView } from '../../recording/index.ts'

const words = strings.terminal

interface FollowingEndProps {
  label: string
  /** Incremented when lines are added. */
  length: number
  children: ComponentChildren
}

/** A log that scrolls with its output until the reader scrolls up. */
export function FollowingEnd({ label, length, children }: FollowingEndProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (follows.current && element.current) element.current.scrollTop = element.current.scrollHeight
  }, [length])
  return (
    <div
      class="terminal"
      role="log"
      aria-label={label}
      tabIndex={0}
      ref={element}
      onScroll={() => {
        const { scrollTop, scrollHeight, clientHeight } = element.current!
        follows.current = scrollHeight - scrollTop - clientHeight < 24
      }}
    >
      {children}
    </div>
  )
}

interface ProcessOutputProps {
  process: ProcessView
  onLine: (file: string, line: number) => void
}

/** Output of one process, from its start to its end. */
export function ProcessOutput({ process, onLine }: ProcessOutputProps): JSX.Element {
  const { output, exit } = process
  // The page renders with every packet; a log without new lines does not.
  const lines = useMemo(
    () => output.lines.map((line, index) => <Line key={index + output.dropped} line={line} onLine={onLine} />),
    [output, output.version],
  )
  return (
    <>
      <div>
        <span class="prompt">{process.host}$</span> {commandLine(process)}
      </div>
      {output.dropped > 0 && <p class="faint">{words.olderHidden(output.dropped)}</p>}
      {lines}
      {exit && (
        <p class="faint">
          {exit.signal === null
            ? words.exited(exit.code ?? 0, durationText(exit.at))
            : words.killed(exit.signal, durationText(exit.at), exit.reason)}
        </p>
      )}
    </>
  )
}

/** Returns the command line, ready to type again. */
export const commandLine = ({ name, args, isLine }: ProcessView): string =>
  isLine ? name : ['node', name, ...args.map(quoted)].join(' ')

const quoted = (word: string) => (word === '' || /[\s'"]/.test(word) ? JSON.stringify(word) : word)

/** A place in the learner's own files: `/work/server.ts:8:24`, `file:///work/server.ts:8`. */
const PLACE = /(?:file:\/\/)?\/work\/([\w./-]+\.[cm]?[jt]s):(\d+)(?::\d+)?/

function Line({ line, onLine }: { line: OutputLine; onLine: (file: string, line: number) => void }): JSX.Element {
  const place = PLACE.exec(line.text)
  const tone = line.stream === 'stderr' ? (/^\s+at /.test(line.text) && !place ? 'faint' : 'error') : undefined
  if (!place) return <div class={tone}>{line.text || '\u00a0'}</div>
  const [all, file, number] = place
  return (
    <div class={tone}>
      {line.text.slice(0, place.index)}
      <button type="button" class="link" onClick={() => onLine(file!, Number(number))}>
        {all}
      </button>
      {line.text.slice(place.index + all.length)}
    </div>
  )
}
