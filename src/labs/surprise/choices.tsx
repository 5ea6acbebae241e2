import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Choice } from './published-scenario.ts'

interface ChoicesProps {
  name: string
  choices: readonly Choice[]
  chosen: Signal<string | null>
}

/** One of several, by arrow keys too. */
export function Choices({ name, choices, chosen }: ChoicesProps): JSX.Element {
  return (
    <div class="surprise-choices">
      {choices.map((one) => (
        <label key={one.id} class="choice">
          <input
            type="radio"
            name={name}
            value={one.id}
            checked={chosen.value === one.id}
            onChange={() => {
              chosen.value = one.id
            }}
          />
          <span>{one.name}</span>
        </label>
      ))}
    </div>
  )
}
