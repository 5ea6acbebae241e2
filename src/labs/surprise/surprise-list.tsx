import type { JSX } from 'preact'
import { MOST_POINTS } from '#grader/surprise/index.ts'
import { strings } from '#strings'
import { progress } from '../progress/index.ts'
import { siteAddress, useIsLive } from '../site/index.ts'
import { Difficulty } from './difficulty.tsx'
import { addressOf, type PublishedScenario } from './published-scenario.ts'
import { freshSeed } from './seed.ts'

const words = strings.surprise

type Row = Pick<PublishedScenario, 'id' | 'title' | 'report' | 'difficulty'>

/** The island of the scenarios' page: every scenario, with what this device has solved. */
export function SurpriseList({ scenarios }: { scenarios: readonly Row[] }): JSX.Element {
  const isLive = useIsLive()
  const solved = isLive ? progress.value.surprises : {}
  const draw = () => {
    const one = scenarios[freshSeed() % scenarios.length]!
    location.assign(siteAddress(addressOf(one.id, freshSeed())))
  }
  return (
    <>
      <p class="surprise-draw">
        <button type="button" class="button primary large" disabled={!isLive} onClick={draw}>
          {words.list.draw}
        </button>
        <span role="status">
          {words.list.solvedOf(scenarios.filter(({ id }) => id in solved).length, scenarios.length)}
        </span>
      </p>
      <ul class="surprise-list">
        {scenarios.map(({ id, title, report, difficulty }) => (
          <li key={id} class="card">
            <p class="surprise-facts">
              <Difficulty level={difficulty} />
              {solved[id] ? (
                <span class="solved">{words.list.solved(solved[id].points, MOST_POINTS)}</span>
              ) : (
                <span>{words.list.open}</span>
              )}
            </p>
            <h2>{title}</h2>
            <p>{report}</p>
            <a class="button" href={siteAddress(addressOf(id))} aria-label={`${words.list.investigate}: ${title}`}>
              {words.list.investigate}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
