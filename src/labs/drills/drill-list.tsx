import type { JSX } from 'preact'
import { strings } from '#strings'
import { siteAddress, useIsLive } from '../site/index.ts'
import { today } from './calendar.ts'
import type { DrillPack } from './pack.ts'
import { StandingLine } from './standing-line.tsx'
import { usePractice } from './use-standing.ts'

const words = strings.drills

/** The island of the drills page: every pack, those due first. */
export function DrillList({ packs }: { packs: readonly DrillPack[] }): JSX.Element {
  const { standing } = usePractice()
  const isLive = useIsLive()
  const rows = packs.map((pack) => ({ pack, standing: standing(pack.id, pack.mastery) }))
  const dueOn = (row: (typeof rows)[number]) => row.standing?.due ?? Number.POSITIVE_INFINITY
  const due = rows.filter((row) => isLive && dueOn(row) <= today())
  return (
    <>
      <p class="drills-today" role="status">
        {due.length > 0
          ? words.dueToday(due.length)
          : rows.every((row) => row.standing === null)
            ? words.neverPracticed
            : words.nothingDue}
      </p>
      <ul class="drill-list">
        {rows
          .toSorted((a, b) => (dueOn(a) === dueOn(b) ? 0 : dueOn(a) - dueOn(b)))
          .map((row) => (
            <li key={row.pack.id} class={`card${due.includes(row) ? ' due' : ''}`}>
              <p class="eyebrow">
                <a href={siteAddress(row.pack.module.href)}>{row.pack.module.title}</a>
              </p>
              <h2>{row.pack.title}</h2>
              <p>{row.pack.lead}</p>
              <StandingLine standing={row.standing} />
              <a
                class={due.includes(row) ? 'button primary' : 'button'}
                href={siteAddress(row.pack.href)}
                aria-label={`${words.practice(row.pack.items)}: ${row.pack.title}`}
              >
                {words.practice(row.pack.items)}
              </a>
            </li>
          ))}
      </ul>
    </>
  )
}
