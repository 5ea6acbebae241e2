import type { JSX } from 'preact'
import type { InterviewItem } from '#grader/interviews/index.ts'
import { strings } from '#strings'
import { Prose } from '../quiz/index.ts'
import { siteAddress } from '../site/index.ts'

const words = strings.interview

interface ModelAnswerProps {
  item: AskedItem
  /** Indexes of the points that the learner's answer covered. */
  had: readonly number[]
  onHad: (points: number[]) => void
}

/** Points of a good answer to check off, follow-up questions, and common mistakes. */
export function ModelAnswer({ item, had, onHad }: ModelAnswerProps): JSX.Element {
  const toggle = (place: number) => onHad(had.includes(place) ? had.filter((one) => one !== place) : [...had, place])
  return (
    <div class="interview-model">
      <fieldset>
        <legend>{words.points}</legend>
        {item.points.map((point, place) => (
          <label key={point}>
            <input type="checkbox" checked={had.includes(place)} onChange={() => toggle(place)} />
            <span>
              <Prose text={point} />
            </span>
          </label>
        ))}
      </fieldset>
      <h3>{words.followUps}</h3>
      {item.followUps.map(({ ask, answer }) => (
        <details key={ask}>
          <summary>
            <Prose text={ask} />
          </summary>
          <p>
            <Prose text={answer} />
          </p>
        </details>
      ))}
      <h3>{words.mistakes}</h3>
      <dl>
        {item.mistakes.map(({ says, because }) => (
          <div key={says}>
            <dt>
              <Prose text={says} />
            </dt>
            <dd>
              <Prose text={because} />
            </dd>
          </div>
        ))}
      </dl>
      {item.exercises.length > 0 && (
        <p class="interview-show">
          {words.show}{' '}
          {item.exercises.map(({ title, href }, index) => (
            <span key={href}>
              {index > 0 && ', '}
              <a href={siteAddress(href)}>{title}</a>
            </span>
          ))}
        </p>
      )}
    </div>
  )
}

export interface AskedItem extends Omit<InterviewItem, 'exercises'> {
  exercises: readonly { title: string; href: string }[]
}
