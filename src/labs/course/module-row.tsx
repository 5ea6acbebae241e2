import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { isPassed, type Progress } from '../progress/index.ts'
import { siteAddress } from '../site/index.ts'
import type { CourseModule } from './course.ts'
import type { ModuleStanding } from './standing.ts'

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
  const squares = squaresOf(module, progress)
  const showsNames = useSignal(false)
  const namesId = `squares-of-${module.number}`
  return (
    <li class={`${state.replaceAll(' ', '-')}${isHere ? ' here' : ''}`}>
      <a
        href={siteAddress(module.href)}
        aria-describedby={showsNames.value ? namesId : undefined}
        onFocus={(event) => {
          showsNames.value = event.currentTarget.matches(':focus-visible')
        }}
        onBlur={() => {
          showsNames.value = false
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') showsNames.value = false
        }}
      >
        <span class="module-number">{module.number}</span>
        <span class="module-title">
          <b>{module.title}</b>
          <small>{module.about}</small>
        </span>
        <span class="bars" role="img" aria-label={words.lessonsOf(lessonsRead, lessonsThere, module.lessons.length)}>
          {squares.lessons.map(({ key, name, look }) => (
            <i key={key} title={name} class={look} />
          ))}
        </span>
        <span
          class="bars"
          role="img"
          aria-label={words.exercisesOf(exercisesPassed, exercisesThere, module.exercises.length)}
        >
          {squares.exercises.map(({ key, name, look }) => (
            <i key={key} title={name} class={look} />
          ))}
        </span>
        <span class="module-state">
          {isHere ? (state === 'open' ? words.startHere : words.here) : words.states[state]}
          {quiz !== null && <small>{words.quiz(quiz)}</small>}
        </span>
      </a>
      {showsNames.value && <SquareNames id={namesId} squares={[...squares.lessons, ...squares.exercises]} />}
    </li>
  )
}

interface Square {
  key: string
  /** Title and state, as the tooltip shows them. */
  name: string
  look: string
}

/** The bars and boxes of a row. */
function squaresOf(module: CourseModule, progress: Progress): Record<'lessons' | 'exercises', Square[]> {
  const lessons = module.lessons.map(({ number, title, id }) => {
    const isRead = id !== null && id in progress.lessons
    const state = id === null ? words.notYet : isRead ? words.lessonRead : words.toDo
    const look = id === null ? 'lesson-tick missing' : isRead ? 'lesson-tick done' : 'lesson-tick'
    return { key: number, name: words.square(`${number} ${title}`, state), look }
  })
  const exercises = module.exercises.map(({ id, title, href }) => {
    const [look, state] = standing(href === null, id, progress)
    return { key: id, name: href === null ? words.notYet : words.square(title, state), look: `exercise-box ${look}` }
  })
  return { lessons, exercises }
}

/** The tooltips of all squares, for keyboard users: shown while the row has the focus. */
function SquareNames({ id, squares }: { id: string; squares: readonly Square[] }): JSX.Element {
  const named = squares.filter(({ name }) => name !== words.notYet)
  const later = squares.length - named.length
  return (
    <div class="square-names" id={id}>
      {named.map(({ key, name, look }) => (
        <span key={key}>
          <i class={look} /> {name}
        </span>
      ))}
      {later > 0 && <span>{words.moreExercises(later, named.length > 0)}</span>}
    </div>
  )
}

/** Look and words of an exercise's box. */
function standing(isMissing: boolean, id: string, progress: Progress): [string, string] {
  if (isMissing) return ['missing', words.notYet]
  if (isPassed(progress, id)) return ['done', words.exercisePassed]
  return id in progress.exercises ? ['half', words.started] : ['', words.toDo]
}
