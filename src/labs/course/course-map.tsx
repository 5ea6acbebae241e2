import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import { emptyProgress, progress } from '../progress/index.ts'
import { useIsLive } from '../site/index.ts'
import type { CourseModule, CourseTrack } from './course.ts'
import { KeepCard } from './keep-card.tsx'
import { MapWires, ROW_HEIGHT } from './map-wires.tsx'
import { ModuleRow } from './module-row.tsx'
import { NextCard } from './next-card.tsx'
import { PredictionCard } from './prediction-card.tsx'
import { nextStep, standingOf } from './standing.ts'

const words = strings.course

export interface CourseMapProps {
  modules: readonly CourseModule[]
  tracks: readonly CourseTrack[]
}

/** The island of the course map. The built page shows no progress; the learner's is added in the browser. */
export function CourseMap({ modules, tracks }: CourseMapProps): JSX.Element {
  const isLive = useIsLive()
  const known = isLive ? progress.value : emptyProgress()
  const track = useSignal<string | null>(null)
  const wanted = tracks.find(({ id }) => id === track.value)
  const shown = wanted ? modules.filter(({ number }) => wanted.modules.includes(number)) : modules
  const next = nextStep(shown, known)
  const standings = new Map(shown.map((module) => [module.number, standingOf(module, known)]))
  const isFirst = [...standings.values()].every(({ state }) => state === 'open' || state === 'later')
  return (
    <div class="course">
      <section aria-label={words.title}>
        <div class="course-head">
          <h1>{words.title}</h1>
          {tracks.length > 0 && (
            <div class="segments" role="group" aria-label={words.track}>
              {[{ id: null, title: words.everything }, ...tracks].map(({ id, title }) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={track.value === id}
                  disabled={!isLive}
                  onClick={() => {
                    track.value = id
                  }}
                >
                  {title}
                </button>
              ))}
            </div>
          )}
        </div>
        <div class="course-rows" style={{ '--map-row': `${ROW_HEIGHT}px` }}>
          <MapWires modules={shown} standings={standings} here={next?.module.number ?? null} />
          <ol>
            {shown.map((module) => (
              <ModuleRow
                key={module.number}
                module={module}
                progress={known}
                standing={standings.get(module.number)!}
                isHere={next?.module === module}
              />
            ))}
          </ol>
        </div>
        <p class="course-key">
          <span>
            <i class="lesson-tick done" />
            {words.lessonRead}
          </span>
          <span>
            <i class="exercise-box done" />
            {words.exercisePassed}
          </span>
          <span>
            <i class="exercise-box half" />
            {words.started}
          </span>
          <span>
            <i class="exercise-box" />
            {words.toDo}
          </span>
          <span>
            <i class="lesson-tick missing" />
            {words.notThere}
          </span>
          <span class="wires-key">{words.wires}</span> {words.nothingLocked}
        </p>
      </section>
      <aside>
        <NextCard next={next} isFirst={isFirst} />
        <PredictionCard predictions={known.predictions} />
        <KeepCard modules={modules} progress={known} isLive={isLive} />
      </aside>
    </div>
  )
}
