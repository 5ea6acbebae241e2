import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { strings } from '../../strings/index.ts'
import { highlightLines } from '../code/index.ts'
import { LadderDrawing, LadderTable, layoutLadder } from '../ladder/index.ts'
import { isLost, Recording } from '../recording/index.ts'
import { FigureControls } from './figure-controls.tsx'
import type { Figure } from './figure-file.ts'
import { FigureOutput } from './figure-output.tsx'
import { FigureRunner } from './figure-runner.ts'
import { Knobs } from './knobs.tsx'
import { restoreRecords, type StoredRecord } from './stored-recording.ts'

const words = strings.figure

export interface LiveLadderProps {
  figure: Figure
  /** Program texts by file name. */
  files: Readonly<Record<string, string>>
  topology: { file: string; text: string }
  /** The lifelines, left to right. */
  hosts: readonly string[]
  recorded: readonly StoredRecord[]
}

/** Programs on the left, their packets on the right; below, the link. What is shown first was recorded when the site was built. */
export function LiveLadder(props: LiveLadderProps): JSX.Element {
  const { figure, files, hosts, recorded } = props
  const runner = useMemo(() => new FigureRunner(props, recordingOf(recorded)), [recorded])
  const asTable = useSignal(false)
  const selected = useSignal<number | null>(null)
  const recording = runner.recording.value
  const moment = runner.moment.value
  const layout = layoutLadder(recording.packets, {
    hosts,
    width: 520,
    margin: 90,
    pixelsPerMillisecond: runner.pixelsPerMillisecond,
    foldOver: 60,
    ...(moment !== null && { now: moment }),
    keepLabels: new Set(selected.value === null ? [] : [selected.value]),
  })
  useEffect(() => () => runner.dispose(), [runner])
  const body = useRef<HTMLDivElement>(null)
  return (
    <figure class="live-figure" aria-label={figure.title}>
      <div class="figure-code">
        {Object.entries(files).map(([name, text]) => (
          <ProgramText key={name} name={name} text={text} />
        ))}
        <FigureOutput recording={recording} moment={moment} />
      </div>
      <div class="figure-ladder" ref={body}>
        {asTable.value ? (
          <LadderTable packets={recording.packets} caption={strings.ladder.caption} />
        ) : (
          <LadderDrawing
            layout={layout}
            label={words.ladderLabel(recording.packets.length, hosts.join(' and '))}
            selected={selected.value}
            now={moment}
            showHosts
            onSelect={(packet) => {
              selected.value = packet === selected.value ? null : packet
            }}
          />
        )}
        <Legend recording={recording} />
      </div>
      <figcaption class="figure-foot">
        <FigureControls runner={runner} />
        <button
          type="button"
          class="button"
          aria-pressed={asTable.value}
          onClick={() => {
            asTable.value = !asTable.value
          }}
        >
          {asTable.value ? words.asDrawing : words.asTable}
        </button>
      </figcaption>
      <Knobs figure={figure} runner={runner} />
    </figure>
  )
}

function recordingOf(stored: readonly StoredRecord[]): Recording {
  const recording = new Recording()
  recording.add(restoreRecords(stored))
  return recording
}

function ProgramText({ name, text }: { name: string; text: string }): JSX.Element {
  return (
    <div>
      <h3>{name}</h3>
      <pre class="code" tabIndex={0} role="group" aria-label={name}>
        {highlightLines(text.trimEnd()).map((line, index) => (
          <span class="code-line" key={index}>
            <span class="line-number">{index + 1}</span>
            <span>
              {line.map((token) =>
                token.kind === 'plain' ? token.text : <span class={token.kind}>{token.text}</span>,
              )}
            </span>
          </span>
        ))}
      </pre>
    </div>
  )
}

/** Only the shapes that are there. */
function Legend({ recording }: { recording: Recording }): JSX.Element {
  const { packets } = recording
  return (
    <p class="legend">
      {packets.some((packet) => packet.opens) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="4" class="opens" />
          </svg>
          {words.opens}
        </span>
      )}
      {packets.some((packet) => packet.ends) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <rect x="1" y="1" width="8" height="8" class="ends" />
          </svg>
          {words.endsItsSide}
        </span>
      )}
      {packets.some(isLost) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <path d="M2 1l7 8M9 1 2 9" class="lost" />
          </svg>
          {words.lost}
        </span>
      )}
      {packets.some((packet) => packet.againOf !== null) && (
        <span>
          <svg width="22" height="10" aria-hidden="true">
            <path d="M0 3h20M0 7h20" class="again" />
          </svg>
          {words.again}
        </span>
      )}
    </p>
  )
}
