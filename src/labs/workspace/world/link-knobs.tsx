import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { rateText, strings } from '#strings'
import type { LabTopology } from '../lab-exercise.ts'
import type { Knobs } from '../runs/index.ts'

const words = strings.knobs
/** Stops of the bandwidth slider: bits per second, 0 for no limit. */
const RATES = [64e3, 256e3, 1e6, 2e6, 5e6, 10e6, 100e6, 1e9, 0]
const MOST_DELAY = 500
const MOST_LOSS = 50

interface LinkKnobsProps {
  topology: LabTopology
  knobs: (link: number) => Knobs
  /** The changes apply to the running world. */
  isLive: boolean
  onTurn: (link: number, knobs: Knobs) => void
}

/** Sliders for a link, for the running world or the next run. */
export function LinkKnobs({ topology, knobs, isLive, onTurn }: LinkKnobsProps): JSX.Element {
  return (
    <div class="link-knobs">
      {topology.links.map((link, index) => (
        <details key={link.endpoints.join(' ')} class="knob-panel">
          <summary>
            <span class="sr-only">{words.open(link.ends.join(' — '))}: </span>
            {topology.links.length > 1 && <b>{link.ends.join(' — ')} </b>}
            {topology.links.length < 3 && summary(knobs(index))} <span aria-hidden="true">▾</span>
          </summary>
          <Sliders knobs={knobs(index)} begins={link.begins} isLive={isLive} onTurn={(next) => onTurn(index, next)} />
        </details>
      ))}
    </div>
  )
}

interface SlidersProps {
  knobs: Knobs
  begins: Knobs
  isLive: boolean
  onTurn: (knobs: Knobs) => void
}

function Sliders({ knobs: told, begins, isLive, onTurn: tell }: SlidersProps): JSX.Element {
  // A changed value counts at once, before the world confirms it: the next slider must not undo it.
  const wished = useSignal<Knobs | null>(null)
  const knobs = wished.value ?? told
  useEffect(() => {
    if (wished.value && isSame(wished.value, told)) wished.value = null
  }, [told.delay, told.loss, told.rate])
  const onTurn = (next: Knobs) => {
    wished.value = next
    tell(next)
  }
  const rate = RATES.indexOf(nearest(knobs.rate))
  return (
    <div class="sliders">
      <Slider
        label={words.delay}
        text={`${number(knobs.delay)} ms`}
        value={knobs.delay}
        most={MOST_DELAY}
        onInput={(delay) => onTurn({ ...knobs, delay })}
      />
      <Slider
        label={words.loss}
        text={`${number(knobs.loss * 100)}%`}
        value={knobs.loss * 100}
        most={MOST_LOSS}
        onInput={(loss) => onTurn({ ...knobs, loss: loss / 100 })}
      />
      <Slider
        label={words.rate}
        text={bandwidth(knobs.rate)}
        value={rate}
        most={RATES.length - 1}
        onInput={(place) => onTurn({ ...knobs, rate: RATES[place] ?? 0 })}
      />
      <p class="note">
        {isLive ? words.now : words.later}{' '}
        <button type="button" class="link" onClick={() => onTurn(begins)}>
          {words.back}
        </button>
      </p>
    </div>
  )
}

const isSame = (a: Knobs, b: Knobs) => a.delay === b.delay && a.loss === b.loss && a.rate === b.rate

interface SliderProps {
  label: string
  text: string
  value: number
  most: number
  onInput: (value: number) => void
}

function Slider({ label, text, value, most, onInput }: SliderProps): JSX.Element {
  return (
    <label class="slider">
      <span>{label}</span>
      <input
        type="range"
        min="0"
        max={most}
        step="1"
        value={value}
        aria-valuetext={text}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      <output>{text}</output>
    </label>
  )
}

/** Text under a link. */
export function knobText({ delay, loss, rate }: Knobs): { delay: string; rest: string } {
  const rest = [loss > 0 ? `${strings.world.loss} ${number(loss * 100)}%` : '', rate > 0 ? bandwidth(rate) : '']
  return { delay: strings.world.oneWay(`${number(delay)} ms`), rest: rest.filter(Boolean).join(' · ') }
}

function summary({ loss, rate }: Knobs): string {
  return `${strings.world.loss} ${number(loss * 100)}% · ${bandwidth(rate)}`
}

const number = (value: number) => String(Math.round(value * 100) / 100)

function bandwidth(bits: number): string {
  if (bits === 0) return words.unlimited
  const [size, unit] = bits >= 1e9 ? [1e9, 'Gbit'] : bits >= 1e6 ? [1e6, 'Mbit'] : [1e3, 'kbit']
  return rateText(`${number(bits / (size as number))}${unit}`)
}

function nearest(rate: number): number {
  if (rate === 0) return 0
  return RATES.filter((one) => one > 0).reduce((best, one) =>
    Math.abs(one - rate) < Math.abs(best - rate) ? one : best,
  )
}
