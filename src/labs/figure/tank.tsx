import type { JSX } from 'preact'
import { strings } from '#strings'

const words = strings.figureViews.tanks

interface TankProps {
  title: string
  /** The largest amount that it ever held: its brim. */
  most: number
  /** From the bottom up. */
  parts: readonly { kind: string; bytes: number; text: string }[]
}

/** A buffer as a tank, filled from the bottom up, with its bytes in words. */
export function Tank({ title, most, parts }: TankProps): JSX.Element {
  const total = Math.max(
    most,
    parts.reduce((sum, part) => sum + part.bytes, 0),
  )
  let level = 100
  return (
    <div class="tank">
      <h3>{title}</h3>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ kind, bytes }) => {
          const height = (bytes / total) * 100
          level -= height
          return <rect key={kind} class={kind} x="0" y={level} width="100" height={height} />
        })}
      </svg>
      <dl>
        {parts.map(({ kind, bytes, text }) => (
          <div key={kind}>
            <dt>
              <i class={kind} aria-hidden="true" />
              {text}
            </dt>
            <dd>{words.bytes(bytes)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
