import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { testOfClients } from '#grader/capture-test/index.ts'
import { type CaptureClients, playerProgram } from '#lab'
import { strings } from '#strings'
import { download } from '../download.ts'
import type { LabExercise } from '../lab-exercise.ts'
import type { OpenedClients } from '../shown.ts'

const words = strings.playCapture
/** Virtual milliseconds that a server gets to listen when the run begins with the clients. */
const LISTENS_AFTER = 100

interface PlayCaptureProps {
  opened: OpenedClients
  exercise: LabExercise
  /** Starts the program on the client's host, in the current run or a new one. */
  play: (host: string, text: string) => void
}

/** Chooses clients of a capture, and plays them against the learner's server or saves them as a test. */
export function PlayCapture({ opened, exercise, play }: PlayCaptureProps): JSX.Element {
  const { sides, notes, name } = opened
  const chosen = useSignal<ReadonlySet<number>>(new Set(sides.map((_, index) => index)))
  const problem = useSignal<string | null>(null)
  const own = exercise.byHand?.port ?? null
  const port = useSignal(own !== null && sides.every((side) => side.port !== own) ? String(own) : '')
  const hosts = exercise.topology.nodes.filter(({ kind, name }) => kind === 'host' && name !== exercise.host)
  const host = useSignal(exercise.byHand?.host ?? hosts[0]?.name ?? exercise.host)
  const picked = sides.filter((_, index) => chosen.value.has(index))
  const toPort = /^\d+$/.test(port.value) ? Number(port.value) : null
  const isWrong = port.value !== '' && (toPort === null || toPort < 1 || toPort > 65_535)
  const isOff = picked.length === 0 || isWrong
  const save = () => {
    const place = { program: exercise.entry, server: exercise.host, client: host.value, port: toPort }
    const saved = testOfClients(picked, { ...place, capture: name, id: name.replace(/\.(pcapng|pcap|cap|gz)$/g, '') })
    problem.value = typeof saved === 'string' ? saved : null
    if (typeof saved === 'string') return
    download(`${saved.id}.test.ts`, saved.text, 'text/plain')
    problem.value = words.saved(saved.id, saved.compares)
  }
  return (
    <>
      <p>{words.lead(name, exercise.host)}</p>
      <fieldset class="capture-clients">
        <legend>{words.count(sides.filter(({ protocol }) => protocol === 'tcp').length, datagramsOf(sides))}</legend>
        {sides.map((side, index) => (
          <label key={side.frame} class="preference">
            <input
              type="checkbox"
              checked={chosen.value.has(index)}
              onChange={() => {
                const next = new Set(chosen.value)
                if (!next.delete(index)) next.add(index)
                chosen.value = next
              }}
            />
            {words.side(side.protocol, side.client, side.server, bytesOf(side.sends), bytesOf(side.replies))}
          </label>
        ))}
      </fieldset>
      {notes.length > 0 && <p class="note">{words.leftOut(notes)}</p>}
      <p class="capture-target">
        <label>
          {words.from}{' '}
          <select value={host.value} onChange={(event) => (host.value = event.currentTarget.value)}>
            {hosts.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>{' '}
        <label>
          {words.port}{' '}
          <input
            type="text"
            inputMode="numeric"
            size={6}
            placeholder={words.captured}
            value={port.value}
            aria-invalid={isWrong}
            onInput={(event) => (port.value = event.currentTarget.value.trim())}
          />
        </label>
      </p>
      <p role="status">{isWrong ? words.wrongPort : problem.value}</p>
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          disabled={isOff}
          onClick={() => play(host.value, playerProgram(picked, exercise.host, { port: toPort, after: LISTENS_AFTER }))}
        >
          {words.play}
        </button>
        <button type="button" class="button" disabled={isOff} onClick={save}>
          {words.save}
        </button>
      </div>
    </>
  )
}

const bytesOf = (parts: readonly { readonly bytes: Uint8Array }[]) =>
  parts.reduce((sum, { bytes }) => sum + bytes.length, 0)
const datagramsOf = (sides: CaptureClients['sides']) =>
  sides.filter(({ protocol }) => protocol === 'udp').reduce((sum, { sends }) => sum + sends.length, 0)
