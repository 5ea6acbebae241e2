import type { JSX } from 'preact'
import { strings } from '#strings'
import type { Progress } from '../progress/index.ts'
import { siteAddress } from '../site/index.ts'
import type { CourseModule } from './course.ts'
import { isPassed, type ModuleStanding } from './standing.ts'

const words = strings.course

interface ModuleRowProps {
  module: CourseModule
  progress: Progress
  standing: ModuleStanding
  isHere: boolean
}

/** A module on one line: its topic, its lessons as bars, its exercises as boxes, and the progress. */
export function ModuleRow({ module, progress, standing: known, isHere }: ModuleRowProps): JSX.Element {
  const { lessonsRead, lessonsThere, exercisesPassed, exercisesThere, quiz, state } = known
  return (
    <li class={`${state.replaceAll(' ', '-')}${isHere ? ' here' : ''}`}>
      <a href={siteAddress(module.href)}>
        <span class="module-number">{module.number}</span>
        <span class="module-title">
          <b>{module.title}</b>
          <small>{module.about}</small>
        </span>
        <span class="bars" role="img" aria-label={words.lessonsOf(lessonsRead, lessonsThere, module.lessons.length)}>
          {module.lessons.map(({ number, title, id }) => (
            <i
              key={number}
              title={words.square(
                `${number} ${title}`,
                id === null ? words.notYet : id in progress.lessons ? words.lessonRead : words.toDo,
              )}
              class={id === null ? 'lesson-tick missing' : id in progress.lessons ? 'lesson-tick done' : 'lesson-tick'}
            />
          ))}
        </span>
        <span
          class="bars"
          role="img"
          aria-label={words.exercisesOf(exercisesPassed, exercisesThere, module.exercises.length)}
        >
          {module.exercises.map(({ id, title, href }) => {
            const [look, state] = standing(href === null, id, progress)
            const name = href === null ? words.notYet : words.square(title, state)
            return <i key={id} title={name} class={`exercise-box ${look}`} />
          })}
        </span>
        <span class="module-state">
          {isHere ? words.here : words.states[state]}
          {quiz !== null && <small>{words.quiz(quiz)}</small>}
        </span>
      </a>
    </li>
  )
}

/** Look and words of an exercise's box. */
function standing(isMissing: boolean, id: string, progress: Progress): [string, string] {
  if (isMissing) return ['missing', words.notYet]
  if (isPassed(progress, id)) return ['done', words.exercisePassed]
  return id in progress.exercises ? ['half', words.started] : ['', words.toDo]
}
