import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { HINT_COST, PARTS, POINTS } from '#grader/surprise/index.ts'
import { strings } from '#strings'
import { siteAddress } from '../site/index.ts'
import type { Case } from './case.ts'
import { addressOf } from './published-scenario.ts'
import { freshSeed } from './seed.ts'

const words = strings.surprise

/** The points of each part; at the end the fault, how it explains the complaint, and what to do next. */
export function ResultCard({ one }: { one: Case }): JSX.Element {
  const { grade, gaveUp, named, hints, isOver, scenario } = one
  const { points, of, parts, isDone } = grade.value
  const heading = useRef<HTMLHeadingElement>(null)
  const isAtEnd = isOver.value
  const otherSeed = useMemo(freshSeed, [])
  useEffect(() => {
    if (isAtEnd) heading.current?.focus()
  }, [isAtEnd])
  const right = named.value?.verdict.isRight ? named.value : null
  const fault = right ? { name: right.name, because: right.verdict.because } : gaveUp.value
  const title = grade.value.isSolved ? words.solvedTitle(points, of) : words.gaveUpTitle(points, of)
  return (
    <section class={isAtEnd ? 'surprise-result over' : 'surprise-result'} aria-label={words.grade}>
      <h2 ref={heading} tabIndex={-1}>
        {isAtEnd ? title : words.grade}
      </h2>
      <dl>
        {PARTS.map((part) => (
          <div key={part}>
            <dt>
              <span aria-hidden="true">{isDone[part] ? '✓' : '·'}</span> {words.parts[part]}
            </dt>
            <dd>{words.partPoints(parts[part], POINTS.first)}</dd>
          </div>
        ))}
        {hints.value.length > 0 && (
          <div>
            <dt>{words.hintsUsed}</dt>
            <dd>−{hints.value.length * HINT_COST}</dd>
          </div>
        )}
        <div>
          <dt>{words.total}</dt>
          <dd>{words.partPoints(points, of)}</dd>
        </div>
      </dl>
      {isAtEnd && fault && (
        <>
          <p>
            <strong>{words.theFault(fault.name)}</strong> {fault.because}
          </p>
          {right && (
            <ul>
              {right.verdict.proof?.shown.map(({ packet, says }) => (
                <li key={says}>
                  <button type="button" class="link sentence" onClick={() => one.show(packet)}>
                    {words.shows(packet, says)}
                  </button>
                </li>
              ))}
              {right.verdict.proof?.never.map((says) => (
                <li key={says}>{words.never(says)}</li>
              ))}
            </ul>
          )}
          <p class="surprise-next">
            <a class="button primary" href={siteAddress(addressOf(scenario.next.id))}>
              {words.next(scenario.next.title)}
            </a>
            <a class="button" href={siteAddress(addressOf(scenario.id, otherSeed))}>
              {words.sameAgain}
            </a>
            <a href={siteAddress('/surprise/')}>{words.allScenarios}</a>
          </p>
        </>
      )}
    </section>
  )
}
