import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import type { LabExercise } from '../lab-exercise.ts'
import type { RunState } from '../runs/index.ts'

const words = strings.peer

export interface ManualClientActions {
  say: (text: string) => void
  end: () => void
  reset: () => void
  connect: () => void
}
interface ManualClientViewProps {
  exercise: LabExercise & { byHand: NonNullable<LabExercise['byHand']> }
  run: RunState
  actions: ManualClientActions
}

/** The manual client: a kernel socket on the client's host, and a line to type. */
export function ManualClientView({ exercise, run, actions }: ManualClientViewProps): JSX.Element {
  const phase = run.manualPhase.value
  const isOpen = run.isUnderWay.value && phase === 'open'
  return (
    <div class="manual-client">
      <Conversation exercise={exercise} run={run} />
      <form
        class="say"
        onSubmit={(event) => {
          event.preventDefault()
          const field = event.currentTarget.elements.namedItem('line') as HTMLInputElement
          if (!isOpen) return
          actions.say(`${field.value}\n`)
          field.value = ''
        }}
      >
        <label>
          <span class="prompt">{exercise.byHand.host}</span>
          <span class="sr-only">{words.say}</span>
          <input
            name="line"
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder={words.sayPlaceholder}
            disabled={!isOpen}
          />
        </label>
        {phase === 'closed' && run.isUnderWay.value ? (
          <button type="button" class="button" onClick={actions.connect}>
            {words.connect}
          </button>
        ) : (
          <>
            <button type="submit" class="button" disabled={!isOpen}>
              {words.send}
            </button>
            <button type="button" class="button" disabled={!isOpen} title={words.endTitle} onClick={actions.end}>
              FIN
            </button>
            <button type="button" class="button" disabled={!isOpen} title={words.resetTitle} onClick={actions.reset}>
              RST
            </button>
          </>
        )}
      </form>
      {exercise.byHand.say.length > 0 && <Suggestions lines={exercise.byHand.say} isOpen={isOpen} say={actions.say} />}
    </div>
  )
}

function Conversation({ exercise, run }: Pick<ManualClientViewProps, 'exercise' | 'run'>): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const lines = run.manualLines.value
  useEffect(() => {
    if (element.current) element.current.scrollTop = element.current.scrollHeight
  }, [lines])
  const waiting = run.phase.value === 'running' ? words.nothingListens(exercise.entry) : words.waiting(exercise.entry)
  return (
    <div class="terminal" role="log" aria-label={words.conversation(exercise.byHand.host)} tabIndex={0} ref={element}>
      {lines.length === 0 && <p class="faint">{run.isUnderWay.value ? waiting : words.intro(exercise.byHand.host)}</p>}
      {lines.map((line, index) => (
        <div key={index} class={line.kind === 'event' ? 'faint' : undefined}>
          {line.kind === 'said' && <span class="said">{'> '}</span>}
          {line.kind === 'heard' && <span class="heard">{'< '}</span>}
          {line.text}
        </div>
      ))}
    </div>
  )
}

/** Lines worth trying first, including one that arrives in two pieces. */
function Suggestions({
  lines,
  isOpen,
  say,
}: {
  lines: readonly string[]
  isOpen: boolean
  say: (text: string) => void
}): JSX.Element {
  return (
    <p class="suggestions">
      <span>{words.try}</span>
      {lines.map((line) => (
        <button key={line} type="button" class="chip" disabled={!isOpen} onClick={() => say(line)}>
          {line.replaceAll('\n', '↵')}
        </button>
      ))}
    </p>
  )
}
