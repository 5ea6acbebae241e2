import type { JSX } from 'preact'
import { strings } from '../../../strings/index.ts'
import { LadderDrawing, LadderLegend, LadderTable, layoutLadder } from '../../ladder/index.ts'
import { lifelines } from '../lifelines.ts'
import { near } from '../near.ts'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { thinned } from './thinned.ts'

const words = strings.world
/** More arrows than this make a ladder that nobody reads and a page that is slow. */
const SHOWN = 300

/** The ladder of what is shown, around the moment or the packet that matters; what came later is faint. */
export function WorldLadder({
  workspace,
  run,
  asTable,
}: {
  workspace: Workspace
  run: RunState
  asTable: boolean
}): JSX.Element {
  const { shown, selected, moment, now } = workspace
  const { recording, firstWrong, source } = shown.value!
  const centre = moment.value === null ? selected.value : recording.sentBy(now.value)
  const packets = near(recording.packets, centre === null ? recording.packets.length : centre - 1, SHOWN)
  if (asTable)
    return (
      <div class="body" tabIndex={0} role="group" aria-label={strings.ladder.caption}>
        <LadderTable
          packets={packets}
          caption={strings.ladder.caption}
          placeOf={(packet) => recording.placeOf(packet)}
        />
      </div>
    )
  const hosts = lifelines(packets, source === 'file', workspace.exercise)
  const isLive = source === 'run' && run.isUnderWay.value
  const asked = new Set([selected.value, firstWrong].filter((n) => n !== null))
  const layout = layoutLadder(packets, {
    hosts,
    width: Math.max(372, 124 + (hosts.length - 1) * 150),
    margin: 62,
    pixelsPerMillisecond: 3.5,
    foldOver: 24,
    now: now.value,
    keepLabels: asked,
  })
  return (
    <div class="body ladder-body" tabIndex={0} role="group" aria-label={words.ladder}>
      {packets.length < recording.packets.length && <p class="note">{words.onlyPart(packets.length)}</p>}
      <LadderDrawing
        layout={{ ...layout, arrows: thinned(layout.arrows, asked) }}
        label={strings.ladder.label(packets.length)}
        selected={selected.value}
        wrong={firstWrong}
        now={isLive || moment.value !== null ? now.value : null}
        showHosts={hosts.length > 2 || source === 'file'}
        onSelect={(packet) => workspace.select(packet)}
      />
      <LadderLegend packets={packets} />
    </div>
  )
}
