import type { JSX } from 'preact'
import { rateText, strings } from '../../strings/index.ts'
import type { Figure, FigureSettings } from './figure-file.ts'
import type { FigureRunner } from './figure-runner.ts'

const words = strings.figure

/** What the reader can change of the link; each change runs the world again. */
export function Knobs({ figure, runner }: { figure: Figure; runner: FigureRunner }): JSX.Element {
  const { delay, loss, rate } = figure.knobs
  const settings = runner.settings.value
  return (
    <div class="knobs" onPointerEnter={() => runner.prepare()} onFocusIn={() => runner.prepare()}>
      {delay && <Knob name="delay" label={words.delay} values={delay} shown={spaced} runner={runner} />}
      {loss && (
        <Knob
          name="loss"
          label={words.loss}
          values={loss}
          shown={(value) => `${Math.round(value * 100)} %`}
          runner={runner}
        />
      )}
      {rate && <Knob name="rate" label={words.rate} values={rate} shown={rateText} runner={runner} />}
      <button
        type="button"
        class="button"
        title={words.seedTitle}
        disabled={settings.loss === 0}
        onClick={() => runner.change({}, runner.seed.value + 1)}
      >
        {words.seed}
      </button>
      <p class="figure-note" role="status">
        {runner.isRunning.value ? words.running : runner.note.value}
      </p>
    </div>
  )
}

const spaced = (duration: string) => duration.replace(/(\d)([a-z])/, '$1 $2')

interface KnobProps<K extends keyof FigureSettings> {
  name: K
  label: string
  values: readonly FigureSettings[K][]
  shown: (value: FigureSettings[K]) => string
  runner: FigureRunner
}

function Knob<K extends keyof FigureSettings>({ name, label, values, shown, runner }: KnobProps<K>): JSX.Element {
  const value = runner.settings.value[name]
  const index = Math.max(0, values.indexOf(value))
  return (
    <label class="knob">
      <span>
        {label} <b>{shown(value)}</b>
      </span>
      <input
        type="range"
        min="0"
        max={values.length - 1}
        step="1"
        value={index}
        aria-valuetext={shown(value)}
        onInput={(event) => {
          const next = values[Number(event.currentTarget.value)]
          if (next !== undefined && next !== runner.settings.value[name])
            runner.change({ [name]: next } as Partial<FigureSettings>)
        }}
      />
    </label>
  )
}
