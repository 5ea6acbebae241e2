import type { JSX } from 'preact'
import type { TestResult } from '#grader'
import { strings } from '#strings'

const words = strings.tests

type Reference = NonNullable<NonNullable<TestResult['evidence']>['reference']>

interface AgainstReferenceProps {
  reference: Reference
  /** Shows a packet of the test; null if the test's packets were not kept. */
  onShow: ((packet: number) => void) | null
}

/**
 * Shows the first difference between this conversation and the solution's under the same conditions: both lines, one
 * below the other, with their common beginning faint.
 */
export function AgainstReference({ reference, onShow }: AgainstReferenceProps): JSX.Element {
  const { sentence, conversation, yours, solution, packet } = reference
  const same = sharedStart(yours, solution)
  return (
    <section class="against-reference" aria-label={words.reference}>
      <h4>
        {words.reference} <code>{conversation}</code>
      </h4>
      <p>{sentence}</p>
      <dl>
        <dt>{words.yours}</dt>
        <dd>
          <Said text={yours} same={same} sign="−" kind="gone" />
        </dd>
        <dt>{words.solutions}</dt>
        <dd>
          <Said text={solution} same={same} sign="+" kind="new" />
        </dd>
      </dl>
      {packet !== undefined && onShow && (
        <button type="button" class="button" onClick={() => onShow(packet)}>
          {words.goToPacket(packet)}
        </button>
      )}
    </section>
  )
}

function Said({ text, same, sign, kind }: { text: string; same: number; sign: string; kind: string }): JSX.Element {
  const rest = text.slice(same)
  return (
    <code>
      <span aria-hidden="true">{sign} </span>
      <span class="same">{text.slice(0, same)}</span>
      {rest === '' ? <i class="nothing"> {words.nothingMore}</i> : <b class={kind}>{rest}</b>}
    </code>
  )
}

/** Number of leading characters that both lines share, cut at a word boundary. */
function sharedStart(a: string, b: string): number {
  let same = 0
  while (same < a.length && same < b.length && a[same] === b[same]) same++
  return same
}
