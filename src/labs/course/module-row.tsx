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
export function ModuleRow({ module, progress, standing, isHere }: ModuleRowProps): JSX.Element {
  const { lessonsRead, lessonsThere, exercisesPassed, exercisesThere, quiz, state } = standing
  return (
    <li class={`${state.replaceAll(' ', '-')}${isHere ? ' here' : ''}`}>
      <a href={siteAddress(module.href)}>
        <span class="module-number">{module.number}</span>
        <span class="module-title">
          <b>{module.title}</b>
          <small>{module.about}</small>
        </span>
        <span class="bars" role="img" aria-label={words.lessonsOf(lessonsRead, lessonsThere, module.lessons.length)}>
          {module.lessons.map(({ number, id }) => (
            <i
              key={number}
              class={id === null ? 'lesson-tick missing' : id in progress.lessons ? 'lesson-tick done' : 'lesson-tick'}
            />
          ))}
        </span>
        <span
          class="bars"
          role="img"
          aria-label={words.exercisesOf(exercisesPassed, exercisesThere, module.exercises.length)}
        >
          {module.exercises.map(({ id, href }) => (
            <i
              key={id}
              class={`exercise-box${href === null ? ' missing' : isPassed(progress, id) ? ' done' : id in progress.exercises ? ' half' : ''}`}
            />
          ))}
        </span>
        <span class="module-state">
          {isHere ? words.here : words.states[state]}
          {quiz !== null && <small>{words.quiz(quiz)}</small>}
        </span>
      </a>
    </li>
  )
}
