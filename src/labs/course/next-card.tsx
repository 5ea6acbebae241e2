import type { JSX } from 'preact'
import { strings } from '#strings'
import { siteAddress } from '../site/index.ts'
import type { nextStep } from './standing.ts'

const words = strings.course

/** The next step to take. */
export function NextCard({ next, isFirst }: { next: ReturnType<typeof nextStep>; isFirst: boolean }): JSX.Element {
  if (!next)
    return (
      <div class="card next">
        <h2>{words.allDone}</h2>
        <p>{words.allDoneText}</p>
      </div>
    )
  return (
    <div class="card next">
      <p>{words.next}</p>
      <h2>{next.title}</h2>
      <p>{words.ofModule(next.kind, next.module.number, next.module.title)}</p>
      <a class="button primary large" href={siteAddress(next.href)}>
        {isFirst ? words.begin : words.goOn}
      </a>
    </div>
  )
}
