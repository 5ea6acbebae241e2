import type { JSX } from 'preact'
import { strings } from '#strings'
import { siteAddress } from '../site/index.ts'
import type { DrillPack } from './pack.ts'
import { StandingLine } from './standing-line.tsx'
import { usePractice } from './use-standing.ts'

const words = strings.drills

export interface DrillCardProps {
  pack: DrillPack
}

/** A drill pack inside a lesson: what it practices, and when it is due. */
export function DrillCard({ pack }: DrillCardProps): JSX.Element {
  const { standing } = usePractice()
  return (
    <aside class="card drill-card" aria-label={words.drill(pack.title)}>
      <p class="eyebrow">{words.one}</p>
      <h3>{pack.title}</h3>
      <p>{pack.lead}</p>
      <StandingLine standing={standing(pack.id, pack.mastery)} />
      <a class="button" href={siteAddress(pack.href)}>
        {words.practice(pack.items)}
      </a>
    </aside>
  )
}
