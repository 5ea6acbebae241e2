import type { JSX } from 'preact'
import { rateText, strings } from '#strings'
import type { Figure, FigureSettings, ParamValue } from './figure-file.ts'
import type { Changeable } from './figure-runner.ts'

const words = strings.figure

interface KnobsProps {
  figure: Figure
  runner: Changeable
}

/** Settings of the world that the reader can change; each change runs it again. */
export function Knobs({ figure, runner }: KnobsProps): JSX.Element | null {
  const { delay, loss, rate, queue, params = {} } = runner.knobsOf(figure)
  if (!delay && !loss && !rate && !queue && Object.keys(params).length === 0) return null
  const settings = runner.settings.value[0]!
  const set = (change: Partial<FigureSettings>) => runner.change(change)
  return (
    <div class="knobs" onPointerEnter={() => runner.prepare()} onFocusIn={() => runner.prepare()}>
      {delay && (
        <Knob
          label={words.delay}
          values={delay}
          value={settings.delay}
          shown={spaced}
          onChange={(value) => set({ delay: value })}
        />
      )}
      {loss && (
        <Knob
          label={words.loss}
          values={loss}
          value={settings.loss}
          shown={percent}
          onChange={(value) => set({ loss: value })}
        />
      )}
      {rate && (
        <Knob
          label={words.rate}
          values={rate}
          value={settings.rate}
          shown={rateText}
          onChange={(value) => set({ rate: value })}
        />
      )}
      {queue && (
        <Knob
          label={words.queue}
          values={queue}
          value={settings.queue ?? queue[0]!}
          shown={words.frames}
          onChange={(value) => set({ queue: value })}
        />
      )}
      {Object.entries(params).map(([name, { label, values }]) => (
        <ParamKnob
          key={name}
          label={label}
          values={values}
          value={settings.params[name]}
          onChange={(value) => set({ params: { ...settings.params, [name]: value } })}
        />
      ))}
      {loss && (
        <button
          type="button"
          class="button"
          title={words.seedTitle}
          disabled={settings.loss === 0}
          onClick={() => runner.change({}, runner.seed.value + 1)}
        >
          {words.seed}
        </button>
      )}
      <p class="figure-note" role="status">
        {runner.isRunning.value ? words.running : runner.note.value}
        {runner.isChanged.value && !runner.isRunning.value && ` ${words.unlikeText}`}
      </p>
      {runner.isChanged.value && (
        <button type="button" class="button" onClick={() => runner.restore()}>
          {words.restore}
        </button>
      )}
    </div>
  )
}

const spaced = (duration: string) => duration.replace(/(\d)([a-z])/, '$1 $2')
const percent = (share: number) => `${Math.round(share * 100)}%`

/** A switch for yes and no, otherwise a slider over the values. */
function ParamKnob(props: Omit<KnobProps<ParamValue>, 'shown' | 'value'> & { value: ParamValue | undefined }) {
  const { label, values, value = values[0]!, onChange } = props
  if (!values.every((one) => typeof one === 'boolean')) return <Knob {...props} value={value} shown={String} />
  return (
    <label class="knob switch">
      <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}

interface KnobProps<Value> {
  label: string
  values: readonly Value[]
  value: Value
  shown: (value: Value) => string
  onChange: (value: Value) => void
}

function Knob<Value>({ label, values, value, shown, onChange }: KnobProps<Value>): JSX.Element {
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
          if (next !== undefined && next !== value) onChange(next)
        }}
      />
    </label>
  )
}
