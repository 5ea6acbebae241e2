import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import { siteAddress } from '../../site/index.ts'
import { FollowingEnd } from '../terminal/index.ts'
import type { ContainerState } from './container-state.ts'

const words = strings.container

interface ContainerPaneProps {
  exercise: string
  state: ContainerState
}

/**
 * Shows the switch and, while it is on, the command's output. The page with a WebContainer is a separate one, with its
 * own policy.
 */
export function ContainerPane({ exercise, state }: ContainerPaneProps): JSX.Element {
  const lab = `/lab/${exercise}/`
  const control = useRef<HTMLInputElement>(null)
  // Somebody has just opened it from a menu that is closed now.
  useEffect(() => {
    if (!state.isOn) control.current?.focus()
  }, [])
  return (
    <section class="terminal-pane container-pane" aria-label={words.tab}>
      <h2 class="sr-only">{words.tab}</h2>
      <div class="container-switch">
        <label>
          <input
            ref={control}
            type="checkbox"
            role="switch"
            aria-checked={state.isOn}
            checked={state.isOn}
            onChange={() => location.assign(siteAddress(state.isOn ? lab : `${lab}webcontainer/`))}
          />
          {words.switch}
        </label>
      </div>
      {state.isOn ? <Output state={state} /> : <About />}
    </section>
  )
}

function About(): JSX.Element {
  return (
    <div class="container-about">
      <p>{words.what}</p>
      <p>{words.privacy}</p>
    </div>
  )
}

function Output({ state }: { state: ContainerState }): JSX.Element {
  const { lines, dropped } = state.output
  return (
    <FollowingEnd label={words.output} length={state.version.value}>
      {lines.length === 0 && <p class="faint">{words.nothingYet}</p>}
      {dropped > 0 && <p class="faint">{strings.terminal.olderHidden(dropped)}</p>}
      {lines.map(({ text }, index) => (
        <div key={index + dropped} class={/^\s*[✕!?] /.test(text) ? 'error' : undefined}>
          {text || '\u00a0'}
        </div>
      ))}
      {state.doing.value && <p class="faint">{state.doing.value}</p>}
    </FollowingEnd>
  )
}
