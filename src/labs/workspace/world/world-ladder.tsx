import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { keepInView, LadderDrawing, LadderLegend, LadderTable, layoutLadder } from '../../ladder/index.ts'
import { lifelines } from '../lifelines.ts'
import { near } from '../near.ts'
import type { RunState } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { thinned } from './thinned.ts'

const words = strings.world
/** With more arrows, a ladder is unreadable and the page slow. */
const SHOWN = 300
/** Smallest readable scale: below it, a ladder with many hosts scrolls sideways. */
const LEAST_SCALE = 0.9
/** Number of hosts that fit in a pane of usual width. */
const SIDE_BY_SIDE = 2
/** Pixels from the end within which the ladder follows a run. */
const NEAR_END = 60
/** Pixels between two lifelines: enough for a label. */
const BETWEEN = 150

/** The ladder around the current time or the important packet; later packets are faint. */
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
  const { links } = workspace
  const listed = links.listed(shown.value)
  const place = centre === null ? listed.length : links.countTo(centre - 1, shown.value)
  const part = near(listed, place, SHOWN)
  const packets = links.drawn(part, shown.value)
  const [chosen, wrong] = [selected.value, firstWrong].map((number) => links.rowOf(number, shown.value))
  const body = useRef<HTMLDivElement>(null)
  const isLive = source === 'run' && run.isUnderWay.value
  // Also in another world, whose packet may have the same number.
  useLayoutEffect(() => {
    if (chosen != null) keepInView(body.current, body.current?.querySelector(`.arrow[data-packet="${chosen}"]`))
  }, [recording, chosen, asTable])
  useLayoutEffect(() => {
    if (moment.value !== null) keepInView(body.current, body.current?.querySelector('.now'))
  }, [moment.value])
  // A learner who has scrolled up to read is left there.
  const followsEnd = useRef(true)
  useLayoutEffect(() => {
    if (isLive && followsEnd.current) body.current?.scrollTo({ top: body.current.scrollHeight })
  }, [packets.length])
  if (asTable)
    return (
      <div class="body" tabIndex={0} role="group" aria-label={strings.ladder.caption}>
        <LadderTable
          packets={packets}
          caption={strings.ladder.caption}
          now={now.value}
          placeOf={({ number }) => recording.placeOf(recording.packet(number)!)}
        />
      </div>
    )
  const all = lifelines(packets, workspace)
  const pair =
    all.length > SIDE_BY_SIDE && links.isFolded(shown.value) ? links.pairOf(chosen ?? null, shown.value) : null
  const hosts = pair && !links.allHosts.value ? all.filter((host) => pair.includes(host)) : all
  const asked = new Set([chosen, wrong].filter((n) => typeof n === 'number'))
  const layout = layoutLadder(packets, {
    hosts,
    width: Math.max(372, 124 + (hosts.length - 1) * BETWEEN),
    margin: 62,
    pixelsPerMillisecond: 3.5,
    foldOver: 24,
    now: now.value,
    selected: chosen ?? null,
    wrong: wrong ?? null,
  })
  return (
    <div
      ref={body}
      class="body ladder-body"
      tabIndex={0}
      role="group"
      aria-label={words.ladder}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        followsEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR_END
      }}
    >
      {pair && (
        <p class="note pair-note">
          {links.allHosts.value ? words.allHosts : words.pairOnly(pair)}{' '}
          <button type="button" class="link" onClick={() => (links.allHosts.value = !links.allHosts.value)}>
            {links.allHosts.value ? words.showPair(pair) : words.showAllHosts}
          </button>
        </p>
      )}
      {part.length < listed.length && <p class="note">{words.onlyPart(part.length)}</p>}
      <LadderDrawing
        layout={{ ...layout, arrows: thinned(layout.arrows, asked) }}
        label={strings.ladder.label(packets.length)}
        selected={chosen ?? null}
        wrong={wrong ?? null}
        now={isLive || moment.value !== null ? now.value : null}
        leastWidth={hosts.length > 2 ? layout.width * LEAST_SCALE : 0}
        showHosts={hosts.length > 2 || source === 'file'}
        onSelect={(packet) => workspace.select(packet)}
      />
      <LadderLegend packets={packets} />
    </div>
  )
}
