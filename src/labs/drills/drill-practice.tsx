import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { recordRound } from '../progress/index.ts'
import { siteAddress, useIsLive } from '../site/index.ts'
import { today } from './calendar.ts'
import { type Loaded, loadRound } from './load-round.ts'
import type { DrillPack } from './pack.ts'
import { StandingLine } from './standing-line.tsx'
import { usePractice } from './use-standing.ts'

const words = strings.drills

type Phase =
  | { kind: 'before' | 'making' }
  | { kind: 'asking'; round: Loaded }
  | { kind: 'over'; right: number }
  | { kind: 'failed'; why: string }

/** The island of a pack's page: starts a round, asks it, scores it, and says when the pack is due again. */
export function DrillPractice({ pack }: { pack: DrillPack }): JSX.Element {
  const isLive = useIsLive()
  const { standing } = usePractice()
  const phase = useSignal<Phase>({ kind: 'before' })
  const begin = async () => {
    phase.value = { kind: 'making' }
    try {
      phase.value = { kind: 'asking', round: await loadRound([pack.id]) }
    } catch (error) {
      phase.value = { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
    }
  }
  const { value: now } = phase
  if (now.kind === 'asking') {
    const { RoundView, items, seed } = now.round
    const done = (right: number) => {
      recordRound(pack.id, { day: today(), seed, right, of: items.length })
      phase.value = { kind: 'over', right }
    }
    return <RoundView items={items} seed={seed} onDone={done} />
  }
  return (
    <div class="drill-before">
      {now.kind === 'over' && <Result pack={pack} right={now.right} />}
      {now.kind === 'failed' && <p role="alert">{words.failed(now.why)}</p>}
      <StandingLine standing={standing(pack.id, pack.mastery)} />
      <p class="drill-actions">
        <button
          type="button"
          class="button primary large"
          disabled={!isLive || now.kind === 'making'}
          onClick={() => void begin()}
        >
          {now.kind === 'over' ? words.again : words.begin(pack.items)}
        </button>
        {now.kind === 'over' && <a href={siteAddress('/drills/')}>{words.all}</a>}
      </p>
      <p class="drill-keys">{words.keys}</p>
    </div>
  )
}

function Result({ pack, right }: { pack: DrillPack; right: number }): JSX.Element {
  const element = useRef<HTMLHeadingElement>(null)
  useEffect(() => element.current?.focus(), [])
  return (
    <div class="drill-result">
      <h2 ref={element} tabIndex={-1}>
        {words.score(right, pack.items)}
      </h2>
      <p>{right >= pack.mastery * pack.items ? words.good : words.notGood(Math.ceil(pack.mastery * pack.items))}</p>
    </div>
  )
}
